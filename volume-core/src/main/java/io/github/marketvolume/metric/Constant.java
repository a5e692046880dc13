package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/** The same number on every row; an operand of arithmetic. */
public record Constant<R extends Dated>(double value, Label label)
    implements NumericMetric<R, Double> {

  public Constant {
    Arguments.required(label, "label");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a metric cannot be the constant " + value + "; give a finite number");
    }
    value += 0.0;
  }

  /** A number. */
  public static <R extends Dated> Constant<R> of(double value) {
    return new Constant<>(value, Label.NONE);
  }

  @Override
  public String name() {
    return label.or(() -> ColumnName.constant(value));
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return ColumnName.words(value);
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
  public Constant<R> definition() {
    return of(value);
  }

  @Override
  public Constant<R> as(String name) {
    return new Constant<>(value, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
