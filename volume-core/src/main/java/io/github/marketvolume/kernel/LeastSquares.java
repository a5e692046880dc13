package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.DoublePairs.WIDTH;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Ordinary least squares of a response on an intercept and three predictors, over a queue of
 * observations: the newest enters, the oldest leaves, and a fit costs the same whatever the number
 * of observations.
 *
 * <h2>How</h2>
 *
 * <p>The queue has two parts, as in {@link Moments}, so that nothing is ever subtracted from a
 * running sum: an observation that has left leaves no trace. An aggregate is the sums of the four
 * variables and of their ten products. Values are taken relative to an anchor, which is an
 * observation of the queue and changes whenever a new front is made, and aggregates are pairs of
 * doubles. A common offset of all values therefore takes no digits from the sums about the means.
 *
 * <p>A fit eliminates the predictors from the sums of squares and products about the means, in
 * their order (Gauss; the square-root-free Cholesky decomposition). What is left of the response is
 * the residual sum of squares.
 */
final class LeastSquares {

  /** The number of predictors. */
  static final int PREDICTORS = 3;

  /** Three predictors, and the response. */
  static final int VARIABLES = PREDICTORS + 1;

  /** The place of the response among the variables. */
  private static final int RESPONSE = PREDICTORS;

  /** Where the products begin in an aggregate, after the sums. */
  private static final int PRODUCTS = VARIABLES * WIDTH;

  /** The doubles of an aggregate. */
  private static final int AGGREGATE = PRODUCTS + VARIABLES * (VARIABLES + 1) / 2 * WIDTH;

  private static final int OBSERVATION = VARIABLES * WIDTH;

  /**
   * The part of a predictor's sum of squares that must be left after the predictors before it are
   * eliminated. What is less cannot be told from the rounding of the values.
   */
  private static final double MIN_TOLERANCE = 1e-10;

  /** A residual sum of squares that is a smaller part of the response's counts as 0. */
  private static final double MIN_RESIDUAL = 1e-16;

  /**
   * A predictor whose mean square about its mean is a smaller part of its square does not vary:
   * that is below the rounding of pairs, and far below that of doubles.
   */
  private static final double MIN_VARIATION = 1e-45;

  /** The largest number of observations; 0 of a queue that none leaves. */
  private final int capacity;

  /** The queue as a ring, and by slot the aggregate of the front from there to its end. */
  private final double[] observations;

  private final double[] suffixes;
  private int oldest;
  private int frontCount;
  private int backCount;

  private final double[] anchor = new double[OBSERVATION];
  private final double[] back = new double[AGGREGATE];

  private final double[] deviation = new double[OBSERVATION];
  private final double[] sums = new double[AGGREGATE];
  private final double[] coefficients = new double[PREDICTORS * WIDTH];
  private final double[] ratios = new double[AGGREGATE - PRODUCTS];
  private final double[] pair = new double[WIDTH];
  private final double[] squares = new double[PREDICTORS];
  private boolean isFitted;
  private boolean isSingular;
  private double residualVariance;

  /**
   * An empty queue.
   *
   * @param capacity the largest number of observations; 0 if none is ever evicted
   */
  LeastSquares(int capacity) {
    this.capacity = capacity;
    observations = new double[Math.max(capacity, 1) * OBSERVATION];
    suffixes = new double[capacity * AGGREGATE];
  }

  /** The number of observations. */
  int count() {
    return frontCount + backCount;
  }

  /**
   * Takes in an observation.
   *
   * @param predictors as pairs
   */
  void add(double[] predictors, double response) {
    int at = slot(count());
    System.arraycopy(predictors, 0, observations, at, PREDICTORS * WIDTH);
    observations[at + RESPONSE * WIDTH] = response;
    observations[at + RESPONSE * WIDTH + 1] = 0;
    if (count() == 0) {
      System.arraycopy(observations, at, anchor, 0, OBSERVATION);
    }
    fold(at);
    isFitted = false;
  }

