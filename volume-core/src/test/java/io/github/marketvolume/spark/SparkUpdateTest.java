package io.github.marketvolume.spark;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Score;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates on Spark; UpdateLawsContract has the laws. */
class SparkUpdateTest {

  private static final LocalDate FIRST = LocalDate.of(2021, 1, 4);
  private static final LocalDate LAST = LocalDate.of(2021, 4, 30);

  private final SparkRunner spark = SparkRunner.on(SparkSessions.shared());
  private final LocalRunner local = LocalRunner.create().withThreads(2);

  @TempDir private Path folder;

  private static List<Bar> market(LocalDate from, LocalDate to) {
    List<Bar> bars = new ArrayList<>();
    for (LocalDate date : NYSE.sessions(from, to)) {
      for (String ticker : List.of("AAA", "BBB", "CCC")) {
        long volume = 1_000 + (date.toEpochDay() * 31 + ticker.hashCode()) % 977;
        bars.add(Bar.of(ticker, date, volume));
      }
    }
    return bars;
  }

  private static VolumePipeline pipeline(List<Bar> bars, Path folder) {
    BarsStage prices = BarsStage.from(InMemoryBars.of(bars));
    Score<Bar> score = VOLUME.modifiedZScore().over(bars(20));
    return VolumePipeline.named(
        "daily",
        prices.measure(score).into(ParquetSink.at(folder + "/daily").byMonth()),
        prices.market(total(VOLUME)).into(ParquetSink.at(folder + "/market").byMonth()));
  }

  private RunReport update(Runner runner, List<Bar> bars) {
    return pipeline(bars, folder).update(runner, RunStore.at(folder + "/store"));
  }

  @Test
  @DisplayName("a store that both runners update in turn ends as after one run")
  void turns() {
    List<Bar> all = market(FIRST, LAST);
    assertThat(update(local, market(FIRST, LocalDate.of(2021, 3, 10))).updated().get().isResumed())
        .isFalse();
    RunReport onSpark = update(spark, market(LocalDate.of(2021, 3, 11), LocalDate.of(2021, 4, 14)));
    RunReport again = update(local, market(LocalDate.of(2021, 4, 15), LAST));

    assertThat(onSpark.updated().get().isResumed()).isTrue();
    assertThat(onSpark.updated().get().firstMonth()).contains(LocalDate.of(2021, 3, 1));
    assertThat(again.updated().get().isResumed()).isTrue();
    assertThat(Ledger.find(RunStore.at(folder + "/store")).get().lastDay()).contains(LAST);
    pipeline(all, folder.resolve("whole")).run(local);
    assertThat(differences("daily", "ticker, trade_date, volume", "volume_modified_z_20"))
        .containsExactly(all.size() + "|" + all.size() + "|0");
    assertThat(differences("market", "trade_date", "total_volume"))
        .containsExactly(all.size() / 3 + "|" + all.size() / 3 + "|0");
  }

  /** How many rows there are, how many of them as in a whole run, and how many values differ. */
  private List<String> differences(String output, String equal, String near) {
    return query(
        """
        select (select count(*) from '%1$s/%2$s/*.parquet'), count(*),
            count(*) filter (where abs(a.%4$s - b.%4$s) > 1e-9 * abs(b.%4$s)
                or (a.%4$s is null) != (b.%4$s is null))
        from '%1$s/%2$s/*.parquet' a join '%1$s/whole/%2$s/*.parquet' b using (%3$s)
        """,
        folder, output, equal, near);
  }

  @Test
  @DisplayName("bars that are known change nothing, and nothing is published")
  void known() {
    update(spark, market(FIRST, LAST));
    RunReport again = update(spark, market(LocalDate.of(2021, 4, 1), LAST));
    assertThat(again.updated().get().isPublished()).isFalse();
    assertThat(again.updated().get().repeated()).isEqualTo(63);
  }
}
