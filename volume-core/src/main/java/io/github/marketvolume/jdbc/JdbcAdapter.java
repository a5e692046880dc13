package io.github.marketvolume.jdbc;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.List;
import javax.sql.DataSource;

/**
 * Connects the {@link JdbcSource}s of a run to their database. It is given to either runner by
 * {@code with(...)}, and has the credentials, which no plan, report or message shows.
 *
 * <p>A {@code DataSource} that is serializable, as drivers' own are, travels to Spark's tasks, and
 * these read the parts. One that is not, such as a pool of connections, stays on the driver, whose
 * heap must have room for all packed bars, some 60 bytes each.
 */
public final class JdbcAdapter implements LocalSourceAdapter<JdbcSource> {

  private final DataSource database;

  private JdbcAdapter(DataSource database) {
    this.database = database;
  }

  /**
   * An adapter for sources of one database.
   *
   * @param database opens the connections, one for each part that is being read and one before
   */
  public static JdbcAdapter of(DataSource database) {
    return new JdbcAdapter(Arguments.required(database, "database"));
  }

  @Override
  public Class<JdbcSource> descriptorType() {
    return JdbcSource.class;
  }

  @Override
  public LocalInput open(JdbcSource source, ReadRequest request, RunContext context) {
    return new LocalInput.Parts(List.copyOf(parts(source, request)));
  }

  /**
   * The parts of a source, for a runner to read.
   *
   * @throws io.github.marketvolume.error.SourceException if the database or the relation cannot be
   *     reached, or a column is missing or of an unfit type
   */
  public List<JdbcPart> parts(JdbcSource source, ReadRequest request) {
    return JdbcTable.parts(database, source, request);
  }

  /** Whether parts can be read by other processes, as they can be serialized. */
  public boolean isSerializable() {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(database);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
