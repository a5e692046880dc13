package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Volumes;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is computed across tickers, day by day. */
class DayPassTest {

  private static final Rank<Bar> RANK = Rank.acrossTickers(VOLUME.descending());
  private static final long BIG = 1L << 53;

  private static byte[] part(String ticker, int[] days, double... volumes) {
    return new DayColumns(ticker, days, new double[][] {volumes}).pack();
  }

  private static List<double[]> compare(Metric<Bar, ?> metric, byte[]... parts) {
    return new DayPass(List.of(parts), null)
        .compare(List.of(metric), List.of(VOLUME)).stream()
            .map(columns -> columns.columns()[0])
            .toList();
  }

  private static int[] days(int... days) {
    return days;
  }

  @Test
  void rank_isAmongTheTickersOfTheDay() {
    List<double[]> ranks =
        compare(
            RANK,
            part("A", days(1, 2), 10, 5),
            part("B", days(2, 3), 7, 1),
            part("C", days(1, 2, 3), 20, 6, 2));
    assertThat(ranks.get(0)).containsExactly(2, 3);
    assertThat(ranks.get(1)).containsExactly(1, 2);
    assertThat(ranks.get(2)).containsExactly(1, 2, 1);
  }

  @Test
  void missingValue_hasNoRankAndTakesNone() {
    List<double[]> ranks =
        compare(RANK, part("A", days(1), NaN), part("B", days(1), 3), part("C", days(1), 4));
    assertThat(ranks.get(0)).containsExactly(NaN);
    assertThat(ranks.get(1)).containsExactly(2);
    assertThat(ranks.get(2)).containsExactly(1);
  }

  @Test
  void whatIsNotCompared_isCarriedThrough() {
    NumericMetric<Bar, Double> mean = VOLUME.mean().over(bars(2));
    DayPass pass = new DayPass(List.of(part("B", days(1), 4), part("A", days(1, 2), 2, NaN)), null);
    List<DayColumns> compared =
        pass.compare(List.of(Rank.acrossTickers(mean.descending()), mean), List.of(mean));
    assertThat(compared.get(0).columns()[1]).containsExactly(2, NaN);
    assertThat(compared.get(1).columns()[1]).containsExactly(4);
  }

  @Test
  void compare_givesTheTickersInTheirOrder() {
    DayPass pass = new DayPass(List.of(part("B", days(1), 1), part("A", days(1, 2), 2, 3)), null);
    List<DayColumns> compared = pass.compare(List.of(RANK), List.of(VOLUME));
    assertThat(compared).extracting(DayColumns::ticker).containsExactly("A", "B");
    assertThat(compared.get(0).epochDays()).containsExactly(1, 2);
  }

  @Test
  void ordinalTies_areRankedInTheOrderOfTickers() {
    List<double[]> ranks =
        compare(RANK.ties(Ties.ORDINAL), part("B", days(1), 5), part("A", days(1), 5));
    assertThat(ranks.get(0)).containsExactly(1);
    assertThat(ranks.get(1)).containsExactly(2);
  }

  @Test
  void longsThatAreOneDouble_areToldApart() {
    byte[] longs =
        new DayColumns("A", days(1), new double[][] {{BIG}}, new long[][] {{BIG + 1}}).pack();
    List<double[]> ranks = compare(RANK, longs, part("B", days(1), BIG), part("C", days(1), 3));
    assertThat(ranks.get(0)).containsExactly(1);
    assertThat(ranks.get(1)).containsExactly(2);
    assertThat(ranks.get(2)).containsExactly(3);
  }

  @Test
  void demeaned_isLessTheStatisticOfTheDay() {
    byte[] a = part("A", days(1, 2), 2, 9);
    byte[] b = part("B", days(1, 2), 4, NaN);
    List<double[]> demeaned = compare(Demeaned.acrossTickers(VOLUME), a, b);
    assertThat(demeaned.get(0)).containsExactly(-1, 0);
    assertThat(demeaned.get(1)).containsExactly(1, NaN);
    assertThat(compare(Demeaned.acrossTickers(VOLUME.max()), a, b).get(0)).containsExactly(-2, 0);
  }

