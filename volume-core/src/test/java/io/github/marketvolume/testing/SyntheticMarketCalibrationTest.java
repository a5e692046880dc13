package io.github.marketvolume.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.testing.SyntheticMarket.Series;
import io.github.marketvolume.testing.SyntheticMarket.Shock;
import io.github.marketvolume.testing.TradingDays.DayType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds the synthetic market to aggregate figures of the S&amp;P 500 from 2010-01-04 to 2021-02-05.
 * Each band contains the real figure, which the test states; it binds the standard seed, since a
 * user's own seed may rightly make an unusual market.
 */
class SyntheticMarketCalibrationTest {

  private static final int BASELINE = 60;

  private static final List<Series> MARKET = series(SyntheticMarket.standard());

  /** The log volumes of the tickers that traded on every day from 2010 on. */
  private static final List<double[]> LOG_VOLUMES =
      MARKET.stream()
          .map(SyntheticMarketCalibrationTest::logVolumes)
          .filter(x -> x.length == MARKET.get(0).size())
          .filter(x -> Arrays.stream(x).allMatch(Double::isFinite))
          .limit(150)
          .toList();

  private static final long[] TOTALS = totals();

  @Test
  void meanVolume_spreadsAsInTheIndex() {
    double[] means =
        MARKET.stream()
            .mapToDouble(s -> IntStream.range(0, s.size()).mapToLong(s::volume).average().orElse(0))
            .sorted()
            .toArray();
    assertWithin(400_000, 501_000, 700_000, means[25], "5 % quantile");
    assertWithin(2_000_000, 2_475_000, 3_000_000, means[250], "median");
    assertWithin(11_000_000, 15_990_000, 21_000_000, means[475], "95 % quantile");
    assertWithin(220_000_000, 285_100_000, 400_000_000, means[499], "leader");
    assertTrue(means[499] > 1.5 * means[498], "the leader dwarfs the others");
  }

  @Test
  void logVolume_isAutocorrelatedAsInTheIndex() {
    assertWithin(0.60, 0.668, 0.73, autocorrelation(1), "lag 1");
    assertWithin(0.34, 0.424, 0.49, autocorrelation(5), "lag 5");
    assertWithin(0.15, 0.249, 0.35, autocorrelation(60), "lag 60");
  }

  @Test
  void logVolume_strayedFromItsBaselineAsInTheIndex() {
    double squares = 0;
    long high = 0;
    long low = 0;
    long count = 0;
    for (double[] x : LOG_VOLUMES) {
      for (int i = BASELINE; i < x.length; i++) {
        double[] window = Arrays.copyOfRange(x, i - BASELINE, i);
        double median = median(window);
        double mad = median(Arrays.stream(window).map(v -> Math.abs(v - median)).toArray());
        double deviation = x[i] - median;
        double score = 0.6745 * deviation / mad;
        squares += deviation * deviation;
        high += score >= 3.5 ? 1 : 0;
        low += score <= -3.5 ? 1 : 0;
        count++;
      }
    }
    assertWithin(0.38, 0.433, 0.47, Math.sqrt(squares / count), "deviation from the median");
    assertWithin(0.011, 0.0134, 0.016, high / (double) count, "share of modified z >= 3.5");
    assertWithin(0.001, 0.0029, 0.005, low / (double) count, "share of modified z <= -3.5");
  }

  @Test
  void logVolume_growsWithTheDaysMove() {
    double[] correlations =
        MARKET.stream()
            .filter(s -> s.size() == MARKET.get(0).size())
            .limit(150)
            .mapToDouble(SyntheticMarketCalibrationTest::correlationWithMove)
            .toArray();
    assertWithin(0.18, 0.25, 0.32, median(correlations), "correlation of change and move");
  }

