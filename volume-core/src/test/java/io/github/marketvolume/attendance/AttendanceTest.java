package io.github.marketvolume.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.InputRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttendanceTest {

  private static final BarRules RULES =
      BarRules.standard().expectingSessionsOf(TradingCalendar.NYSE);
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 2);

  private static final int[] SESSIONS =
      TradingCalendar.NYSE.sessions(FIRST, LocalDate.of(2020, 12, 31)).stream()
          .mapToInt(day -> (int) day.toEpochDay())
          .toArray();

  private static void note(Attendance attendance, String ticker, int... days) {
    attendance.note(ticker, days, days.length, Integer.MAX_VALUE, RULES.sessions());
  }

  @Test
  @DisplayName("nobody has a bar, and nothing is found")
  void empty() {
    Attendance attendance = new Attendance();
    assertThat(attendance.isEmpty()).isTrue();
    SessionFindings findings = attendance.judge(RULES);
    assertThat(findings.warnings()).isEmpty();
    for (InputRule rule : InputRule.values()) {
      assertThat(findings.broken(rule)).isZero();
      assertThat(findings.judged(rule)).isZero();
    }
  }

  @Test
  @DisplayName("days after the last one do not count, nor do places beyond the size")
  void bounds() {
    Attendance attendance = new Attendance();
    attendance.note("A", SESSIONS, 5, SESSIONS[3], RULES.sessions());
    attendance.note("B", SESSIONS, 2, SESSIONS[3], RULES.sessions());
    assertThat(attendance.judge(RULES).lastDay())
        .contains(
            new SessionFindings.LastDay(
                LocalDate.ofEpochDay(SESSIONS[3]), 1, LocalDate.ofEpochDay(SESSIONS[2]), 1));
    assertThat(attendance.judge(RULES).judged(InputRule.INPUT_HAS_EVERY_SESSION)).isEqualTo(4);
  }

  @Test
  @DisplayName("parts add up to the whole, in any order and through serialization")
  void parts() throws IOException, ClassNotFoundException {
    Random random = new Random(3);
    Attendance whole = new Attendance();
    List<Attendance> parts = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      parts.add(new Attendance());
    }
    for (int i = 0; i < 60; i++) {
      int[] days = Arrays.stream(SESSIONS).filter(day -> random.nextInt(9) > 0).toArray();
      note(whole, "T" + i, days);
      note(parts.get(random.nextInt(parts.size())), "T" + i, days);
    }
    Collections.shuffle(parts, random);
    Attendance sum = new Attendance();
    for (Attendance part : parts) {
      sum.add(copy(part));
    }
    assertThat(sum.judge(RULES)).isEqualTo(whole.judge(RULES));
    assertThat(sum.judge(RULES).absences())
        .extracting(SessionFindings.Absence::ticker)
        .containsExactly("T0", "T1", "T10");
    assertThat(sum.judge(RULES).missingBars()).isGreaterThan(1_000);
  }

  private static Attendance copy(Attendance attendance) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(attendance);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Attendance) in.readObject();
    }
  }

  @Test
  @DisplayName("the first and the last day that a date can have take no room between them")
  void farApart() {
    BarRules ofMarket = BarRules.standard().expectingSessionsOfMarket();
    Attendance attendance = new Attendance();
    int[] days = {
      (int) LocalDate.of(1, 1, 1).toEpochDay(),
      SESSIONS[0],
      (int) LocalDate.of(9999, 12, 31).toEpochDay()
    };
    attendance.note("A", days, 3, Integer.MAX_VALUE, ofMarket.sessions());
    assertThat(attendance.judge(ofMarket).warnings()).isEmpty();
    assertThat(attendance.judge(ofMarket).sessions()).isEqualTo(3);
    assertThat(attendance.judge(RULES).broken(InputRule.INPUT_HAS_EVERY_SESSION))
        .isEqualTo(8_046 - 1);
  }

  @Test
  @DisplayName("the counts are those of pandas: src/test/python/attendance.py")
  void countsOfPandas() {
    List<LocalDate> sessions =
        TradingCalendar.NYSE.sessions(LocalDate.of(2015, 1, 2), LocalDate.of(2016, 12, 30));
    Attendance attendance = new Attendance();
    for (int i = 39; i >= 0; i--) {
      List<LocalDate> days = new ArrayList<>();
      for (int j = 0; j < sessions.size(); j++) {
        if (isPresent(i, j, sessions.size() - 1)) {
          days.add(sessions.get(j));
        }
      }
      if (i < 3) {
        days.add(LocalDate.of(2015, 11, 26)); // Thanksgiving
      }
      if (i == 1) {
        days.add(LocalDate.of(2016, 3, 5)); // a Saturday
      }
      note(
          attendance,
          "T%02d".formatted(i),
          days.stream().sorted().mapToInt(day -> (int) day.toEpochDay()).toArray());
    }

    assertThat(attendance.judge(RULES))
        .isEqualTo(
            new SessionFindings(
                RULES.sessions(),
                3,
                days(1, "2015-11-26"),
                3_035,
                498,
                16_013,
                List.of(
                    new SessionFindings.Absence("T00", LocalDate.of(2015, 3, 2)),
                    new SessionFindings.Absence("T01", LocalDate.of(2015, 2, 24)),
                    new SessionFindings.Absence("T02", LocalDate.of(2015, 4, 15))),
                days(3, "2015-02-02", "2015-02-03", "2015-05-13"),
                504,
                Optional.of(
                    new SessionFindings.LastDay(
                        LocalDate.of(2016, 12, 30), 11, LocalDate.of(2016, 12, 29), 29))));
  }

  private static SessionFindings.Days days(int count, String... first) {
    return new SessionFindings.Days(count, Arrays.stream(first).map(LocalDate::parse).toList());
  }

  /** Whether ticker i has a bar on session j, as the script has it. */
  private static boolean isPresent(int i, int j, int last) {
    boolean lacksAll = j == 20 || j == 21 || j == 90;
    boolean lacksMost = (j == 300 && i % 3 > 0) || (j == last && i >= 12);
    boolean isUnlisted = (i % 5 == 0 && j < 3 * i) || (i % 7 == 0 && j > last - 2 * i);
    boolean isListedAnew = i == 39 && j >= 5 && j <= 300;
    boolean isAbsent = (31 * i * i + 17 * j * j + 13 * i * j) % 101 < (i % 4 == 3 ? 60 : 2);
    return !(lacksAll || lacksMost || isUnlisted || isListedAnew || isAbsent);
  }
}
