package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.HIGH;
import static io.github.marketvolume.metric.BarMetrics.LOW;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.time.LocalDate;

/**
 * The volume indicators of charting packages, each a composition of metrics. Each includes the
 * current bar, as charts do; to judge a bar by an indicator, use the {@linkplain
 * NumericMetric#lagged(int) value of the bar before}.
 *
 * <p>Prices and volumes must refer to the same shares. Indicators that sum from the first bar on
 * (OBV, accumulation/distribution, PVT) have a level that depends on the beginning of the series:
 * only their changes are meaningful. The definitions, with their sources, are in {@code
 * docs/definitions.md}.
 */
public final class Indicators {

  private Indicators() {}

  /** The typical price, (high + low + close) / 3, in the listing's currency. */
  public static Derived<Bar> typicalPrice() {
    return HIGH.plus(LOW).plus(CLOSE).dividedBy(3).as("typical_price");
  }

  /**
   * The volume-weighted average price (VWAP) over a window: the sum of typical price times volume
   * over the sum of volume, in the listing's currency.
   */
  public static Derived<Bar> vwap(RollingWindow window) {
    Arguments.required(window, "window");
    RollingWindow including = window.includingCurrent();
    return typicalPrice()
        .times(VOLUME)
        .total()
        .over(including)
        .dividedBy(VOLUME.total().over(including))
        .as("vwap_" + window.shortName());
  }

  /** The VWAP of all bars from a date on, such as that of an announcement; missing before it. */
  public static Derived<Bar> anchoredVwap(LocalDate anchor) {
    Arguments.required(anchor, "anchor");
    return typicalPrice()
        .times(VOLUME)
        .cumulativeFrom(anchor)
        .dividedBy(VOLUME.cumulativeFrom(anchor))
        .as("vwap_from_" + anchor.toString().replace('-', '_'));
  }

  /**
   * On-balance volume (Granville 1963), in shares: volume is added on bars that close higher than
   * the bar before, and subtracted on bars that close lower. 0 on the first bar.
   */
  public static Cumulative<Bar> obv() {
    return CLOSE.change().sign().orElse(0).times(VOLUME).cumulative().as("obv");
  }

  /**
   * The close location value (Chaikin), from -1 for a close at the low to 1 for one at the high; 0
   * where high and low are equal, or a price is missing.
   */
  public static Derived<Bar> closeLocation() {
    return CLOSE
        .minus(LOW)
        .minus(HIGH.minus(CLOSE))
        .dividedBy(HIGH.minus(LOW))
        .orElse(0)
        .as("close_location");
  }

  /**
   * The accumulation/distribution line (Chaikin), in shares: the sum of close location times
   * volume.
   */
  public static Cumulative<Bar> accumulationDistribution() {
    return closeLocation().times(VOLUME).cumulative().as("accumulation_distribution");
  }

  /**
   * Chaikin money flow, from -1 to 1: the sum of close location times volume over the sum of
   * volume. The usual window is 20 bars.
   */
  public static Derived<Bar> chaikinMoneyFlow(RollingWindow window) {
    Arguments.required(window, "window");
    RollingWindow including = window.includingCurrent();
    return closeLocation()
        .times(VOLUME)
        .total()
        .over(including)
        .dividedBy(VOLUME.total().over(including))
        .as("cmf_" + window.shortName());
  }

  /**
   * The money flow index (Quong and Soudack 1989), from 0 to 100: the share of typical price times
   * volume that traded on bars whose typical price rose, among those on which it changed. The usual
   * window is 14 bars.
   */
  public static Derived<Bar> moneyFlowIndex(RollingWindow window) {
    Arguments.required(window, "window");
    RollingWindow including = window.includingCurrent();
    Derived<Bar> flow = typicalPrice().times(VOLUME);
    Derived<Bar> direction = typicalPrice().change().sign();
    RollingMetric<Bar, Double> rising = flow.times(direction.max(0)).total().over(including);
    RollingMetric<Bar, Double> moved = flow.times(direction.abs()).total().over(including);
    return rising.dividedBy(moved).times(100).as("mfi_" + window.shortName());
  }

