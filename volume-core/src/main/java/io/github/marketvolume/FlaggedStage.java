package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.WhereNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows with their metrics and flags.
 *
 * @param <R> the row shape: a ticker's bar, or a day of the market
 */
public final class FlaggedStage<R extends Dated> extends Stage<Flagged<R>> {

  private final FlaggedNode<R> node;

  FlaggedStage(FlaggedNode<R> node) {
    super(node);
    this.node = node;
  }

  /**
   * Adds further flags.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if an input of a flag is not measured
   *     here
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final FlaggedStage<R> flag(Flag<R>... flags) {
    List<Flag<R>> all = new ArrayList<>(node.flags());
    all.addAll(Arguments.list(flags, "flags"));
    return new FlaggedStage<>(new FlaggedNode<>(node.measured(), all));
  }

  /**
   * Leaves rows out of this output: all but those for which a condition holds, such as a flag that
   * is set. What is measured and flagged counts them all the same. The condition may ask metrics
   * that the rows do not show.
   */
  public RowsStage<Flagged<R>> where(Condition<? super R> condition) {
    return new RowsStage<>(new WhereNode<>(node, Arguments.required(condition, "condition")));
  }

  /** The rows on which a flag is set, with score, threshold and severity; one row for each flag. */
  public AnomaliesStage<R> anomalies() {
    return new AnomaliesStage<>(new AnomaliesNode<>(node));
  }

  /**
   * The rows on which a flag is set, joined into episodes; neighbours only, unless {@link
   * EpisodesStage#joinedWithin} allows a distance.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the stage does not set the flag
   */
  public EpisodesStage<R> episodes(Flag<R> flag) {
    return new EpisodesStage<>(
        new EpisodesNode<>(node, Arguments.required(flag, "flag"), RollingWindow.bars(1)));
  }
}
