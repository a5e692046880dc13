package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Dated;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A column of true and false: whether a rule calls the row an anomaly. It is false, never missing,
 * where the rule cannot judge.
 */
public record Flag<R extends Dated>(AnomalyRule<R> rule, Label label)
    implements Metric<R, Boolean>, Condition<R> {

  public Flag {
    Arguments.required(rule, "rule");
    Arguments.required(label, "label");
    Definitions.requireValue(rule, "rule");
    for (NumericMetric<R, ?> input : rule.inputs()) {
      if (input.lookBack() == LookBack.WholeSeries.WHOLE_SERIES) {
        throw new InvalidPlanException(
            "rule \""
                + rule.describe()
                + "\" judges by "
                + input.name()
                + ", which looks ahead ("
                + input.describe()
                + "); judge by a trailing window instead");
      }
    }
    Restatement.requireNone(rule, false);
  }

  /** The flag of a rule, under the rule's own name. */
  public static <R extends Dated> Flag<R> of(AnomalyRule<R> rule) {
    return new Flag<>(rule, Label.NONE);
  }

  /**
   * The same flag, never set on days of these kinds.
   *
   * @param calendar which days are of which kind
   */
  public Flag<R> except(TradingCalendar calendar, DayKind... kinds) {
    return new Flag<>(
        new Except<>(rule, calendar, Set.copyOf(Arguments.list(kinds, "kinds"))), label);
  }

  /**
   * The name of what the score of the rule reaches, as a column of that name; missing on rows where
   * the flag is not set.
   */
  public LevelOf<R> level(Levels levels) {
    return new LevelOf<>(this, levels, Label.NONE);
  }

  /** The number of rows of a series on which it is set. */
  public FlagCount<R> count() {
    return new FlagCount<>(this, Label.NONE);
  }

  @Override
  public String name() {
    return label.or(() -> ColumnName.own(rule.name()));
  }

  @Override
  public Class<Boolean> type() {
    return Boolean.class;
  }

  @Override
  public String describe() {
    return rule.describe();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return new ArrayList<>(rule.inputs());
  }

  /** Itself: as a condition it holds of the rows on which it is set. */
  @Override
  public List<Flag<?>> flags() {
    return List.of(this);
  }

  @Override
  public Set<TradingCalendar> calendars() {
    return Set.of();
  }

  @Override
  public List<Summary<?, ?>> summaries() {
    return List.of();
  }

  @Override
  public boolean holds(TickerSummary row) {
    throw Conditions.notOfLeaderboards(this);
  }

  @Override
  public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
    return isSet.test(this);
  }

  @Override
  public LookBack lookBack() {
    return Definitions.longest(rule.inputs());
  }

  @Override
  public Flag<R> definition() {
    return new Flag<>(rule.definition(), Label.NONE);
  }

  @Override
  public Flag<R> as(String name) {
    return new Flag<>(rule, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