  /**
   * The price-volume trend, in shares: the sum of volume times the relative change of the close. 0
   * on the first bar.
   */
  public static Cumulative<Bar> priceVolumeTrend() {
    return CLOSE.ratioToLagged(1).minus(1).orElse(0).times(VOLUME).cumulative().as("pvt");
  }

  /**
   * The percentage volume oscillator: the excess of the fast exponential moving average of volume
   * over the slow one, in percent of the slow one. The usual lengths are 12 and 26 bars.
   */
  public static Derived<Bar> percentageVolumeOscillator(int fast, int slow) {
    SmoothedMetric<Bar> fastAverage = ema(VOLUME, fast);
    SmoothedMetric<Bar> slowAverage = ema(VOLUME, slow);
    return fastAverage
        .minus(slowAverage)
        .dividedBy(slowAverage)
        .times(100)
        .as("pvo_" + fast + "_" + slow);
  }

  /**
   * The force index (Elder 1993), in currency: the exponential moving average of the change of the
   * close times volume. The usual length is 13 bars.
   */
  public static SmoothedMetric<Bar> forceIndex(int bars) {
    return ema(CLOSE.change().times(VOLUME), bars).as("force_" + bars);
  }

  /** The exponential moving average as in charting packages: {@link Smoothing#span}. */
  private static SmoothedMetric<Bar> ema(NumericMetric<Bar, ?> series, int bars) {
    return series.smoothed(Smoothing.span(bars).includingCurrent()).mean();
  }

  /**
   * Amihud's illiquidity (2002): the mean over a window of the size of the relative change of the
   * close for each unit of currency traded.
   */
  public static RollingMetric<Bar, Double> amihudIlliquidity(RollingWindow window) {
    Arguments.required(window, "window");
    return CLOSE
        .ratioToLagged(1)
        .minus(1)
        .abs()
        .dividedBy(DOLLAR_VOLUME)
        .mean()
        .over(window.includingCurrent())
        .as("amihud_" + window.shortName());
  }

  /**
   * Turnover: volume as a share of the shares outstanding.
   *
   * @param sharesOutstanding in the same shares as volume; a {@link Constant}, or a series
   */
  public static Derived<Bar> turnover(NumericMetric<Bar, ?> sharesOutstanding) {
    Arguments.required(sharesOutstanding, "sharesOutstanding");
    return VOLUME.dividedBy(sharesOutstanding).as("turnover");
  }

  /** The market's volume in tickers that closed higher than the day before, in shares. */
  public static CrossSection<Double> upVolume() {
    return CrossSection.total(VOLUME.times(CLOSE.change().sign().max(0))).as("up_volume");
  }

  /** The market's volume in tickers that closed lower than the day before, in shares. */
  public static CrossSection<Double> downVolume() {
    return CrossSection.total(VOLUME.times(CLOSE.change().sign().times(-1).max(0)))
        .as("down_volume");
  }

  /** The number of tickers that closed higher than the day before. */
  public static CrossSection<Double> advances() {
    return CrossSection.total(CLOSE.change().sign().max(0)).as("advances");
  }

  /** The number of tickers that closed lower than the day before. */
  public static CrossSection<Double> declines() {
    return CrossSection.total(CLOSE.change().sign().times(-1).max(0)).as("declines");
  }

  /**
   * The TRIN, or Arms index (1967): advances over declines, divided by up volume over down volume.
   * Below 1, volume went with the tickers that rose. It is a metric of the market.
   */
  public static Derived<MarketDay> trin() {
    return advances()
        .dividedBy(declines())
        .dividedBy(upVolume().dividedBy(downVolume()))
        .as("trin");
  }

  /** Average daily volume over the 20 bars before: {@link BarMetrics#averageDailyVolume}. */
  public static RollingMetric<Bar, Double> averageDailyVolume() {
    return BarMetrics.averageDailyVolume(bars(20));
  }
}
