package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.util.List;
import java.util.Locale;

/**
 * A number for the whole market on one day, computed across its tickers. Missing values are
 * skipped; where no ticker has one, counts are 0 and the rest is missing. Being a series of days,
 * it can be measured and flagged like a ticker's.
 *
 * @param source the metric or flag of each ticker's bar that it is computed from
 */
public record CrossSection<T extends Number>(
    Kind kind, Metric<Bar, ?> source, Class<T> type, String label)
    implements NumericMetric<MarketDay, T> {

  public CrossSection {
    ColumnName.checkedOrNull(label);
  }

  /** Which number. */
  public enum Kind {
    /** The sum over tickers; of whole numbers exact, and missing if it is beyond a {@code long}. */
    TOTAL("total"),
    /** The largest ticker's value. */
    LARGEST("largest"),
    /** The mean over tickers. */
    MEAN("mean"),
    /** How many tickers have a value. */
    COUNT("tickers with"),
    /** On how many tickers a flag is set. */
    FLAGGED("tickers flagged:"),
    /** The tickers on which a flag is set, as a share of those whose bar could be judged. */
    SHARE("share of tickers flagged:"),
    /** The Herfindahl-Hirschman index: the sum of squared shares, from 1/n to 1. */
    CONCENTRATION("concentration (HHI) of");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** The sum over all tickers: {@code total(VOLUME)} is the market's volume. */
  public static <T extends Number> CrossSection<T> total(NumericMetric<Bar, T> series) {
    return new CrossSection<>(Kind.TOTAL, series, series.type(), null);
  }

  /** The largest value of any ticker. */
  public static <T extends Number> CrossSection<T> largest(NumericMetric<Bar, T> series) {
    return new CrossSection<>(Kind.LARGEST, series, series.type(), null);
  }

  /** Whose value is the largest; of several, the first in the order of tickers. */
  public static TickerOfLargest tickerOfLargest(NumericMetric<Bar, ?> series) {
    return new TickerOfLargest(series, null);
  }

  /** The mean over the tickers that have a value. */
  public static CrossSection<Double> mean(NumericMetric<Bar, ?> series) {
    return new CrossSection<>(Kind.MEAN, series, Double.class, null);
  }

  /** How many tickers traded, which is to say have a volume. */
  public static CrossSection<Long> tickersTraded() {
    return new CrossSection<>(Kind.COUNT, BarMetrics.VOLUME, Long.class, null).as("tickers_traded");
  }

  /** On how many tickers the flag is set. */
  public static CrossSection<Long> count(Flag<Bar> flag) {
    return new CrossSection<>(Kind.FLAGGED, flag, Long.class, null);
  }

  /**
   * The share of tickers on which the flag is set, from 0 to 1, of those whose bar the rule could
   * judge; missing on days when it could judge none.
   */
  public static CrossSection<Double> share(Flag<Bar> flag) {
    return new CrossSection<>(Kind.SHARE, flag, Double.class, null);
  }

  /**
   * How much of a day's total few tickers have: the Herfindahl-Hirschman index, the sum of the
   * squared shares in the total. 1 when all of it is one ticker's, 1/n when n tickers have the
   * same.
   */
  public static CrossSection<Double> concentration(NumericMetric<Bar, ?> series) {
    return new CrossSection<>(Kind.CONCENTRATION, series, Double.class, null);
  }

  @Override
  public String name() {
    return label == null ? kind.name().toLowerCase(Locale.ROOT) + "_" + source.name() : label;
  }

  @Override
  public String describe() {
    return kind.words + " " + source.describe();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(source);
  }

  @Override
  public LookBack lookBack() {
    return source.lookBack();
  }

  @Override
  public CrossSection<T> definition() {
    return new CrossSection<>(kind, source.definition(), type, null);
  }

  @Override
  public CrossSection<T> as(String name) {
    return new CrossSection<>(kind, source, type, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
