package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.TickerOfLargest;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the market's days: one series, of each group if bars have one, with a row for every
 * day on which there is a bar.
 */
final class ReferenceMarketColumns extends ReferenceColumns<MarketDay> {

  private final ReferenceBarColumns bars;

  /**
   * Columns of the days of these bars.
   *
   * @param published whether days of a date are published
   */
  ReferenceMarketColumns(ReferenceBarColumns bars, Predicate<LocalDate> published) {
    super(
        bars.rows().stream()
            .map(ReferenceMarketColumns::day)
            .distinct()
            .sorted(
                Comparator.<MarketDay, Boolean>comparing(day -> day.group().isEmpty())
                    .thenComparing(day -> day.group().orElse(""))
                    .thenComparing(MarketDay::tradeDate))
            .toList(),
        MarketDay::group,
        published,
        bars.volumes());
    this.bars = bars;
  }

  private static MarketDay day(Bar bar) {
    return bar.isUnfinished()
        ? MarketDay.unfinished(bar.tradeDate(), bar.group())
        : MarketDay.of(bar.tradeDate(), bar.group());
  }

  @Override
  List<@Nullable Object> computeOwn(Metric<MarketDay, ?> metric) {
    if (metric instanceof CrossSection<?> crossSection) {
      return onEachRow(day -> acrossTickers(crossSection, day));
    }
    if (metric instanceof TickerOfLargest largest) {
      return onEachRow(day -> tickerOfLargest(largest, barsOf(day)));
    }
    throw new IllegalStateException(metric.describe() + " has no definition for market days");
  }

  @Override
  String nameOf(int day) {
    return rows().get(day).tradeDate().toString();
  }

  /** The places of a day's bars among all bars, in the order of tickers. */
  private List<Integer> barsOf(int day) {
    return bars.rowsOf(rows().get(day));
  }

  @SuppressWarnings("unchecked") // what a cross-section is computed from is of bars
  private @Nullable Object acrossTickers(CrossSection<?> metric, int day) {
    List<Integer> places = barsOf(day);
    List<Number> values =
        metric.source() instanceof Flag<?>
            ? ofFlag((Flag<Bar>) metric.source(), places)
            : valid((NumericMetric<Bar, ?>) metric.source(), places);
    if (values.size() < metric.required()) {
      return null;
    }
    return values.isEmpty()
        ? (Object) 0L
        : statistic(
            metric.statistic(),
            volumes().typeOf(metric),
            values,
            IntStream.range(0, values.size()).boxed().toList(),
            nameOf(day));
  }

  /** 1 where a flag is set and 0 where it is not, of the bars that could be judged. */
  private List<Number> ofFlag(Flag<Bar> flag, List<Integer> places) {
    return places.stream()
        .map(bar -> bars.judge(flag, bar))
        .flatMap(Optional::stream)
        .map(verdict -> (Number) (verdict.fires() ? 1L : 0L))
        .toList();
  }

  private @Nullable Object tickerOfLargest(TickerOfLargest metric, List<Integer> places) {
    List<Number> values = valid(metric.series(), places);
    if (values.isEmpty()) {
      return null;
    }
    Number largest = Collections.max(values, ReferenceStatistics.BY_VALUE);
    List<@Nullable Object> column = bars.column(metric.series());
    int first =
        places.stream()
            .filter(bar -> isSame((Number) column.get(bar), largest))
            .findFirst()
            .orElseThrow();
    return bars.rows().get(first).ticker().symbol();
  }

  private static boolean isSame(@Nullable Number value, Number other) {
    return value != null && ReferenceStatistics.BY_VALUE.compare(value, other) == 0;
  }

  private List<Number> valid(NumericMetric<Bar, ?> metric, List<Integer> places) {
    return places.stream()
        .map(bars.column(metric)::get)
        .filter(Objects::nonNull)
        .map(Number.class::cast)
        .toList();
  }
}
