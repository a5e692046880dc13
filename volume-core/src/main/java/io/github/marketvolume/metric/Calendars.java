package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the calendars that metrics ask. */
public final class Calendars {

  private Calendars() {}

  /** The calendars that these metrics, or what they are computed from, ask; each once. */
  public static Set<TradingCalendar> of(List<? extends Metric<?, ?>> metrics) {
    Set<TradingCalendar> calendars = new LinkedHashSet<>();
    metrics.forEach(metric -> addAll(metric, calendars));
    return calendars;
  }

  private static void addAll(Metric<?, ?> metric, Set<TradingCalendar> calendars) {
    if (metric instanceof CalendarOffset<?> offset) {
      calendars.add(offset.effects().calendar());
    } else if (metric instanceof EstimatedOffset<?> offset) {
      calendars.add(offset.effects().calendar());
    } else if (metric instanceof SessionMinutes<?> minutes) {
      calendars.add(minutes.calendar());
    } else if (metric instanceof DayKindOf<?> kind) {
      calendars.add(kind.calendar());
    } else if (metric instanceof RollingMetric<?, ?> rolling) {
      rolling.window().unit().calendarAsked().ifPresent(calendars::add);
    } else if (metric instanceof Score<?> score) {
      score.window().unit().calendarAsked().ifPresent(calendars::add);
    } else if (metric instanceof Rank<?> rank && rank.among() instanceof Rank.Trailing trailing) {
      trailing.window().unit().calendarAsked().ifPresent(calendars::add);
    }
    metric.inputs().forEach(input -> addAll(input, calendars));
  }
}
