package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a combination of two numbers is where one of them, or the answer, is missing. */
class ArithmeticTest {

  private static final double NONE = Double.NaN;

  static Stream<DoubleBinaryOperator> binary() {
    return Stream.of(
        Arithmetic::plus,
        Arithmetic::minus,
        Arithmetic::times,
        Arithmetic::dividedBy,
        Arithmetic::max,
        Arithmetic::min);
  }

  static Stream<DoubleUnaryOperator> unary() {
    return Stream.of(Arithmetic::log, Arithmetic::abs, Arithmetic::sign);
  }

  @ParameterizedTest
  @MethodSource("binary")
  @DisplayName("a missing operand makes the result missing")
  void missingOperands(DoubleBinaryOperator operation) {
    assertThat(operation.applyAsDouble(NONE, 2)).isNaN();
    assertThat(operation.applyAsDouble(2, NONE)).isNaN();
    assertThat(operation.applyAsDouble(NONE, NONE)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("unary")
  @DisplayName("so does the one operand")
  void missingOperand(DoubleUnaryOperator operation) {
    assertThat(operation.applyAsDouble(NONE)).isNaN();
  }

  @Test
  @DisplayName("what has no answer is missing, never infinite")
  void noAnswer() {
    assertThat(Arithmetic.dividedBy(1, 0)).isNaN();
    assertThat(Arithmetic.dividedBy(1, -0.0)).isNaN();
    assertThat(Arithmetic.dividedBy(0, 0)).isNaN();
    assertThat(Arithmetic.log(0)).isNaN();
    assertThat(Arithmetic.log(-1)).isNaN();
    assertThat(Arithmetic.plus(1e100, 1e100)).isNaN();
    assertThat(Arithmetic.times(1e60, 1e60)).isNaN();
    assertThat(Arithmetic.times(1e-60, 1e-60)).isNaN();
    assertThat(Arithmetic.dividedBy(1e60, 1e-60)).isNaN();
  }

  @Test
  @DisplayName("the second stands in where the first is missing")
  void orElse() {
    assertThat(Arithmetic.orElse(NONE, 2)).isEqualTo(2);
    assertThat(Arithmetic.orElse(1, 2)).isEqualTo(1);
    assertThat(Arithmetic.orElse(1, NONE)).isEqualTo(1);
    assertThat(Arithmetic.orElse(NONE, NONE)).isNaN();
  }

  @Test
  @DisplayName("zero has no sign")
  void zero() {
    for (double zero :
        new double[] {
          Arithmetic.sign(-0.0), Arithmetic.max(-0.0, -0.0), Arithmetic.min(0.0, -0.0)
        }) {
      assertThat(Double.doubleToRawLongBits(zero)).isZero();
    }
    assertThat(Arithmetic.sign(-3)).isEqualTo(-1);
    assertThat(Arithmetic.sign(1e-300)).isEqualTo(1);
    assertThat(Arithmetic.log(Math.E)).isEqualTo(1);
  }

  @Property
  void results_areWithinTheLimitsOrMissing(@ForAll double a, @ForAll double b) {
    binary()
        .map(operation -> operation.applyAsDouble(a, b))
        .filter(result -> Math.abs(a) <= Limits.MAX_COMPUTED && Math.abs(b) <= Limits.MAX_COMPUTED)
        .forEach(
            result ->
                assertThat(Double.isNaN(result) || Math.abs(result) <= Limits.MAX_COMPUTED)
                    .isTrue());
  }
}
