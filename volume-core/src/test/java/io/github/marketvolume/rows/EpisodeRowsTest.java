package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Volumes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EpisodeRowsTest {

  private static final CrossSection<Long> TOTAL = total(VOLUME);
  private static final Flag<MarketDay> HIGH = TOTAL.atLeast(5);

  /** The episodes of totals on days that are two days apart, from the day of the first one on. */
  private static List<FlaggedEpisode<MarketDay>> episodes(
      RollingWindow within, int first, Flag<MarketDay> flag, long... totals) {
    List<Object[]> values = new ArrayList<>();
    int[] epochDays = new int[totals.length];
    for (int i = 0; i < totals.length; i++) {
      values.add(new Object[] {totals[i]});
      epochDays[i] = 2 * i;
    }
    return new MarketSeries(
            Optional.empty(),
            List.of(TOTAL),
            epochDays,
            values,
            2 * first,
            OptionalInt.empty(),
            Volumes.WHOLE,
            MarketSeries.Runs.starting(Volumes.WHOLE))
        .episodes(List.of(TOTAL), List.of(flag), flag, within);
  }

  private static LocalDate day(int row) {
    return LocalDate.ofEpochDay(2L * row);
  }

  @Test
  void anEpisode_saysWhatItHolds() {
    FlaggedEpisode<MarketDay> episode = episodes(bars(2), 0, HIGH, 1, 6, 3, 9, 9, 1, 1, 1).get(0);

    assertThat(episode.start()).isEqualTo(day(1)).isEqualTo(episode.tradeDate());
    assertThat(episode.end()).isEqualTo(day(4));
    assertThat(episode.sessions()).isEqualTo(4);
    assertThat(episode.flaggedDays()).isEqualTo(3);
    assertThat(episode.isOpen()).isFalse();
    assertThat(episode.peak().tradeDate()).isEqualTo(day(3));
    assertThat(episode.peak().get(TOTAL)).contains(9L);
    assertThat(episode.peakScore()).isEqualTo(9);
  }

  @Test
  void thePeakOfLowScores_isTheLowest() {
    assertThat(episodes(bars(2), 0, TOTAL.atMost(4), 9, 4, 2, 3, 9, 9))
        .extracting(FlaggedEpisode::peakScore)
        .containsExactly(2.0);
  }

  @Test
  void theDistance_isCountedInItsUnit() {
    assertThat(episodes(bars(1), 0, HIGH, 9, 9, 1)).hasSize(1);
    assertThat(episodes(days(1), 0, HIGH, 9, 9, 1)).hasSize(2);
    assertThat(episodes(days(2), 0, HIGH, 9, 9, 1)).hasSize(1);
  }

  @Test
  void onlyPublishedRowsCount() {
    assertThat(episodes(bars(2), 1, HIGH, 9, 9, 1))
        .extracting(FlaggedEpisode::start, FlaggedEpisode::isOpen)
        .containsExactly(tuple(day(1), true));
  }
}
