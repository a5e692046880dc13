package io.github.marketvolume.spark;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import io.github.marketvolume.testing.BarSeries;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What Spark makes of a scan: one exchange by ticker and one sort, whatever is asked of it. */
class ScanPlanTest {

  private static final Score<Bar> Z = LOG_VOLUME.modifiedZScore().over(bars(3)).as("z");
  private static final Flag<Bar> SPIKE = Z.atLeast(3.5).as("spike");

  private final BarsStage prices =
      BarsStage.from(
          InMemoryBars.of(
              BarSeries.of("A").startingOn(LocalDate.of(2020, 1, 6)).volumes(1, 2, 3, 4).bars()));

  @Test
  void allStepsOfATicker_shareOneExchangeAndOneSort() {
    FlaggedStage<Bar> daily =
        prices
            .measure(
                VOLUME.mean().over(bars(2)),
                VOLUME.standardDeviation().over(bars(3)),
                Z,
                Rank.inHindsight(VOLUME.descending()))
            .flag(SPIKE);

    String plan =
        executedPlan(
            daily,
            daily.anomalies(),
            prices.leaderboard(VOLUME.max(), SPIKE.count()),
            prices.market(total(VOLUME), count(SPIKE)),
            prices.rejected());

    assertThat(occurrences(plan, "Exchange hashpartitioning\\(key")).isEqualTo(1);
    assertThat(occurrences(plan, "Exchange")).isEqualTo(1);
    assertThat(occurrences(plan, "Sort \\[")).isEqualTo(1);
  }

  @Test
  void aRankAcrossTickers_beginsASecondPhase_withOneExchangeAndOneSortOfItsOwn() {
    String plan =
        executedPlan(
            prices.measure(
                VOLUME.mean().over(bars(2)), Rank.acrossTickers(VOLUME.descending()), Z));

    String lastPhase = plan.substring(0, plan.indexOf("InMemoryTableScan"));
    assertThat(occurrences(lastPhase, "Exchange hashpartitioning\\(key")).isEqualTo(1);
    assertThat(occurrences(lastPhase, "Sort \\[")).isEqualTo(1);

    String firstPhase = plan.substring(plan.indexOf("InMemoryRelation"));
    assertThat(occurrences(firstPhase, "Exchange hashpartitioning\\(key")).isEqualTo(1);
    assertThat(occurrences(firstPhase, "Sort \\[")).isEqualTo(1);
  }

  /** The plan that Spark ran, after its adaptive changes. */
  private static String executedPlan(Stage<?>... stages) {
    List<PlanNode<?>> nodes = Stream.<Stage<?>>of(stages).<PlanNode<?>>map(Stage::plan).toList();
    SparkSession spark = SparkSessions.shared();
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    TaskContext context = new TaskContext("test", LocalDate.of(2100, 1, 1));
    BarsNode bars = nodes.get(0).bars();
    try (CheckedBars checked =
        CheckedBars.of(
                spark,
                files,
                Adapters.installed(),
                context,
                SourceOutputs.group(nodes, node -> node).get(0),
                GroupTables.read(List.of(), new MemberFiles(spark, files, Map.of(), warning -> {})),
                found -> {})
            .get(0)) {
      BarsRun run = checked.run(bars);
      checked.check();
      Dataset<Row> sorted = run.sortedParcels();
      sorted.collectAsList();
      String plan = sorted.queryExecution().executedPlan().toString();
      int initial = plan.indexOf("== Initial Plan ==");
      return initial < 0 ? plan : plan.substring(0, initial);
    }
  }

  private static long occurrences(String text, String regex) {
    return Pattern.compile(regex).matcher(text).results().count();
  }
}
