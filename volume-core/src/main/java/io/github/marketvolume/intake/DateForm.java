package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.CsvLayout;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells the day that a timestamp or a text of a typed source means. Safe for many threads. */
public final class DateForm implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long SECONDS_PER_DAY = TimeUnit.DAYS.toSeconds(1);

  private final @Nullable ZoneId zone;
  private final String pattern;
  private transient @Nullable DateTimeFormatter formatter;

  /**
   * A form of dates.
   *
   * @param zone in which the day of an instant is told; null if no timestamp is an instant
   * @param pattern how texts are written
   */
  public DateForm(@Nullable ZoneId zone, String pattern) {
    this.zone = zone;
    this.pattern = pattern;
  }

  /** How texts are written. */
  String pattern() {
    return pattern;
  }

  /**
   * The day of a timestamp, counted from 1970-01-01.
   *
   * @param ticks since 1970-01-01, of an instant if there is a zone, else of the local time
   */
  public int day(long ticks, long ticksPerSecond) {
    long seconds = Math.floorDiv(ticks, ticksPerSecond);
    long local =
        zone == null
            ? seconds
            : seconds + zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    return Math.toIntExact(Math.floorDiv(local, SECONDS_PER_DAY));
  }

  /** The day of an instant. */
  public LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, Objects.requireNonNull(zone));
  }

  /**
   * The day that a text says, without regard to spaces around it; {@link RawBar#NO_DAY} if none.
   */
  public int day(String text) {
    String date = text.strip();
    if (pattern.equals(CsvLayout.ISO_DATE)) {
      byte[] bytes = date.getBytes(UTF_8);
      return TextGrammar.isoDate(bytes, 0, bytes.length);
    }
    DateTimeFormatter reader = formatter;
    if (reader == null) {
      reader = CsvLayout.named("").datePattern(pattern).dateFormatter();
      formatter = reader;
    }
    return TextGrammar.date(date, reader);
  }
}
