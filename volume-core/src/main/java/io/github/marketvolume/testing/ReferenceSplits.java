package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Restates bars in the shares of their ticker's last one, straight from the definition. */
final class ReferenceSplits {

  private ReferenceSplits() {}

  /** The same bars, adjusted for the splits among them, which they no longer tell. */
  static List<Bar> adjusted(List<Bar> bars) {
    return bars.stream().map(bar -> adjusted(bar, factor(bar, bars))).toList();
  }

  /**
   * How many values there are that adjusting takes out of range, so that they are missing.
   *
   * @param bars of all tickers
   */
  static long countBeyondAdjustment(List<Bar> bars) {
    List<Bar> adjusted = adjusted(bars);
    long count = 0;
    for (int i = 0; i < bars.size(); i++) {
      count += valuesOf(bars.get(i)) - valuesOf(adjusted.get(i));
    }
    return count;
  }

  private static long valuesOf(Bar bar) {
    return Stream.of(bar.open(), bar.high(), bar.low(), bar.close())
            .filter(OptionalDouble::isPresent)
            .count()
        + (bar.volume().isPresent() ? 1 : 0);
  }

  /**
   * The bars that stay, each with the coefficients of those between it and the ticker's one before.
   *
   * @param bars by ticker and date
   */
  static List<Bar> retained(List<Bar> bars, IntPredicate stays) {
    List<Bar> retained = new ArrayList<>();
    OptionalDouble passedOn = OptionalDouble.empty();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      if (i > 0 && !bar.ticker().equals(bars.get(i - 1).ticker())) {
        passedOn = OptionalDouble.empty();
      }
      OptionalDouble own = bar.splitCoefficient();
      double product = passedOn.orElse(1) * own.orElse(1);
      OptionalDouble all = product == own.orElse(1) ? own : OptionalDouble.of(product);
      passedOn = stays.test(i) ? OptionalDouble.empty() : all;
      if (stays.test(i)) {
        retained.add(all.equals(own) ? bar : Bar.builder().from(bar).splitCoefficient(all).build());
      }
    }
    return retained;
  }

  /**
   * The product of the coefficients of all later bars of the ticker, the last one first; NaN once
   * it is outside 1e-20 to 1e20.
   */
  private static double factor(Bar bar, List<Bar> bars) {
    double factor = 1;
    for (int i = bars.size() - 1; i >= 0; i--) {
      Bar later = bars.get(i);
      if (later.ticker().equals(bar.ticker()) && later.tradeDate().isAfter(bar.tradeDate())) {
        factor *= later.splitCoefficient().orElse(1);
        factor = factor < 1e-20 || factor > 1e20 ? Double.NaN : factor;
      }
    }
    return factor;
  }

  private static Bar adjusted(Bar bar, double factor) {
    Bar.Builder adjusted = Bar.builder().ticker(bar.ticker()).tradeDate(bar.tradeDate());
    for (BarColumn column : BarColumn.fields()) {
      OptionalDouble value = column.numberOn(bar);
      if (value.isPresent() && column != BarColumn.SPLIT_COEFFICIENT) {
        adjusted(column.unit(), value.getAsDouble(), factor)
            .ifPresent(number -> column.set(adjusted, number));
      }
    }
    return adjusted.build();
  }

  private static OptionalDouble adjusted(BarColumn.Unit unit, double value, double factor) {
    if (factor == 1) {
      return OptionalDouble.of(value);
    }
    return switch (unit) {
      case SHARES -> multiplied(value, factor);
      case PRICE -> divided(value, factor);
      default -> OptionalDouble.of(value);
    };
  }

  /** A volume from 1e-20 to a thousand million million less one. */
  private static OptionalDouble multiplied(double volume, double factor) {
    double shares = volume * factor;
    return shares >= 1e-20 && shares <= 1e15 - 1
        ? OptionalDouble.of(shares)
        : OptionalDouble.empty();
  }

  /** A price that is 0, or from 1e-20 to 1e20 in size. */
  private static OptionalDouble divided(double price, double factor) {
    double adjusted = price / factor;
    double size = Math.abs(adjusted);
    return size == 0 || (size >= 1e-20 && size <= 1e20)
        ? OptionalDouble.of(adjusted)
        : OptionalDouble.empty();
  }
}
