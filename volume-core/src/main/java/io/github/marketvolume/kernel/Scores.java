package io.github.marketvolume.kernel;

/** How unusual one value is among others. */
public final class Scores {

  /**
   * MAD over standard deviation of a normal distribution, its 75 % quantile (Iglewicz and Hoaglin
   * 1993, "How to Detect and Handle Outliers", as rounded there).
   */
  private static final double MAD_PER_DEVIATION = 0.6745;

  /**
   * Standard deviation over mean absolute deviation of a normal distribution, the square root of
   * pi/2. With it statistics packages carry the score of Iglewicz and Hoaglin (1993) over to
   * windows in which more than half of the values are equal, so that the MAD is 0.
   */
  private static final double DEVIATION_PER_MEAN_ABSOLUTE_DEVIATION = 1.253314;

  private Scores() {}

  /**
   * The distance from the mean in standard deviations, {@code (x - mean) / sd}.
   *
   * @return NaN if {@code sd} is 0 or an argument is NaN
   */
  public static double zScore(double x, double mean, double sd) {
    return sd == 0 ? Double.NaN : (x - mean) / sd;
  }

  /**
   * The modified z-score of Iglewicz and Hoaglin (1993): the distance from the median in robust
   * standard deviations, {@code 0.6745 * (x - median) / MAD}. Conventionally a value is unusual at
   * 3.5 and beyond.
   *
   * <p>If the MAD is 0 the scale is 1.253314 times the mean absolute deviation about the median. If
   * that is 0 too the window is flat: the score of the common value is 0, any other has none.
   *
   * @param window the values to compare with, usually without {@code x}
   * @return NaN if the window is flat and {@code x} differs, if it is empty, or if {@code x} is NaN
   */
  public static double modifiedZScore(double x, OrderStatistics window) {
    double distance = x - window.median();
    double scale = window.medianAbsoluteDeviation() / MAD_PER_DEVIATION;
    if (scale == 0) {
      scale = DEVIATION_PER_MEAN_ABSOLUTE_DEVIATION * window.meanAbsoluteDeviation();
    }
    if (scale == 0) {
      return distance == 0 ? 0 : Double.NaN;
    }
    return distance / scale;
  }

  /**
   * A value as a multiple of a mean; of volume this is relative volume.
   *
   * @return NaN if the mean is 0 or an argument is NaN
   */
  public static double ratioToMean(double x, double mean) {
    return mean == 0 ? Double.NaN : x / mean;
  }

  /**
   * The percentile rank of a value among others, from 0 to 1, where ties count half: {@code (below
   * + equal / 2) / count}. Of a value that is one of them, its own tie counts whole: the mean rank
   * {@code (below + (equal + 1) / 2) / count}, above 0, and 1 for the single largest value.
   *
   * @param window the values to compare with
   * @param isAmong whether {@code x} is one of them
   * @return NaN if the window is empty or {@code x} is NaN
   */
  public static double percentileRank(double x, OrderStatistics window, boolean isAmong) {
    if (Double.isNaN(x) || window.count() == 0) {
      return Double.NaN;
    }
    double ties = window.countEqualTo(x) + (isAmong ? 1 : 0);
    return (window.countBelow(x) + ties / 2) / window.count();
  }
}
