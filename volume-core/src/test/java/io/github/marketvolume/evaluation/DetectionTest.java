package io.github.marketvolume.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {

  private static final int DAYS = 126;

  @Test
  void alarmsAndShocks_areComparedByEpisodes() {
    // Shocks on days 10 and 11, 40, and 80; alarms on days 9, 42, and 100 and 104.
    Detection detection = Detection.of(episodes(10, 11, 40, 80), episodes(9, 42, 100, 104), 1);
    assertThat(detection.found()).extracting(Episode::start).containsExactly(day(10));
    assertThat(detection.missed()).extracting(Episode::start).containsExactly(day(40), day(80));
    assertThat(detection.right()).extracting(Episode::start).containsExactly(day(9));
    assertThat(detection.wrong()).extracting(Episode::start).containsExactly(day(42), day(100));
    assertThat(detection.truthEpisodes()).isEqualTo(3);
    assertThat(detection.alarmEpisodes()).isEqualTo(3);
    assertThat(detection.recall()).hasValue(1.0 / 3);
    assertThat(detection.precision()).hasValue(1.0 / 3);
    assertThat(detection.f1()).hasValue(1.0 / 3);
    assertThat(detection.falseAlarmsPerYear()).hasValue(4);
  }

  @Test
  void anAlarmAroundAShock_isRightThoughNoFlaggedDayFindsTheShock() {
    Detection detection = Detection.of(episodes(22), episodes(20, 24), 1);
    assertThat(detection.right()).hasSize(1);
    assertThat(detection.found()).isEmpty();
    assertThat(detection.recall()).hasValue(0);
    assertThat(detection.precision()).hasValue(1);
    assertThat(detection.f1()).hasValue(0);
  }

  @Test
  void atTheEdgesOfTheSeries_nothingIsBeyond() {
    Detection detection = Detection.of(episodes(0, DAYS - 1), episodes(1, DAYS - 2), 1);
    assertThat(detection.recall()).hasValue(1);
    assertThat(detection.precision()).hasValue(1);
    assertThat(detection.f1()).hasValue(1);
    assertThat(detection.falseAlarmsPerYear()).hasValue(0);
  }

  @Test
  void whatIsNotDefined_isEmpty() {
    Detection none = Detection.of(episodes(), episodes(), 1);
    assertThat(none.recall()).isEmpty();
    assertThat(none.precision()).isEmpty();
    assertThat(none.f1()).isEmpty();
    assertThat(none.falseAlarmsPerYear()).hasValue(0);
    Episodes noDays = Episodes.of(List.of(), new boolean[0], new double[0], 1);
    assertThat(Detection.of(noDays, noDays, 1).falseAlarmsPerYear()).isEmpty();

    Detection silent = Detection.of(episodes(3), episodes(), 1);
    assertThat(silent.recall()).hasValue(0);
    assertThat(silent.precision()).isEmpty();
    assertThat(silent.f1()).isEmpty();

    Detection wrong = Detection.of(episodes(3), episodes(50), 1);
    assertThat(wrong.f1()).hasValue(0);
  }

  @Test
  void aDistanceBelowZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Detection.of(episodes(), episodes(), -1))
        .withMessage("an alarm cannot be -1 trading days early or late; give 0 or more");
  }

  private static LocalDate day(int position) {
    return LocalDate.of(2020, 1, 6).plusDays(position / 5 * 7 + position % 5);
  }

  private static Episodes episodes(int... flaggedPositions) {
    boolean[] flagged = new boolean[DAYS];
    for (int position : flaggedPositions) {
      flagged[position] = true;
    }
    return Episodes.of(
        IntStream.range(0, DAYS).mapToObj(DetectionTest::day).toList(),
        flagged,
        new double[DAYS],
        5);
  }
}
