package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run of some days over a lake with a file for each month reads the look-back, and computes to
 * the last bit what it does of one file, which is read as a whole.
 */
public abstract class LookBackContract {

  private static final LocalDate FIRST = LocalDate.of(2019, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2020, 12, 31);
  private static final LocalDate DAY = LocalDate.of(2020, 11, 17);

  /** As many months, and files, there are. */
  private static final int MONTHS = 24;

  /** All but that of the month after the days that are published. */
  private static final int ALL = MONTHS - 1;

  private static final Score<Bar> Z = LOG_VOLUME.modifiedZScore().over(bars(20).requiring(15));
  private static final Flag<Bar> HOT = Z.atLeast(0.5);
  private static final Rank<Bar> RANK = Rank.acrossTickers(VOLUME.descending());

  /** Where the files are that no test changes. */
  @TempDir private static Path shared;

  @TempDir private Path folder;

  /** The runner that reads. */
  protected abstract Runner runner();

  /** A row of a file, as SQL has it. */
  private record Row(LocalDate date, YearMonth file, String text) {

    static Row of(LocalDate date, String ticker, double close, long volume, double split) {
      return new Row(
          date,
          YearMonth.from(date),
          "(date '%s', '%s', %s, %d, %s)".formatted(date, ticker, close, volume, split));
    }

    Row in(YearMonth other) {
      return new Row(date, other, text);
    }
  }

