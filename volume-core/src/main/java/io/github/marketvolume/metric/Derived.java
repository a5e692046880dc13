package io.github.marketvolume.metric;

import static java.util.stream.Collectors.joining;

import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Optional;

/** A number computed from other metrics of the same row; missing when one of them is. */
public record Derived<R extends Dated>(
    Operation operation, List<NumericMetric<R, ?>> operands, String label)
    implements NumericMetric<R, Double> {

  /** What is done with the operands. */
  public enum Operation {
    /** The natural logarithm of the one operand; missing when that is not above 0. */
    LOG,
    /** The product of two operands. */
    PRODUCT
  }

  public Derived {
    operands = List.copyOf(operands);
    if (operation == Operation.PRODUCT) {
      Bases.requireOne(operands.get(0), operands.get(1), Optional.empty());
    }
    ColumnName.checkedOrNull(label);
  }

  @Override
  public String name() {
    if (label != null) {
      return label;
    }
    if (equals(BarMetrics.DOLLAR_VOLUME)) {
      return "dollar_volume";
    }
    return switch (operation) {
      case LOG -> "log_" + operands.get(0).name();
      case PRODUCT -> operands.stream().map(Metric::name).collect(joining("_times_"));
    };
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return switch (operation) {
      case LOG -> "ln(" + operands.get(0).describe() + ")";
      case PRODUCT -> operands.stream().map(Metric::describe).collect(joining(" × "));
    };
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.copyOf(operands);
  }

  @Override
  public LookBack lookBack() {
    return Definitions.longest(operands);
  }

  @Override
  public Derived<R> definition() {
    return new Derived<>(operation, Definitions.of(operands), null);
  }

  @Override
  public Derived<R> as(String name) {
    return new Derived<>(operation, operands, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
