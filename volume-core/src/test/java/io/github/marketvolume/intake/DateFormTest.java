package io.github.marketvolume.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.io.CsvLayout;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The days that timestamps and texts mean. */
class DateFormTest {

  private static final long MOST_SECONDS = 4_000_000_000L;
  private static final DateForm LOCAL = new DateForm(null, CsvLayout.ISO_DATE);

  @Property
  void localTime_isTheDayThatItNames_inEveryUnit(
      @ForAll @LongRange(min = -MOST_SECONDS, max = MOST_SECONDS) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
    long day = time.toLocalDate().toEpochDay();
    LocalDateTime zero = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
    assertThat(LOCAL.day(second * 1_000_000_000 + nano, 1_000_000_000)).isEqualTo((int) day);
    assertThat(LOCAL.day(second * 1_000_000 + nano / 1000, 1_000_000)).isEqualTo((int) day);
    assertThat(
            LOCAL.day(ChronoUnit.MILLIS.between(zero, time.truncatedTo(ChronoUnit.MILLIS)), 1000))
        .isEqualTo((int) day);
  }

  @Property
  void instant_fallsOnTheDayOfItsZone(
      @ForAll @LongRange(min = -MOST_SECONDS, max = MOST_SECONDS) long second) {
    for (String name : new String[] {"America/New_York", "Asia/Tokyo", "UTC"}) {
      ZoneId zone = ZoneId.of(name);
      Instant instant = Instant.ofEpochSecond(second);
      LocalDate date = instant.atZone(zone).toLocalDate();
      DateForm form = new DateForm(zone, CsvLayout.ISO_DATE);
      assertThat(form.day(second * 1_000_000, 1_000_000)).isEqualTo((int) date.toEpochDay());
      assertThat(form.date(instant)).isEqualTo(date);
    }
  }

  @Property
  void text_isReadAsThePatternSays(@ForAll @IntRange(min = -700_000, max = 200_000) int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    assertThat(LOCAL.day(" " + date + " ")).isEqualTo(day);
    String compact = date.format(DateTimeFormatter.BASIC_ISO_DATE);
    assertThat(new DateForm(null, "uuuuMMdd").day(compact)).isEqualTo(day);
    assertThat(LOCAL.day(compact)).isEqualTo(RawBar.NO_DAY);
  }

  @Test
  void textThatIsNoDate_hasNoDay() {
    assertThat(LOCAL.day("2024-02-30")).isEqualTo(RawBar.NO_DAY);
    assertThat(LOCAL.day("2024-01-02 00:00:00")).isEqualTo(RawBar.NO_DAY);
    assertThat(new DateForm(null, "uuuuMMdd").day("20240230")).isEqualTo(RawBar.NO_DAY);
  }
}
