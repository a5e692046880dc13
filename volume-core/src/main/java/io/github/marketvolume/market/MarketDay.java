package io.github.marketvolume.market;

import java.time.LocalDate;
import org.immutables.value.Value;

/**
 * The whole market on one trading session: the row that cross-sections such as total volume are
 * computed for. The figures themselves are read through their handles, from the measured row.
 */
@Value.Immutable
@ValueStyle
public abstract class MarketDay implements Dated {

  @Override
  @Value.Parameter
  public abstract LocalDate tradeDate();

  /**
   * Whether this is the row of a week or a longer period of which more sessions may come: only of
   * {@code keepingUnfinished()} bars.
   */
  @Value.Default
  public boolean isUnfinished() {
    return false;
  }

  @Override
  public final String toString() {
    return "MarketDay{tradeDate=" + tradeDate() + (isUnfinished() ? ", unfinished}" : "}");
  }

  /** A day of which nothing is missing. */
  public static MarketDay of(LocalDate tradeDate) {
    return ImmutableMarketDay.of(tradeDate);
  }

  /** The row of a period that later days may still change. */
  public static MarketDay unfinished(LocalDate tradeDate) {
    return ImmutableMarketDay.builder().tradeDate(tradeDate).isUnfinished(true).build();
  }
}
