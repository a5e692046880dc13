import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.examples.MarketShocks;
import io.github.marketvolume.examples.Sp500Pipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flag;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The last sessions of a file as if they arrived: offers each bar and closes each day, and prints how
 * many bars a second that is, how long it takes from offering a bar to the verdict on it, and what a
 * ticker takes of a state. The first part of the sessions warms up and is not counted. Arguments: {@code --runner} and
 * local, the CSV file, and the number of sessions.
 */
public final class LiveJob {

  private static final int TO_MICROSECONDS = 1_000;

  private LiveJob() {}

  public static void main(String[] args) {
    LocalRunner runner = LocalRunner.create();
    BarsStage prices = BarsStage.from(CsvSource.at(args[2], CsvLayout.KAGGLE));
    NavigableMap<LocalDate, List<Bar>> days = new TreeMap<>();
    prices
        .collect(runner)
        .forEach(bar -> days.computeIfAbsent(bar.tradeDate(), d -> new ArrayList<>()).add(bar));
    int sessions = Integer.parseInt(args[3]);
    List<LocalDate> arriving =
        List.copyOf(days.keySet()).subList(days.size() - sessions, days.size());

    Flag<Bar> spike = LOG_VOLUME.modifiedZScore().over(bars(60)).atLeast(3.5).as("spike");
    Stage<Anomaly<Bar>> anomalies = prices.flagAnomalies(spike.rule()).anomalies();
    Stage<?> market = Sp500Pipeline.marketDaily(prices, MarketShocks.ON_NYSE);
    Stage<?> shocks = MarketShocks.ON_NYSE.shocks(prices);
    LivePlan plan =
        LivePlan.of(anomalies, market, shocks)
            .startingAfter(days.lowerKey(arriving.get(0)))
            .correctingLast(5);

    closeDays(runner.live(plan), days, arriving);
    judgeBars(runner.live(plan), anomalies, days, arriving);
  }

  private static void closeDays(
      LiveSession session, NavigableMap<LocalDate, List<Bar>> days, List<LocalDate> arriving) {
    long bars = 0;
    long start = System.nanoTime();
    for (int i = 0; i < arriving.size(); i++) {
      if (i == arriving.size() / 3) {
        bars = 0;
        start = System.nanoTime();
      }
      for (Bar bar : days.get(arriving.get(i))) {
        session.offer(bar);
        bars++;
      }
      session.closeDay(arriving.get(i));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    print("bars a second, offered and their days closed", bars / seconds);
    print("milliseconds to close a day", 1e3 * seconds / (arriving.size() - arriving.size() / 3));
    print("bytes of state a ticker", (double) session.state().length / days.lastEntry().getValue().size());
  }

  private static void judgeBars(
      LiveSession session,
      Stage<Anomaly<Bar>> anomalies,
      NavigableMap<LocalDate, List<Bar>> days,
      List<LocalDate> arriving) {
    List<Long> nanoseconds = new ArrayList<>();
    for (int i = 0; i < arriving.size(); i++) {
      LocalDate date = arriving.get(i);
      for (Bar bar : days.get(date)) {
        long start = System.nanoTime();
        session.offer(bar);
        session.provisional(anomalies, bar.ticker(), date);
        if (i >= arriving.size() / 3) {
          nanoseconds.add(System.nanoTime() - start);
        }
      }
      session.closeDay(date);
    }
    long[] sorted = nanoseconds.stream().mapToLong(Long::longValue).sorted().toArray();
    for (double share : new double[] {0.5, 0.99, 0.999}) {
      print(
          "microseconds from offer to verdict, quantile " + share,
          (double) sorted[(int) (share * (sorted.length - 1))] / TO_MICROSECONDS);
    }
  }

  private static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%-60s %12.1f%n", what, value);
  }
}
