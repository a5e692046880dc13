package io.github.marketvolume.examples;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.EpisodesStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.live.LiveDay;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.live.Outcome;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.Rank;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The last 250 sessions of the real file, as if they arrived: each day closed after the other, with
 * the state taken over by another session now and then. Needs the data: set {@code
 * MARKET_DATA_DIR}.
 */
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
class LiveSp500Test {

  private static final int SESSIONS = 250;
  private static final int ANOTHER_SESSION = 60;

  private final LocalRunner runner = LocalRunner.create().withThreads(2);

  @Test
  void days_haveTheRowsOfTheWholeRun() {
    BarsStage prices =
        BarsStage.from(
            CsvSource.at(
                Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz").toString(),
                CsvLayout.KAGGLE));
    Stage<?> daily =
        prices.measure(
            VOLUME.mean().over(bars(252)),
            VOLUME.standardDeviation().over(bars(20)),
            MarketShocks.ON_NYSE.tickerScore(),
            Rank.acrossTickers(VOLUME.descending()));
    Stage<?> anomalies =
        prices
            .measure(MarketShocks.ON_NYSE.stockSpecificScore(), MarketShocks.ON_NYSE.tickerScore())
            .flag(MarketShocks.ON_NYSE.tickerScore().atLeast(Sp500Pipeline.SPIKE_THRESHOLD))
            .anomalies();
    Stage<?> market = Sp500Pipeline.marketDaily(prices, MarketShocks.ON_NYSE);
    EpisodesStage<MarketDay> shocks = MarketShocks.ON_NYSE.shocks(prices);
    NavigableMap<LocalDate, List<Bar>> days = new TreeMap<>();
    prices
        .collect(runner)
        .forEach(bar -> days.computeIfAbsent(bar.tradeDate(), d -> new ArrayList<>()).add(bar));
    List<LocalDate> arriving =
        List.copyOf(days.keySet()).subList(days.size() - SESSIONS, days.size());
    LocalDate last = days.lowerKey(arriving.get(0));

    LivePlan plan =
        LivePlan.of(daily, anomalies, market, shocks).startingAfter(last).correctingLast(5);
    LiveSession session = runner.live(plan);
    Map<Stage<?>, List<Object>> rows = new HashMap<>();
    Map<LocalDate, FlaggedEpisode<MarketDay>> episodes = new LinkedHashMap<>();
    for (int i = 0; i < arriving.size(); i++) {
      days.get(arriving.get(i)).forEach(session::offer);
      LiveDay day = session.closeDay(arriving.get(i));
      List.of(daily, anomalies, market)
          .forEach(s -> rows.computeIfAbsent(s, k -> new ArrayList<>()).addAll(day.rows(s)));
      day.rows(shocks).forEach(episode -> episodes.put(episode.start(), episode));
      if (i % ANOTHER_SESSION == 0) {
        session = runner.live(plan, session.state());
      }
    }

    List.of(daily, anomalies, market).forEach(stage -> requireEqual(stage, rows.get(stage), last));
    assertThat(cells(shocks, List.copyOf(episodes.values())))
        .isEqualTo(
            cells(
                shocks,
                shocks.collect(runner).stream().filter(e -> e.end().isAfter(last)).toList()));
    assertThat(episodes).isNotEmpty();
    long offered = days.tailMap(last, false).values().stream().mapToLong(List::size).sum();
    assertThat(session.counts()).containsEntry(Outcome.TAKEN, offered);
  }

  /** A day's rows come in the order of tickers, those of a run by ticker first. */
  private <S> void requireEqual(Stage<S> stage, List<Object> actual, LocalDate last) {
    List<S> expected =
        stage.collect(runner).stream()
            .filter(row -> ((Dated) row).tradeDate().isAfter(last))
            .sorted(Comparator.comparing(row -> ((Dated) row).tradeDate()))
            .toList();
    assertThat(expected).isNotEmpty();
    assertThat(cells(stage, actual)).isEqualTo(cells(stage, expected));
  }

  @SuppressWarnings("unchecked") // the rows are of the stage
  private static <S> List<List<Object>> cells(Stage<S> stage, List<?> rows) {
    List<List<Object>> cells = new ArrayList<>();
    for (Object row : rows) {
      List<Object> ofRow = new ArrayList<>();
      stage.plan().schema().columns().forEach(column -> ofRow.add(column.valueOn((S) row)));
      cells.add(ofRow);
    }
    return cells;
  }
}
