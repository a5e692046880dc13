package io.github.marketvolume.examples;

import io.github.marketvolume.calendar.TradingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;

/** Says when a day is closed. With a day, all before it are. */
interface ClosingRule {

  /**
   * The last of some days that is closed.
   *
   * @param tickers the days with bars that are not closed yet, and how many tickers have one
   * @param done the days that were marked
   */
  Optional<LocalDate> closed(NavigableMap<LocalDate, Integer> tickers, Collection<LocalDate> done);

  /** When a day will be closed, in words. */
  String when(LocalDate day);

  /** Where sessions end when a calendar says so: New York. */
  ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** By the clock: a session's closing time and a while. */
  record ByCalendar(TradingCalendar calendar, Duration delay, Clock clock) implements ClosingRule {

    private static final LocalTime USUAL = LocalTime.of(16, 0);

    @Override
    public Optional<LocalDate> closed(
        NavigableMap<LocalDate, Integer> tickers, Collection<LocalDate> done) {
      Instant now = clock.instant();
      return tickers.descendingKeySet().stream()
          .filter(day -> !closing(day).toInstant().isAfter(now))
          .findFirst();
    }

    /** The time at which a day is closed; days that are no sessions have the usual one. */
    private ZonedDateTime closing(LocalDate day) {
      LocalTime end = calendar.covers(day) ? calendar.closingTime(day).orElse(USUAL) : USUAL;
      return day.atTime(end).atZone(NEW_YORK).plus(delay);
    }

    @Override
    public String when(LocalDate day) {
      String form = closing(day).toLocalDate().equals(day) ? "HH:mm" : "yyyy-MM-dd HH:mm";
      return "closes "
          + closing(day).format(DateTimeFormatter.ofPattern(form, Locale.ROOT))
          + " New York";
    }
  }

  /** When enough tickers have a bar. */
  record ByCount(int enough) implements ClosingRule {

    @Override
    public Optional<LocalDate> closed(
        NavigableMap<LocalDate, Integer> tickers, Collection<LocalDate> done) {
      return tickers.descendingMap().entrySet().stream()
          .filter(day -> day.getValue() >= enough)
          .map(java.util.Map.Entry::getKey)
          .findFirst();
    }

    @Override
    public String when(LocalDate day) {
      return "closes with " + enough + " tickers";
    }
  }

  /** When a later day has a bar. */
  record ByNextDay() implements ClosingRule {

    @Override
    public Optional<LocalDate> closed(
        NavigableMap<LocalDate, Integer> tickers, Collection<LocalDate> done) {
      return tickers.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(tickers.lowerKey(tickers.lastKey()));
    }

    @Override
    public String when(LocalDate day) {
      return "closes with a bar of a later day";
    }
  }

  /** When somebody says so. */
  record ByMarker() implements ClosingRule {

    @Override
    public Optional<LocalDate> closed(
        NavigableMap<LocalDate, Integer> tickers, Collection<LocalDate> done) {
      return done.stream()
          .max(LocalDate::compareTo)
          .flatMap(day -> Optional.ofNullable(tickers.floorKey(day)));
    }

    @Override
    public String when(LocalDate day) {
      return "closes with a file " + day + FolderFeed.MARKER;
    }
  }
}
