package io.github.marketvolume.testing;

import io.github.marketvolume.testing.SyntheticMarket.Series;
import io.github.marketvolume.testing.SyntheticMarket.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * One ticker of a synthetic market: the traits drawn for it once, and the process that makes its
 * bars.
 *
 * <p>Log volume is the sum of the ticker's level, a slow random walk pulled back to it, the
 * market's seasonal and common parts, a fast autoregression whose innovations have heavy tails and
 * jumps (news, quarterly earnings), noise, and a part that grows with the size of the day's own
 * return. The constants are calibrated to aggregate figures of the S&amp;P 500 from 2010 to 2020.
 */
final class SyntheticTicker {

  /** The index of the one ticker that dwarfs the others, as the most traded real one does. */
  private static final int LEADER = 0;

  private static final double MEDIAN_LEVEL = 14.38;
  private static final double LEADER_LEVEL = MEDIAN_LEVEL + 4.25;

  /** Nobody comes close to the leader, however many tickers there are. */
  private static final double HIGHEST_LEVEL = MEDIAN_LEVEL + 3.30;

  private static final double THIN_LEVEL = 9.5;

  /** Log volume that the leader had more in 2010, and the trading days in which it lost that. */
  private static final double LEADER_DECLINE = 1.30;

  private static final int LEADER_DECLINE_DAYS = 1760;

  // Shares of the tickers that have a trait.
  private static final double THIN_SHARE = 0.006;
  private static final double LATE_LISTING_SHARE = 0.11;
  private static final double ROUND_LOT_SHARE = 0.90;
  private static final double NON_PAYER_SHARE = 0.25;
  private static final double SPLIT_SHARE = 0.12;

  private static final int LAST_LISTING_DAY = 2500;
  private static final double LISTING_JUMP = 1.5;
  private static final double[] SPLIT_RATIOS = {2, 2, 2, 3, 1.5, 4, 7, 10, 0.1};

  // Probabilities per bar.
  private static final double HALTED_PROBABILITY = 4e-5;
  private static final double NEWS_PROBABILITY = 0.019;
  private static final double HEAVY_PROBABILITY = 0.08;

  /** How much larger the innovations of the heavy tail are. */
  private static final double HEAVY_SCALE = 2.2;

  /** The mean rise of log volume on a day with news. */
  private static final double NEWS_JUMP = 0.50;

  private static final double WALK_PULL = 1 / 2500.0;
  private static final double WALK_INNOVATION = 0.012;

  /** The leader hardly drifts, so that it leads in every market. */
  private static final double LEADER_WALK_INNOVATION = 0.003;

  private static final double FAST_DECAY = 0.76;
  private static final double FAST_INNOVATION = 0.127;
  private static final double NOISE = 0.175;

  /** Log volume per standard deviation of the day's own move beyond the mean absolute one. */
  private static final double VOLUME_PER_MOVE = 0.09;

  /** How far busy days are volatile days; the scale stays above a floor. */
  private static final double VOLATILITY_PER_VOLUME = 0.6;

  private static final double VOLATILITY_FLOOR = 0.4;

  /** Pull of the log price to its trend, which keeps prices sane over twenty years. */
  private static final double PRICE_PULL = 0.0006;

  // How many times its usual size the day's own move is.
  private static final double EARNINGS_MOVE = 4.4;
  private static final double NEWS_MOVE = 2.8;

  private static final int QUARTER_DAYS = 63;
  private static final double UNIT_32 = 0x1.0p-32;

  private final MarketBackdrop market;
  private final SplitMix random;
  private final int listingDay;
  private final boolean leader;
  private final double level;
  private final double zeroProbability;
  private final int roundLot;
  private final double loading;
  private final double beta;
  private final double ownVolatility;
  private final double priceTrend;
  private final double startLogPrice;
  private final double quarterlyYield;
  private final int dividendPhase;
  private final double earningsJump;
  private final int firstEarningsDay;
  private final double walkInnovation;
  private final double startWalk;
  private final List<Split> splits;

