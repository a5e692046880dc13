package io.github.marketvolume.testing;

import io.github.marketvolume.testing.SyntheticMarket.Shock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * What all tickers of one synthetic market share, for each trading day of the span. Log units are
 * natural logarithms.
 */
final class MarketBackdrop {

  /** The stream number of the market itself; tickers have the numbers from 0. */
  private static final long STREAM = -1;

  /**
   * The usual volume of a ticker in the middle of each year from 2010, relative to 2019, in log
   * units: split-adjusted share volume fell until 2014 and stepped up in 2020. Calibrated to the
   * S&amp;P 500 up to 2020; flat from 2024.
   */
  private static final double[] YEARLY_LEVEL = {
    0.39, 0.34, 0.19, 0.05, 0.00, 0.05, 0.09, -0.01, 0.08, 0.01, 0.15, 0.10, 0.12, 0.04, 0.02
  };

  private static final double MONDAY_OFFSET = -0.06;

  private static final double FAST_DECAY = 0.60;
  private static final double FAST_INNOVATION = 0.062;
  private static final double SLOW_DECAY = 0.96;
  private static final double SLOW_INNOVATION = 0.028;

  /** Log volume per standard deviation of the market's move beyond the mean absolute one. */
  private static final double VOLUME_PER_MOVE = 0.08;

  private static final double DAILY_DRIFT = 0.0003;
  private static final double USUAL_VOLATILITY = 0.0105;

  /** How much of a rise of log volume shows as a rise of log volatility. */
  private static final double VOLATILITY_PER_VOLUME = 1.1;

  private static final double VOLATILITY_DECAY = 0.97;
  private static final double VOLATILITY_INNOVATION = 0.07;

  /**
   * The dated shocks. A factor is calibrated to the day's total volume over the median of the 60
   * days before it, after taking out the day type.
   */
  static final List<Shock> SHOCKS =
      List.of(
          shock("2010-05-06", "Flash crash", 2.15, 7),
          shock("2011-08-04", "Sovereign debt crisis", 2.0, 5),
          shock("2011-08-05", "Sovereign debt crisis spreads", 2.5, 5),
          shock("2011-08-08", "United States downgraded", 2.75, 9),
          shock("2015-08-21", "China growth fears", 1.6, 5),
          shock("2015-08-24", "China devaluation sell-off", 2.4, 6),
          shock("2016-01-20", "Oil price slump", 1.6, 5),
          shock("2016-06-24", "Brexit vote", 1.75, 4),
          shock("2016-11-09", "United States election", 1.95, 5),
          shock("2018-02-05", "Short-volatility unwind", 1.95, 4),
          shock("2018-12-21", "Year-end sell-off", 1.3, 4),
          shock("2020-02-24", "Pandemic reaches Europe", 1.45, 6),
          shock("2020-02-28", "Pandemic sell-off", 2.5, 12),
          shock("2020-03-12", "Pandemic crash", 2.8, 12),
          shock("2020-06-19", "Quarterly index rebalance", 1.35, 2),
          shock("2020-11-09", "Vaccine results", 2.05, 3),
          shock("2021-01-27", "Retail short squeeze", 1.6, 4),
          shock("2022-01-24", "Rate rise sell-off", 1.6, 5),
          shock("2022-02-24", "Invasion of Ukraine", 1.55, 5),
          shock("2022-06-13", "Inflation sell-off", 1.5, 5),
          shock("2022-11-10", "Inflation relief rally", 1.55, 2),
          shock("2023-03-13", "Regional bank failures", 1.7, 5),
          shock("2024-08-05", "Yen carry-trade unwind", 1.8, 3),
          shock("2024-12-18", "Rate outlook sell-off", 1.45, 2),
          shock("2025-04-04", "Tariff sell-off", 2.5, 6));

  private final double[] seasonal;
  private final double[] factor;
  private final double[] marketReturn;
  private final double[] volatility;

  private MarketBackdrop(
      double[] seasonal, double[] factor, double[] marketReturn, double[] volatility) {
    this.seasonal = seasonal;
    this.factor = factor;
    this.marketReturn = marketReturn;
    this.volatility = volatility;
  }

  static MarketBackdrop of(long seed) {
    SplitMix random = SplitMix.stream(seed, STREAM);
    int days = TradingDays.count();
    double[] seasonal = new double[days];
    double[] factor = new double[days];
    double[] marketReturn = new double[days];
    double[] volatility = new double[days];
    double[] shocked = shockedLogVolume();
    double fast = 0;
    double slow = 0;
    double restless = 0;
    for (int day = 0; day < days; day++) {
      LocalDate date = TradingDays.date(day);
      seasonal[day] = level(date) + TradingDays.typeOf(date).logVolumeOffset;
      if (date.getDayOfWeek() == DayOfWeek.MONDAY) {
        seasonal[day] += MONDAY_OFFSET;
      }
      fast = FAST_DECAY * fast + FAST_INNOVATION * random.normal();
      slow = SLOW_DECAY * slow + SLOW_INNOVATION * random.normal();
      restless = VOLATILITY_DECAY * restless + VOLATILITY_INNOVATION * random.normal();
      double calm = fast + slow + shocked[day];
      double move = random.normal();
      factor[day] = calm + VOLUME_PER_MOVE * (Math.abs(move) - SplitMix.MEAN_ABSOLUTE_NORMAL);
      volatility[day] = USUAL_VOLATILITY * StrictMath.exp(VOLATILITY_PER_VOLUME * calm + restless);
      marketReturn[day] = DAILY_DRIFT + volatility[day] * move;
    }
    return new MarketBackdrop(seasonal, factor, marketReturn, volatility);
  }

  /** Returns the log volume that every ticker has in common: the year's level and the day type. */
  double seasonal(int day) {
    return seasonal[day];
  }

  /** Returns the common log-volume factor, shocks included; tickers load on it differently. */
  double factor(int day) {
    return factor[day];
  }

  /** Returns the market's log return. */
  double marketReturn(int day) {
    return marketReturn[day];
  }

  /** Returns the standard deviation that the market's return was drawn with. */
  double volatility(int day) {
    return volatility[day];
  }

  /** For each day the strongest of the shocks that are still decaying: they do not add up. */
  private static double[] shockedLogVolume() {
    double[] shocked = new double[TradingDays.count()];
    for (Shock shock : SHOCKS) {
      int start = TradingDays.firstOnOrAfter(shock.date());
      double peak = StrictMath.log(shock.volumeFactor());
      for (int day = start; day < shocked.length; day++) {
        double left = peak * StrictMath.exp(-(day - start) / (double) shock.decayDays());
        shocked[day] = Math.max(shocked[day], left);
      }
    }
    return shocked;
  }

  /** Interpolates the yearly levels, so that no jump marks a new year. */
  private static double level(LocalDate date) {
    double sinceFirstMidYear =
        date.getYear() - TradingDays.FIRST.getYear() + date.getDayOfYear() / 365.25 - 0.5;
    double position = Math.max(0, Math.min(YEARLY_LEVEL.length - 1.0, sinceFirstMidYear));
    int before = Math.min((int) position, YEARLY_LEVEL.length - 2);
    double weight = position - before;
    return (1 - weight) * YEARLY_LEVEL[before] + weight * YEARLY_LEVEL[before + 1];
  }

  private static Shock shock(String date, String label, double volumeFactor, int decayDays) {
    return new Shock(LocalDate.parse(date), label, volumeFactor, decayDays);
  }
}
