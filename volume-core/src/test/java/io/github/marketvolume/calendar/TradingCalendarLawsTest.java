package io.github.marketvolume.calendar;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.VolumeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every calendar: the exchange's own, and one of any dates. */
class TradingCalendarLawsTest {

  private static final int SPAN = 400;
  private static final LocalDate START = LocalDate.of(2019, 11, 1);

  @Property(tries = 300)
  void nextAndPrevious_areInverse(@ForAll("days") DayOfCalendar day) {
    TradingCalendar calendar = day.calendar();
    for (LocalDate session : calendar.sessions(day.date(), calendar.last())) {
      if (session.isBefore(lastSession(calendar))) {
        assertThat(calendar.previous(calendar.next(session))).isEqualTo(session);
        assertThat(calendar.sessionsBetween(session, calendar.next(session))).isEqualTo(1);
      }
    }
  }

  @Property(tries = 500)
  void next_isTheFirstSessionAfter(@ForAll("days") DayOfCalendar day) {
    TradingCalendar calendar = day.calendar();
    LocalDate next = day.date().plusDays(1);
    while (calendar.covers(next) && !calendar.isSession(next)) {
      next = next.plusDays(1);
    }
    LocalDate found = next;
    if (calendar.covers(next)) {
      assertThat(calendar.next(day.date())).isEqualTo(found);
    } else {
      assertThatThrownBy(() -> calendar.next(day.date())).isInstanceOf(VolumeException.class);
    }
  }

  @Property(tries = 500)
  void sessionsBetween_addsUp(
      @ForAll("calendars") TradingCalendar calendar,
      @ForAll("offsets") int first,
      @ForAll("offsets") int second,
      @ForAll("offsets") int third) {
    LocalDate a = dayOf(calendar, first);
    LocalDate b = dayOf(calendar, second);
    LocalDate c = dayOf(calendar, third);
    assertThat(calendar.sessionsBetween(a, b) + calendar.sessionsBetween(b, c))
        .isEqualTo(calendar.sessionsBetween(a, c));
    assertThat(calendar.sessionsBetween(a, b)).isEqualTo(-calendar.sessionsBetween(b, a));
    if (!a.isAfter(b)) {
      long counted = calendar.sessions(a, b).stream().filter(date -> date.isAfter(a)).count();
      assertThat(calendar.sessionsBetween(a, b)).isEqualTo((int) counted);
    }
  }

  @Property(tries = 100)
  void position_growsByOneWithEachSession(@ForAll("calendars") TradingCalendar calendar) {
    int position = -1;
    int last = (int) calendar.last().toEpochDay();
    for (int day = (int) calendar.first().toEpochDay(); day <= last; day++) {
      if (calendar.isSession(LocalDate.ofEpochDay(day))) {
        position++;
        assertThat(calendar.epochDay(position)).isEqualTo(day);
      }
      assertThat(calendar.position(day)).isEqualTo(position);
    }
  }

  @Property(tries = 300)
  void everyDay_isASessionWithAKindOrAClosure(@ForAll("days") DayOfCalendar day) {
    TradingCalendar calendar = day.calendar();
    LocalDate date = day.date();
    assertThat(calendar.isSession(date)).isEqualTo(calendar.closure(date).isEmpty());
    assertThat(calendar.isSession(date)).isEqualTo(calendar.kind(date).isPresent());
    assertThat(calendar.kind((int) date.toEpochDay()))
        .isEqualTo(calendar.kind(date).orElse(DayKind.NORMAL));
  }

  @Property(tries = 300)
  void withClosure_changesThatDayAndKindsOfItsNeighbours(
      @ForAll("days") DayOfCalendar day, @ForAll boolean isEarly) {
    TradingCalendar calendar = day.calendar();
    LocalDate date = day.date();
    if (!calendar.isSession(date)) {
      return;
    }
    TradingCalendar changed =
        calendar.with(
            isEarly ? Closure.early(date, LocalTime.NOON) : Closure.allDay(date, "storm"));
    assertThat(changed.isSession(date)).isEqualTo(isEarly);
    for (LocalDate other = calendar.first();
        !other.isAfter(calendar.last());
        other = other.plusDays(1)) {
      if (other.equals(date)) {
        continue;
      }
      assertThat(changed.closure(other)).isEqualTo(calendar.closure(other));
      assertThat(changed.closureName(other)).isEqualTo(calendar.closureName(other));
      assertThat(changed.closingTime(other)).isEqualTo(calendar.closingTime(other));
      boolean isNeighbour = Math.abs(calendar.sessionsBetween(date, other)) == 1;
      if (isEarly || !isNeighbour) {
        assertThat(changed.kind(other)).as("%s", other).isEqualTo(calendar.kind(other));
      }
    }
  }

  @Property(tries = 200)
  void sessionsOfACalendar_makeAnEqualOne(@ForAll("own") TradingCalendar calendar) {
    assertThat(
            TradingCalendar.of(
                calendar.name(), calendar.sessions(calendar.first(), calendar.last())))
        .isEqualTo(calendar);
  }

  /** A calendar, and a day that it covers. */
  record DayOfCalendar(TradingCalendar calendar, LocalDate date) {}

  @Provide
  Arbitrary<DayOfCalendar> days() {
    return Combinators.combine(calendars(), offsets())
        .as((calendar, offset) -> new DayOfCalendar(calendar, dayOf(calendar, offset)));
  }

  @Provide
  Arbitrary<TradingCalendar> calendars() {
    return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(NYSE)), Tuple.of(9, own()));
  }

  /** Of any days of more than a year, so that weekends and closures are everywhere. */
  @Provide
  Arbitrary<TradingCalendar> own() {
    return Arbitraries.integers()
        .between(0, SPAN)
        .set()
        .ofMinSize(1)
        .ofMaxSize(SPAN)
        .map(
            offsets -> {
              TreeSet<LocalDate> dates = new TreeSet<>();
              offsets.forEach(offset -> dates.add(START.plusDays(offset)));
              return TradingCalendar.of("own", dates);
            });
  }

  @Provide
  Arbitrary<Integer> offsets() {
    return Arbitraries.integers().between(0, 12_000);
  }

  private static LocalDate dayOf(TradingCalendar calendar, int offset) {
    long days = calendar.last().toEpochDay() - calendar.first().toEpochDay() + 1;
    return calendar.first().plusDays(offset % days);
  }

  private static LocalDate lastSession(TradingCalendar calendar) {
    return LocalDate.ofEpochDay(
        calendar.epochDay(calendar.position((int) calendar.last().toEpochDay())));
  }
}
