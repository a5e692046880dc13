package io.github.marketvolume.plan;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Condition;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step that decides which bars there are, before anything is computed of them. Steps follow each
 * other: each sees the bars that the one before it left.
 */
public sealed interface Shaping extends Serializable {

  /** The step in an analyst's words. */
  String describe();

  /** Keeps only the bars for which a condition holds. */
  record Kept(Condition<? super Bar> condition) implements Shaping {

    @Override
    public String describe() {
      return "keep only bars where " + condition.describe();
    }
  }

  /**
   * Makes one bar of each ticker's bars in a period.
   *
   * @param calendar whose sessions end the periods; null where the days of the bars tell
   * @param keepsUnfinished whether the last period has a bar although more of its days may come
   */
  record Aggregated(
      CalendarPeriod period, @Nullable TradingCalendar calendar, boolean keepsUnfinished)
      implements Shaping {

    /** The calendar that was stated. */
    public Optional<TradingCalendar> stated() {
      return Optional.ofNullable(calendar);
    }

    @Override
    public String describe() {
      return "make one bar of each "
          + period.word()
          + ", dated by its last session"
          + stated().map(stated -> " on " + stated.name()).orElse("")
          + (keepsUnfinished ? "; mark an unfinished " : "; leave out an unfinished ")
          + period.word();
    }
  }
}
