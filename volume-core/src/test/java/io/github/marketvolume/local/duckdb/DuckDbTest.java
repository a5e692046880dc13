package io.github.marketvolume.local.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.run.ScratchFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run gets the database that an earlier one has left. */
class DuckDbTest {

  private static final long MEMORY = 64 << 20;

  private static final Schema<Long> SCHEMA =
      new Schema<>(List.of(new Schema.Column<>("n", ColumnType.LONG, true, "", row -> row)));

  @TempDir private Path folder;

  private final List<ScratchFolder> scratchFolders = new ArrayList<>();

  private DuckDb run() {
    return run(MEMORY, folder.resolve("scratch"));
  }

  private DuckDb run(long memory, Path scratch) {
    scratchFolders.add(new ScratchFolder(scratch));
    return new DuckDb(memory, scratchFolders.get(scratchFolders.size() - 1));
  }

  @AfterEach
  void removeScratchFolders() {
    scratchFolders.forEach(scratch -> assertEquals(List.of(), scratch.remove()));
  }

  /** Writes a file of three rows, and leaves the database. */
  private DuckDBConnection writtenBy(DuckDb run) throws SQLException {
    try (run) {
      Iterator<ColumnBatch> batches =
          List.of(ColumnBatch.of(SCHEMA, List.of(1L, 2L, 3L))).iterator();
      Path file = folder.resolve("part.parquet");
      assertEquals(
          3,
          run.write(
              SCHEMA,
              () -> batches.hasNext() ? batches.next() : null,
              rows -> "copy (from " + rows + ") to " + DuckDb.literal(file.toString())));
      return run.writing().database();
    }
  }

  @Test
  void theNextRunGetsIt() throws SQLException {
    DuckDBConnection database = writtenBy(run());
    assertFalse(database.isClosed());
    assertSame(database, writtenBy(run()));
  }

  @Test
  void aRunWithOtherMemoryClosesIt() throws SQLException {
    DuckDBConnection database = writtenBy(run());
    assertNotSame(database, writtenBy(run(2 * MEMORY, folder.resolve("scratch"))));
    assertTrue(database.isClosed());
  }

  @Test
  void ofTwoRunsAtOnceEachHasItsOwn_andOneIsLeft() throws SQLException {
    DuckDb one = run();
    DuckDb other = run();
    assertNotSame(one.writing().database(), other.writing().database());
    DuckDBConnection first = writtenBy(one);
    DuckDBConnection second = writtenBy(other);
    assertTrue(first.isClosed());
    assertSame(second, writtenBy(run()));
  }

  @Test
  void afterAFailureItIsClosed() throws SQLException {
    DuckDb run = run();
    DuckDBConnection database = run.writing().database();
    try (run) {
      assertThrows(
          SQLException.class,
          () ->
              run.write(
                  SCHEMA,
                  () -> {
                    throw new IllegalStateException("no rows");
                  },
                  rows -> "copy (from " + rows + ") to '/nowhere/at/all.parquet'"));
    }
    assertTrue(database.isClosed());
    assertNotSame(database, writtenBy(run()));
  }

  @Test
  void oneThatPutSomethingOnDiskIsClosed_andTakesItAway() throws Exception {
    DuckDb run = run();
    DuckDBConnection database = run.writing().database();
    Path spill = run.spill();
    fillMemory(database);
    assertTrue(Files.isDirectory(spill));
    assertSame(database, writtenBy(run));
    assertTrue(database.isClosed());
    assertFalse(Files.exists(spill));
  }

  @Test
  void aRunThatGetsItHasItsFilesInItsOwnFolder() throws Exception {
    DuckDb first = run();
    DuckDBConnection database = writtenBy(first);
    removeScratchFolders();
    Path other = folder.resolve("other scratch's");
    DuckDb second = run(MEMORY, other);
    assertSame(database, second.writing().database());
    fillMemory(database);
    assertEquals(other, second.spill().getParent().getParent());
    try (Stream<Path> files = Files.list(second.spill())) {
      assertTrue(files.findAny().isPresent());
    }
    assertFalse(Files.exists(first.spill().getParent()));
    second.close();
    assertFalse(Files.exists(second.spill()));
  }

  @Test
  void twoDatabasesOfARunHaveTheirFilesApart() throws Exception {
    DuckDb run = run();
    try (run;
        DuckDBConnection reading = run.open(1)) {
      DuckDBConnection writing = run.writing().database();
      assertNotEquals(spillOf(reading), spillOf(writing));
      assertEquals(run.spill().toString(), spillOf(writing));
    }
  }

  private static String spillOf(DuckDBConnection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet setting = statement.executeQuery("select current_setting('temp_directory')")) {
      setting.next();
      return setting.getString(1);
    }
  }

  /** Keeps more rows than fit into memory. */
  private static void fillMemory(DuckDBConnection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "create temp table many as select random() as a, random() as b from range(8_000_000)");
    }
  }
}
