package io.github.marketvolume.live;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.intake.BarColumns;
import java.util.List;
import java.util.function.Function;

/**
 * Checked bars that a session goes on from; for runners, outside the compatibility promise.
 *
 * @param tickers the tickers, ascending
 * @param bars a ticker's bars, in order, for whoever asks to change
 * @param report what was read, in numbers
 * @param warnings what the user should know of it
 */
public record History(
    List<String> tickers,
    Function<String, BarColumns> bars,
    RunReport.Input report,
    List<String> warnings)
    implements Bars {

  public History {
    tickers = List.copyOf(tickers);
    warnings = List.copyOf(warnings);
  }

  @Override
  public BarColumns of(String ticker) {
    return bars.apply(ticker);
  }

  /** What is told of it, without its bars. */
  History withoutBars() {
    return new History(List.of(), ticker -> new BarColumns(0), report, warnings);
  }

  /** Its bars up to a day. */
  History upTo(int lastDay) {
    return new History(
        tickers,
        ticker -> {
          BarColumns some = of(ticker);
          some.dropAfter(lastDay);
          return some;
        },
        report,
        warnings);
  }
}