  @Test
  void metrics_areComputedFromTheirOwnInputs() {
    byte[] part = new DayColumns("A", days(1), new double[][] {{7}, {3}}).pack();
    byte[] other = new DayColumns("B", days(1), new double[][] {{8}, {1}}).pack();
    List<DayColumns> compared =
        new DayPass(List.of(part, other), null)
            .compare(List.of(RANK, Rank.acrossTickers(CLOSE.descending())), List.of(VOLUME, CLOSE));
    assertThat(compared.get(0).columns()).isDeepEqualTo(new double[][] {{2}, {1}});
    assertThat(compared.get(1).columns()).isDeepEqualTo(new double[][] {{1}, {2}});
  }

  @Test
  void aggregate_givesEveryDayThatATickerHas() {
    DayPass pass =
        new DayPass(List.of(part("A", days(1, 4), 2, 3), part("B", days(1, 2), 5, NaN)), null);
    List<DayPass.Day> aggregated =
        pass.aggregate(
            List.of(CrossSection.total(VOLUME), CrossSection.tickerOfLargest(VOLUME)),
            List.of(VOLUME),
            Volumes.WHOLE);
    assertThat(aggregated).extracting(DayPass.Day::epochDay).containsExactly(1, 2, 4);
    assertThat(aggregated.get(0).values()).containsExactly(7L, "B");
    assertThat(aggregated.get(1).values()).containsExactly(null, null);
    assertThat(aggregated.get(2).values()).containsExactly(3L, "A");
  }

  private static final GroupTable GROUPS =
      GroupTable.of(
          List.of(
              Membership.of("A", "y"),
              Membership.of("B", "x"),
              Membership.of("C", "y").from(LocalDate.ofEpochDay(2))));

  private static DayPass grouped() {
    return new DayPass(
        List.of(
            part("A", days(1, 2), 2, 3),
            part("B", days(1, 2), 5, 5),
            part("C", days(1, 2), 7, 8),
            part("D", days(1), 9)),
        GROUPS);
  }

  @Test
  void groupsOfADay_areComparedEachForItself() {
    List<DayColumns> compared =
        grouped().compare(List.of(RANK, Demeaned.acrossTickers(VOLUME)), List.of(VOLUME));
    assertThat(compared.get(0).columns()).isDeepEqualTo(new double[][] {{1, 2}, {0, -2.5}});
    assertThat(compared.get(1).columns()).isDeepEqualTo(new double[][] {{1, 1}, {0, 0}});
    assertThat(compared.get(2).columns()).isDeepEqualTo(new double[][] {{2, 1}, {-1, 2.5}});
    assertThat(compared.get(3).columns()).isDeepEqualTo(new double[][] {{1}, {1}});
  }

  @Test
  void groupsOfADay_areAggregatedEachForItself() {
    List<DayPass.Day> days =
        grouped()
            .aggregate(
                List.of(CrossSection.total(VOLUME), CrossSection.tickerOfLargest(VOLUME)),
                List.of(VOLUME),
                Volumes.WHOLE);
    assertThat(days)
        .extracting(day -> day.epochDay() + " " + GROUPS.name(day.group()))
        .containsExactly("1 x", "1 y", "1 null", "2 x", "2 y");
    assertThat(days.get(2).values()).containsExactly(16L, "D");
    assertThat(days.get(4).values()).containsExactly(11L, "C");
  }

  @Test
  void severalParts_mayComeTogether() {
    byte[] a = part("A", days(1), 2);
    byte[] b = part("B", days(1), 3);
    byte[] both = ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    List<DayPass.Day> aggregated =
        new DayPass(List.of(both, part("C", days(1), 4)), null)
            .aggregate(List.of(CrossSection.total(VOLUME)), List.of(VOLUME), Volumes.WHOLE);
    assertThat(aggregated).hasSize(1);
    assertThat(aggregated.get(0).values()).containsExactly(9L);
  }
}
