package io.github.marketvolume.local.duckdb;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.run.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** Opens databases in memory and in this process, for reading and writing Parquet. */
public final class DuckDb implements AutoCloseable {

  /** What a database puts into the folder of the run where its memory is full. */
  private static final String SPILL = "duckdb";

  /**
   * A database that a run has written with and the next one may, for to open another takes a fifth
   * of the time of a small run; null if there is none.
   */
  private static final AtomicReference<@Nullable Writing> IDLE = new AtomicReference<>();

  private final long memory;
  private final ScratchFolder scratch;

  /** The database that all files are written by; null until one is. */
  private @Nullable Writing writing;

  /**
   * Where that database puts what does not fit into memory, and makes a folder then; null before
   * there is one.
   */
  private @Nullable Path spill;

  /** Statements that are running, or have failed. */
  private int unfinished;

  private boolean closed;

  /** A database for writing, and its tables. */
  record Writing(DuckDBConnection database, BatchTables tables, long memory) {

    /** Serves a run whose temporary files have their own place. */
    void spillTo(Path folder) throws SQLException {
      try (Statement statement = database.createStatement()) {
        statement.execute("set temp_directory = " + literal(folder.toString()));
      }
    }

    /** What has been written is in files, whatever closing says. */
    void close() {
      try {
        database.close();
      } catch (SQLException e) {
        assert false : e;
      }
    }
  }

  /**
   * A way to databases.
   *
   * @param memory how many bytes each may use before it puts some on disk
   * @param scratch where that is; it lives as long as this object
   */
  public DuckDb(long memory, ScratchFolder scratch) {
    this.memory = memory;
    this.scratch = scratch;
  }

  /** Whether DuckDB is on the class path; its library may yet fail to load. */
  public static boolean isThere() {
    try {
      require();
      return true;
    } catch (MissingDependencyException e) {
      return false;
    }
  }

  /**
   * Fails if DuckDB is not on the class path.
   *
   * @throws MissingDependencyException naming what to add
   */
  public static void require() {
    try {
      Class.forName("org.duckdb.DuckDBDriver", false, DuckDb.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new MissingDependencyException(
          "Parquet needs DuckDB on the local runner: add org.duckdb:duckdb_jdbc:2.0.0.1 to the"
              + " class path, or read and write CSV",
          e);
    }
  }

  /** Opens a database of its own, which ends with its connection. The first takes half a second. */
  public DuckDBConnection open(int threads) {
    return open(threads, newSpill());
  }

  /** A place for what a database puts on disk, which no other database has. */
  private Path newSpill() {
    try {
      return scratch.newPath(SPILL);
    } catch (IOException e) {
      throw scratch.failure("written to", false, e);
    }
  }

  private DuckDBConnection open(int threads, Path spill) {
    DuckDbLibrary.load();
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("memory_limit", (memory >> 20) + "MiB");
    properties.setProperty("temp_directory", spill.toString());
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
   * Runs a statement that writes the rows of batches, by a connection of its own to the database
   * that all files are written by. That database has no thread but those that ask it: a thread of
   * its own could wait for the rows of one file, and keep others from being written.
   *
   * @param batches gives one batch after another, none of them empty, and then null
   * @param sql the statement, given what stands for the rows in it
   * @return how many rows it wrote
   */
  public long write(
      Schema<?> schema, Supplier<@Nullable ColumnBatch> batches, UnaryOperator<String> sql)
      throws SQLException {
    Writing by = begin();
    long table = by.tables().add(schema, batches);
    try (Connection connection = by.database().duplicate();
        Statement statement = connection.createStatement()) {
      long rows = statement.executeLargeUpdate(sql.apply(BatchTables.inSql(table)));
      end();
      return rows;
    } finally {
      by.tables().drop(table);
    }
  }

  private synchronized Writing begin() throws SQLException {
    Writing by = writing();
    unfinished++;
    return by;
  }

  private synchronized void end() {
    unfinished--;
  }

  /**
   * Where the database that files are written by puts what does not fit; null before there is one.
   */
  synchronized @Nullable Path spill() {
    return spill;
  }

  /** Gets ready to write: opens the database that files are written by, unless one is left. */
  public void prepareWriting() throws SQLException {
    writing();
  }

  /** The database that all files are written by. */
  synchronized Writing writing() throws SQLException {
    if (closed) {
      throw new IllegalStateException("the run has ended");
    }
    Writing by = writing;
    if (by == null) {
      Path place = newSpill();
      spill = place;
      Writing idle = IDLE.getAndSet(null);
      if (idle != null && idle.memory() == memory) {
        idle.spillTo(place);
        by = idle;
      } else {
        if (idle != null) {
          idle.close();
        }
        by = openForWriting(place);
      }
      writing = by;
    }
    return by;
  }

  private Writing openForWriting(Path place) throws SQLException {
    DuckDBConnection database = open(1, place);
    try {
      return new Writing(database, BatchTables.of(database), memory);
    } catch (SQLException | RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /** Leaves the database to the next run, unless one failed in it or it put something on disk. */
  @Override
  public synchronized void close() {
    closed = true;
    Writing by = writing;
    Path place = spill;
    if (by != null && place != null) {
      boolean reusable = unfinished == 0 && !Files.exists(place);
      Writing left = reusable ? IDLE.getAndSet(by) : by;
      writing = null;
      if (left != null) {
        left.close();
      }
    }
  }

  /** A text as a literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A path as a literal where a pattern is expected: characters of patterns stand in brackets. */
  public static String literalPath(String path) {
    return literal(path.replaceAll("[\\[\\]*?]", "[$0]"));
  }

  /** A name as an identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
