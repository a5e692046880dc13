package io.github.marketvolume.rows;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.WholeVolume;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A row with the values of its metrics and flags, as runners hand it to users. */
public final class MeasuredRow<R extends Dated> implements Flagged<R> {

  private final R base;
  private final Shape shape;
  private final @Nullable Object[] values;

  /** What the rows of one stage have in common: which metric stands where. */
  public static final class Shape {

    private final List<Metric<?, ?>> metrics;
    private final Map<Metric<?, ?>, Integer> places = new HashMap<>();

    /** The shape of rows whose values come in this order. */
    public Shape(List<? extends Metric<?, ?>> metrics) {
      this.metrics = List.copyOf(metrics);
      for (int i = 0; i < metrics.size(); i++) {
        places.putIfAbsent(metrics.get(i).definition(), i);
      }
    }

    /** Where a metric stands; null if nowhere. Most are asked for by the object measured. */
    private @Nullable Integer placeOf(Metric<?, ?> metric) {
      for (int i = 0; i < metrics.size(); i++) {
        if (metrics.get(i) == metric) {
          return i;
        }
      }
      return places.get(metric.definition());
    }
  }

  /**
   * A row.
   *
   * @param values the values of the shape's metrics, null where missing; not copied
   */
  public MeasuredRow(R base, Shape shape, @Nullable Object[] values) {
    this.base = base;
    this.shape = shape;
    this.values = values;
  }

  @Override
  public R base() {
    return base;
  }

  /** The metrics and flags that the row carries, in the order of their columns. */
  public List<Metric<?, ?>> metrics() {
    return shape.metrics;
  }

  @Override
  public <T> Optional<T> get(Metric<R, T> metric) {
    if (metric instanceof BarField<?> field && field.isOfBarItself() && base instanceof Bar bar) {
      return field.valueOn(bar).map(metric.type()::cast);
    }
    return Optional.ofNullable(metric.type().cast(typed(metric.type(), values[place(metric)])));
  }

  /** A value of a metric's own type: a volume with a fraction is rounded where that is whole. */
  static @Nullable Object typed(Class<?> type, @Nullable Object value) {
    return type == Long.class && value instanceof Double volume
        ? (Object) (long) WholeVolume.of(volume)
        : value;
  }

  @Override
  public OptionalDouble exact(NumericMetric<R, ?> metric) {
    if (metric instanceof BarField<?> field && field.isOfBarItself() && base instanceof Bar bar) {
      return field.column().numberOn(bar);
    }
    return number(values[place(metric)]);
  }

  static OptionalDouble number(@Nullable Object value) {
    return value instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  @Override
  public boolean is(Flag<R> flag) {
    return (Boolean) values[place(flag)];
  }

  private int place(Metric<R, ?> metric) {
    Integer place = shape.placeOf(metric);
    if (place == null) {
      throw new InvalidPlanException(
          "these rows have no "
              + metric.name()
              + " ("
              + metric.describe()
              + "); measure or flag it in the stage that they come from");
    }
    return place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeasuredRow<?> row
        && base.equals(row.base)
        && shape.places.equals(row.shape.places)
        && Objects.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return base.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(base.toString());
    for (int i = 0; i < values.length; i++) {
      text.append(", ").append(shape.metrics.get(i).name()).append('=').append(values[i]);
    }
    return text.toString();
  }
}