  /** Lets the oldest observation go. */
  void evict() {
    if (frontCount == 0) {
      System.arraycopy(observations, slot(backCount - 1), anchor, 0, OBSERVATION);
      turnBackIntoFront();
    }
    oldest = oldest + 1 == capacity ? 0 : oldest + 1;
    frontCount--;
    isFitted = false;
  }

  /** Where an observation is, counted from the oldest; one that never leaves is not kept. */
  private int slot(int place) {
    if (capacity == 0) {
      return 0;
    }
    int slot = oldest + place;
    return (slot < capacity ? slot : slot - capacity) * OBSERVATION;
  }

  private void fold(int at) {
    double[] from = observations;
    double[] d = deviation;
    for (int i = 0; i < OBSERVATION; i += WIDTH) {
      DoublePairs.set(d, i, from[at + i], from[at + i + 1]);
      DoublePairs.add(d, i, -anchor[i], -anchor[i + 1]);
      DoublePairs.add(back, i, d[i], d[i + 1]);
    }
    int product = PRODUCTS;
    for (int i = 0; i < OBSERVATION; i += WIDTH) {
      for (int j = i; j < OBSERVATION; j += WIDTH) {
        DoublePairs.addProduct(back, product, 1, d[i], d[i + 1], d[j], d[j + 1]);
        product += WIDTH;
      }
    }
    backCount++;
  }

  private void turnBackIntoFront() {
    int count = backCount;
    clearBack();
    for (int place = count - 1; place >= 0; place--) {
      int at = slot(place);
      fold(at);
      System.arraycopy(back, 0, suffixes, at / OBSERVATION * AGGREGATE, AGGREGATE);
    }
    clearBack();
    frontCount = count;
  }

  private void clearBack() {
    Arrays.fill(back, 0);
    backCount = 0;
  }

  /** Whether the predictors determine no coefficients: one does not vary, or is a sum of others. */
  boolean isSingular() {
    fit();
    return isSingular;
  }

  /**
   * The residual variance, with as many degrees of freedom as there are observations more than
   * coefficients; 0 where the fit is exact.
   */
  double residualVariance() {
    fit();
    return residualVariance;
  }

  /**
   * The response that the coefficients give.
   *
   * @param predictors as pairs
   * @param response a pair, which is set
   */
  void predict(double[] predictors, double[] response) {
    fit();
    int n = count();
    int y = RESPONSE * WIDTH;
    DoublePairs.set(response, 0, sums[y], sums[y + 1]);
    double[] distance = pair;
    for (int i = 0; i < y; i += WIDTH) {
      DoublePairs.set(distance, 0, predictors[i], predictors[i + 1]);
      DoublePairs.add(distance, 0, -anchor[i], -anchor[i + 1]);
      DoublePairs.set(deviation, 0, -sums[i], -sums[i + 1]);
      DoublePairs.addProduct(deviation, 0, 1, n, 0, distance[0], distance[1]);
      DoublePairs.addProduct(
          response, 0, 1, coefficients[i], coefficients[i + 1], deviation[0], deviation[1]);
    }
    DoublePairs.divide(response, 0, n, 0);
    DoublePairs.add(response, 0, anchor[y], anchor[y + 1]);
  }

  private void fit() {
    if (isFitted) {
      return;
    }
    isFitted = true;
    addUp();
    takeMeans();
    isSingular = !eliminate();
    if (!isSingular) {
      solve();
    }
  }

  /** The aggregate of the front and the back together. */
  private void addUp() {
    System.arraycopy(back, 0, sums, 0, AGGREGATE);
    if (frontCount > 0) {
      int at = oldest * AGGREGATE;
      for (int i = 0; i < AGGREGATE; i += WIDTH) {
        DoublePairs.add(sums, i, suffixes[at + i], suffixes[at + i + 1]);
      }
    }
  }

