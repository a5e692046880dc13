package io.github.marketvolume.days;

import io.github.marketvolume.metric.FlagCount;
import io.github.marketvolume.metric.LookBack;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Summaries;
import java.util.List;
import java.util.Optional;

/** Which stages have all rows of a day once the day has come, whatever later days bring. */
public final class Resumable {

  private Resumable() {}

  /**
   * Why the rows of a stage cannot be computed day by day, in words that go on with what to do
   * instead; empty if they can.
   */
  public static Optional<String> obstacle(PlanNode<?> node) {
    BarsNode bars = node.bars();
    if (bars.aggregated().isPresent()) {
      return Optional.of(
          "bars of a " + bars.aggregated().get().period().word() + " are made of several days");
    }
    if (bars.grouping().isPresent()) {
      return Optional.of(
          "a table of groups (" + bars.grouping().get().name() + ") may change what any day has");
    }
    if (bars.adjustsForSplits()) {
      return Optional.of("bars that are adjusted for splits change with later splits");
    }
    for (Metric<?, ?> metric : Phases.of(List.of(node)).wanted()) {
      Optional<String> obstacle = obstacle(metric.lookBack(), metric.describe());
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    List<String> steps = node.steps();
    return leaderboard(node).isPresent()
        ? obstacle(leaderboard(node).get())
        : obstacle(
            Phases.lookBack(List.of(node)), steps.isEmpty() ? "" : steps.get(steps.size() - 1));
  }

  private static Optional<String> obstacle(LookBack lookBack, String what) {
    if (lookBack instanceof LookBack.Restated) {
      return Optional.of(what + ": later splits restate it");
    }
    return lookBack == LookBack.WholeSeries.WHOLE_SERIES
        ? Optional.of(what + ": it looks at later days")
        : Optional.empty();
  }

  private static Optional<String> obstacle(LeaderboardNode node) {
    if (node.each().isPresent()) {
      return Optional.of("a leaderboard each " + node.each().get().word() + " sums up many days");
    }
    if (!Phases.of(List.of(node)).passes().isEmpty()) {
      return Optional.of("a leaderboard sums up what compares tickers");
    }
    for (Summary<?, ?> summary : node.summaries()) {
      boolean goesOn =
          summary instanceof FlagCount<?>
              || (summary instanceof SeriesSummary<?, ?> series
                  && Summaries.isRunning(series.statistic()));
      if (!goesOn) {
        return Optional.of(summary.describe() + " of all days takes the value of each");
      }
    }
    return Optional.empty();
  }

  /** The leaderboard that a stage is, or whose rows it has some of. */
  static Optional<LeaderboardNode> leaderboard(PlanNode<?> node) {
    PlanNode<?> all = node instanceof WhereNode<?, ?> some ? some.rows() : node;
    return all instanceof LeaderboardNode leaderboard ? Optional.of(leaderboard) : Optional.empty();
  }
}
