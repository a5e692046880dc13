package io.github.marketvolume.testing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ordinary least squares with an intercept, by Gaussian elimination in so many digits that nothing
 * is lost to rounding.
 *
 * @param means of the predictors, and of the response last
 * @param coefficients of the predictors
 * @param deviation the standard deviation of the residuals; 0 where the fit is exact
 */
record ReferenceRegression(
    List<BigDecimal> means, List<BigDecimal> coefficients, double deviation) {

  static final MathContext DIGITS = new MathContext(120);

  private static final BigDecimal MIN_TOLERANCE = new BigDecimal("1e-10");
  private static final BigDecimal MIN_RESIDUAL = new BigDecimal("1e-16");
  private static final BigDecimal MIN_VARIATION = new BigDecimal("1e-60");

  /** The fit; empty where a predictor does not vary, or the ones before it leave too little. */
  static Optional<ReferenceRegression> fit(
      List<List<BigDecimal>> predictors, List<BigDecimal> responses) {
    List<List<BigDecimal>> variables = new ArrayList<>();
    for (int i = 0; i < predictors.get(0).size(); i++) {
      int place = i;
      variables.add(predictors.stream().map(all -> all.get(place)).toList());
      if (!varies(variables.get(i))) {
        return Optional.empty();
      }
    }
    variables.add(responses);
    List<BigDecimal> means = variables.stream().map(ReferenceRegression::mean).toList();
    int size = variables.size();
    BigDecimal[][] rows = new BigDecimal[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = products(variables.get(i), means.get(i), variables.get(j), means.get(j));
      }
    }
    BigDecimal[] squares = new BigDecimal[size];
    for (int i = 0; i < size; i++) {
      squares[i] = rows[i][i];
    }
    for (int k = 0; k < size - 1; k++) {
      if (rows[k][k].compareTo(MIN_TOLERANCE.multiply(squares[k])) <= 0) {
        return Optional.empty();
      }
      for (int i = 0; i < size; i++) {
        if (i != k) {
          subtract(rows[i], rows[k], rows[i][k].divide(rows[k][k], DIGITS));
        }
      }
    }
    List<BigDecimal> coefficients = new ArrayList<>();
    for (int k = 0; k < size - 1; k++) {
      coefficients.add(rows[k][size - 1].divide(rows[k][k], DIGITS));
    }
    BigDecimal residuals = rows[size - 1][size - 1];
    boolean isExact = residuals.compareTo(MIN_RESIDUAL.multiply(squares[size - 1])) <= 0;
    double variance = residuals.doubleValue() / (responses.size() - size);
    return Optional.of(
        new ReferenceRegression(means, coefficients, isExact ? 0 : Math.sqrt(variance)));
  }

  /** The response that the coefficients give. */
  BigDecimal predict(List<BigDecimal> predictors) {
    BigDecimal response = means.get(predictors.size());
    for (int i = 0; i < predictors.size(); i++) {
      BigDecimal distance = predictors.get(i).subtract(means.get(i));
      response = response.add(coefficients.get(i).multiply(distance), DIGITS);
    }
    return response;
  }

  private static boolean varies(List<BigDecimal> values) {
    BigDecimal largest = Collections.max(values);
    BigDecimal range = largest.subtract(Collections.min(values));
    return range.compareTo(MIN_VARIATION.multiply(largest.abs())) > 0;
  }

  private static BigDecimal mean(List<BigDecimal> values) {
    return values.stream()
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(values.size()), DIGITS);
  }

  private static BigDecimal products(
      List<BigDecimal> a, BigDecimal meanOfA, List<BigDecimal> b, BigDecimal meanOfB) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.size(); i++) {
      sum = sum.add(a.get(i).subtract(meanOfA).multiply(b.get(i).subtract(meanOfB)), DIGITS);
    }
    return sum;
  }

  private static void subtract(BigDecimal[] from, BigDecimal[] row, BigDecimal factor) {
    for (int j = 0; j < from.length; j++) {
      from[j] = from[j].subtract(factor.multiply(row[j]), DIGITS);
    }
  }
}
