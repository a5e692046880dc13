package io.github.marketvolume.update;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.days.Bars;
import io.github.marketvolume.market.RejectedRow;
import java.util.Iterator;
import java.util.List;

/** The bars of an input, checked and in order, and what was found of its rows. */
public interface ArrivedBars extends Bars {

  /** What was read, in numbers. */
  RunReport.Input report();

  /** What the user should know of what was read, in a line each. */
  List<String> warnings();

  /** The rows that were kept out, in the order of the input, a part of it at a time. */
  Iterator<List<RejectedRow>> rejected();
}