  /** From sums of products to those about the means, times the number of observations. */
  private void takeMeans() {
    int n = count();
    int product = PRODUCTS;
    for (int i = 0; i < OBSERVATION; i += WIDTH) {
      for (int j = i; j < OBSERVATION; j += WIDTH) {
        DoublePairs.set(pair, 0, 0, 0);
        DoublePairs.addProduct(pair, 0, 1, n, 0, sums[product], sums[product + 1]);
        DoublePairs.addProduct(pair, 0, -1, sums[i], sums[i + 1], sums[j], sums[j + 1]);
        sums[product] = pair[0];
        sums[product + 1] = pair[1];
        product += WIDTH;
      }
    }
  }

  /** Eliminates one predictor after the other; false if one of them has too little left. */
  private boolean eliminate() {
    int n = count();
    double total = sums[product(RESPONSE, RESPONSE)];
    for (int k = 0; k < PREDICTORS; k++) {
      squares[k] = sums[product(k, k)];
    }
    for (int k = 0; k < PREDICTORS; k++) {
      int pivot = product(k, k);
      double size = n * anchor[k * WIDTH];
      boolean varies = squares[k] > MIN_VARIATION * size * size;
      if (!(varies && sums[pivot] > MIN_TOLERANCE * squares[k])) {
        return false;
      }
      for (int i = k + 1; i < VARIABLES; i++) {
        int of = product(k, i);
        DoublePairs.set(pair, 0, sums[of], sums[of + 1]);
        DoublePairs.divide(pair, 0, sums[pivot], sums[pivot + 1]);
        ratios[of - PRODUCTS] = pair[0];
        ratios[of - PRODUCTS + 1] = pair[1];
        for (int j = i; j < VARIABLES; j++) {
          int with = product(k, j);
          DoublePairs.addProduct(
              sums, product(i, j), -1, pair[0], pair[1], sums[with], sums[with + 1]);
        }
      }
    }
    double left = sums[product(RESPONSE, RESPONSE)];
    residualVariance = left > MIN_RESIDUAL * total ? left / n / (n - VARIABLES) : 0;
    return true;
  }

  /** The coefficients, the last one first. */
  private void solve() {
    double[] b = coefficients;
    for (int k = PREDICTORS - 1; k >= 0; k--) {
      int at = k * WIDTH;
      int of = product(k, RESPONSE) - PRODUCTS;
      DoublePairs.set(b, at, ratios[of], ratios[of + 1]);
      for (int j = k + 1; j < PREDICTORS; j++) {
        of = product(k, j) - PRODUCTS;
        DoublePairs.addProduct(
            b, at, -1, ratios[of], ratios[of + 1], b[j * WIDTH], b[j * WIDTH + 1]);
      }
    }
  }

  /** Where the product of two variables is in an aggregate, the first not after the second. */
  private static int product(int i, int j) {
    return PRODUCTS + (i * VARIABLES - i * (i - 1) / 2 + j - i) * WIDTH;
  }

  /** Writes what is not among the observations. */
  void write(DataOutput out) throws IOException {
    writeAll(out, anchor);
    if (capacity == 0) {
      out.writeInt(backCount);
      writeAll(out, back);
    } else {
      out.writeInt(frontCount);
    }
  }

  /**
   * Becomes what was written, to the last bit: a suffix aggregate knows only observations after it.
   * A queue that observations leave holds them already.
   */
  void read(DataInput in) throws IOException {
    int count = count();
    readAll(in, anchor);
    int written = in.readInt();
    if (written < 0 || (capacity > 0 && written > count)) {
      throw new IOException("a regression with another number of observations");
    }
    if (capacity == 0) {
      backCount = written;
      readAll(in, back);
      return;
    }
    clearBack();
    backCount = written;
    turnBackIntoFront();
    for (int place = frontCount; place < count; place++) {
      fold(slot(place));
    }
  }

  private static void writeAll(DataOutput out, double... numbers) throws IOException {
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  private static void readAll(DataInput in, double... numbers) throws IOException {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readDouble();
    }
  }
}
