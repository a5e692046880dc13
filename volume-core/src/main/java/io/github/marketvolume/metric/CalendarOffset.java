package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * What the kind of a row's day is expected to add to log volume, in natural-log units; 0 on a day
 * without a session, and beyond the coverage of the calendar. It follows from the date alone.
 */
public record CalendarOffset<R extends Dated>(CalendarEffects effects, Label label)
    implements NumericMetric<R, Double> {

  public CalendarOffset {
    Arguments.required(effects, "effects");
    Arguments.required(label, "label");
  }

  /** The offsets of these effects. */
  public static <R extends Dated> CalendarOffset<R> of(CalendarEffects effects) {
    return new CalendarOffset<>(effects, Label.NONE);
  }

  /** The offset of a day, counted from 1970-01-01. */
  public double on(int epochDay) {
    return effects.offset(epochDay);
  }

  @Override
  public String name() {
    return label.isNone() ? "calendar_offset" : label.text();
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return effects.name().equals("published")
        ? "published calendar effects on " + effects.calendar().name()
        : effects.toString();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of();
  }

  @Override
  public LookBack lookBack() {
    return new LookBack.Bars(0);
  }

  @Override
  public CalendarOffset<R> definition() {
    return label.isNone() ? this : new CalendarOffset<>(effects, Label.NONE);
  }

  @Override
  public CalendarOffset<R> as(String name) {
    return new CalendarOffset<>(effects, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
