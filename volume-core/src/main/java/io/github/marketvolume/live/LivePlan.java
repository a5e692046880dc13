package io.github.marketvolume.live;

import io.github.marketvolume.Stage;
import io.github.marketvolume.days.Resumable;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.RejectedNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is computed as days arrive: some stages of one source, which is the history that the session
 * begins with. An immutable value.
 *
 * <p>Every row of a day has to be known when the day is closed. So stages that need later days are
 * refused: leaderboards, ranks in hindsight, and levels that later splits restate. Bars of weeks
 * and longer periods, and bars in groups, are refused, too.
 */
public final class LivePlan {

  private final List<Stage<?>> stages;
  private final Optional<LocalDate> lastOfHistory;
  private final int correctable;

  /** The plans of the stages that have rows of their own, each once. */
  private final List<PlanNode<?>> nodes;

  private LivePlan(List<Stage<?>> stages, Optional<LocalDate> lastOfHistory, int correctable) {
    this.stages = stages;
    this.lastOfHistory = lastOfHistory;
    this.correctable = correctable;
    this.nodes =
        stages.stream()
            .<PlanNode<?>>map(Stage::plan)
            .filter(node -> !(node instanceof RejectedNode))
            .distinct()
            .collect(Collectors.toUnmodifiableList());
  }

  /**
   * A plan of these stages, whose history is all that their source has, and whose closed days
   * cannot be corrected.
   *
   * @throws InvalidPlanException if a stage needs later days, or if the stages are not of one
   *     source, as-of date and set of rules
   */
  public static LivePlan of(Stage<?>... stages) {
    List<Stage<?>> all = Arguments.list(stages, "stages");
    if (all.isEmpty()) {
      throw new InvalidPlanException("a session has no stage; give those whose rows you want");
    }
    Reading first = Reading.of(all.get(0).plan().bars());
    for (Stage<?> stage : all) {
      if (!Reading.of(stage.plan().bars()).equals(first)) {
        throw new InvalidPlanException(
            "the stages of a session are of different sources, as-of dates or rules; open a session"
                + " for each");
      }
      requireComputable(stage.plan());
    }
    return new LivePlan(all, Optional.empty(), 0);
  }

  private static void requireComputable(PlanNode<?> node) {
    if (node instanceof LeaderboardNode) {
      throw new InvalidPlanException(
          "a leaderboard sums up all days, and is not known before the last one; run it over the"
              + " bars instead");
    }
    Resumable.obstacle(node)
        .ifPresent(
            obstacle -> {
              throw new InvalidPlanException(
                  obstacle
                      + ", so it is not known when a day is closed; leave it out of a session");
            });
  }

  /**
   * The same plan, whose history ends with a date, so that later bars of the source can be offered
   * as if they arrived.
   */
  public LivePlan startingAfter(LocalDate date) {
    return new LivePlan(stages, Optional.of(Arguments.required(date, "date")), correctable);
  }

  /**
   * The same plan, of which the last closed days can be corrected: their bars are kept, and what a
   * correction affects is computed again. A correction of an earlier day is {@linkplain LateBar
   * late}.
   *
   * @param closedDays how many; each takes the room of its bars and its rows
   * @throws IllegalArgumentException below 0
   */
  public LivePlan correctingLast(int closedDays) {
    if (closedDays < 0) {
      throw new IllegalArgumentException(
          "a session cannot correct its last " + closedDays + " days; give 0 or more");
    }
    return new LivePlan(stages, lastOfHistory, closedDays);
  }

  /** The stages, in order. */
  public List<Stage<?>> stages() {
    return stages;
  }

  /** The last date of the history; empty for all that the source has. */
  public Optional<LocalDate> lastOfHistory() {
    return lastOfHistory;
  }

  /** How many of the closed days can be corrected. */
  int correctable() {
    return correctable;
  }

  /** The plans of the stages that have rows of their own, each once. */
  List<PlanNode<?>> nodes() {
    return nodes;
  }

  /** The plan of a stage, as {@link #nodes} has it. */
  @SuppressWarnings("unchecked") // an equal plan has the same rows
  <S> PlanNode<S> node(Stage<S> stage) {
    for (PlanNode<?> node : nodes) {
      if (node.equals(stage.plan())) {
        return (PlanNode<S>) node;
      }
    }
    throw new InvalidPlanException(
        stage.plan() instanceof RejectedNode
            ? "rejected rows are told with the day that is closed next; ask it for rejected()"
            : "the session does not compute this stage; give it to LivePlan.of(...)");
  }

  /** What is read, and how it is checked. */
  public Reading reading() {
    return Reading.of(stages.get(0).plan().bars());
  }

  /** What is computed, in words, which a state is of: where the bars come from is not among it. */
  String describe() {
    return stages.stream()
        .map(Stage::plan)
        .map(
            node ->
                String.join(
                    "; ",
                    List.of(
                        node.bars().rules().describe(),
                        node.bars().volumes().name(),
                        String.join("; ", node.bars().describe()),
                        String.join("; ", node.steps()),
                        String.join(",", node.schema().names()))))
        .collect(Collectors.joining("\n"));
  }
}
