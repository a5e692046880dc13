package io.github.marketvolume.live;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import java.time.LocalDate;

/**
 * A bar that came too late: no row takes it into account, and only a run over all bars does.
 *
 * @param bar the bar
 * @param lastClosed the last day that was closed when it came
 */
public record LateBar(Bar bar, LocalDate lastClosed) {

  public LateBar {
    Arguments.required(bar, "bar");
    Arguments.required(lastClosed, "lastClosed");
  }
}
