package io.github.marketvolume.examples;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.quality.BarRules;
import java.util.Locale;

/** The calendars that the command line knows, by which it says what prices lack. */
enum MarketCalendar {
  /** The sessions of the New York Stock Exchange. */
  NYSE,
  /** The days on which the prices' own market trades. */
  DATA,
  /** None: nothing is said of sessions. */
  NONE;

  /** The rules for prices of a market with this calendar. */
  BarRules in(BarRules rules) {
    return switch (this) {
      case NYSE -> rules.expectingSessionsOf(TradingCalendar.NYSE);
      case DATA -> rules.expectingSessionsOfMarket();
      case NONE -> rules;
    };
  }

  /** What a shock of a market with this calendar is. */
  MarketShocks shocks() {
    return this == NYSE ? MarketShocks.ON_NYSE : MarketShocks.WITHOUT_CALENDAR;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
