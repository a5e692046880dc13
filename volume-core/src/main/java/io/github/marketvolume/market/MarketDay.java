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

  public static MarketDay of(LocalDate tradeDate) {
    return ImmutableMarketDay.of(tradeDate);
  }
}
