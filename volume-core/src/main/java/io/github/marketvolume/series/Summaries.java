package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WholeWindow;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Volumes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Statistics of whole series. */
public final class Summaries {

  private Summaries() {}

  /**
   * The statistic of all published rows of a series: Double or Long, null where missing; a number
   * of values never is.
   *
   * @param volumes what the volumes of the bars are
   */
  public static @Nullable Object summarize(
      SeriesSummary<?, ?> summary, SeriesColumns columns, Volumes volumes) {
    NumericMetric<?, ?> input = summary.series();
    int from = columns.publishedFrom();
    int to = columns.publishedTo();
    double[] published = Arrays.copyOfRange(columns.get(input), from, to);
    if (!hasValue(published)) {
      return StandardStatistic.isCount(summary.statistic()) ? (Object) 0L : null;
    }
    double value = Limits.computed(of(summary.statistic(), published));
    if (Double.isNaN(value) || volumes.typeOf(summary) != Long.class) {
      return Double.isNaN(value) ? null : (Object) value;
    }
    long[] wholes = columns.wholes(input);
    if ((wholes != null || Wholes.isInexact(value)) && Wholes.mayBeInexact(summary.statistic())) {
      StandardStatistic<?> statistic = (StandardStatistic<?>) summary.statistic();
      return wholes == null
          ? exactly(statistic.kind(), Wholes.toLongs(published, published.length), 0, to - from)
          : exactly(statistic.kind(), wholes, from, to);
    }
    return Wholes.toObject(Wholes.toLong(Wholes.rounded(value)));
  }

  /** Whether a statistic of all rows so far can go on without the rows themselves. */
  public static boolean isRunning(Statistic<?> statistic) {
    return statistic instanceof StandardStatistic<?> standard
        && switch (standard.kind()) {
          case TOTAL, MEAN, STDDEV, MIN, MAX, COUNT -> true;
          case MEDIAN, MAD, QUANTILE, CONCENTRATION -> false;
        };
  }

  /**
   * A statistic of all published rows so far, of which none is kept: the same as {@link
   * Summaries#summarize} has of all of them together, to the last bit.
   */
  public static final class Running {

    private final SeriesSummary<?, ?> summary;
    private final StandardStatistic.Kind kind;
    private final Volumes volumes;
    private final Moments moments = Moments.ofAll();
    private double least = Double.NaN;
    private double largest = Double.NaN;

    /** The same of longs, which stand beside the doubles once some are beyond these. */
    private long total;

    private double near;
    private long leastWhole = Wholes.MISSING;
    private long largestWhole = Wholes.MISSING;
    private boolean isBeyondDoubles;

    /**
     * A statistic of no rows.
     *
     * @throws IllegalArgumentException unless it {@linkplain #isRunning is one that can go on}
     */
    public Running(SeriesSummary<?, ?> summary, Volumes volumes) {
      if (!isRunning(summary.statistic())) {
        throw new IllegalArgumentException(summary.describe() + " needs all rows at a time");
      }
      this.summary = summary;
      this.kind = ((StandardStatistic<?>) summary.statistic()).kind();
      this.volumes = volumes;
    }

    /** Takes the published rows of these columns, which come after those so far. */
    public void add(SeriesColumns columns) {
      double[] numbers = columns.get(summary.series());
      long[] wholes = columns.wholes(summary.series());
      isBeyondDoubles |= wholes != null;
      boolean isWhole = volumes.typeOf(summary) == Long.class;
      for (int row = columns.publishedFrom(); row < columns.publishedTo(); row++) {
        double number = numbers[row];
        if (!Double.isNaN(number)) {
          moments.add(number);
          least = Double.isNaN(least) ? number : Math.min(least, number);
          largest = Double.isNaN(largest) ? number : Math.max(largest, number);
        }
        if (isWhole) {
          addWhole(wholes == null ? Wholes.toLong(number) : wholes[row]);
        }
      }
    }

    private void addWhole(long whole) {
      if (whole != Wholes.MISSING) {
        total += whole; // wraps around, which the sum of doubles tells
        near += whole;
        leastWhole = leastWhole == Wholes.MISSING ? whole : Math.min(leastWhole, whole);
        largestWhole = Math.max(largestWhole, whole);
      }
    }

    /** The statistic: Double or Long, null where missing; a number of values never is. */
    public @Nullable Object result() {
      if (moments.count() == 0) {
        return kind == StandardStatistic.Kind.COUNT ? (Object) 0L : null;
      }
      double value = Limits.computed(number());
      if (Double.isNaN(value) || volumes.typeOf(summary) != Long.class) {
        return Double.isNaN(value) ? null : (Object) value;
      }
      return (isBeyondDoubles || Wholes.isInexact(value))
              && Wholes.mayBeInexact(summary.statistic())
          ? Wholes.toObject(whole())
          : Wholes.toObject(Wholes.toLong(Wholes.rounded(value)));
    }

    private double number() {
      return switch (kind) {
        case TOTAL -> moments.sum();
        case MEAN -> moments.mean();
        case STDDEV -> moments.standardDeviation();
        case MIN -> least;
        case MAX -> largest;
        default -> moments.count();
      };
    }

    private long whole() {
      return switch (kind) {
        case MIN -> leastWhole;
        case MAX -> largestWhole;
        default -> WholeWindow.isNear(near, total) ? total : Wholes.MISSING;
      };
    }

    /** Writes what goes on from here has to know. */
    public void write(DataOutput out) throws IOException {
      moments.writeAll(out);
      for (double number : new double[] {least, largest, near}) {
        out.writeDouble(number);
      }
      for (long whole : new long[] {total, leastWhole, largestWhole}) {
        out.writeLong(whole);
      }
      out.writeBoolean(isBeyondDoubles);
    }

    /** Becomes what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
      moments.readAll(in);
      least = in.readDouble();
      largest = in.readDouble();
      near = in.readDouble();
      total = in.readLong();
      leastWhole = in.readLong();
      largestWhole = in.readLong();
      isBeyondDoubles = in.readBoolean();
    }
  }

  private static boolean hasValue(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isNaN(number)) {
        return true;
      }
    }
    return false;
  }

  private static double of(Statistic<?> statistic, double[] values) {
    SlidingWindow window = new SlidingWindow(values.length);
    try {
      DoubleSupplier result = statistic.attach(window, values.length);
      window.fill(values);
      return result.getAsDouble();
    } catch (RuntimeException e) {
      throw new ExtensionException("statistic " + statistic.name(), "", e);
    }
  }

  private static @Nullable Long exactly(
      StandardStatistic.Kind kind, long[] longs, int from, int to) {
    return Wholes.toObject(Wholes.statistic(kind, longs, from, to));
  }
}
