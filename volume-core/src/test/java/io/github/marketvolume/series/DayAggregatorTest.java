package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cross-sections of one day; its tickers are A, B, C and so on. */
class DayAggregatorTest {

  private static final long BIG = 1L << 53;

  private static Object aggregate(Metric<MarketDay, ?> crossSection, double... values) {
    return aggregate(crossSection, values, null);
  }

  private static Object aggregate(
      Metric<MarketDay, ?> crossSection, double[] values, long[] wholes) {
    List<Metric<?, ?>> inputs = crossSection.inputs();
    return new DayAggregator(List.of(crossSection), inputs, Volumes.WHOLE)
        .aggregate(0, DayAggregatorTest::ticker, new double[][] {values}, new long[][] {wholes})[0];
  }

  private static String ticker(int place) {
    return String.valueOf((char) ('A' + place));
  }

  @Test
  void statistics_areOfTheTickersThatHaveAValue() {
    assertThat(aggregate(total(VOLUME), 1, NaN, 5)).isEqualTo(6L);
    assertThat(aggregate(largest(VOLUME), 1, NaN, 5)).isEqualTo(5L);
    assertThat(aggregate(mean(VOLUME), 1, NaN, 5)).isEqualTo(3.0);
    assertThat(aggregate(across(VOLUME.count()), 1, NaN, 5)).isEqualTo(2L);
    assertThat(aggregate(across(VOLUME.median()), 1, NaN, 5, 9)).isEqualTo(5.0);
  }

  @Test
  void dayWithoutValues_hasNoStatisticButCounts() {
    assertThat(aggregate(total(VOLUME), NaN, NaN)).isNull();
    assertThat(aggregate(mean(VOLUME))).isNull();
    assertThat(aggregate(across(VOLUME.count()), NaN, NaN)).isEqualTo(0L);
  }

  @Test
  void requiring_isMissingWithFewerTickers() {
    assertThat(aggregate(total(VOLUME).requiring(2), 1, NaN)).isNull();
    assertThat(aggregate(total(VOLUME).requiring(2), 1, 4)).isEqualTo(5L);
  }

  @Test
  void flags_areCountedAndShared() {
    Flag<Bar> flag = VOLUME.atLeast(3);
    assertThat(aggregate(count(flag), 1, 0, NaN, 1, 0)).isEqualTo(2L);
    assertThat(aggregate(share(flag), 1, 0, NaN, 1, 0)).isEqualTo(0.5);
    assertThat(aggregate(count(flag), NaN)).isEqualTo(0L);
    assertThat(aggregate(share(flag), NaN)).isNull();
  }

  @Test
  void tickerOfLargest_isTheFirstOfSeveral() {
    assertThat(aggregate(tickerOfLargest(VOLUME), NaN, 4, 2, 4)).isEqualTo("B");
    assertThat(aggregate(tickerOfLargest(VOLUME), NaN, NaN)).isNull();
  }

  @Test
  void longs_areAggregatedExactly() {
    double[] nearest = {BIG, BIG, NaN};
    long[] wholes = {BIG, BIG + 1, Wholes.MISSING};
    assertThat(aggregate(total(VOLUME), nearest, wholes)).isEqualTo(2 * BIG + 1);
    assertThat(aggregate(largest(VOLUME), nearest, wholes)).isEqualTo(BIG + 1);
    assertThat(aggregate(tickerOfLargest(VOLUME), nearest, wholes)).isEqualTo("B");
  }

  @Test
  void totalThatNoDoubleHolds_isExact() {
    assertThat(aggregate(total(VOLUME), BIG - 1, 2)).isEqualTo(BIG + 1);
  }

  @Test
  void totalThatNoLongHolds_isMissing() {
    assertThat(
            aggregate(
                total(VOLUME), new double[] {Long.MAX_VALUE, 1}, new long[] {Long.MAX_VALUE, 1}))
        .isNull();
  }

  @Test
  void crossSections_areComputedFromTheirOwnInputs() {
    DayAggregator aggregator =
        new DayAggregator(
            List.of(total(VOLUME), largest(CLOSE), largest(VOLUME)),
            List.of(CLOSE, VOLUME),
            Volumes.WHOLE);
    assertThat(
            aggregator.aggregate(
                0,
                DayAggregatorTest::ticker,
                new double[][] {{0.5, 1.5}, {3, 4}},
                new long[][] {null, null}))
        .containsExactly(7L, 1.5, 4L);
  }

  @Test
  void statistic_ofNoValue() {
    assertThat(new DayAggregator.Statistics().of(VOLUME.mean().statistic(), 0, new double[] {NaN}))
        .isNaN();
    assertThat(new DayAggregator.Statistics().of(VOLUME.max().statistic(), 0, new double[0]))
        .isNaN();
    assertThat(new DayAggregator.Statistics().of(VOLUME.median().statistic(), 0, new double[0]))
        .isNaN();
  }
}
