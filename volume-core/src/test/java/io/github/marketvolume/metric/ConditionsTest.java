package io.github.marketvolume.metric;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.OPEN;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isDay;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.isTickerIn;
import static io.github.marketvolume.metric.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.Ticker;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What where(...) asks of rows. */
class ConditionsTest {

  private static final LocalDate THANKSGIVING_FRIDAY = LocalDate.of(2019, 11, 29);
  private static final Flag<Bar> BUSY = VOLUME.atLeast(100);

  private static boolean holds(Condition<? super Bar> condition, String ticker, LocalDate date) {
    return condition.holds(ticker, Math.toIntExact(date.toEpochDay()), flag -> false);
  }

  private static boolean holds(Condition<? super Bar> condition, boolean isBusy) {
    return condition.holds("AAA", 0, flag -> flag.equals(BUSY) && isBusy);
  }

  @Test
  void tickers_areThoseNamed() {
    Condition<? super Bar> condition = isTicker("MSFT", "AAPL");
    assertThat(holds(condition, "AAPL", THANKSGIVING_FRIDAY)).isTrue();
    assertThat(holds(condition, "AAP", THANKSGIVING_FRIDAY)).isFalse();
    assertThat(condition.describe()).isEqualTo("ticker is AAPL or MSFT");
    assertThat(condition).isEqualTo(isTickerIn(List.of("AAPL", "MSFT", "AAPL")));
  }

  private record Board(Ticker ticker, OptionalDouble exact) implements TickerSummary {

    @Override
    public Optional<LocalDate> period() {
      return Optional.empty();
    }

    @Override
    public Optional<String> group() {
      return Optional.empty();
    }

    @Override
    public OptionalLong rank() {
      return OptionalLong.empty();
    }

    @Override
    public <T extends Number> Optional<T> get(Summary<Bar, T> summary) {
      throw new AssertionError("the fraction is asked");
    }

    @Override
    public OptionalDouble exact(Summary<Bar, ?> summary) {
      return exact;
    }
  }

  @Test
  void summaries_areComparedWithNumbers_andAMissingOneIsNeitherMoreNorLess() {
    Board row = new Board(Ticker.of("AAA"), OptionalDouble.of(2.5));
    Board missing = new Board(Ticker.of("AAA"), OptionalDouble.empty());
    Condition<TickerSummary> atLeast = VOLUME.total().atLeast(2.5);
    Condition<TickerSummary> atMost = VOLUME.total().atMost(2.4);
    assertThat(atLeast.holds(row)).isTrue();
    assertThat(atMost.holds(row)).isFalse();
    assertThat(atLeast.holds(missing)).isFalse();
    assertThat(atMost.holds(missing)).isFalse();
    assertThat(not(atMost).and(isTicker("AAA")).holds(missing)).isTrue();
    assertThat(isTicker("BBB").or(atLeast).holds(missing)).isFalse();
    assertThat(not(atMost).and(isTicker("AAA")).describe())
        .isEqualTo("not (total_volume at most 2.4) and ticker is AAA");
    assertThat(atLeast)
        .isEqualTo(VOLUME.total().atLeast(2.5))
        .isNotEqualTo(VOLUME.total().atMost(2.5))
        .isNotEqualTo(VOLUME.max().atLeast(2.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VOLUME.total().atLeast(Double.NaN))
        .withMessage(
            "total_volume cannot be compared with a threshold of NaN; give a finite number");
  }

  @Test
  void manyTickers_areCountedInTheDescription() {
    List<String> symbols = IntStream.range(10, 500).mapToObj(i -> "T" + i).toList();
    assertThat(isTickerIn(symbols).describe())
        .isEqualTo("ticker is T10 or T100 or T101 or T102 or T103 or one of 485 more");
  }

  @Test
  void noTicker_andWhatIsNone_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> isTickerIn(List.of()))
        .withMessage(
            "a condition on tickers names none, so that no bar would be kept; give a symbol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> isTicker("A B"))
        .withMessageContaining("A B");
  }

  @Test
  void dates_includeBothEnds() {
    Condition<? super Bar> condition =
        isBetween(THANKSGIVING_FRIDAY, THANKSGIVING_FRIDAY.plusDays(1));
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY.minusDays(1))).isFalse();
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY)).isTrue();
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY.plusDays(1))).isTrue();
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY.plusDays(2))).isFalse();
    assertThat(condition.describe()).isEqualTo("date is from 2019-11-29 to 2019-11-30");
  }

  @Test
  void days_areOfAKind_andSundaysOfNone() {
    Condition<? super Bar> condition = isDay(NYSE, DayKind.HALF_DAY, DayKind.PRE_HOLIDAY);
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY)).isTrue();
    assertThat(holds(condition, "A", THANKSGIVING_FRIDAY.plusDays(3))).isFalse();
    assertThat(holds(isDay(NYSE, DayKind.values()), "A", LocalDate.of(2019, 12, 1))).isFalse();
    assertThat(holds(isDay(NYSE, DayKind.values()), "A", LocalDate.of(1962, 1, 3))).isFalse();
    assertThat(condition.describe()).isEqualTo("day is half day or pre holiday on NYSE");
    assertThat(condition.calendars()).containsExactly(NYSE);
    assertThatIllegalArgumentException().isThrownBy(() -> isDay(NYSE));
  }

  @Test
  void flag_holdsWhereItIsSet() {
    assertThat(holds(BUSY, true)).isTrue();
    assertThat(holds(BUSY, false)).isFalse();
    assertThat(BUSY.flags()).containsExactly(BUSY);
  }

  @Test
  void combinations_areOfBothOrEitherOrNot() {
    Condition<Dated> monday = isBetween(LocalDate.EPOCH, LocalDate.EPOCH);
    for (boolean busy : new boolean[] {true, false}) {
      assertThat(holds(BUSY.and(monday), busy)).isEqualTo(busy);
      assertThat(holds(BUSY.or(not(monday)), busy)).isEqualTo(busy);
      assertThat(holds(BUSY.or(monday), busy)).isTrue();
      assertThat(holds(not(BUSY), busy)).isEqualTo(!busy);
    }
    Condition<Bar> all = not(BUSY.or(isTicker("A"))).and(monday.or(BUSY));
    assertThat(all.flags()).containsExactly(BUSY, BUSY);
    assertThat(all.describe())
        .isEqualTo(
            "not (volume at least 100.0 or ticker is A) and (date is from 1970-01-01 to"
                + " 1970-01-01 or volume at least 100.0)");
    assertThat(all).isEqualTo(not(BUSY.or(isTicker("A"))).and(monday.or(BUSY)));
  }

  @Test
  void metrics_areComparedWithEachOther() {
    assertThat(CLOSE.atLeast(OPEN)).isEqualTo(CLOSE.minus(OPEN).atLeast(0));
    assertThat(CLOSE.atMost(OPEN)).isEqualTo(CLOSE.minus(OPEN).atMost(0));
  }
}
