package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.metric.Volumes;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The market's days 2, 4 and 7; those from day 3 on are published. */
class MarketSeriesTest {

  private static final CrossSection<Long> TOTAL = total(VOLUME);
  private static final TickerOfLargest LARGEST = tickerOfLargest(VOLUME);
  private static final Metric<MarketDay, Long> BEFORE = TOTAL.total().over(bars(1));
  private static final Flag<MarketDay> HIGH = TOTAL.atLeast(6);

  private static MarketSeries totals(Long first, Long second, Long third) {
    return new MarketSeries(
        Optional.empty(),
        List.of(TOTAL, LARGEST),
        new int[] {2, 4, 7},
        List.of(new Object[] {first, "A"}, new Object[] {second, "B"}, new Object[] {third, null}),
        3,
        OptionalInt.empty(),
        Volumes.WHOLE,
        MarketSeries.Runs.starting(Volumes.WHOLE));
  }

  @Test
  void rows_areThePublishedDays() {
    assertThat(totals(5L, 6L, 7L).rows(List.of(TOTAL), List.of()))
        .extracting(MeasuredRow::tradeDate, row -> row.get(TOTAL))
        .containsExactly(
            tuple(LocalDate.ofEpochDay(4), Optional.of(6L)),
            tuple(LocalDate.ofEpochDay(7), Optional.of(7L)));
  }

  @Test
  void rowsOfAGroup_nameIt() {
    List<Object[]> days = List.<Object[]>of(new Object[] {5L});
    MarketSeries series =
        new MarketSeries(
            Optional.of("Banks"),
            List.of(TOTAL),
            new int[] {2},
            days,
            0,
            OptionalInt.empty(),
            Volumes.WHOLE,
            MarketSeries.Runs.starting(Volumes.WHOLE));
    assertThat(series.rows(List.of(TOTAL), List.of()).get(0).base().group()).hasValue("Banks");
  }

  @Test
  void firstDayThatIsInTheSeries_isPublished() {
    List<Object[]> days = List.of(new Object[] {5L}, new Object[] {6L});
    MarketSeries series =
        new MarketSeries(
            Optional.empty(),
            List.of(TOTAL),
            new int[] {2, 4},
            days,
            4,
            OptionalInt.empty(),
            Volumes.WHOLE,
            MarketSeries.Runs.starting(Volumes.WHOLE));
    assertThat(series.rows(List.of(TOTAL), List.of())).hasSize(1);
  }

  @Test
  void metricsOfDays_lookBackBeyondThePublishedOnes() {
    assertThat(totals(5L, 6L, null).rows(List.of(BEFORE), List.of()))
        .extracting(row -> row.get(BEFORE))
        .containsExactly(Optional.of(5L), Optional.of(6L));
  }

  @Test
  void text_isShownAsItIs() {
    assertThat(totals(5L, 6L, 7L).rows(List.of(LARGEST), List.of()))
        .extracting(row -> row.get(LARGEST))
        .containsExactly(Optional.of("B"), Optional.empty());
  }

  @Test
  void flags_areNotSetWhereTheyCannotBeJudged() {
    assertThat(totals(5L, 6L, null).rows(List.of(TOTAL), List.of(HIGH)))
        .extracting(row -> row.is(HIGH))
        .containsExactly(true, false);
  }

  @Test
  void longs_areExact() {
    long big = (1L << 53) + 1;
    Metric<MarketDay, Long> two = TOTAL.total().over(bars(2).includingCurrent());
    assertThat(totals(big, 2L, big).rows(List.of(two), List.of()))
        .extracting(row -> row.get(two))
        .containsExactly(Optional.of(big + 2), Optional.of(big + 2));
  }

  @Test
  void anomalies_areThePublishedDaysOfSetFlags() {
    List<Anomaly<MarketDay>> anomalies =
        totals(9L, 5L, 8L).anomalies(null, List.of(TOTAL), List.of(HIGH));
    assertThat(anomalies)
        .extracting(Anomaly::tradeDate, Anomaly::score, Anomaly::threshold)
        .containsExactly(tuple(LocalDate.ofEpochDay(7), 8.0, 6.0));
    assertThat(anomalies.get(0).flag()).isEqualTo(HIGH);
    assertThat(anomalies.get(0).row().get(TOTAL)).contains(8L);
  }

  @Test
  void dayOfSeveralFlags_isSeveralAnomalies() {
    Flag<MarketDay> low = TOTAL.atMost(7);
    assertThat(totals(1L, 9L, 7L).anomalies(null, List.of(TOTAL), List.of(low, HIGH)))
        .extracting(Anomaly::tradeDate, Anomaly::flag)
        .containsExactly(
            tuple(LocalDate.ofEpochDay(4), HIGH),
            tuple(LocalDate.ofEpochDay(7), low),
            tuple(LocalDate.ofEpochDay(7), HIGH));
  }
}
