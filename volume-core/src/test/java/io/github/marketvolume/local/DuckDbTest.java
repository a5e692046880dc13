package io.github.marketvolume.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.engine.ColumnBatch;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run gets the database that an earlier one has left. */
class DuckDbTest {

  private static final long MEMORY = 64 << 20;

  private static final Schema<Long> SCHEMA =
      new Schema<>(List.of(new Schema.Column<>("n", ColumnType.LONG, true, "", row -> row)));

  @TempDir private Path folder;

  private DuckDb run() {
    return new DuckDb(MEMORY, folder);
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
    assertNotSame(database, writtenBy(new DuckDb(2 * MEMORY, folder)));
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
    Files.createDirectories(folder.resolve("volume-duckdb"));
    assertSame(database, writtenBy(run));
    assertTrue(database.isClosed());
  }
}
