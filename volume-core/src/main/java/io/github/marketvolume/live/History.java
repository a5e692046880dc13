package io.github.marketvolume.live;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.days.Bars;
import io.github.marketvolume.intake.BarColumns;
import java.util.List;
import java.util.function.Function;

/**
 * Checked bars that a session goes on from.
 *
 * @param tickers the tickers, ascending
 * @param packed a ticker's bars, in order, as {@link BarColumns#toBytes} gives them
 * @param lastDay the last day of which bars are used
 */
record History(List<String> tickers, Function<String, byte[]> packed, int lastDay) implements Bars {

  History {
    tickers = List.copyOf(tickers);
  }

  @Override
  public BarColumns of(String ticker) {
    BarColumns bars = BarColumns.ofBytes(List.of(packed.apply(ticker)));
    bars.dropAfter(lastDay);
    return bars;
  }

  /** Its bars up to a day. */
  History upTo(int day) {
    return new History(tickers, packed, Math.min(day, lastDay));
  }

  /** What was read of a history, in numbers, and what the user should know of it. */
  record Told(RunReport.Input report, List<String> warnings) {

    Told {
      warnings = List.copyOf(warnings);
    }
  }
}
