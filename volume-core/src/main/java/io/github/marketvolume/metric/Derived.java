package io.github.marketvolume.metric;

import static java.util.stream.Collectors.joining;

import io.github.marketvolume.kernel.Arithmetic;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A number computed from other metrics of the same row, by {@link Arithmetic}; missing when one of
 * them is missing, except for {@link Operation#OR_ELSE}.
 */
public record Derived<R extends Dated>(
    Operation operation, List<NumericMetric<R, ?>> operands, String label)
    implements NumericMetric<R, Double> {

  /** The operation on the operands. */
  @SuppressWarnings("ImmutableEnumChecker") // methods of Arithmetic, which hold nothing
  public enum Operation {
    /** The sum of two operands. */
    PLUS("_plus_", " + ", Arithmetic::plus),
    /** The first operand less the second. */
    MINUS("_minus_", " - ", Arithmetic::minus),
    /** The product of two operands. */
    TIMES("_times_", " × ", Arithmetic::times),
    /** The first operand divided by the second; missing where that is 0. */
    DIVIDED_BY("_divided_by_", " / ", Arithmetic::dividedBy),
    /** The larger of two operands. */
    MAX("_or_more_", " or if larger ", Arithmetic::max),
    /** The smaller of two operands. */
    MIN("_or_less_", " or if smaller ", Arithmetic::min),
    /** The first operand, or the second where the first is missing. */
    OR_ELSE("_or_else_", " or where missing ", Arithmetic::orElse),
    /** The natural logarithm of the operand; missing if the operand is not above 0. */
    LOG("log_", "ln", Arithmetic::log),
    /** The absolute value of the operand. */
    ABS("abs_", "abs", Arithmetic::abs),
    /** -1, 0 or 1. */
    SIGN("sign_", "sign", Arithmetic::sign);

    private final String inNames;
    private final String inWords;
    private final DoubleUnaryOperator ofOne;
    private final DoubleBinaryOperator ofTwo;

    Operation(String inNames, String inWords, DoubleBinaryOperator ofTwo) {
      this.inNames = inNames;
      this.inWords = inWords;
      this.ofOne = null;
      this.ofTwo = ofTwo;
    }

    Operation(String inNames, String inWords, DoubleUnaryOperator ofOne) {
      this.inNames = inNames;
      this.inWords = inWords;
      this.ofOne = ofOne;
      this.ofTwo = null;
    }

    /** Between two operands, or before one. */
    String inWords() {
      return inWords;
    }

    /** Whether it has one operand, and not two. */
    public boolean isUnary() {
      return ofOne != null;
    }

    /** The result, NaN where missing; an operation of one operand leaves out the second. */
    public double apply(double first, double second) {
      return ofOne != null ? ofOne.applyAsDouble(first) : ofTwo.applyAsDouble(first, second);
    }
  }

  public Derived {
    operands = List.copyOf(operands);
    if (operands.size() != (operation.isUnary() ? 1 : 2)) {
      throw new IllegalArgumentException(
          operation + " of " + operands.size() + " operands is not possible");
    }
    Bases.requireFit(operation, operands, Optional.empty());
    ColumnName.checkedOrNull(label);
  }

  static <R extends Dated> Derived<R> of(Operation operation, NumericMetric<R, ?> operand) {
    return new Derived<>(operation, List.of(operand), null);
  }

  static <R extends Dated> Derived<R> of(
      Operation operation, NumericMetric<R, ?> first, NumericMetric<R, ?> second) {
    return new Derived<>(operation, List.of(first, second), null);
  }

  @Override
  public String name() {
    if (label != null) {
      return label;
    }
    if (equals(BarMetrics.DOLLAR_VOLUME)) {
      return "dollar_volume";
    }
    return operation.isUnary()
        ? operation.inNames + operands.get(0).name()
        : ColumnName.letterFirst(
            operands.stream().map(Derived::part).collect(joining(operation.inNames)));
  }

  private static String part(Metric<?, ?> operand) {
    return operand instanceof Constant<?> constant && constant.label() == null
        ? ColumnName.number(constant.value())
        : operand.name();
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return operation.isUnary()
        ? operation.inWords + "(" + operands.get(0).describe() + ")"
        : operands.stream().map(Definitions::grouped).collect(joining(operation.inWords));
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.copyOf(operands);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, Definitions.longest(operands).past());
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
