package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.DoublePairs.WIDTH;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The heterogeneous autoregression (HAR) of Corsi (2009), of a series on its own past day, week and
 * month:
 *
 * <pre>
 *   x(t) = c + b1 * x(t-1) + b2 * mean of x(t-5..t-1) + b3 * mean of x(t-22..t-1) + error
 * </pre>
 *
 * <p>Missing values (NaN) take a place and are skipped: the mean of 5 rows needs 4 values, that of
 * 22 rows 17. The coefficients are those of ordinary least squares over earlier rows that have a
 * value and all three predictors. They are judged not to exist where a predictor does not vary, or
 * where less than 1e-10 of its sum of squares about its mean is left by the predictors before it;
 * this does not depend on the scale of the series. The deviation is 0 where less than 1e-16 of the
 * response's sum of squares about its mean is left.
 *
 * <p>Forecast and deviation never know the row that they are of: ask for them before its {@link
 * #push}. A push and a question each take the same time whatever the number of rows.
 */
public final class HarRegression {

  /** The rows of a week. */
  public static final int WEEK = 5;

  /** The values that a week must have. */
  public static final int WEEK_REQUIRED = 4;

  /** The rows of a month. */
  public static final int MONTH = 22;

  /** The values that a month must have. */
  public static final int MONTH_REQUIRED = 17;

  /** The smallest number of rows that leaves a degree of freedom. */
  public static final int MIN_REQUIRED = LeastSquares.VARIABLES + 1;

  private final int rows;
  private final int required;
  private final LeastSquares fit;

  /** The rows that the next fit may use, and a month before them; a ring, NaN where missing. */
  private final double[] recent;

  private int next;

  /** Whether each of the rows that a fit uses is an observation; a ring. */
  private final boolean[] isObservation;

  private int nextObservation;

  /** Of the next row, as pairs. */
  private final double[] predictors = new double[LeastSquares.PREDICTORS * WIDTH];

  private boolean hasPredictors;

  private final double[] forecast = new double[WIDTH];
  private boolean isForecast;

  /**
   * A series without rows.
   *
   * @param rows how many earlier rows the coefficients are fitted to; 0 for all
   * @param required how many of them must have a value and all predictors, at least 5
   */
  public HarRegression(int rows, int required) {
    if (rows < 0 || required < MIN_REQUIRED || (rows > 0 && required > rows)) {
      throw new IllegalArgumentException(
          "HarRegression: "
              + required
              + " of "
              + rows
              + " rows are required; give 5 or more, and no more than there are");
    }
    this.rows = rows;
    this.required = required;
    fit = new LeastSquares(rows);
    recent = new double[rows + MONTH];
    Arrays.fill(recent, Double.NaN);
    isObservation = new boolean[rows];
  }

  /**
   * Takes in the next row.
   *
   * @param x a finite value, or NaN for a missing one
   */
  public void push(double x) {
    if (Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          "HarRegression: cannot push " + x + "; push a finite value, or NaN for a missing one");
    }
    boolean observed = hasPredictors && !Double.isNaN(x);
    if (rows > 0) {
      if (isObservation[nextObservation]) {
        fit.evict();
      }
      isObservation[nextObservation] = observed;
      nextObservation = nextObservation + 1 == rows ? 0 : nextObservation + 1;
    }
    if (observed) {
      fit.add(predictors, x);
    }
    recent[next] = x;
    next = next + 1 == recent.length ? 0 : next + 1;
    predictFrom(next);
  }

  /** Computes the predictors of a row from those before it. */
  private void predictFrom(int row) {
    isForecast = false;
    double sum = 0;
    double low = 0;
    int count = 0;
    hasPredictors = false;
    int at = row;
    for (int i = 1; i <= MONTH; i++) {
      at = at == 0 ? recent.length - 1 : at - 1;
      double x = recent[at];
      if (!Double.isNaN(x)) {
        double rounded = sum + x;
        double xRounded = rounded - sum;
        low += (sum - (rounded - xRounded)) + (x - xRounded);
        sum = rounded;
        count++;
      }
      if (i == 1) {
        if (count == 0) {
          return;
        }
        DoublePairs.set(predictors, 0, x, 0);
      } else if (i == WEEK) {
        if (count < WEEK_REQUIRED) {
          return;
        }
        DoublePairs.set(predictors, WIDTH, sum, low);
        DoublePairs.divide(predictors, WIDTH, count, 0);
      }
    }
    if (count >= MONTH_REQUIRED) {
      DoublePairs.set(predictors, 2 * WIDTH, sum, low);
      DoublePairs.divide(predictors, 2 * WIDTH, count, 0);
      hasPredictors = true;
    }
  }

  /**
   * The value that is expected of the next row.
   *
   * @return NaN where a predictor is missing, or there are no coefficients
   */
  public double forecast() {
    if (!hasPredictors || !hasCoefficients()) {
      return Double.NaN;
    }
    if (!isForecast) {
      fit.predict(predictors, forecast);
      isForecast = true;
    }
    return forecast[0];
  }

  /**
   * The standard deviation of the residuals of the fit, divisor n - 4.
   *
   * @return NaN where there are no coefficients
   */
  public double deviation() {
    return hasCoefficients() ? Math.sqrt(fit.residualVariance()) : Double.NaN;
  }

  /**
   * The distance of {@code x} from the forecast, in deviations.
   *
   * @return NaN where there is no forecast, where the deviation is 0, and for a missing {@code x}
   */
  public double score(double x) {
    double expected = forecast();
    return Double.isNaN(expected)
        ? Double.NaN
        : Scores.zScore(x - expected - forecast[1], 0, deviation());
  }

  private boolean hasCoefficients() {
    return fit.count() >= required && !fit.isSingular();
  }

  /** Writes what a regression that goes on from here has to know. */
  public void write(DataOutput out) throws IOException {
    for (int i = 0; i < recent.length; i++) {
      out.writeDouble(recent[(next + i) % recent.length]);
    }
    fit.write(out);
  }

  /**
   * Becomes what was written by a regression of as many rows, to the last bit; only if it has seen
   * no row.
   */
  public void read(DataInput in) throws IOException {
    for (int i = 0; i < MONTH; i++) {
      recent[i] = in.readDouble();
    }
    next = MONTH % recent.length;
    predictFrom(next);
    for (int i = 0; i < rows; i++) {
      push(in.readDouble());
    }
    fit.read(in);
  }
}