  SyntheticTicker(long seed, int index, MarketBackdrop market) {
    this.market = market;
    random = SplitMix.stream(seed, index);
    leader = index == LEADER;
    boolean thin = random.uniform() < THIN_SHARE && !leader;
    boolean late = random.uniform() < LATE_LISTING_SHARE && !leader;
    int lateDay = random.between(1, LAST_LISTING_DAY);
    listingDay = late ? lateDay : 0;
    level = level(random.normal(), thin);
    double thinZeroProbability = random.uniform(0.05, 0.50);
    zeroProbability = thin ? thinZeroProbability : HALTED_PROBABILITY;
    roundLot = random.uniform() < ROUND_LOT_SHARE ? 100 : 1;
    loading = within(0.4, 1 + 0.25 * random.normal(), 1.7);
    beta = within(0.3, 1 + 0.3 * random.normal(), 2.0);
    ownVolatility = 0.0112 * StrictMath.exp(0.32 * random.normal());
    priceTrend = 0.00025 + 0.0002 * random.normal();
    startLogPrice = StrictMath.log(38) + 0.75 * random.normal();
    boolean payer = random.uniform() >= NON_PAYER_SHARE;
    double payerYield = random.uniform(0.002, 0.009);
    quarterlyYield = payer ? payerYield : 0;
    dividendPhase = random.between(0, QUARTER_DAYS - 1);
    earningsJump = random.uniform(0.35, 1.05);
    firstEarningsDay = random.between(10, QUARTER_DAYS);
    walkInnovation = leader ? LEADER_WALK_INNOVATION : WALK_INNOVATION;
    startWalk = 30 * walkInnovation * random.normal();
    splits = leader ? leaderSplits() : drawSplits();
  }

  private double level(double normal, boolean thin) {
    if (leader) {
      return LEADER_LEVEL;
    }
    if (thin) {
      return THIN_LEVEL + 0.5 * normal;
    }
    // The squared term makes the upper tail a little heavier than the lower one.
    return Math.min(HIGHEST_LEVEL, MEDIAN_LEVEL + 0.97 * normal + 0.08 * normal * normal);
  }

  private static List<Split> leaderSplits() {
    return List.of(new Split(TradingDays.date(860), 7), new Split(TradingDays.date(2430), 4));
  }

  private List<Split> drawSplits() {
    List<Split> drawn = new ArrayList<>();
    if (random.uniform() < SPLIT_SHARE) {
      int day = random.between(listingDay + 1, TradingDays.count() - 1);
      double ratio = SPLIT_RATIOS[random.between(0, SPLIT_RATIOS.length - 1)];
      drawn.add(new Split(TradingDays.date(day), ratio));
    }
    return List.copyOf(drawn);
  }