  /**
   * Two years of five tickers, one of which was halted for months, and one left; and some rows that
   * are rejected, dropped, or in the file of another month.
   */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (LocalDate date = FIRST; !date.isAfter(LAST); date = date.plusDays(1)) {
      if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
        continue;
      }
      number++;
      for (String ticker : List.of("AAA", "BBB", "CCC", "HALT", "LEFT")) {
        boolean isHalted =
            ticker.equals("HALT")
                && date.isAfter(LocalDate.of(2020, 4, 1))
                && date.isBefore(LocalDate.of(2020, 11, 10));
        boolean hasLeft = ticker.equals("LEFT") && date.isAfter(LocalDate.of(2020, 11, 5));
        if (!isHalted && !hasLeft) {
          long volume = 1_000 + 37L * number * ticker.charAt(0) % 9_111;
          double split = ticker.equals("BBB") && number % 150 == 0 ? 4 : 1;
          rows.add(Row.of(date, ticker, 10 + number % 7 / 3.0, volume, split));
        }
      }
    }
    LocalDate friday = LocalDate.of(2020, 10, 30);
    rows.add(Row.of(friday, "AAA", 11, -5, 1)); // rejected
    rows.add(Row.of(friday, "BBB", 12, 77, 1)); // in conflict with the other one of that day
    rows.add(Row.of(LocalDate.of(2020, 9, 30), "AAA", 13, 78, 1).in(YearMonth.of(2020, 8)));
    rows.add(Row.of(LocalDate.of(2020, 8, 3), "CCC", 14, 79, 1).in(YearMonth.of(2020, 11)));
    rows.add(rows.get(rows.size() - 40).in(YearMonth.of(2020, 11))); // a duplicate
    return rows;
  }

  @BeforeAll
  static void write() {
    writeBoth(shared, rows());
  }

  private static void writeBoth(Path folder, List<Row> rows) {
    Map<YearMonth, List<Row>> months = new TreeMap<>();
    rows.forEach(row -> months.computeIfAbsent(row.file(), month -> new ArrayList<>()).add(row));
    months.forEach(
        (month, some) -> write(folder.resolve("lake/month=" + month + "/bars.parquet"), some));
    write(folder.resolve("whole.parquet"), rows);
  }

  private static void write(Path file, List<Row> rows) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DuckDbQueries.writeParquet(
        file.toString(),
        "select col0 trade_date, col1 ticker, col2::double as close, col3::bigint"
            + " volume, col4::double split_coefficient from (values "
            + String.join(", ", rows.stream().map(Row::text).toList())
            + ") bar(col0, col1, col2, col3, col4)");
  }

  private static BarsStage lake(Path folder) {
    return BarsStage.from(ParquetSource.at(folder.resolve("lake").toString()));
  }

  private static BarsStage whole(Path folder) {
    return BarsStage.from(ParquetSource.at(folder.resolve("whole.parquet").toString()));
  }

  /** What a run says of its input, and the cells of all rows of its outputs. */
  private record Outcome(RunReport.Input input, List<List<Object>> cells) {

    int files() {
      return input.pruned().map(RunReport.Pruned::files).orElse(MONTHS);
    }
  }

  private Outcome run(List<? extends Stage<?>> stages) {
    List<Output<?>> outputs = new ArrayList<>();
    List<Runnable> collected = new ArrayList<>();
    List<List<Object>> cells = new ArrayList<>();
    stages.forEach(stage -> outputs.add(output(stage, cells, collected)));
    RunReport report =
        VolumePipeline.named("test", outputs.toArray(Output<?>[]::new)).run(runner());
    collected.forEach(Runnable::run);
    return new Outcome(report.inputs().get(0), cells);
  }

  private static <S> Output<S> output(
      Stage<S> stage, List<List<Object>> cells, List<Runnable> collected) {
    InMemorySink<S> sink = new InMemorySink<>();
    Schema<S> schema = stage.plan().schema();
    collected.add(
        () ->
            sink.rows()
                .forEach(
                    row ->
                        cells.add(
                            schema.columns().stream()
                                .map(column -> column.valueOn(row))
                                .toList())));
    return stage.into(sink);
  }

  /** Stages of a day, and how many of the 24 files they read. */
  protected static Stream<Arguments> stages() {
    return Stream.of(
        some("the day alone", 1, days -> days),
        some("a window of bars", 9, days -> days.measure(VOLUME.mean().over(bars(20)), Z)),
        some("a lagged one", 9, days -> days.measure(VOLUME.mean().over(bars(20)).lagged(3))),
        some(
            "a rolling model",
            11,
            days -> days.measure(LOG_VOLUME.expectedBy(HarModel.rolling(30).requiring(8)).score())),
        some("days", 2, days -> days.measure(VOLUME.total().over(days(30)))),
        some("sessions", 2, days -> days.measure(VOLUME.total().over(sessions(20).on(NYSE)))),
        some(
            "bars of days",
            ALL,
            days -> days.measure(VOLUME.total().over(days(10)).mean().over(bars(5)))),
        some(
            "ranks",
            9,
            days -> days.measure(Rank.acrossTickers(Z.descending()), Demeaned.acrossTickers(Z), Z)),
        some("the market", 9, days -> days.market(total(VOLUME), share(HOT), across(Z.median()))),
        some(
            "the market's days of bars",
            9,
            days -> days.market(share(HOT)).measure(share(HOT).mean().over(days(30)))),
        some("bars and days", 9, days -> days.measure(Z, VOLUME.total().over(days(30)))),
        some(
            "the market's own days",
            2,
            days -> days.market(total(VOLUME)).measure(total(VOLUME).zScore().over(bars(30)))),
        some(
            "both",
            9,
            days ->
                days.market(total(VOLUME), share(HOT)).measure(share(HOT).mean().over(bars(25)))),
        some("flags", 9, days -> days.measure(Z).flag(HOT).anomalies()),
        some("episodes", 9, days -> days.measure(Z).flag(HOT).episodes(HOT).joinedWithin(bars(3))),
        some("leaderboards", 9, days -> days.leaderboard(VOLUME.total(), HOT.count())),
        some("rows where", 9, days -> days.measure(Z).where(HOT)),
        some(
            "splits",
            9,
            days ->
                days.inBasis(Basis.RAW).splitAdjusted().measure(Z, VOLUME.mean().over(bars(20)))),
        some("periods", 1, days -> days.weekly(NYSE).keepingUnfinished()),
        some("windows of periods", ALL, days -> days.weekly(NYSE).keepingUnfinished().measure(Z)),
        some("bars where", ALL, days -> days.where(VOLUME.atLeast(2_000)).measure(Z)),
        some("tickers", ALL, days -> days.where(isTicker("AAA", "HALT")).measure(Z)),
        some("a window over ranks", ALL, days -> days.measure(RANK.mean().over(bars(5)))),
        some("smoothing", ALL, days -> days.measure(VOLUME.smoothed(Smoothing.ewma(0.1)).mean())),
        some("cumulative", ALL, days -> days.measure(VOLUME.cumulative())),
        some(
            "an expanding model",
            ALL,
            days -> days.measure(LOG_VOLUME.expectedBy(HarModel.expanding(8)).score())),
        some("hindsight", ALL, days -> days.measure(Rank.inHindsight(VOLUME.descending()))),
        some("rejected rows", MONTHS, BarsStage::rejected),
        some(
            "expected sessions",
            MONTHS,
            days -> days.checkedBy(BarRules.standard().expectingSessionsOf(NYSE))));
  }

  private static Arguments some(String name, int files, Function<BarsStage, Stage<?>> stage) {
    return Arguments.of(name, files, stage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  @DisplayName("a day's rows are the same to the last bit, whatever else was read")
  void same(String name, int files, Function<BarsStage, Stage<?>> stage) {
    Outcome part = run(List.of(stage.apply(lake(shared).between(DAY, DAY.plusDays(2)))));
    Outcome all = run(List.of(stage.apply(whole(shared).between(DAY, DAY.plusDays(2)))));
    assertThat(all.input().pruned()).isEmpty();
    assertThat(all.cells()).isNotEmpty();
    if (!name.equals("rejected rows")) { // which name their files
      assertThat(part.cells()).isEqualTo(all.cells());
    }
    assertThat(part.files()).isEqualTo(files);
  }

  @Test
  @DisplayName("outputs of several dates read what any of them looks back on")
  void outputs() {
    Function<BarsStage, List<Stage<?>>> stages =
        all ->
            List.of(
                all.between(DAY, DAY).measure(Z, RANK),
                all.between(DAY.minusDays(40), DAY).measure(VOLUME.mean().over(bars(7))),
                all.between(DAY, DAY).leaderboard(VOLUME.total()),
                all.between(DAY, DAY.plusDays(1)).market(total(VOLUME)));
    Outcome part = run(stages.apply(lake(shared)));
    assertThat(part.cells()).isEqualTo(run(stages.apply(whole(shared))).cells());
    assertThat(part.files()).isBetween(3, MONTHS - 1);
    assertThat(
            run(List.of(lake(shared).between(DAY, DAY).measure(Z), lake(shared).to(DAY))).files())
        .isEqualTo(MONTHS - 1);
  }

  @Test
  @DisplayName("a ticker that is newly listed has all earlier files read, and the same rows")
  void newTicker() {
    List<Row> rows = rows();
    for (LocalDate date = DAY.minusDays(6); !date.isAfter(DAY); date = date.plusDays(1)) {
      rows.add(Row.of(date, "NEW", 20, 5_000 + date.getDayOfMonth(), 1));
    }
    writeBoth(folder, rows);
    Outcome part = run(List.of(lake(folder).between(DAY, DAY).measure(Z)));
    assertThat(part.cells())
        .isEqualTo(run(List.of(whole(folder).between(DAY, DAY).measure(Z))).cells())
        .hasSize(5);
    assertThat(part.files()).isEqualTo(MONTHS - 1);
  }

  @Test
  @DisplayName("the report tells files, rows and bytes of those that were read, and of all")
  void report() {
    Outcome part = run(List.of(lake(shared).between(DAY, DAY)));
    RunReport.Pruned pruned = part.input().pruned().orElseThrow();
    assertThat(pruned.files()).isEqualTo(1);
    assertThat(pruned.filesInAll()).isEqualTo(MONTHS);
    assertThat(pruned.rows()).isEqualTo(part.input().rowsRead());
    assertThat(pruned.rowsInAll()).isEqualTo(rows().size());
    assertThat(pruned.bytes()).isEqualTo(length("lake/month=2020-11/bars.parquet"));
    assertThat(pruned.bytesInAll()).isGreaterThan(20 * pruned.bytes());
  }

  private static long length(String name) {
    try {
      return Files.size(shared.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("files that nothing is read of need not be readable beyond their footers")
  void damaged() throws IOException {
    writeBoth(folder, rows());
    Path file = folder.resolve("lake/month=2019-05/bars.parquet");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4; i < 400; i++) {
      bytes[i] = 0;
    }
    Files.write(file, bytes);
    Outcome part = run(List.of(lake(folder).between(DAY, DAY).measure(Z)));
    assertThat(part.files()).isEqualTo(9);
  }

  @Test
  @DisplayName("files whose dates are texts are read, as they may have any day")
  void texts() {
    Path flat = folder.resolve("flat");
    List<Row> rows = rows();
    for (int month = 9; month <= 11; month++) {
      YearMonth file = YearMonth.of(2020, month);
      String text =
          String.join(
              ", ", rows.stream().filter(row -> row.file().equals(file)).map(Row::text).toList());
      Path path = flat.resolve(month + ".parquet");
      assertThat(path.getParent().toFile().mkdirs() || Files.isDirectory(flat)).isTrue();
      DuckDbQueries.writeParquet(
          path.toString(),
          "select cast(col0 as varchar) trade_date, col1 ticker, col3::bigint volume"
              + " from (values "
              + text
              + ") bar(col0, col1, col2, col3, col4)");
    }
    BarsStage texts =
        BarsStage.from(
            ParquetSource.at(
                flat.toString(),
                ParquetLayout.named("texts").date("trade_date").ticker("ticker").volume("volume")));
    Outcome all = run(List.of(texts.between(DAY, DAY)));
    assertThat(all.input().pruned()).isEqualTo(Optional.empty());
    assertThat(all.cells()).hasSize(4);
  }
}
