package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.Concentration;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * The statistics of {@link NumericMetric}; those of one window share its kernels. Public for
 * runners that compute one in their own way.
 *
 * @param p which quantile; 0 for the other kinds
 */
public record StandardStatistic<T extends Number>(Kind kind, Class<T> type, double p)
    implements Statistic<T> {

  /** The kind of statistic; the methods of {@link NumericMetric} define them. */
  public enum Kind {
    TOTAL,
    MEAN,
    STDDEV,
    MIN,
    MAX,
    MEDIAN,
    MAD,
    QUANTILE,
    COUNT,
    CONCENTRATION
  }

  StandardStatistic(Kind kind, Class<T> type) {
    this(kind, type, 0);
  }

  static StandardStatistic<Double> of(Kind kind) {
    return new StandardStatistic<>(kind, Double.class);
  }

  static StandardStatistic<Double> quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "a quantile at " + p + " is not possible; give a share from 0 to 1");
    }
    return new StandardStatistic<>(Kind.QUANTILE, Double.class, p);
  }

  /** Whether a statistic is the number of values, which has a value where there are none: 0. */
  public static boolean isCount(Statistic<?> statistic) {
    return statistic instanceof StandardStatistic<?> standard && standard.kind() == Kind.COUNT;
  }

  @Override
  public String name() {
    return kind == Kind.QUANTILE
        ? "q" + ColumnName.number(BigDecimal.valueOf(p).movePointRight(2).doubleValue())
        : kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String describe() {
    return switch (kind) {
      case STDDEV -> "standard deviation";
      case MAD -> "median absolute deviation";
      case QUANTILE -> p + " quantile";
      case COUNT -> "number of values";
      case CONCENTRATION -> "concentration (HHI)";
      default -> name();
    };
  }

  @Override
  public WindowKernel kernel(int window) {
    return switch (kind) {
      case TOTAL, MEAN, STDDEV, COUNT -> {
        Moments moments = new Moments(window);
        yield new Reading(moments::add, moments::evict, ofMoments(moments));
      }
      case MIN, MAX, MEDIAN, MAD, QUANTILE -> {
        OrderStatistics order = new OrderStatistics(window);
        yield new Reading(order::add, order::evict, ofOrder(order));
      }
      case CONCENTRATION -> new Concentration(window);
    };
  }

  @Override
  public DoubleSupplier attach(SlidingWindow window, int length) {
    return switch (kind) {
      case TOTAL, MEAN, STDDEV, COUNT -> ofMoments(window.moments());
      case MIN, MAX, MEDIAN, MAD, QUANTILE -> ofOrder(window.order());
      case CONCENTRATION -> Statistic.super.attach(window, length);
    };
  }

  private DoubleSupplier ofMoments(Moments moments) {
    return switch (kind) {
      case TOTAL -> moments::sum;
      case MEAN -> moments::mean;
      case COUNT -> moments::count;
      default -> moments::standardDeviation;
    };
  }

  private DoubleSupplier ofOrder(OrderStatistics order) {
    return switch (kind) {
      case MIN -> order::min;
      case MAX -> order::max;
      case MEDIAN -> order::median;
      case MAD -> order::medianAbsoluteDeviation;
      default -> () -> order.quantile(p);
    };
  }

  @Override
  public String toString() {
    return name();
  }

  /** One number read off an accumulator that knows several. */
  private record Reading(DoubleConsumer adder, DoubleConsumer evicter, DoubleSupplier reader)
      implements WindowKernel {

    @Override
    public void add(double value) {
      adder.accept(value);
    }

    @Override
    public void evict(double value) {
      evicter.accept(value);
    }

    @Override
    public double result() {
      return reader.getAsDouble();
    }
  }
}
