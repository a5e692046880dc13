package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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
    return Bar.builder()
        .from(bar)
        .open(divided(bar.open(), factor))
        .high(divided(bar.high(), factor))
        .low(divided(bar.low(), factor))
        .close(divided(bar.close(), factor))
        .volume(multiplied(bar.volume(), factor))
        .splitCoefficient(OptionalDouble.empty())
        .build();
  }

  /** A volume of whole shares, one at least and a thousand million million less one at most. */
  private static OptionalLong multiplied(OptionalLong volume, double factor) {
    if (volume.isEmpty() || factor == 1) {
      return volume;
    }
    double shares = Math.rint(volume.getAsLong() * factor);
    return shares < 1e15 ? OptionalLong.of(Math.max(1, (long) shares)) : OptionalLong.empty();
  }

  /** A price that is 0, or from 1e-20 to 1e20 in size. */
  private static OptionalDouble divided(OptionalDouble price, double factor) {
    if (price.isEmpty() || factor == 1) {
      return price;
    }
    double adjusted = price.getAsDouble() / factor;
    double size = Math.abs(adjusted);
    return size == 0 || (size >= 1e-20 && size <= 1e20)
        ? OptionalDouble.of(adjusted)
        : OptionalDouble.empty();
  }
}
