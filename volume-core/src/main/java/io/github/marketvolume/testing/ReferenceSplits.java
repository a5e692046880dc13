package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Restates bars in the shares of their ticker's last one, straight from the definition. */
final class ReferenceSplits {

  private ReferenceSplits() {}

  /** The same bars, adjusted for the splits among them, which they no longer tell. */
  static List<Bar> adjusted(List<Bar> bars) {
    return bars.stream().map(bar -> adjusted(bar, factor(bar, bars))).toList();
  }

  /** The product of the coefficients of all later bars of the ticker, the last one first. */
  private static double factor(Bar bar, List<Bar> bars) {
    double factor = 1;
    for (int i = bars.size() - 1; i >= 0; i--) {
      Bar later = bars.get(i);
      if (later.ticker().equals(bar.ticker()) && later.tradeDate().isAfter(bar.tradeDate())) {
        factor *= later.splitCoefficient().orElse(1);
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
        .volume(
            bar.volume().isPresent()
                ? OptionalLong.of((long) Math.max(1, Math.rint(bar.volume().getAsLong() * factor)))
                : OptionalLong.empty())
        .splitCoefficient(OptionalDouble.empty())
        .build();
  }

  private static OptionalDouble divided(OptionalDouble price, double factor) {
    return price.isPresent()
        ? OptionalDouble.of(price.getAsDouble() / factor)
        : OptionalDouble.empty();
  }
}
