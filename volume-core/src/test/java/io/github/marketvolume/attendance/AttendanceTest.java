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
}
