package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.plan.PlanNode;
import java.util.List;

/**
 * A step of a pipeline and its rows. An immutable value: every method returns a new stage, so that
 * a pipeline can fork anywhere.
 *
 * @param <S> the rows
 */
public abstract sealed class Stage<S>
    permits BarsStage,
        MarketStage,
        MeasuredStage,
        FlaggedStage,
        AnomaliesStage,
        EpisodesStage,
        LeaderboardStage,
        RowsStage {

  private final PlanNode<S> plan;

  Stage(PlanNode<S> plan) {
    this.plan = plan;
  }

  /** Sends these rows into a sink; a pipeline runs the output. */
  public final Output<S> into(Sink<? super S> sink) {
    return new Output<>(this, sink);
  }

  /**
   * Runs this stage alone and collects its rows in memory, in the order of ticker and date, of
   * rank, or of place in the input.
   */
  public final List<S> collect(Runner runner) {
    return Arguments.required(runner, "runner").collect(this);
  }

  /** What this stage does, step by step, in words. Nothing is read. */
  public final String explain() {
    return Explanation.of(this);
  }

  /** The plan, for runners; outside the compatibility promise. */
  public final PlanNode<S> plan() {
    return plan;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Stage<?> stage && plan.equals(stage.plan);
  }

  @Override
  public final int hashCode() {
    return plan.hashCode();
  }

  @Override
  public final String toString() {
    return explain();
  }
}
