package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * One day of the S&amp;P 500, of a lake that the library has written, a folder for each month.
 * Needs the data: set {@code MARKET_DATA_DIR}.
 */
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
class LocalLakeTest {

  private static final LocalDate LAST = LocalDate.of(2021, 2, 5);
  private static final YearMonth FIRST_MONTH = YearMonth.of(2010, 1);
  private static final int MONTHS = 134;
  private static final int TICKERS = 503;

  private static final Score<Bar> Z = LOG_VOLUME.modifiedZScore().over(bars(60));
  private static final RollingMetric<Bar, Double> MEAN = VOLUME.mean().over(bars(20));
  private static final Rank<Bar> RANK = Rank.acrossTickers(Z.descending());

  private static final Runner RUNNER = LocalRunner.create().withThreads(2);

  @TempDir private static Path lake;

  private static BarsStage prices;

  @BeforeAll
  static void writeLake() {
    String file =
        Path.of(String.valueOf(System.getenv("MARKET_DATA_DIR")), "sp500_stocks.csv.gz").toString();
    prices = BarsStage.from(CsvSource.at(file, CsvLayout.KAGGLE));
    List<Output<?>> months = new ArrayList<>();
    for (int i = 0; i < MONTHS; i++) {
      YearMonth month = FIRST_MONTH.plusMonths(i);
      months.add(
          prices
              .between(month.atDay(1), month.atEndOfMonth())
              .into(ParquetSink.at(lake.resolve("month=" + month).toString())));
    }
    VolumePipeline.named("lake", months.toArray(Output<?>[]::new)).run(RUNNER);
  }

  private record Day(RunReport report, List<Flagged<Bar>> bars, List<Measured<MarketDay>> market) {}

  private static Day run(BarsStage source) {
    BarsStage day = source.between(LAST, LAST);
    FlaggedStage<Bar> flagged = day.measure(Z, MEAN, RANK).flag(Z.atLeast(3.5));
    InMemorySink<Flagged<Bar>> bars = new InMemorySink<>();
    InMemorySink<Measured<MarketDay>> market = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "day", flagged.into(bars), day.market(total(VOLUME), total(MEAN)).into(market))
            .run(RUNNER);
    return new Day(report, bars.rows(), market.rows());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  @DisplayName("a day with windows of 60 bars reads the files of these bars, and no other")
  void oneDay() throws IOException {
    Day day = run(BarsStage.from(ParquetSource.at(lake.toString())));
    RunReport.Input input = day.report().inputs().get(0);
    RunReport.Pruned pruned = input.pruned().orElseThrow();
    List<Path> read = new ArrayList<>();
    for (int month = MONTHS - 4; month < MONTHS; month++) { // the 60th session is in November
      read.addAll(files(lake.resolve("month=" + FIRST_MONTH.plusMonths(month))));
    }
    long bytes = 0;
    for (Path file : read) {
      bytes += Files.size(file);
    }
    assertThat(pruned.files()).isEqualTo(read.size());
    assertThat(pruned.filesInAll()).isEqualTo(files(lake).size()).isGreaterThanOrEqualTo(MONTHS);
    assertThat(pruned.bytes()).isEqualTo(bytes);
    assertThat(pruned.rows()).isEqualTo(input.rowsRead()).isLessThan(TICKERS * 70L);
    assertThat(pruned.rowsInAll()).isGreaterThan(1_300_000);
    assertThat(pruned.bytesInAll()).isGreaterThan(25 * bytes);
    assertThat(day.bars()).hasSize(TICKERS);

    Day all = run(prices);
    assertThat(all.report().inputs().get(0).rowsRead()).isGreaterThan(1_300_000);
    assertThat(day.market().toString()).isEqualTo(all.market().toString());
    for (int i = 0; i < TICKERS; i++) {
      Flagged<Bar> row = day.bars().get(i);
      Flagged<Bar> same = all.bars().get(i);
      assertThat(row.base()).isEqualTo(same.base());
      assertThat(row.get(Z)).isEqualTo(same.get(Z));
      assertThat(row.get(MEAN)).isEqualTo(same.get(MEAN));
      assertThat(row.get(RANK)).isEqualTo(same.get(RANK));
    }
  }

  @Test
  @DisplayName("a newly listed ticker has all files read, as they might have earlier bars of it")
  void longWindow() {
    InMemorySink<Measured<Bar>> rows = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "day",
                BarsStage.from(ParquetSource.at(lake.toString()))
                    .between(LAST, LAST)
                    .measure(VOLUME.mean().over(bars(252)))
                    .into(rows))
            .run(RUNNER);
    assertThat(report.inputs().get(0).pruned()).isEmpty(); // VNT has 91 bars
    assertThat(report.inputs().get(0).rowsRead()).isGreaterThan(1_300_000);
    assertThat(rows.rows()).hasSize(TICKERS);
  }
}
