package io.github.marketvolume.market;

import java.time.LocalDate;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The whole market, or one group of tickers, on one trading session: the row that cross-sections
 * such as total volume are computed for. The figures themselves are read through their handles,
 * from the measured row.
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

  /**
   * The group of a market {@code groupedBy} one; empty of the tickers without a group, and of a
   * market that is not grouped.
   */
  @Value.Parameter
  public abstract Optional<String> group();

  @Override
  public final String toString() {
    return "MarketDay{tradeDate="
        + tradeDate()
        + group().map(of -> ", group=" + of).orElse("")
        + (isUnfinished() ? ", unfinished}" : "}");
  }

  /** A day of the whole market of which nothing is missing. */
  public static MarketDay of(LocalDate tradeDate) {
    return of(tradeDate, Optional.empty());
  }

  /** A day of a group. */
  public static MarketDay of(LocalDate tradeDate, Optional<String> group) {
    return ImmutableMarketDay.of(tradeDate, group);
  }

  /** The row of a period that later days may still change. */
  public static MarketDay unfinished(LocalDate tradeDate, Optional<String> group) {
    return ImmutableMarketDay.builder()
        .tradeDate(tradeDate)
        .group(group)
        .isUnfinished(true)
        .build();
  }
}
