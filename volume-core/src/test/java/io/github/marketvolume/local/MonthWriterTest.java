package io.github.marketvolume.local;

import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.run.ScratchFolder;
import io.github.marketvolume.runners.FolderContent;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.NastyBars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows are in the files of months, and in which order, wherever rows wait for them. */
class MonthWriterTest {

  private static final long MEMORY = 64 << 20;

  private static final Schema<Bar> SCHEMA =
      new Schema<>(
          List.of(
              new Schema.Column<>(
                  "ticker", ColumnType.TEXT, false, "", bar -> bar.ticker().symbol()),
              new Schema.Column<>("trade_date", ColumnType.DATE, false, "", Bar::tradeDate),
              new Schema.Column<>(
                  "volume",
                  ColumnType.LONG,
                  true,
                  "",
                  bar -> bar.volume().isPresent() ? (Object) bar.volume().getAsLong() : null)));

  private static final List<Bar> TWO_MONTHS =
      BarSeries.of("A").startingOn(LocalDate.of(2020, 1, 30)).volumes(1, 2, 3, 4).bars();

  /** Something done with a writer and the folder that it writes. */
  private interface Work<T> {
    T with(MonthWriter writer, Path out) throws IOException;
  }

  private static <T> T during(long inMemory, int threads, Work<T> work) throws IOException {
    Path base = Files.createTempDirectory("months");
    ScratchFolder scratch = new ScratchFolder(base.resolve("scratch"));
    Path out = Files.createDirectory(base.resolve("out"));
    try (Workers workers = new Workers(threads);
        DuckDb databases = new DuckDb(MEMORY, scratch);
        Spill spill = new Spill(scratch, inMemory);
        MonthWriter writer =
            new MonthWriter(databases, workers, SCHEMA, out, "out", "run", spill)) {
      return work.with(writer, out);
    } finally {
      assertThat(scratch.remove()).isEmpty();
      try (Stream<Path> paths = Files.walk(base)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void write(MonthWriter writer, List<Bar> rows, int atATime) {
    for (int from = 0; from < rows.size(); from += atATime) {
      List<Bar> some = rows.subList(from, Math.min(rows.size(), from + atATime));
      writer.write(writer.prepare(ColumnBatch.of(SCHEMA, some)));
    }
    assertThat(writer.finish()).isEqualTo(rows.size());
  }

  private static String text(Bar bar) {
    return bar.ticker()
        + "|"
        + bar.tradeDate()
        + "|"
        + (bar.volume().isPresent() ? bar.volume().getAsLong() : "null");
  }

  @Property(tries = 60)
  void file_hasTheRowsOfItsMonth_inTheirOrder(
      @ForAll @NastyBars List<Bar> rows,
      @ForAll @IntRange(min = 1, max = 50) int atATime,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll @IntRange(max = 4_000) int inMemory)
      throws IOException {
    List<String> expected =
        rows.stream()
            .sorted(Comparator.comparing(bar -> YearMonth.from(bar.tradeDate()))) // keeps the order
            .map(bar -> YearMonth.from(bar.tradeDate()) + "|" + text(bar))
            .toList();
    List<String> found =
        during(
            inMemory,
            threads,
            (writer, out) -> {
              write(writer, rows, atATime);
              return query(
                  "select parse_filename(filename, true), * exclude (filename, file_row_number)"
                      + " from read_parquet('%s/*.parquet', filename = true, file_row_number ="
                      + " true) order by filename, file_row_number",
                  out);
            });
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 10)
  void sameRows_makeTheSameFiles(
      @ForAll List<Bar> rows, @ForAll @IntRange(min = 1, max = 4) int threads) throws IOException {
    Work<Map<String, String>> work =
        (writer, out) -> {
          write(writer, rows, 30);
          return FolderContent.of(out);
        };
    assertThat(during(0, threads, work)).isEqualTo(during(MEMORY, 1, work));
  }

  @Test
  void memory_isFreeOnceRowsAreWritten(@TempDir Path base) throws IOException {
    ScratchFolder scratch = new ScratchFolder(base.resolve("scratch"));
    try (Workers workers = new Workers(2);
        DuckDb databases = new DuckDb(MEMORY, scratch);
        Spill spill = new Spill(scratch, 1_000)) {
      for (int i = 0; i < 5; i++) {
        Path out = Files.createDirectory(base.resolve("out" + i));
        try (MonthWriter writer =
            new MonthWriter(databases, workers, SCHEMA, out, "out", "run", spill)) {
          write(writer, TWO_MONTHS, 4);
          writer.write(writer.prepare(ColumnBatch.of(SCHEMA, TWO_MONTHS))); // is given up
        }
      }
      assertThat(spill.spilled()).isZero();
      assertThat(spill.keep(new byte[1_000]).bytes()).hasSize(1_000);
      assertThat(spill.spilled()).isZero();
    } finally {
      assertThat(scratch.remove()).isEmpty();
    }
  }

  @Test
  void folderThatIsGone_isAnErrorOfOneLine() throws IOException {
    during(
        MEMORY,
        2,
        (writer, out) -> {
          writer.write(writer.prepare(ColumnBatch.of(SCHEMA, TWO_MONTHS)));
          Files.delete(out);
          assertThatThrownBy(writer::finish)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("out: ")
              .hasMessageContaining("No such file")
              .message()
              .doesNotContain("\n");
          return true;
        });
  }

  @Test
  void writerThatIsGivenUp_writesNothing() throws IOException {
    during(
        MEMORY,
        2,
        (writer, out) -> {
          writer.write(writer.prepare(ColumnBatch.of(SCHEMA, TWO_MONTHS)));
          writer.close();
          assertThatThrownBy(writer::finish)
              .isInstanceOf(VolumeException.class)
              .hasMessage("out is given up");
          assertThat(out).isEmptyDirectory();
          return true;
        });
  }
}
