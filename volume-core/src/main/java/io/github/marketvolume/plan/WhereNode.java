package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of a stage's rows: those for which a condition holds. What was computed of them, and their
 * ranks in a leaderboard, counted the others too.
 *
 * @param rows the rows of a measured or a flagged node, its anomalies, or those of a leaderboard
 * @param condition may ask what no row shows, except of a leaderboard
 * @param <Q> what the condition is asked of: a bar, a day of the market, a row of a leaderboard
 */
public record WhereNode<Q, S>(PlanNode<S> rows, Condition<? super Q> condition)
    implements PlanNode<S> {

  public WhereNode {
    if (rows instanceof LeaderboardNode leaderboard) {
      condition.summaries().forEach(summary -> requireShown(leaderboard, summary));
    } else {
      Columns.requireComputable(measured(rows).bars(), condition.flags());
    }
  }

  private static void requireShown(LeaderboardNode leaderboard, Summary<?, ?> summary) {
    if (leaderboard.summaries().stream()
        .noneMatch(shown -> shown.definition().equals(summary.definition()))) {
      throw new InvalidPlanException(
          "where(...) asks "
              + summary.name()
              + " ("
              + summary.describe()
              + "), which the leaderboard does not show; add it to leaderboard(...)");
    }
  }

  /** Where the rows' metrics are measured; rows of a leaderboard have none. */
  public MeasuredNode<?> measured() {
    return measured(rows);
  }

  private static MeasuredNode<?> measured(PlanNode<?> rows) {
    if (rows instanceof MeasuredNode<?> measured) {
      return measured;
    }
    if (rows instanceof FlaggedNode<?> flagged) {
      return flagged.measured();
    }
    if (rows instanceof AnomaliesNode<?> anomalies) {
      return anomalies.flagged().measured();
    }
    throw new InvalidPlanException(
        "where(...) leaves rows out of measured or flagged ones, anomalies and leaderboards; use it"
            + " on such a stage");
  }

  /** The flags of the rows. */
  public List<? extends Flag<?>> flags() {
    if (rows instanceof AnomaliesNode<?> anomalies) {
      return anomalies.flagged().flags();
    }
    return rows instanceof FlaggedNode<?> flagged ? flagged.flags() : List.of();
  }

  /** Whether the rows are of days of the market. */
  public boolean isOfMarket() {
    return !(rows instanceof LeaderboardNode) && measured().series() instanceof MarketNode;
  }

  @Override
  public BarsNode bars() {
    return rows.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(rows.steps());
    steps.add("leave out of this output all rows but those where " + condition.describe());
    return steps;
  }

  @Override
  public Schema<S> schema() {
    return rows.schema();
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.where(this);
  }
}
