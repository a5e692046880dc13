package io.github.marketvolume.testing;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.Ticker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic stock market that looks like the S&amp;P 500 to a volume pipeline, for trying a
 * pipeline without data, for tests, and for benchmarks of any size. Nothing in it is a quote of a
 * real company, and its symbols ({@code SYN000000}, {@code SYN000001}, ...) cannot be real
 * listings.
 *
 * <pre>{@code
 * BarsStage bars = BarsStage.from(SyntheticMarket.standard().withTickers(50));
 * }</pre>
 *
 * <p>As a source it is split into ranges of tickers, which are generated where they are needed and
 * at the same time; its description begins with SYNTHETIC, so that no report can be mistaken for
 * one of real prices.
 *
 * <p>A market is an immutable value. What it generates depends on nothing but its seed:
 *
 * <ul>
 *   <li>the same seed gives the same bars on every Java version and platform;
 *   <li>a ticker has the same bars whatever the number of tickers, and each is generated on its
 *       own, so that tickers can be generated in parallel;
 *   <li>a day has the same bars whatever the range: every series is generated from 2010 (or its
 *       later listing) on and then cut. Prices and volumes are split-adjusted, and {@code adjClose}
 *       also dividend-adjusted, as of the fixed end of 2029, never as of {@link #to()}.
 * </ul>
 *
 * <p>Levels, autocorrelation, tails, day types and dated shocks of volume are calibrated to
 * aggregate figures of the S&amp;P 500 in 2010 to 2020. Ticker 0 is the market's leader, with about
 * fifty times the usual volume and more in the early years. About one ticker in nine is listed late
 * and one in 170 trades so thinly that many of its volumes are 0. Prices are plausible, no more: do
 * not judge a trading rule by them.
 */
public final class SyntheticMarket implements RowSource<Bar> {

  /** The most tickers that a market can have. */
  public static final int MAX_TICKERS = 1_000_000;

  private static final long serialVersionUID = 1L;

  /** Enough work for a task of its own: about 60,000 bars. */
  private static final int TICKERS_A_SPLIT = 16;

  private static final SyntheticMarket STANDARD =
      new SyntheticMarket(2010, 500, LocalDate.of(2010, 1, 4), LocalDate.of(2024, 12, 31));

  private final long seed;
  private final int tickerCount;
  private final LocalDate from;
  private final LocalDate to;

  /** Computed on first use; threads that race here compute equal values. */
  private transient volatile @Nullable MarketBackdrop backdrop;

  private SyntheticMarket(long seed, int tickerCount, LocalDate from, LocalDate to) {
    this.seed = seed;
    this.tickerCount = tickerCount;
    this.from = from;
    this.to = to;
  }

  /** Returns the market of 500 tickers from 2010-01-04 to 2024-12-31 with seed 2010. */
  public static SyntheticMarket standard() {
    return STANDARD;
  }

  /** Returns this market with other random numbers; any seed is as good as another. */
  public SyntheticMarket withSeed(long seed) {
    return new SyntheticMarket(seed, tickerCount, from, to);
  }

  /**
   * Returns this market with its first {@code count} tickers, or with more of them.
   *
   * @throws IllegalArgumentException if {@code count} is not between 1 and {@link #MAX_TICKERS}
   */
  public SyntheticMarket withTickers(int count) {
    if (count < 1 || count > MAX_TICKERS) {
      throw new IllegalArgumentException(
          "SyntheticMarket: " + count + " tickers; ask for 1 to " + MAX_TICKERS);
    }
    return new SyntheticMarket(seed, count, from, to);
  }

  /**
   * Returns this market restricted to the trading days from {@code from} to {@code to}, both
   * included. It does not change any bar.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}, or a date lies outside
   *     2010-01-01 to 2029-12-31
   */
  public SyntheticMarket between(LocalDate from, LocalDate to) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    if (from.isAfter(to)) {
      throw new IllegalArgumentException(
          "SyntheticMarket: from " + from + " is after to " + to + "; swap them");
    }
    if (from.isBefore(TradingDays.FIRST) || to.isAfter(TradingDays.LAST)) {
      throw new IllegalArgumentException(
          "SyntheticMarket: no bars for all of %s to %s; stay within %s to %s"
              .formatted(from, to, TradingDays.FIRST, TradingDays.LAST));
    }
    return new SyntheticMarket(seed, tickerCount, from, to);
  }

  /** Returns the seed that all bars follow from. */
  public long seed() {
    return seed;
  }

  /** Returns the number of tickers. */
  public int tickerCount() {
    return tickerCount;
  }

  /** Returns the first date, included; not necessarily a trading day. */
  public LocalDate from() {
    return from;
  }

  /** Returns the last date, included; not necessarily a trading day. */
  public LocalDate to() {
    return to;
  }

  /** Returns the symbols in ascending order; the position of a symbol is its ticker index. */
  public List<String> tickers() {
    return IntStream.range(0, tickerCount).mapToObj(SyntheticMarket::symbol).toList();
  }

  /**
   * Returns the daily bars of one ticker, in order of date. The series is empty if the ticker is
   * listed after {@link #to()}. It is generated anew by every call; calls may run in parallel.
   *
   * @throws IndexOutOfBoundsException if there is no such ticker
   */
  public Series series(int tickerIndex) {
    Objects.checkIndex(tickerIndex, tickerCount);
    int fromDay = TradingDays.firstOnOrAfter(from);
    int toDay = TradingDays.firstOnOrAfter(to.plusDays(1)) - 1;
    return new SyntheticTicker(seed, tickerIndex, backdrop())
        .generate(symbol(tickerIndex), fromDay, toDay);
  }

  @Override
  public Iterator<Bar> rows(ReadRequest request, RunContext context) {
    return bars(0, tickerCount, request);
  }

  /** Returns this market as ranges of neighbouring tickers. */
  @Override
  public List<RowSource<Bar>> split() {
    List<RowSource<Bar>> splits = new ArrayList<>();
    for (int first = 0; first < tickerCount; first += TICKERS_A_SPLIT) {
      splits.add(new TickerRange(this, first, Math.min(first + TICKERS_A_SPLIT, tickerCount)));
    }
    return splits;
  }

  @Override
  public Optional<Basis> basis() {
    return Optional.of(Basis.SPLIT_ADJUSTED);
  }

  @Override
  public String describe() {
    return "SYNTHETIC market of "
        + tickerCount
        + " tickers, "
        + from
        + " to "
        + to
        + ", seed "
        + seed;
  }

  private Iterator<Bar> bars(int firstTicker, int endTicker, ReadRequest request) {
    LocalDate first = request.from().filter(from::isBefore).orElse(from);
    LocalDate last = request.to().filter(to::isAfter).orElse(to);
    if (first.isAfter(last)) {
      return List.<Bar>of().iterator();
    }
    SyntheticMarket needed = between(first, last);
    needed.backdrop = backdrop();
    return IntStream.range(firstTicker, endTicker)
        .mapToObj(needed::series)
        .flatMap(Series::bars)
        .iterator();
  }

  /** Returns the market-wide shocks that begin within the market's dates, in order of date. */
  public List<Shock> shocks() {
    return MarketBackdrop.SHOCKS.stream()
        .filter(shock -> !shock.date().isBefore(from) && !shock.date().isAfter(to))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SyntheticMarket that
        && seed == that.seed
        && tickerCount == that.tickerCount
        && from.equals(that.from)
        && to.equals(that.to);
  }

  @Override
  public int hashCode() {
    return Objects.hash(seed, tickerCount, from, to);
  }

  @Override
  public String toString() {
    return describe();
  }

  private MarketBackdrop backdrop() {
    MarketBackdrop known = backdrop;
    if (known == null) {
      known = MarketBackdrop.of(seed);
      backdrop = known;
    }
    return known;
  }

  private static String symbol(int tickerIndex) {
    String digits = Integer.toString(tickerIndex);
    return "SYN" + "0".repeat(6 - digits.length()) + digits;
  }

  /** The tickers of a market from {@code first} up to but not including {@code end}. */
  private record TickerRange(SyntheticMarket market, int first, int end) implements RowSource<Bar> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return market.bars(first, end, request);
    }

    @Override
    public String describe() {
      return market.describe() + ", tickers " + symbol(first) + " to " + symbol(end - 1);
    }
  }

  /**
   * A day that moved the volume of the whole market. Labels name the real day that a shock is
   * modelled on; the bars are synthetic nevertheless.
   *
   * @param date the first day of the shock, a trading day
   * @param label what happened
   * @param volumeFactor how many times its usual volume a typical ticker trades on {@code date},
   *     apart from what the type of day does to volume; above 1
   * @param decayDays the trading days after which the effect on the logarithm of volume has fallen
   *     to 1/e of the first day's. While several shocks decay, the strongest counts.
   */
  public record Shock(LocalDate date, String label, double volumeFactor, int decayDays) {}

  /**
   * A share split, already applied to all earlier bars.
   *
   * @param date the first day on which the new shares trade
   * @param ratio new shares per old share: 2 for two for one, 0.1 for one for ten
   */
  public record Split(LocalDate date, double ratio) {}

  /** The daily bars of one ticker in order of date, as columns; positions count from 0. */
  public static final class Series {

    private final String ticker;
    private final int firstDay;
    private final List<Split> splits;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] adjClose;
    private final long[] volume;

    Series(String ticker, int firstDay, int size, List<Split> splits) {
      this.ticker = ticker;
      this.firstDay = firstDay;
      this.splits = splits;
      open = new double[size];
      high = new double[size];
      low = new double[size];
      close = new double[size];
      adjClose = new double[size];
      volume = new long[size];
    }

    void set(
        int i, double open, double high, double low, double close, double adjClose, long volume) {
      this.open[i] = open;
      this.high[i] = high;
      this.low[i] = low;
      this.close[i] = close;
      this.adjClose[i] = adjClose;
      this.volume[i] = volume;
    }

    private Stream<Bar> bars() {
      Ticker symbol = Ticker.of(ticker);
      return IntStream.range(0, size())
          .mapToObj(
              i ->
                  Bar.builder()
                      .ticker(symbol)
                      .tradeDate(tradeDate(i))
                      .open(open[i])
                      .high(high[i])
                      .low(low[i])
                      .close(close[i])
                      .adjClose(adjClose[i])
                      .volume(volume[i])
                      .build());
    }

    /** Returns the ticker's symbol. */
    public String ticker() {
      return ticker;
    }

    /** Returns the number of bars. */
    public int size() {
      return volume.length;
    }

    /**
     * Returns the splits of the ticker's whole life, in order of date: bars are adjusted for those
     * after the last bar too.
     */
    public List<Split> splits() {
      return splits;
    }

    /** Returns the trading day of bar {@code i}. */
    public LocalDate tradeDate(int i) {
      return LocalDate.ofEpochDay(epochDay(i));
    }

    /** Returns the trading day of bar {@code i} in days since 1970-01-01. */
    public int epochDay(int i) {
      return TradingDays.epochDay(firstDay + Objects.checkIndex(i, size()));
    }

    /** Returns the first price of the day in dollars, split-adjusted. */
    public double open(int i) {
      return open[i];
    }

    /** Returns the highest price of the day in dollars, split-adjusted. */
    public double high(int i) {
      return high[i];
    }

    /** Returns the lowest price of the day in dollars, split-adjusted. */
    public double low(int i) {
      return low[i];
    }

    /** Returns the last price of the day in dollars, split-adjusted. */
    public double close(int i) {
      return close[i];
    }

    /** Returns the last price of the day in dollars, adjusted for splits and later dividends. */
    public double adjClose(int i) {
      return adjClose[i];
    }

    /** Returns the shares traded, split-adjusted; 0 if there was no trade. */
    public long volume(int i) {
      return volume[i];
    }
  }
}
