package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;

/** The series of every bar, from which other metrics are built; meant for static import. */
public final class BarMetrics {

  public static final BarField<Double> OPEN = decimal(BarColumn.OPEN);
  public static final BarField<Double> HIGH = decimal(BarColumn.HIGH);
  public static final BarField<Double> LOW = decimal(BarColumn.LOW);
  public static final BarField<Double> CLOSE = decimal(BarColumn.CLOSE);

  /** The close adjusted for splits and dividends, as the vendor gives it. */
  public static final BarField<Double> ADJ_CLOSE = decimal(BarColumn.ADJ_CLOSE);

  /**
   * Shares traded, in the basis of the bars; 0 is missing. What is computed from it uses fractions,
   * where {@link Volumes} have some; {@link Measured#get} rounds, and {@link Measured#exact} does
   * not.
   */
  public static final BarField<Long> VOLUME = BarField.of(BarColumn.VOLUME, Long.class);

  /** New shares for one old share, on the first day that they trade; only raw bars have it. */
  public static final BarField<Double> SPLIT_COEFFICIENT = decimal(BarColumn.SPLIT_COEFFICIENT);

  /**
   * The session's volume-weighted average price as the vendor computes it, an optional field;
   * {@link Indicators#vwap} is computed from bars, over a window.
   */
  public static final BarField<Double> VWAP = decimal(BarColumn.VWAP);

  /** The number of trades that make up the volume; an optional field, which few vendors deliver. */
  public static final BarField<Long> TRADES = BarField.of(BarColumn.TRADES, Long.class);

  /** The natural logarithm of volume. */
  public static final Derived<Bar> LOG_VOLUME = VOLUME.log();

  /** Close times volume, in the listing's currency; the same in every basis. */
  public static final Derived<Bar> DOLLAR_VOLUME = CLOSE.times(VOLUME);

  private BarMetrics() {}

  /** Average daily volume (ADV) over a window, as {@code adv_20}. */
  public static RollingMetric<Bar, Double> averageDailyVolume(RollingWindow window) {
    return VOLUME.mean().over(window).as("adv_" + window.shortName());
  }

  /** Relative volume (RVOL): volume as a multiple of its mean over a window, as {@code rvol_20}. */
  public static Score<Bar> relativeVolume(RollingWindow window) {
    return VOLUME.ratioToMean().over(window).as("rvol_" + window.shortName());
  }

  private static BarField<Double> decimal(BarColumn column) {
    return BarField.of(column, Double.class);
  }
}
