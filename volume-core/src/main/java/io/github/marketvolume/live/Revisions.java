package io.github.marketvolume.live;

import io.github.marketvolume.Stage;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.plan.PlanNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** What corrected and late bars have changed of the rows of days that were closed. */
public final class Revisions {

  private final LivePlan plan;
  private final IdentityHashMap<PlanNode<?>, List<Object>> revisions = new IdentityHashMap<>();

  Revisions(LivePlan plan) {
    this.plan = plan;
  }

  void add(LocalDate date, DayRows before, DayRows now) {
    for (PlanNode<?> node : plan.nodes()) {
      revisions
          .computeIfAbsent(node, key -> new ArrayList<>())
          .addAll(now.revisions(node, date, before));
    }
  }

  /**
   * The revisions of a stage's rows, by the day that gave them.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if it is not of the session's plan
   */
  @SuppressWarnings("unchecked") // what is added for a stage are revisions of its rows
  public <S> List<Revision<S>> of(Stage<S> stage) {
    PlanNode<S> node = plan.node(Arguments.required(stage, "stage"));
    return List.copyOf((List<Revision<S>>) (List<?>) revisions.getOrDefault(node, List.of()));
  }

  /** Whether nothing has changed. */
  public boolean isEmpty() {
    return revisions.values().stream().allMatch(List::isEmpty);
  }
}
