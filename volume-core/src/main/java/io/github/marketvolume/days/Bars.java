package io.github.marketvolume.days;

import io.github.marketvolume.intake.BarColumns;
import java.util.List;

/** Bars by ticker, which come after those before: a history, or those of a day. */
public interface Bars {

  /** The tickers, ascending. */
  List<String> tickers();

  /** A ticker's bars, in order, for whoever asks to change. */
  BarColumns of(String ticker);
}
