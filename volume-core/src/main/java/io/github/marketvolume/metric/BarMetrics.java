package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import java.util.List;

/** The series that every bar has, to build other metrics from; made for static import. */
public final class BarMetrics {

  public static final BarField<Double> OPEN = price(BarField.Kind.OPEN);
  public static final BarField<Double> HIGH = price(BarField.Kind.HIGH);
  public static final BarField<Double> LOW = price(BarField.Kind.LOW);
  public static final BarField<Double> CLOSE = price(BarField.Kind.CLOSE);

  /** The close adjusted for splits and dividends, as the vendor gives it. */
  public static final BarField<Double> ADJ_CLOSE = price(BarField.Kind.ADJ_CLOSE);

  /** Shares traded; 0 is missing. */
  public static final BarField<Long> VOLUME =
      new BarField<>(BarField.Kind.VOLUME, Long.class, null);

  /** The natural logarithm of volume. */
  public static final Derived<Bar> LOG_VOLUME = VOLUME.log();

  /** Close times volume, in the listing's currency. */
  public static final Derived<Bar> DOLLAR_VOLUME =
      new Derived<>(Derived.Operation.PRODUCT, List.of(CLOSE, VOLUME), null);

  private BarMetrics() {}

  /** Average daily volume (ADV) over a window, as {@code adv_20}. */
  public static RollingMetric<Bar, Double> averageDailyVolume(RollingWindow window) {
    return VOLUME.mean().over(window).as("adv_" + window.length());
  }

  /** Relative volume (RVOL): volume as a multiple of its mean over a window, as {@code rvol_20}. */
  public static Score<Bar> relativeVolume(RollingWindow window) {
    return VOLUME.ratioToMean().over(window).as("rvol_" + window.length());
  }

  private static BarField<Double> price(BarField.Kind kind) {
    return new BarField<>(kind, Double.class, null);
  }
}
