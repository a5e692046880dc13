package io.github.marketvolume.market;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.immutables.value.Value;

/**
 * One ticker on one trading session: open, high, low, close, adjusted close in the listing's
 * currency, and volume in shares.
 *
 * <p>A price may be missing. A volume of 0 is a missing volume: the ticker did not trade, so there
 * is nothing to measure; the row itself stays. A bar is not necessarily valid: the rules in {@code
 * quality} check, for example, that its high is not below its low.
 */
@Value.Immutable
@ValueStyle
public abstract class Bar implements Dated, Serializable {

  private static final long serialVersionUID = 1L;

  public abstract Ticker ticker();

  @Override
  public abstract LocalDate tradeDate();

  public abstract OptionalDouble open();

  public abstract OptionalDouble high();

  public abstract OptionalDouble low();

  public abstract OptionalDouble close();

  /** The close adjusted for splits and dividends, as the vendor gives it. */
  public abstract OptionalDouble adjClose();

  /** Shares traded, in the basis of the source; never 0. */
  public abstract OptionalLong volume();

  /**
   * The number of new shares for one old share, on the first day that they trade: 4 for a split of
   * four for one, 0.1 for a reverse split of one for ten. Missing, or 1, if there was no split.
   */
  public abstract OptionalDouble splitCoefficient();

  /**
   * The volume-weighted average price (VWAP) of the session's trades, as the vendor computes it; it
   * may lie beyond high and low if it includes trades outside regular hours.
   */
  public abstract OptionalDouble vwap();

  /** The number of trades that make up the volume, as the vendor counts them. */
  public abstract OptionalLong trades();

  public static Builder builder() {
    return new Builder();
  }

  /** A bar with only a volume; 0 means missing. */
  public static Bar of(String ticker, LocalDate tradeDate, long volume) {
    return builder().ticker(Ticker.of(ticker)).tradeDate(tradeDate).volume(volume).build();
  }

  @Value.Check
  Bar withZeroVolumeMissing() {
    for (BarColumn field : BarColumn.fields()) {
      field.valueOn(this).ifPresent(this::requireFinite);
    }
    if (volume().isPresent() && volume().getAsLong() == 0) {
      return builder().from(this).volume(OptionalLong.empty()).build();
    }
    return this;
  }

  private void requireFinite(Object number) {
    if (!Double.isFinite(((Number) number).doubleValue())) {
      throw new IllegalArgumentException(
          ticker()
              + " "
              + tradeDate()
              + ": a price or coefficient of "
              + number
              + " is not a number; leave it out when it is missing");
    }
  }

  /** Builds a {@link Bar}; ticker and date are required, the rest defaults to missing. */
  public static final class Builder extends ImmutableBar.Builder {
    Builder() {}
  }
}
