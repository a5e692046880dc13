package io.github.marketvolume.market;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
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
public abstract class Bar implements Dated, Listed, Serializable {

  private static final long serialVersionUID = 1L;

  /** The beginning of a further word in the name of a column. */
  private static final Pattern WORD = Pattern.compile("_(.)");

  @Override
  public abstract Ticker ticker();

  @Override
  public abstract LocalDate tradeDate();

  public abstract OptionalDouble open();

  public abstract OptionalDouble high();

  public abstract OptionalDouble low();

  public abstract OptionalDouble close();

  /** The close adjusted for splits and dividends, as the vendor gives it. */
  public abstract OptionalDouble adjClose();

  /**
   * Shares traded with their fraction, in the basis of the source; never 0. Fractional shares,
   * crypto currencies and volumes that are adjusted for splits have fractions.
   */
  public abstract OptionalDouble exactVolume();

  /**
   * Shares traded, in the basis of the source: {@link #exactVolume} rounded half to even to a whole
   * number, but never to 0.
   */
  public final OptionalLong volume() {
    OptionalDouble exact = exactVolume();
    return exact.isPresent()
        ? OptionalLong.of((long) WholeVolume.of(exact.getAsDouble()))
        : OptionalLong.empty();
  }

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

  /**
   * Whether this is the bar of a week or a longer period of which more sessions may come: only in
   * {@code keepingUnfinished()} bars. A source's bars are finished.
   */
  @Value.Default
  public boolean isUnfinished() {
    return false;
  }

  /**
   * The group that the ticker is in on the day: only in bars {@code groupedBy} one. A source's bars
   * have none.
   */
  public abstract Optional<String> group();

  /** The fields that the bar has; a whole volume as a whole number. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder("Bar{ticker=" + ticker() + ", tradeDate=" + tradeDate());
    for (BarColumn field : BarColumn.fields()) {
      boolean hasFraction = field.numberOn(this).orElse(0) % 1 != 0;
      Optional<?> value =
          field == BarColumn.VOLUME && hasFraction
              ? Optional.of(exactVolume().orElseThrow())
              : field.valueOn(this);
      value.ifPresent(number -> text.append(", ").append(nameOf(field)).append('=').append(number));
    }
    group().ifPresent(group -> text.append(", group=").append(group));
    return text.append(isUnfinished() ? ", unfinished}" : "}").toString();
  }

  private static String nameOf(BarColumn field) {
    return WORD.matcher(field.columnName())
        .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
  }

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
      requireFinite(field.numberOn(this));
    }
    if (exactVolume().isPresent() && exactVolume().getAsDouble() == 0) {
      return builder().from(this).exactVolume(OptionalDouble.empty()).build();
    }
    return this;
  }

  private void requireFinite(OptionalDouble number) {
    if (!Double.isFinite(number.orElse(0))) {
      throw new IllegalArgumentException(
          ticker()
              + " "
              + tradeDate()
              + ": a price, volume or coefficient of "
              + number.getAsDouble()
              + " is not a number; leave it out when it is missing");
    }
  }

  /** Builds a {@link Bar}; ticker and date are required, the rest defaults to missing. */
  public static final class Builder extends ImmutableBar.Builder {
    Builder() {}

    /** Shares traded; 0 means missing. */
    @CanIgnoreReturnValue
    public Builder volume(long shares) {
      return exactVolume((double) shares);
    }

    /** Shares traded; empty or 0 where missing. */
    @CanIgnoreReturnValue
    public Builder volume(OptionalLong shares) {
      return exactVolume(
          shares.isPresent()
              ? OptionalDouble.of((double) shares.getAsLong())
              : OptionalDouble.empty());
    }
  }
}
