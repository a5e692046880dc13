package io.github.marketvolume.calendar;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * A closure that an exchange announces after its calendar was published, for {@link
 * TradingCalendar#with}: of a whole day, or of the end of a session.
 */
public sealed interface Closure extends Serializable {

  /** The day that it concerns. */
  LocalDate date();

  /**
   * The exchange does not trade on a day.
   *
   * @param name why, such as {@code Hurricane Sandy}
   * @throws InvalidPlanException if the name is blank or has characters that nobody sees
   */
  static Closure allDay(LocalDate date, String name) {
    return new AllDay(date, name);
  }

  /**
   * A session ends before its usual time.
   *
   * @param closingTime when it ends, in the exchange's time zone
   */
  static Closure early(LocalDate date, LocalTime closingTime) {
    return new Early(date, closingTime);
  }

  /**
   * A day without a session.
   *
   * @param name why, such as {@code Hurricane Sandy}
   */
  record AllDay(LocalDate date, String name) implements Closure {

    public AllDay {
      if (name.isBlank() || !SafeText.visible(name).equals(name)) {
        throw new InvalidPlanException(
            "the closure on "
                + date
                + " has no name that can be read; give one such as \"Hurricane Sandy\"");
      }
    }
  }

  /**
   * A session that ends early.
   *
   * @param closingTime when it ends, in the exchange's time zone
   */
  record Early(LocalDate date, LocalTime closingTime) implements Closure {}
}
