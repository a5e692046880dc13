package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Flagged;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fifty tickers, of which each trades more on the last two days. */
class ShockSentenceTest {

  private static final LocalDate LAST = LocalDate.of(2020, 2, 28);

  /** The market's days, with closes that change on the last day or without any closes. */
  private static List<Flagged<MarketDay>> days(boolean withCloses) {
    List<Bar> bars = new ArrayList<>();
    List<LocalDate> sessions = TradingCalendar.NYSE.sessions(LocalDate.of(2019, 11, 1), LAST);
    for (int day = 0; day < sessions.size(); day++) {
      int fromLast = sessions.size() - 1 - day;
      for (int ticker = 0; ticker < 50; ticker++) {
        double factor = fromLast == 0 ? 8 + 0.01 * ticker : fromLast == 1 ? 3 : 1 + 0.1 * (day % 7);
        Bar.Builder bar =
            Bar.builder()
                .ticker(Ticker.of("T" + (10 + ticker)))
                .tradeDate(sessions.get(day))
                .volume(Math.round(1_000_000 * factor));
        if (withCloses) {
          bar.close(fromLast > 0 ? 100 : ticker < 40 ? 99 : 101);
        }
        bars.add(bar.build());
      }
    }
    return MarketShocks.ON_NYSE
        .daily(BarsStage.from(InMemoryBars.of(bars)).asOf(LAST), MarketShocks.USUAL_THRESHOLD)
        .collect(LocalRunner.create());
  }

  private static List<String> sentences(List<Flagged<MarketDay>> days) {
    Episodes episodes = MarketShocks.ON_NYSE.episodes(days, MarketShocks.USUAL_THRESHOLD);
    return ShockSentence.of(episodes, days).stream()
        .map(sentence -> sentence.replaceAll("scored [\\d.]+", "scored S"))
        .toList();
  }

  @Test
  void aSentence_hasAllFacts() {
    assertThat(sentences(days(true)))
        .last()
        .isEqualTo(
            "SEVERE from 2020-02-27 to 2020-02-28, 2 of 2 sessions flagged, rank 1 of 1: on the"
                + " peak, 2020-02-28, a rebalancing of the MSCI indices, the median ticker scored"
                + " S, 100 % of the tickers at least 2 and 100 % at least 3.5; 80 % of the volume"
                + " was in tickers that fell; T59 stood out most");
  }

  @Test
  void whatIsNotKnown_isLeftOut() {
    assertThat(sentences(days(false))).last().asString().contains("T59").doesNotContain("fell");
  }
}
