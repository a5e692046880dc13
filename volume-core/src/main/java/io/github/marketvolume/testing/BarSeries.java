package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The bars of one ticker on consecutive weekdays, written by hand for a test:
 *
 * <pre>{@code
 * BarSeries.of("AAPL").volumes(100, 200, 0, 400)
 * }</pre>
 *
 * <p>The first day is Monday, 2020-01-06, and prices are missing, unless set. {@link Bars#of} makes
 * bars of one or more series. An immutable value.
 *
 * @param first the first day; on a weekend, the Monday after it
 * @param price all prices of every bar
 * @param shares the volumes, one per bar; 0 for missing
 */
public record BarSeries(Ticker ticker, LocalDate first, OptionalDouble price, List<Long> shares) {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);

  public BarSeries {
    shares = List.copyOf(shares);
  }

  /** A series that has no bar yet. */
  public static BarSeries of(String ticker) {
    return new BarSeries(Ticker.of(ticker), FIRST, OptionalDouble.empty(), List.of());
  }

  /** The same series from another day on. */
  public BarSeries startingOn(LocalDate day) {
    return new BarSeries(ticker, day, price, shares);
  }

  /** The same series with this value for every price, from open to adjusted close. */
  public BarSeries pricedAt(double everyPrice) {
    return new BarSeries(ticker, first, OptionalDouble.of(everyPrice), shares);
  }

  /**
   * The same series with these volumes, one per weekday.
   *
   * @param volumes in shares; 0 for a bar whose volume is missing
   */
  public BarSeries volumes(long... volumes) {
    return new BarSeries(ticker, first, price, Arrays.stream(volumes).boxed().toList());
  }

  /** The bars, by date. */
  public List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    LocalDate day = first;
    for (long volume : shares) {
      while (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
        day = day.plusDays(1);
      }
      bars.add(
          Bar.builder()
              .ticker(ticker)
              .tradeDate(day)
              .open(price)
              .high(price)
              .low(price)
              .close(price)
              .adjClose(price)
              .volume(OptionalLong.of(volume))
              .build());
      day = day.plusDays(1);
    }
    return bars;
  }
}
