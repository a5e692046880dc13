package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.testing.SyntheticMarket;
import io.github.marketvolume.testing.SyntheticMarket.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Days that arrive one by one, in updates and in a watched folder, end as one run over all prices.
 * {@code bench/day-by-day.sh} is the same for 250 sessions of a real file.
 */
class DayByDayTest {

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  private DayByDay days(Path file, int sessions) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    DayByDay days = new DayByDay(file, folder.toRealPath(), sessions, classPath, told::add);
    days.split();
    return days;
  }

  /** Sixty tickers over 270 sessions; the last days have a shock, and are of three months. */
  private Path synthetic() throws IOException {
    SyntheticMarket market =
        SyntheticMarket.standard()
            .withTickers(60)
            .between(LocalDate.of(2019, 3, 1), LocalDate.of(2020, 3, 27));
    StringBuilder text = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    for (int ticker = 0; ticker < market.tickerCount(); ticker++) {
      Series bars = market.series(ticker);
      for (int i = 0; i < bars.size(); i++) {
        text.append(bars.tradeDate(i)).append(',').append(bars.ticker()).append(',');
        text.append(bars.adjClose(i)).append(',').append(bars.close(i)).append(',');
        text.append(bars.high(i)).append(',').append(bars.low(i)).append(',');
        text.append(bars.open(i)).append(',').append(bars.volume(i)).append('\n');
      }
    }
    return Files.writeString(folder.resolve("synthetic.csv"), text);
  }

  @Test
  void updatesOfASyntheticMarket_endAsOneRun() throws Exception {
    days(synthetic(), 24).update(12);
    assertThat(told).anyMatch(line -> line.startsWith("update: 24 days one by one"));
  }

  @Test
  void watchedFolderOfASyntheticMarket_endsAsOneRun() throws Exception {
    days(synthetic(), 16).watch(6);
    assertThat(told).anyMatch(line -> line.startsWith("watch: 16 days one by one, killed 2 times"));
  }
}
