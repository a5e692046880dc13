package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Bars for property tests with jqwik, which the user's build must add. For a parameter
 * {@code @ForAll List<Bar>} jqwik finds the realistic bars, and with {@link NastyBars} the nasty
 * ones.
 *
 * <p>All bars obey the standard rules, except conflicting bars among the nasty ones, and those with
 * fractional volumes; dates are from 2020 and 2021.
 */
public final class BarArbitraries {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);
  private static final long MAX_VOLUME = 999_999_999_999_999L;
  private static final Arbitrary<Set<String>> SYMBOLS =
      Arbitraries.of("AAPL", "BRK.B", "C", "GE").set().ofMinSize(1).ofMaxSize(3);

  /** How one day differs from the ticker's usual one, as logarithms of factors. */
  private record Day(double volume, double price, boolean traded) {}

  /** A day of nasty bars: how many days after the one before, and what happens on it. */
  private record Jump(int days, long volume, OptionalDouble close) {}

  private BarArbitraries() {}

  /**
   * One to three tickers that trade on most weekdays, up to 60 each and not all from the same day
   * on: log-normal volumes around the ticker's own level, an occasional spike, rarely a day without
   * trades; prices that wander, with high and low around them. In the order of ticker and date.
   */
  public static Arbitrary<List<Bar>> realistic() {
    return withoutEdgeCases(ofTickers(BarArbitraries::realistic));
  }

  /**
   * What goes wrong in practice and in arithmetic: one to three tickers of up to 40 bars, some of a
   * single one; gaps of days; volumes and closes that are missing, constant, tied, near each other
   * at a huge offset, spiking, or anything from 1 to the largest; identical duplicates, which are
   * dropped, and conflicting bars, which are all rejected; everything out of order.
   */
  public static Arbitrary<List<Bar>> nasty() {
    return withoutEdgeCases(
        ofTickers(BarArbitraries::nasty)
            .flatMap(BarArbitraries::withDuplicates)
            .flatMap(Arbitraries::shuffle));
  }

  /**
   * So many parts have so many edge cases, nearly all of a bar or two, that little else is tried.
   */
  private static Arbitrary<List<Bar>> withoutEdgeCases(Arbitrary<List<Bar>> bars) {
    return bars.withoutEdgeCases();
  }

  private static Arbitrary<List<Bar>> ofTickers(Function<String, Arbitrary<List<Bar>>> series) {
    return SYMBOLS.flatMap(
        symbols ->
            Combinators.combine(symbols.stream().sorted().map(series).toList())
                .as(all -> all.stream().flatMap(List::stream).toList()));
  }

  /**
   * The nasty bars with volumes that have fractions, down to a 64th of a share, for rules that
   * {@linkplain io.github.marketvolume.quality.BarRules#fractionalVolume round or keep} them.
   */
  public static Arbitrary<List<Bar>> fractional() {
    return nasty().map(bars -> bars.stream().map(BarArbitraries::withFraction).toList());
  }

  private static Bar withFraction(Bar bar) {
    return bar.exactVolume().isEmpty()
        ? bar
        : Bar.builder().from(bar).exactVolume(bar.exactVolume().getAsDouble() / 64).build();
  }

  private static Arbitrary<List<Bar>> realistic(String symbol) {
    Arbitrary<Double> usual = gaussian(1);
    Arbitrary<Double> spike = Arbitraries.doubles().between(1.5, 3);
    Arbitrary<Day> day =
        Combinators.combine(
                Arbitraries.frequencyOf(Tuple.of(30, usual), Tuple.of(1, spike)),
                gaussian(0.05),
                Arbitraries.frequency(Tuple.of(60, true), Tuple.of(1, false)))
            .as(Day::new);
    return Combinators.combine(
            Arbitraries.integers().between(0, 20),
            Arbitraries.doubles().between(9.2, 18.4), // ln of 10 thousand to 100 million shares
            Arbitraries.doubles().between(1.6, 6.2), // ln of a price of 5 to 500
            ofAnySize(day, 60))
        .as((start, volume, price, days) -> realistic(symbol, start, volume, price, days));
  }

  private static List<Bar> realistic(
      String symbol, int start, double volumeLevel, double priceLevel, List<Day> days) {
    List<Bar> bars = new ArrayList<>();
    double open = Math.exp(priceLevel);
    LocalDate date = FIRST.plusWeeks(start / 5).plusDays(start % 5);
    for (Day day : days) {
      double close = open * Math.exp(day.price());
      long volume = day.traded() ? Math.round(Math.exp(volumeLevel + day.volume())) : 0;
      bars.add(
          Bar.builder()
              .from(Bar.of(symbol, date, volume))
              .open(open)
              .high(Math.max(open, close) * 1.01)
              .low(Math.min(open, close) * 0.99)
              .close(close)
              .adjClose(close)
              .build());
      open = close;
      date = date.plusDays(date.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
    }
    return bars;
  }

  /**
   * Lists of 1 to {@code max}, long ones as often as short ones; jqwik by itself prefers short
   * ones.
   */
  private static <T> Arbitrary<List<T>> ofAnySize(Arbitrary<T> element, int max) {
    return element
        .list()
        .ofMinSize(1)
        .ofMaxSize(max)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Double> gaussian(double bound) {
    return Arbitraries.doubles()
        .between(-bound, bound)
        .ofScale(4)
        .withDistribution(RandomDistribution.gaussian(3));
  }

  private static Arbitrary<List<Bar>> nasty(String symbol) {
    return nastyVolumes().flatMap(volume -> nasty(symbol, volume));
  }

  /** Kinds of series, each by the volumes that it is made of. */
  private static Arbitrary<Arbitrary<Long>> nastyVolumes() {
    Arbitrary<Long> any = Arbitraries.longs().between(1, MAX_VOLUME);
    Arbitrary<Long> constant = Arbitraries.just(1_880_998_000L);
    Arbitrary<Long> tied = Arbitraries.of(100L, 200L, 300L);
    Arbitrary<Long> offset = Arbitraries.longs().between(0, 5).map(x -> 1_000_000_000L + x);
    Arbitrary<Long> spiking =
        Arbitraries.frequencyOf(
            Tuple.of(15, Arbitraries.longs().between(1000, 1004)), Tuple.of(1, any));
    Arbitrary<Long> missing = Arbitraries.just(0L);
    return Arbitraries.of(
        any,
        constant,
        tied,
        offset,
        spiking,
        missing,
        Arbitraries.frequencyOf(Tuple.of(1, missing), Tuple.of(2, tied)),
        Arbitraries.frequencyOf(Tuple.of(1, missing), Tuple.of(4, any)));
  }

  private static Arbitrary<List<Bar>> nasty(String symbol, Arbitrary<Long> volume) {
    Arbitrary<OptionalDouble> close =
        Arbitraries.of(
            OptionalDouble.empty(),
            OptionalDouble.of(0),
            OptionalDouble.of(0.0001),
            OptionalDouble.of(1),
            OptionalDouble.of(1e6));
    Arbitrary<Integer> days =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just(1)), Tuple.of(1, Arbitraries.integers().between(2, 15)));
    Arbitrary<Jump> jump = Combinators.combine(days, volume, close).as(Jump::new);
    return Arbitraries.frequencyOf(
            Tuple.of(5, ofAnySize(jump, 40)), Tuple.of(1, jump.list().ofSize(1)))
        .map(jumps -> nasty(symbol, jumps));
  }

  private static List<Bar> nasty(String symbol, List<Jump> jumps) {
    List<Bar> bars = new ArrayList<>();
    LocalDate date = FIRST;
    for (Jump jump : jumps) {
      date = date.plusDays(jump.days());
      bars.add(Bar.builder().from(Bar.of(symbol, date, jump.volume())).close(jump.close()).build());
    }
    return bars;
  }

  private static Arbitrary<List<Bar>> withDuplicates(List<Bar> bars) {
    Arbitrary<Bar> identical = Arbitraries.of(bars);
    Arbitrary<Bar> conflicting =
        identical.map(
            bar -> Bar.builder().from(bar).volume(bar.volume().orElse(0) == 1 ? 2 : 1).build());
    return Arbitraries.frequencyOf(Tuple.of(3, identical), Tuple.of(1, conflicting))
        .list()
        .ofMaxSize(4)
        .map(
            more -> {
              List<Bar> all = new ArrayList<>(bars);
              all.addAll(more);
              return all;
            });
  }
}
