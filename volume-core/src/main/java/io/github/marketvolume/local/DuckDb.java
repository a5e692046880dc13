package io.github.marketvolume.local;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** Opens databases in memory and in this process, for reading and writing Parquet. */
final class DuckDb implements AutoCloseable {

  /** What a trial says of the driver, once in a process; null before. */
  private static volatile Boolean copiesWhole;

  private final long memory;
  private final Path scratch;

  /** The database that all files are written by; null until one is. */
  private DuckDBConnection writing;

  private int functions;

  /**
   * A way to databases.
   *
   * @param memory how many bytes each may use before it puts some into the scratch folder
   */
  DuckDb(long memory, Path scratch) {
    this.memory = memory;
    this.scratch = scratch;
  }

  /**
   * Fails if DuckDB is not on the class path.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void require() {
    try {
      Class.forName("org.duckdb.DuckDBDriver");
    } catch (ClassNotFoundException e) {
      throw new MissingDependencyException(
          "Parquet needs DuckDB on the local runner: add org.duckdb:duckdb_jdbc:2.0.0.1 to the"
              + " class path, or read and write CSV",
          e);
    }
  }

  /** Opens a database of its own, which ends with its connection. The first takes half a second. */
  DuckDBConnection open(int threads) {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("memory_limit", (memory >> 20) + "MiB");
    properties.setProperty("temp_directory", scratch.resolve("volume-duckdb").toString());
    properties.setProperty("preserve_insertion_order", "false");
    // No input makes the database fetch or run anything.
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
      return connection.unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw new VolumeException("DuckDB cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * A connection of its own to the database that all files are written by. It has no thread but
   * those that ask it: a thread of its own could wait for the rows of one file, and keep others
   * from being written.
   */
  synchronized DuckDBConnection connectForWriting() throws SQLException {
    if (writing == null) {
      writing = open(1);
      if (copiesWhole == null) {
        copiesWhole = BatchTable.copiesWhole(writing, newFunctionName());
      }
    }
    return writing.duplicate().unwrap(DuckDBConnection.class);
  }

  /** If columns may be copied whole into what {@link #connectForWriting} connects to. */
  boolean copiesWhole() {
    return copiesWhole;
  }

  /** A name for a function that no other has. */
  synchronized String newFunctionName() {
    functions++;
    return "volume_rows_" + functions;
  }

  @Override
  public synchronized void close() {
    if (writing != null) {
      try {
        writing.close();
      } catch (SQLException e) {
        throw new VolumeException("DuckDB cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  /** A text as a literal. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A path as a literal where a pattern is expected: characters of patterns stand in brackets. */
  static String literalPath(String path) {
    return literal(path.replaceAll("[\\[\\]*?]", "[$0]"));
  }

  /** A name as an identifier. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
