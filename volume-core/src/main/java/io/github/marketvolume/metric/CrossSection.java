package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.util.List;

/**
 * A number for the whole market on one day: a statistic of its tickers' values. Missing values are
 * skipped; the number is missing if fewer tickers than required have a value. It is a series of
 * days, so it can be measured and flagged like a ticker's.
 *
 * @param source the metric of each ticker's bar, or the flag: 1 where it is set, 0 where it is not,
 *     missing where the bar could not be judged
 * @param statistic the statistic of a day's values
 * @param required the number of tickers that must have a value; 0 if the statistic is defined for
 *     no values
 */
public record CrossSection<T extends Number>(
    Metric<Bar, ?> source, Statistic<T> statistic, int required, Label label)
    implements NumericMetric<MarketDay, T> {

  public CrossSection {
    Arguments.required(source, "source");
    Arguments.required(statistic, "statistic");
    Arguments.required(label, "label");
    Definitions.requireValue(statistic, "statistic");
    if (required < 0) {
      throw new IllegalArgumentException(
          "a cross-section cannot require " + required + " tickers; give 0 or more");
    }
  }

  /**
   * Any statistic of the tickers' values, including a user's own: {@code across(VOLUME.median())}.
   */
  public static <T extends Number> CrossSection<T> across(SeriesSummary<Bar, T> summary) {
    int required =
        StandardStatistic.isCount(Arguments.required(summary, "summary").statistic()) ? 0 : 1;
    return new CrossSection<>(summary.series(), summary.statistic(), required, summary.label());
  }

  /** The sum over all tickers: {@code total(VOLUME)} is the market's volume. */
  public static <T extends Number> CrossSection<T> total(NumericMetric<Bar, T> series) {
    return across(Arguments.required(series, "series").total());
  }

  /** The largest value of any ticker. */
  public static <T extends Number> CrossSection<T> largest(NumericMetric<Bar, T> series) {
    return across(Arguments.required(series, "series").max());
  }

  /** The ticker with the largest value; the first in the order of tickers if there are several. */
  public static TickerOfLargest tickerOfLargest(NumericMetric<Bar, ?> series) {
    return new TickerOfLargest(series, Label.NONE);
  }

  /** The mean over the tickers that have a value. */
  public static CrossSection<Double> mean(NumericMetric<Bar, ?> series) {
    return across(Arguments.required(series, "series").mean());
  }

  /** The number of tickers that traded, that is, have a volume. */
  public static CrossSection<Long> tickersTraded() {
    return across(BarMetrics.VOLUME.count()).as("tickers_traded");
  }

  /** The number of tickers on which the flag is set. */
  public static CrossSection<Long> count(Flag<Bar> flag) {
    return new CrossSection<>(
        Arguments.required(flag, "flag"),
        new StandardStatistic<>(StandardStatistic.Kind.TOTAL, Long.class),
        0,
        Label.NONE);
  }

  /**
   * The share of tickers on which the flag is set, from 0 to 1, among those whose bar the rule
   * could judge; missing on days when it could judge none.
   */
  public static CrossSection<Double> share(Flag<Bar> flag) {
    return new CrossSection<>(
        Arguments.required(flag, "flag"),
        StandardStatistic.of(StandardStatistic.Kind.MEAN),
        1,
        Label.NONE);
  }

  /**
   * The concentration of a day's total in few tickers: the Herfindahl-Hirschman index, the sum of
   * the squared shares in the total. It is 1 if one ticker has all of it, 1/n if n tickers have
   * equal values.
   */
  public static CrossSection<Double> concentration(NumericMetric<Bar, ?> series) {
    return across(Arguments.required(series, "series").concentration());
  }

  /** The same metric, missing on days on which fewer tickers have a value. */
  public CrossSection<T> requiring(int tickers) {
    return new CrossSection<>(source, statistic, tickers, label);
  }

  private boolean isOfFlag() {
    return source instanceof Flag;
  }

  @Override
  public String name() {
    return label.or(this::defaultName);
  }

  private String defaultName() {
    String name =
        statistic instanceof StandardStatistic<?> standard
            ? switch (standard.kind()) {
              case TOTAL -> isOfFlag() ? "flagged" : "total";
              case MEAN -> isOfFlag() ? "share" : "mean";
              case MAX -> "largest";
              case MIN -> "smallest";
              default -> statistic.name();
            }
            : ColumnName.own(statistic.name());
    return name + "_" + source.name() + (required > 1 ? "_min_" + required : "");
  }

  @Override
  public Class<T> type() {
    return statistic.type();
  }

  @Override
  public String describe() {
    String words =
        statistic instanceof StandardStatistic<?> standard
            ? switch (standard.kind()) {
              case TOTAL -> isOfFlag() ? "tickers flagged: " : "total ";
              case MEAN -> isOfFlag() ? "share of tickers flagged: " : "mean ";
              case MAX -> "largest ";
              case MIN -> "smallest ";
              case COUNT -> "tickers with ";
              default -> statistic.describe() + " of ";
            }
            : statistic.describe() + " of ";
    return words
        + source.describe()
        + (required > 1 ? " (of at least " + required + " tickers)" : "");
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(source);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, source.lookBack().past());
  }

  @Override
  public CrossSection<T> definition() {
    return new CrossSection<>(source.definition(), statistic, required, Label.NONE);
  }

  @Override
  public CrossSection<T> as(String name) {
    return new CrossSection<>(source, statistic, required, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
