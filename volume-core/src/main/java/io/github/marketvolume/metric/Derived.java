package io.github.marketvolume.metric;

import static java.util.stream.Collectors.joining;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.kernel.Arithmetic;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/**
 * A number computed from other metrics of the same row, by {@link Arithmetic}; missing when one of
 * them is missing, except for {@link Operation#OR_ELSE}.
 */
public record Derived<R extends Dated>(
    Operation operation, List<NumericMetric<R, ?>> operands, Label label)
    implements NumericMetric<R, Double> {

  /** The operation on the operands. */
  @SuppressWarnings("ImmutableEnumChecker") // methods of Arithmetic, which hold nothing
  public enum Operation {
    /** The sum of two operands. */
    PLUS(2, "_plus_", " + ", Arithmetic::plus),
    /** The first operand less the second. */
    MINUS(2, "_minus_", " - ", Arithmetic::minus),
    /** The product of two operands. */
    TIMES(2, "_times_", " × ", Arithmetic::times),
    /** The first operand divided by the second; missing where that is 0. */
    DIVIDED_BY(2, "_divided_by_", " / ", Arithmetic::dividedBy),
    /** The larger of two operands. */
    MAX(2, "_or_more_", " or if larger ", Arithmetic::max),
    /** The smaller of two operands. */
    MIN(2, "_or_less_", " or if smaller ", Arithmetic::min),
    /** The first operand, or the second where the first is missing. */
    OR_ELSE(2, "_or_else_", " or where missing ", Arithmetic::orElse),
    /** The natural logarithm of the operand; missing if the operand is not above 0. */
    LOG(1, "log_", "ln", (x, none) -> Arithmetic.log(x)),
    /** The absolute value of the operand. */
    ABS(1, "abs_", "abs", (x, none) -> Arithmetic.abs(x)),
    /** -1, 0 or 1. */
    SIGN(1, "sign_", "sign", (x, none) -> Arithmetic.sign(x));

    private final int operands;
    private final String inNames;
    private final String inWords;
    private final DoubleBinaryOperator function;

    Operation(int operands, String inNames, String inWords, DoubleBinaryOperator function) {
      this.operands = operands;
      this.inNames = inNames;
      this.inWords = inWords;
      this.function = function;
    }

    /** Between two operands, or before one. */
    String inWords() {
      return inWords;
    }

    /** Whether it has one operand, and not two. */
    public boolean isUnary() {
      return operands == 1;
    }

    /** The result, NaN where missing; an operation of one operand leaves out the second. */
    public double apply(double first, double second) {
      return function.applyAsDouble(first, second);
    }
  }

  public Derived {
    Arguments.required(operation, "operation");
    Arguments.requiredAll(operands, "operands");
    Arguments.required(label, "label");
    operands = List.copyOf(operands);
    if (operands.size() != operation.operands) {
      throw new IllegalArgumentException(
          operation + " of " + operands.size() + " operands is not possible");
    }
    Bases.requireFit(operation, operands, Optional.empty());
  }

  static <R extends Dated> Derived<R> of(Operation operation, NumericMetric<R, ?> operand) {
    return new Derived<>(operation, List.of(operand), Label.NONE);
  }

  static <R extends Dated> Derived<R> of(
      Operation operation, NumericMetric<R, ?> first, NumericMetric<R, ?> second) {
    return new Derived<>(operation, List.of(first, second), Label.NONE);
  }

  @Override
  public String name() {
    return label.or(this::defaultName);
  }

  private String defaultName() {
    if (equals(BarMetrics.DOLLAR_VOLUME)) {
      return "dollar_volume";
    }
    return operation.isUnary()
        ? operation.inNames + operands.get(0).name()
        : ColumnName.letterFirst(
            operands.stream().map(Derived::part).collect(joining(operation.inNames)));
  }

  private static String part(Metric<?, ?> operand) {
    return operand instanceof Constant<?> constant && constant.label().isNone()
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
    return new Derived<>(operation, Definitions.of(operands), Label.NONE);
  }

  @Override
  public Derived<R> as(String name) {
    return new Derived<>(operation, operands, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
