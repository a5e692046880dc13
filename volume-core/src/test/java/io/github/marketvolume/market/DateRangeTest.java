package io.github.marketvolume.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Dates from a first to a last one. */
class DateRangeTest {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2020, 2, 28);

  @Test
  @DisplayName("both ends are in it, and an open end has no bound")
  void contains() {
    DateRange range = new DateRange(FIRST, LAST);
    assertThat(range.contains(FIRST)).isTrue();
    assertThat(range.contains(LAST)).isTrue();
    assertThat(range.contains(FIRST.minusDays(1))).isFalse();
    assertThat(range.contains(LAST.plusDays(1))).isFalse();
    assertThat(DateRange.all().contains(LocalDate.of(-9999, 1, 1))).isTrue();
    assertThat(DateRange.all().from(FIRST).contains(LocalDate.of(9999, 1, 1))).isTrue();
    assertThat(DateRange.all().to(LAST).contains(LAST.plusDays(1))).isFalse();
  }

  @Test
  @DisplayName("days and words")
  void days() {
    assertThat(DateRange.all().firstEpochDay()).isEqualTo(Integer.MIN_VALUE);
    assertThat(DateRange.all().lastEpochDay()).isEqualTo(Integer.MAX_VALUE);
    assertThat(new DateRange(FIRST, LAST).firstEpochDay()).isEqualTo(18_263);
    assertThat(DateRange.all()).hasToString("all dates");
    assertThat(DateRange.all().from(FIRST)).hasToString("dates from 2020-01-02");
    assertThat(DateRange.all().to(LAST)).hasToString("dates to 2020-02-28");
    assertThat(new DateRange(FIRST, LAST)).hasToString("dates from 2020-01-02 to 2020-02-28");
    assertThat(DateRange.all().start()).isEmpty();
    assertThat(DateRange.all().to(LAST).end()).contains(LAST);
  }

  @Test
  @DisplayName("a first date after the last is refused, in one line")
  void empty() {
    assertThatThrownBy(() -> DateRange.all().from(LAST).to(FIRST))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the date range 2020-02-28 to 2020-01-02 is empty: the first date is after the last;"
                + " swap them");
  }
}