  /**
   * Returns the bars of trading days {@code fromDay} to {@code toDay}, both included. Every series
   * is generated from the listing on and cut afterwards, so that a bar does not depend on the range
   * asked for. A ticker object generates once.
   */
  Series generate(String symbol, int fromDay, int toDay) {
    int firstKept = Math.max(fromDay, listingDay);
    Series series = new Series(symbol, firstKept, Math.max(0, toDay - firstKept + 1), splits);

    double walk = startWalk;
    double fast = listingDay == 0 ? 0 : LISTING_JUMP;
    double logPrice = startLogPrice;
    double trend = startLogPrice;
    Adjustment adjustment = new Adjustment();
    double previousClose = adjustment.price(StrictMath.exp(logPrice));
    int nextEarningsDay = listingDay + firstEarningsDay;

    for (int day = listingDay; day <= toDay; day++) {
      adjustment.advanceTo(day);
      double move = random.normal();
      double innovation = FAST_INNOVATION * random.normal();
      double jump = 0;
      double event = random.uniform();
      if (day == nextEarningsDay) {
        move *= EARNINGS_MOVE;
        jump = earningsJump;
        nextEarningsDay += random.between(QUARTER_DAYS - 3, QUARTER_DAYS + 3);
      } else if (event < NEWS_PROBABILITY) {
        move *= NEWS_MOVE;
        jump = NEWS_JUMP * random.exponential();
      } else if (event > 1 - HEAVY_PROBABILITY) {
        innovation *= HEAVY_SCALE;
      }
      walk += walkInnovation * random.normal() - WALK_PULL * walk;
      fast = FAST_DECAY * fast + innovation + jump;
      double logVolume =
          level
              + walk
              + market.seasonal(day)
              + loading * market.factor(day)
              + fast
              + NOISE * random.normal()
              + VOLUME_PER_MOVE * (Math.abs(move) - SplitMix.MEAN_ABSOLUTE_NORMAL);
      if (leader && day < LEADER_DECLINE_DAYS) {
        logVolume += LEADER_DECLINE * (LEADER_DECLINE_DAYS - day) / LEADER_DECLINE_DAYS;
      }

      double ownScale =
          ownVolatility * Math.max(VOLATILITY_FLOOR, 1 + VOLATILITY_PER_VOLUME * fast);
      trend += priceTrend;
      long wicks = random.next();
      long opening = random.next();
      boolean traded = random.uniform() >= zeroProbability;
      if (traded) {
        double logReturn =
            beta * market.marketReturn(day) + ownScale * move + PRICE_PULL * (trend - logPrice);
        logPrice += logReturn;
        double scale = ownScale + 0.5 * market.volatility(day);
        double triangular = (opening >>> 32) * UNIT_32 + (opening & 0xFFFFFFFFL) * UNIT_32 - 1;
        double gap = 0.35 * logReturn + 0.9 * scale * triangular;
        double upper = (wicks >>> 32) * UNIT_32;
        double lower = (wicks & 0xFFFFFFFFL) * UNIT_32;
        double close = adjustment.price(StrictMath.exp(logPrice));
        double open = adjustment.price(previousClose * Math.max(0.5, 1 + gap));
        if (day >= firstKept) {
          double top = Math.max(open, close) * (1 + 0.8 * scale * upper * upper);
          double bottom = Math.min(open, close) / (1 + 0.8 * scale * lower * lower);
          series.set(
              day - firstKept,
              open,
              // The bounds matter when rounding to the tick undoes a wick.
              Math.max(Math.max(open, close), adjustment.price(top)),
              Math.min(Math.min(open, close), adjustment.price(bottom)),
              close,
              adjustment.forDividends(close),
              adjustment.shares(StrictMath.exp(logVolume)));
        }
        previousClose = close;
      } else if (day >= firstKept) {
        series.set(
            day - firstKept,
            previousClose,
            previousClose,
            previousClose,
            previousClose,
            adjustment.forDividends(previousClose),
            0);
      }
    }
    return series;
  }

  private static double roundToMillionths(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  private static double within(double low, double value, double high) {
    return Math.max(low, Math.min(value, high));
  }

  /** The splits and dividends that are still to come, seen from one day after the other. */
  private final class Adjustment {

    /** Today's shares become this many by the last day of the span. */
    private double shareFactor = 1;

    private int splitsDone;
    private int nextSplitDay = splitDay(0);

    /** From a close of today to one adjusted for the dividends after today. */
    private double dividendFactor = 1;

    private int nextDividendDay = listingDay + dividendPhase + 1;

    Adjustment() {
      for (Split split : splits) {
        shareFactor *= split.ratio();
      }
      for (int day = nextDividendDay; day < TradingDays.count(); day += QUARTER_DAYS) {
        dividendFactor *= 1 - quarterlyYield;
      }
    }

    void advanceTo(int day) {
      if (day == nextSplitDay) {
        shareFactor /= splits.get(splitsDone).ratio();
        splitsDone++;
        nextSplitDay = splitDay(splitsDone);
      }
      if (day == nextDividendDay) {
        dividendFactor /= 1 - quarterlyYield;
        nextDividendDay += QUARTER_DAYS;
      }
    }

    /** Rounds a split-adjusted price to a cent as quoted today, then to six decimals. */
    double price(double adjusted) {
      double cents = Math.max(1, Math.rint(adjusted * shareFactor * 100));
      return roundToMillionths(cents / 100 / shareFactor);
    }

    /** Rounds split-adjusted shares to whole shares, or lots, as they change hands today. */
    long shares(double adjusted) {
      double lots = Math.max(1, Math.rint(adjusted / (shareFactor * roundLot)));
      return Math.max(1, (long) Math.rint(lots * roundLot * shareFactor));
    }

    double forDividends(double close) {
      return roundToMillionths(close * dividendFactor);
    }

    private int splitDay(int split) {
      return split < splits.size() ? TradingDays.firstOnOrAfter(splits.get(split).date()) : -1;
    }
  }
}
