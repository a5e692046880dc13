package io.github.marketvolume.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.market.DateRange;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarketTruthTest {

  private static final LocalDate START = LocalDate.of(2019, 1, 1);

  @Test
  void returnsAndChanges_areThoseOfTheCloseBefore() {
    MarketTruth truth =
        MarketTruth.of(
            closes(List.of(0, 3, 4), 100, 110, 99), closes(List.of(0, 2, 4), 10, 20, 25));
    assertThat(truth.days())
        .extracting(IndexDay::tradeDate)
        .containsExactly(day(0), day(3), day(4));
    assertThat(truth.days().get(0).logReturn()).isEmpty();
    assertThat(truth.days().get(0).volatilityChange()).isEmpty();
    assertThat(truth.days().get(1).logReturn()).hasValue(Math.log(110 / 100.0));
    assertThat(truth.days().get(1).volatilityChange()).isEmpty();
    assertThat(truth.days().get(2).logReturn()).hasValue(Math.log(99 / 110.0));
    assertThat(truth.days().get(2).volatilityChange()).hasValue(0.25);
    assertThat(truth.days()).allMatch(day -> day.z252().isEmpty());
  }

  @Test
  void z_isTheReturnOverTheDeviationOfThe252Before() {
    // Returns of +0.01 and -0.01 in turn: of 252, the mean is 0 and the variance 0.0001 * 252/251.
    SortedMap<LocalDate, Double> index = new TreeMap<>();
    for (int i = 0; i <= 252; i++) {
      index.put(day(i), i % 2 == 0 ? 100 : 100 * Math.exp(0.01));
    }
    index.put(day(253), 100 * Math.exp(-0.03));
    index.put(day(254), 100 * Math.exp(-0.03));
    List<IndexDay> days = MarketTruth.of(index, new TreeMap<>()).days();
    assertThat(days.get(252).z252()).isEmpty();
    assertThat(days.get(253).z252().getAsDouble())
        .isCloseTo(-3 * Math.sqrt(251 / 252.0), within(1e-9));
    assertThat(days.get(254).z252()).hasValue(0);
  }

  @Test
  void ofEqualReturns_thereIsNoZ() {
    SortedMap<LocalDate, Double> index = new TreeMap<>();
    for (int i = 0; i <= 254; i++) {
      index.put(day(i), 100.0);
    }
    assertThat(MarketTruth.of(index, new TreeMap<>()).days()).allMatch(day -> day.z252().isEmpty());
  }

  @Test
  void rules_lookAtBothSidesOfReturnsAndAtRisesOfVolatility() {
    assertShock(OptionalDouble.of(-2.5), OptionalDouble.empty(), true, false);
    assertShock(OptionalDouble.of(3), OptionalDouble.of(-0.5), true, true);
    assertShock(OptionalDouble.of(2.49), OptionalDouble.of(0.19), false, false);
    assertShock(OptionalDouble.empty(), OptionalDouble.of(0.20), true, false);
    assertShock(OptionalDouble.of(0), OptionalDouble.of(0.25), true, true);
    assertShock(OptionalDouble.empty(), OptionalDouble.empty(), false, false);
  }

  @Test
  void extent_isTheLargerMultipleOfWhatTheRuleAsks() {
    IndexDay day = indexDay(OptionalDouble.of(-6), OptionalDouble.of(0.30));
    assertThat(TruthRule.B.extent(day)).isEqualTo(2);
    assertThat(TruthRule.A.extent(day)).isEqualTo(2.4);
    assertThat(TruthRule.A.extent(indexDay(OptionalDouble.empty(), OptionalDouble.empty())))
        .isZero();
  }

  @Test
  void aRange_isSelectedBeforeItsDaysAreJoined() {
    MarketTruth truth =
        MarketTruth.of(
            closes(List.of(0, 1, 2, 3), 100, 100, 100, 100),
            closes(List.of(0, 1, 2, 3), 10, 13, 13, 26));
    assertThat(truth.episodes(TruthRule.B, DateRange.all(), 5).list())
        .containsExactly(new Episode(day(1), day(3), 2, day(3), 4));
    Episodes later = truth.episodes(TruthRule.B, DateRange.all().from(day(2)), 5);
    assertThat(later.days()).containsExactly(day(2), day(3));
    assertThat(later.list()).containsExactly(new Episode(day(3), day(3), 1, day(3), 4));
  }

  @Test
  void aCloseThatIsNotPositive_isRefused() {
    SortedMap<LocalDate, Double> closes = new TreeMap<>();
    closes.put(day(0), 0.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketTruth.of(closes, new TreeMap<>()))
        .withMessage("the close of 2019-01-01 is 0.0; give a positive number");
  }

  private static void assertShock(
      OptionalDouble z, OptionalDouble change, boolean byA, boolean byB) {
    assertThat(TruthRule.A.isShock(indexDay(z, change))).isEqualTo(byA);
    assertThat(TruthRule.B.isShock(indexDay(z, change))).isEqualTo(byB);
  }

  private static IndexDay indexDay(OptionalDouble z, OptionalDouble change) {
    return new IndexDay(START, OptionalDouble.empty(), z, change);
  }

  /** Closes on some days. */
  private static SortedMap<LocalDate, Double> closes(List<Integer> days, double... closes) {
    SortedMap<LocalDate, Double> byDay = new TreeMap<>();
    for (int i = 0; i < closes.length; i++) {
      byDay.put(day(days.get(i)), closes[i]);
    }
    return byDay;
  }

  private static LocalDate day(int n) {
    return START.plusDays(n);
  }
}
