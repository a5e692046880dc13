package io.github.marketvolume.calendar;

import java.io.Serializable;
import java.time.LocalTime;

/** When a regular session opens and closes, in the exchange's time zone. */
record TradingHours(LocalTime opening, LocalTime closing) implements Serializable {

  /** How many minutes a session lasts that closes at some time. */
  int minutesTo(LocalTime closingTime) {
    return (closingTime.toSecondOfDay() - opening.toSecondOfDay()) / 60;
  }
}