  @Test
  void totalVolume_standsOutOnShockDays() {
    List<Shock> shocks = SyntheticMarket.standard().shocks();
    for (Shock shock : shocks) {
      double ratio = ratioToBaseline(TradingDays.firstOnOrAfter(shock.date()));
      double atLeast = shock.volumeFactor() >= 1.9 ? 1.5 : 1.0;
      assertTrue(ratio >= atLeast, shock + " has total volume at " + ratio + " of its baseline");
    }
  }

  @Test
  void totalVolume_followsTheTypeOfDay() {
    assertWithin(0.38, 0.457, 0.54, typicalRatio(DayType.HALF_DAY::equals), "half days");
    assertWithin(0.50, 0.584, 0.70, typicalRatio(DayType.YEAR_END_LULL::equals), "year-end lull");
    assertWithin(0.94, 0.987, 1.04, typicalRatio(DayType.NORMAL::equals), "normal days");
    assertWithin(1.40, 1.607, 1.80, typicalRatio(DayType.QUAD_WITCHING::equals), "quad witching");
  }

  @Test
  void totalVolume_fellUntil2014AndNeedsMoreThan32Bits() {
    double ratio = averageTotal(2010) / averageTotal(2014);
    assertWithin(1.4, 1.637, 1.9, ratio, "2010 over 2014");
    assertTrue(Arrays.stream(TOTALS).max().orElseThrow() > Integer.MAX_VALUE);
  }

  private static double averageTotal(int year) {
    return IntStream.range(0, TOTALS.length)
        .filter(day -> TradingDays.date(day).getYear() == year)
        .mapToLong(day -> TOTALS[day])
        .average()
        .orElseThrow();
  }

  private static double typicalRatio(Predicate<DayType> wanted) {
    return median(
        IntStream.range(BASELINE, TOTALS.length)
            .filter(day -> wanted.test(TradingDays.typeOf(TradingDays.date(day))))
            .mapToDouble(SyntheticMarketCalibrationTest::ratioToBaseline)
            .toArray());
  }

  private static double ratioToBaseline(int day) {
    double[] before = Arrays.stream(TOTALS, day - BASELINE, day).asDoubleStream().toArray();
    return TOTALS[day] / median(before);
  }

  private static double correlationWithMove(Series s) {
    int n = s.size() - 1;
    double[] change = new double[n];
    double[] move = new double[n];
    for (int i = 0; i < n; i++) {
      change[i] = Math.log((double) s.volume(i + 1) / s.volume(i));
      move[i] = Math.abs(Math.log(s.close(i + 1) / s.close(i)));
    }
    return correlation(change, move);
  }

  private static double autocorrelation(int lag) {
    return median(
        LOG_VOLUMES.stream()
            .mapToDouble(
                x ->
                    correlation(
                        Arrays.copyOfRange(x, lag, x.length),
                        Arrays.copyOfRange(x, 0, x.length - lag)))
            .toArray());
  }

  private static double correlation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static List<Series> series(SyntheticMarket standard) {
    SyntheticMarket market = standard.between(standard.from(), LocalDate.of(2021, 2, 5));
    return IntStream.range(0, market.tickerCount()).mapToObj(market::series).toList();
  }

  private static double[] logVolumes(Series s) {
    return IntStream.range(0, s.size()).mapToDouble(i -> Math.log((double) s.volume(i))).toArray();
  }

  private static long[] totals() {
    SyntheticMarket market = SyntheticMarket.standard();
    long[] totals = new long[market.series(0).size()];
    for (int ticker = 0; ticker < market.tickerCount(); ticker++) {
      Series s = market.series(ticker);
      int listing = totals.length - s.size();
      for (int i = 0; i < s.size(); i++) {
        totals[listing + i] += s.volume(i);
      }
    }
    return totals;
  }

  private static void assertWithin(
      double low, double real, double high, double actual, String what) {
    assertTrue(low < real && real < high, what + ": the band must contain the real figure");
    assertTrue(
        low <= actual && actual <= high,
        () -> what + ": " + actual + " is not within " + low + " to " + high + ", real " + real);
  }
}
