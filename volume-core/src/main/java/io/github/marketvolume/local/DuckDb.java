package io.github.marketvolume.local;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;

/** A database in memory and in this process, for reading and writing Parquet. */
final class DuckDb implements AutoCloseable {

  /** How many outputs may be waiting for rows while one is written. */
  private static final int MOST_WAITING = 16;

  private final DuckDBConnection connection;
  private final ConcurrentHashMap<Long, ParquetWriter> writers = new ConcurrentHashMap<>();
  private final AtomicLong nextWriter = new AtomicLong();

  private DuckDb(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Begins to open a database, which takes half a second the first time.
   *
   * @param memory how many bytes it may use before it puts some into the scratch folder
   * @throws MissingDependencyException if DuckDB is not on the class path
   */
  static Future<DuckDb> open(Workers workers, long memory, Path scratch) {
    try {
      Class.forName("org.duckdb.DuckDBDriver");
    } catch (ClassNotFoundException e) {
      throw new MissingDependencyException(
          "Parquet needs DuckDB on the local runner: add org.duckdb:duckdb_jdbc:2.0.0.1 to the"
              + " class path, or read and write CSV",
          e);
    }
    return workers.start(() -> open(workers.threads(), memory, scratch));
  }

  private static DuckDb open(int threads, long memory, Path scratch) {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    // A thread that waits for rows of one output must not keep another output from being written.
    properties.setProperty("threads", Integer.toString(threads + MOST_WAITING));
    properties.setProperty("memory_limit", (memory >> 20) + "MiB");
    properties.setProperty("temp_directory", scratch.resolve("volume-duckdb").toString());
    properties.setProperty("preserve_insertion_order", "false");
    // No file of an input makes the database fetch or run anything.
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      DuckDb database =
          new DuckDb(
              new DuckDBDriver()
                  .connect("jdbc:duckdb:", properties)
                  .unwrap(DuckDBConnection.class));
      DuckDBFunctions.tableFunction()
          .withName(ParquetWriter.FUNCTION)
          .withParameter(Long.class)
          .withFunction(new ParquetWriter.Rows(database.writers::get))
          .register(database.connection);
      return database;
    } catch (SQLException e) {
      throw new VolumeException("DuckDB cannot be opened: " + e.getMessage(), e);
    }
  }

  /** Another connection to the same database, for one thread. */
  DuckDBConnection connect() throws SQLException {
    return connection.duplicate().unwrap(DuckDBConnection.class);
  }

  /** Makes a writer's rows readable in SQL; says by which number. */
  long register(ParquetWriter writer) {
    long number = nextWriter.incrementAndGet();
    writers.put(number, writer);
    return number;
  }

  /** Runs a statement. */
  void execute(String sql) throws SQLException {
    try (Connection own = connect();
        Statement statement = own.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new VolumeException("DuckDB cannot be closed: " + e.getMessage(), e);
    }
  }

  /** A text as a literal. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as an identifier. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
