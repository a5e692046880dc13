package io.github.marketvolume.live;

import io.github.marketvolume.Stage;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.RejectedRow;
import java.time.LocalDate;
import java.util.List;

/**
 * The rows of a day: of one that was closed, with what came of other days since the one before it;
 * or of one that is still open, which are provisional.
 */
public final class LiveDay {

  private final LocalDate date;
  private final boolean isClosed;
  private final LivePlan plan;
  private final DayRows rows;
  private final Revisions revisions;
  private final List<RejectedRow> rejected;
  private final List<LateBar> late;

  LiveDay(
      LocalDate date,
      boolean isClosed,
      LivePlan plan,
      DayRows rows,
      Revisions revisions,
      List<RejectedRow> rejected,
      List<LateBar> late) {
    this.date = date;
    this.isClosed = isClosed;
    this.plan = plan;
    this.rows = rows;
    this.revisions = revisions;
    this.rejected = List.copyOf(rejected);
    this.late = List.copyOf(late);
  }

  /** The day. */
  public LocalDate date() {
    return date;
  }

  /**
   * Whether the day was closed; otherwise its rows are provisional, and later ones replace them.
   */
  public boolean isClosed() {
    return isClosed;
  }

  /**
   * The rows of a stage that the day gave, in the order of tickers. Of episodes those that it
   * began, extended or ended: a later row of the same start takes the place of an earlier one.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the stage is not of the session's
   *     plan, or lists rejected rows, which {@link #rejected} gives
   */
  public <S> List<S> rows(Stage<S> stage) {
    return rows.of(plan.node(Arguments.required(stage, "stage")));
  }

  /** What has changed of the rows of earlier days. */
  public Revisions revisions() {
    return revisions;
  }

  /**
   * The bars that broke a rule since the day before was closed, in the order in which they came.
   */
  public List<RejectedRow> rejected() {
    return rejected;
  }

  /** The bars that came too late since the day before was closed. */
  public List<LateBar> late() {
    return late;
  }
}
