package io.github.marketvolume.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.VolumeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of the library, and what is said of a damaged one. */
class CalendarFileTest {

  private static final String NAME = "nyse.txt";

  @Test
  @DisplayName("a missing file is told of, with what to do")
  void missing() {
    assertThatThrownBy(() -> CalendarFile.read("none.txt"))
        .isInstanceOf(VolumeException.class)
        .hasMessage(
            "the library lacks its file io/github/marketvolume/calendar/none.txt; put all of"
                + " volume-core on the class path, resources included");
  }

  @Test
  @DisplayName("a file that is cut off at any line is damaged")
  void cutOff() throws IOException {
    String text = text();
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      String part = text.substring(0, end);
      if (!part.contains("\ntotals 292 10 71")) {
        assertThatThrownBy(() -> read(part))
            .isInstanceOf(VolumeException.class)
            .hasMessageStartingWith("the library's calendar nyse.txt is damaged: ")
            .hasMessageEndingWith("; install volume-core again");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "coverage 1999, coverage x999, line 10",
    "2003 07-03 11-28, 2003 07-3x 11-28, line 65",
    "2003 07-03 11-28, 2003 07-04 11-28, line 65", // a holiday
    "closed 2012-10-29, closed 2012-10-28, line 55", // a Sunday
    "closed 2012-10-29, closed 1998-10-29, line 55",
    "2000 ----- 01-17, 2000 01-17, line 17",
    "early-closing-time 13:00, , line 60",
    "coverage 1999-01-01 2030-12-31, , line 16",
    "trading-hours 09:30 16:00, # 16:00, 'it is incomplete, and ends after 292 holidays, 10 closed"
        + " days, 71 early closes'"
  })
  void damaged(String text, String damage, String expected) throws IOException {
    String whole = text();
    assertThat(whole).contains("\n" + text);
    assertThatThrownBy(
            () -> read(whole.replace("\n" + text, "\n" + (damage == null ? "" : damage))))
        .isInstanceOf(VolumeException.class)
        .hasMessageStartingWith("the library's calendar nyse.txt is damaged: " + expected)
        .hasMessageEndingWith("; install volume-core again");
  }

  @Test
  @DisplayName("a day that is missing is noticed")
  void dayLost() throws IOException {
    String whole = text();
    assertThatThrownBy(() -> read(whole.replace("\n2003 07-03 11-28", "\n2003 07-03")))
        .hasMessage(
            "the library's calendar nyse.txt is damaged: it is incomplete, and ends after 292"
                + " holidays, 10 closed days, 70 early closes; install volume-core again");
  }

  @Test
  @DisplayName("the whole file is read")
  void whole() throws IOException {
    assertThat(read(text())).isEqualTo(CalendarFile.read(NAME));
    assertThat(read(text()).byRuleFrom()).isEqualTo(LocalDate.of(2029, 1, 1));
  }

  private static DayTable read(String text) throws IOException {
    return CalendarFile.read(NAME, new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String text() throws IOException {
    try (InputStream file = CalendarFile.class.getResourceAsStream(NAME)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
