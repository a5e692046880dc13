package io.github.marketvolume.group;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.Ticker;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * That a ticker is in a group: {@code Membership.of("META", "Technology").to(date)}. An immutable
 * value.
 *
 * @param group its name, kept exactly as given
 * @param valid the dates on which it is, the first and the last included
 */
public record Membership(Ticker ticker, String group, DateRange valid) implements Serializable {

  public Membership {
    Arguments.required(ticker, "ticker");
    Arguments.required(valid, "valid");
    if (Arguments.required(group, "group").isBlank()) {
      throw new IllegalArgumentException(
          "the group of "
              + ticker
              + " has no name; give one, or leave the ticker out if it has no group");
    }
  }

  /** A ticker that is in a group on all dates. */
  public static Membership of(String ticker, String group) {
    return new Membership(Ticker.of(Arguments.required(ticker, "ticker")), group, DateRange.all());
  }

  /** The same from a date on. */
  public Membership from(LocalDate date) {
    return new Membership(ticker, group, valid.from(date));
  }

  /** The same up to a date, that included. */
  public Membership to(LocalDate date) {
    return new Membership(ticker, group, valid.to(date));
  }
}
