package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.rows.Leaderboard.Summarized;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.SmallSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The summaries of tickers, and the tickers in order. */
class LeaderboardTest {

  private static LeaderboardNode node(OptionalInt top, Ties ties) {
    return new LeaderboardNode(
        BarsNode.of(InMemoryBars.of()),
        List.of(VOLUME.max(), VOLUME.count()),
        Optional.empty(),
        top,
        ties);
  }

  private static final LeaderboardNode ALL = node(OptionalInt.empty(), Ties.COMPETITION);

  /** The tickers A, B, C and so on with these values of the first summary, null where missing. */
  private static List<TickerSummary> rank(LeaderboardNode node, Long... values) {
    List<Summarized> all = new ArrayList<>();
    for (Long value : values) {
      all.add(summarized("ABCD".substring(all.size(), all.size() + 1), null, value));
    }
    return Leaderboard.rank(node, all);
  }

  private static Summarized summarized(
      String ticker, @Nullable LocalDate period, @Nullable Long value) {
    return new Summarized(ticker, period, null, false, new Object[] {value, 1L});
  }

  private static List<Tuple> ranks(List<TickerSummary> rows) {
    return rows.stream()
        .map(row -> tuple(row.ticker().symbol(), row.rank().isEmpty() ? 0 : row.rank().getAsLong()))
        .toList();
  }

  @Test
  void summarize_isOfThePublishedRows() {
    Flag<Bar> flag = VOLUME.atLeast(3);
    SeriesColumns columns =
        SmallSeries.volumes(9, 3, NaN, 4, 8)
            .put(flag, new double[] {1, 1, NaN, 0, 1})
            .published(1, 4);
    assertThat(Leaderboard.summarize(List.of(VOLUME.max(), flag.count()), columns, Volumes.WHOLE))
        .containsExactly(4L, 1L);
    assertThat(Leaderboard.summarize(List.of(VOLUME.max()), columns.published(2, 3), Volumes.WHOLE))
        .containsExactly((Object) null);
  }

  @Test
  void rank_putsTheLargestFirst() {
    assertThat(ranks(rank(ALL, 5L, 9L, 7L)))
        .containsExactly(tuple("B", 1L), tuple("C", 2L), tuple("A", 3L));
  }

  @Test
  void equalTickers_shareARankAndComeByName() {
    assertThat(
            ranks(
                Leaderboard.rank(
                    ALL,
                    List.of(
                        summarized("C", null, 5L),
                        summarized("A", null, 5L),
                        summarized("B", null, 9L)))))
        .containsExactly(tuple("B", 1L), tuple("A", 2L), tuple("C", 2L));
  }

  @Test
  void denseTies_leaveNoGap() {
    assertThat(ranks(rank(node(OptionalInt.empty(), Ties.DENSE), 9L, 9L, 7L)))
        .containsExactly(tuple("A", 1L), tuple("B", 1L), tuple("C", 2L));
  }

  @Test
  void tickerWithoutAValue_isLastAndHasNoRank() {
    List<TickerSummary> rows = rank(ALL, null, 5L, 9L);
    assertThat(rows).extracting(row -> row.ticker().symbol()).containsExactly("C", "B", "A");
    assertThat(rows.get(2).rank()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void top_keepsAllThatShareTheLastRank() {
    assertThat(ranks(rank(node(OptionalInt.of(2), Ties.COMPETITION), 9L, 7L, 7L, 5L)))
        .containsExactly(tuple("A", 1L), tuple("B", 2L), tuple("C", 2L));
    assertThat(rank(node(OptionalInt.of(9), Ties.COMPETITION), 9L, null)).hasSize(1);
  }

  @Test
  void longsThatAreOneDouble_areToldApart() {
    long big = 1L << 53;
    assertThat(ranks(rank(ALL, big, big + 1))).containsExactly(tuple("B", 1L), tuple("A", 2L));
  }

  @Test
  void groups_areRankedEachForItself_thatOfNoGroupLast() {
    List<TickerSummary> rows =
        Leaderboard.rank(
            ALL,
            List.of(
                new Summarized("A", null, null, false, new Object[] {9L, 1L}),
                new Summarized("B", null, "y", false, new Object[] {5L, 1L}),
                new Summarized("C", null, "y", false, new Object[] {6L, 1L}),
                new Summarized("D", null, "x", false, new Object[] {1L, 1L})));
    assertThat(ranks(rows))
        .containsExactly(tuple("D", 1L), tuple("C", 1L), tuple("B", 2L), tuple("A", 1L));
    assertThat(rows)
        .extracting(row -> row.group().orElse("none"))
        .containsExactly("x", "y", "y", "none");
  }

  @Test
  void periods_areRankedEachForItself() {
    LocalDate may = LocalDate.of(2020, 5, 1);
    LocalDate june = LocalDate.of(2020, 6, 1);
    List<TickerSummary> rows =
        Leaderboard.rank(
            ALL,
            List.of(summarized("A", june, 5L), summarized("A", may, 1L), summarized("B", may, 9L)));
    assertThat(ranks(rows)).containsExactly(tuple("B", 1L), tuple("A", 2L), tuple("A", 1L));
    assertThat(rows)
        .extracting(TickerSummary::period)
        .containsExactly(Optional.of(may), Optional.of(may), Optional.of(june));
  }

  @Test
  void rows_haveTheirSummaries() {
    TickerSummary row = rank(ALL, 5L).get(0);
    assertThat(row.get(VOLUME.max())).contains(5L);
    assertThat(row.get(VOLUME.count())).contains(1L);
  }
}
