package io.github.marketvolume.examples;

import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.AnomaliesStage;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.LeaderboardStage;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RowsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The volume of the S&amp;P 500, day by day: how each ticker's compares with its last month,
 * quarter and year; where it is an anomaly; which tickers traded most; and what the market as a
 * whole did, with its shocks.
 *
 * <p>A baseline is the 20, 60 or 252 bars before the one that it judges, all of which must have a
 * volume. An anomaly is a day whose log volume has a modified z-score of at least {@value
 * #SPIKE_THRESHOLD} against the 60 bars before it, the conventional threshold of Iglewicz and
 * Hoaglin (1993).
 */
public final class Sp500Pipeline {

  /** The score from which on a day's volume is an anomaly. */
  public static final double SPIKE_THRESHOLD = 3.5;

  private static final RollingWindow MONTH = bars(20);
  private static final RollingWindow QUARTER = bars(60);
  private static final RollingWindow YEAR = bars(252);

  private static final Score<Bar> SCORE =
      LOG_VOLUME.modifiedZScore().over(QUARTER).as("modified_z_60");

  private static final Flag<Bar> SPIKE = SCORE.atLeast(SPIKE_THRESHOLD).as("flagged");

  /** A ticker's largest day, which the leaderboard ranks by. */
  static final Summary<Bar, Long> LARGEST_DAY = VOLUME.max().as("max_volume");

  /** All shares of a ticker that were traded. */
  static final Summary<Bar, Long> ALL_DAYS = VOLUME.total().as("total_volume");

  /** What a ticker trades on an average day. */
  static final Summary<Bar, Double> AVERAGE_DAY = VOLUME.mean().as("mean_volume");

  private Sp500Pipeline() {}

  /** Every bar with its baselines, ranks, scores and flag. */
  public static FlaggedStage<Bar> tickerDaily(BarsStage prices) {
    return tickerDaily(prices, true);
  }

  private static FlaggedStage<Bar> tickerDaily(BarsStage prices, boolean hindsight) {
    return measured(prices, hindsight).flag(SPIKE);
  }

  /** The flagged bars, and how much of that is the stock's own. */
  public static AnomaliesStage<Bar> anomalies(BarsStage prices, MarketShocks shocks) {
    return anomalies(prices, shocks, true);
  }

  private static AnomaliesStage<Bar> anomalies(
      BarsStage prices, MarketShocks shocks, boolean hindsight) {
    return measured(prices, hindsight).measure(shocks.stockSpecificScore()).flag(SPIKE).anomalies();
  }

  private static MeasuredStage<Bar> measured(BarsStage prices, boolean hindsight) {
    MeasuredStage<Bar> logs =
        prices
            .measure(mean(MONTH), deviation(MONTH))
            .measure(mean(QUARTER), deviation(QUARTER))
            .measure(mean(YEAR), deviation(YEAR))
            .measure(
                LOG_VOLUME.median().over(QUARTER).as("median_log_60"),
                LOG_VOLUME.mad().over(QUARTER).as("mad_log_60"));
    MeasuredStage<Bar> ranked =
        hindsight ? logs.measure(Rank.inHindsight(VOLUME.descending()).as("rank_in_ticker")) : logs;
    return ranked.measure(
        Rank.acrossTickers(VOLUME.descending()).as("rank_on_day"),
        VOLUME.zScore().over(MONTH).as("zscore_20"),
        SCORE);
  }

  /** The tickers in the order of their largest days. */
  public static LeaderboardStage leaderboard(BarsStage prices) {
    return prices.leaderboard(LARGEST_DAY, ALL_DAYS, AVERAGE_DAY);
  }

  /** What the market trades, a row a day. */
  public static MarketStage marketVolume(BarsStage prices) {
    return prices.market(
        total(VOLUME).as("total_volume"),
        largest(VOLUME).as("max_volume"),
        tickerOfLargest(VOLUME).as("max_ticker"),
        total(DOLLAR_VOLUME).as("dollar_volume"),
        tickersTraded().as("tickers"),
        count(SPIKE).as("flagged"));
  }

  /** What the market trades, a row a day, and how far that is out of the ordinary. */
  public static MeasuredStage<MarketDay> marketDaily(BarsStage prices, MarketShocks shocks) {
    return marketVolume(prices)
        .measure(
            shocks.kind(), shocks.score(), shocks.breadth2(), shocks.breadth35(), shocks.level());
  }

  /** The names of the outputs that {@link #of} asks sinks for, in their order. */
  public static List<String> outputNames() {
    return List.of(
        "ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected");
  }

  /**
   * The whole pipeline.
   *
   * @param prices the bars to work on
   * @param sinks the sink for each of {@link #outputNames()}
   * @param mostTraded takes the top ten of the leaderboard besides
   */
  public static VolumePipeline of(
      BarsStage prices,
      Function<String, ? extends Sink<Object>> sinks,
      Sink<? super TickerSummary> mostTraded) {
    return of(prices, prices.rejected(), MarketShocks.ON_NYSE, true, List.of(sinks), mostTraded);
  }

  /**
   * The whole pipeline, of bars that were checked before, into one place or several.
   *
   * @param prices the bars to work on
   * @param rejected the rows that are none of them
   * @param shocks what a shock of this market is
   * @param hindsight whether each bar is ranked among all of its ticker's, which every later day
   *     changes, so that an update computes these outputs again
   * @param places a sink for each of {@link #outputNames()}, of every place
   * @param mostTraded takes the top ten of the leaderboard besides
   */
  public static VolumePipeline of(
      BarsStage prices,
      RowsStage<RejectedRow> rejected,
      MarketShocks shocks,
      boolean hindsight,
      List<Function<String, ? extends Sink<Object>>> places,
      Sink<? super TickerSummary> mostTraded) {
    boolean isRestated = prices.plan().bars().adjustsForSplits();
    List<Output<?>> outputs = new ArrayList<>();
    for (Function<String, ? extends Sink<Object>> sinks : places) {
      outputs.add(
          output(tickerDaily(prices, hindsight), sinks, "ticker_daily", isRestated || hindsight));
      outputs.add(
          output(
              anomalies(prices, shocks, hindsight), sinks, "anomalies", isRestated || hindsight));
      outputs.add(output(leaderboard(prices), sinks, "leaderboard", isRestated));
      outputs.add(output(marketDaily(prices, shocks), sinks, "market_daily", isRestated));
      outputs.add(output(shocks.shocks(prices), sinks, "shocks", isRestated));
      outputs.add(rejected.into(sinks.apply("rejected")));
    }
    Output<TickerSummary> top = leaderboard(prices).top(10).into(mostTraded);
    outputs.add(isRestated ? top.rebuiltByUpdates() : top);
    return VolumePipeline.named("sp500", outputs.toArray(Output<?>[]::new));
  }

  private static <S> Output<S> output(
      Stage<S> stage,
      Function<String, ? extends Sink<Object>> sinks,
      String name,
      boolean isRebuilt) {
    Output<S> output = stage.into(sinks.apply(name));
    return isRebuilt ? output.rebuiltByUpdates() : output;
  }

  private static RollingMetric<Bar, Double> mean(RollingWindow window) {
    return VOLUME.mean().over(window).as("mean_" + window.length());
  }

  private static RollingMetric<Bar, Double> deviation(RollingWindow window) {
    return VOLUME.standardDeviation().over(window).as("stddev_" + window.length());
  }
}
