package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.time.LocalDate;
import java.util.List;

/**
 * The sum of a series from its first row that was read, or from a date, up to each row; missing
 * where the row's value is missing, which later rows skip.
 *
 * <p>The beginning of a series depends on what was read, so levels of two runs may differ by a
 * constant; with a date they do not.
 *
 * @param from the first date that counts; {@link LocalDate#MIN} for the beginning of the series
 */
public record Cumulative<R extends Dated>(NumericMetric<R, ?> series, LocalDate from, Label label)
    implements NumericMetric<R, Double> {

  public Cumulative {
    Arguments.required(series, "series");
    Arguments.required(from, "from");
    Arguments.required(label, "label");
  }

  private boolean isAnchored() {
    return !from.equals(LocalDate.MIN);
  }

  @Override
  public String name() {
    return label.or(
        () ->
            series.name()
                + "_cumulative"
                + (isAnchored() ? "_from_" + from.toString().replace('-', '_') : ""));
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return "cumulative "
        + Definitions.grouped(series)
        + (isAnchored() ? " from " + from + " on" : "");
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, LookBack.AllPast.ALL_PAST.plus(series.lookBack().past()));
  }

  @Override
  public Cumulative<R> definition() {
    return new Cumulative<>(series.definition(), from, Label.NONE);
  }

  @Override
  public Cumulative<R> as(String name) {
    return new Cumulative<>(series, from, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
