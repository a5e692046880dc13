package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/**
 * The tabular CUSUM of a standardized score on one side (Page 1954): how far the score has been
 * above an allowance, or below its negative, in sum. It shows a lasting shift of the level that no
 * single row shows. Missing where the score is missing, which later rows skip.
 *
 * @param series the score, in standard deviations
 * @param allowance what every value is reduced by, at least 0; half of the shift to detect is usual
 * @param decisionInterval the sum, above 0, after which the next row starts from 0 again
 */
public record CusumMetric<R extends Dated>(
    NumericMetric<R, ?> series, Side side, double allowance, double decisionInterval, Label label)
    implements NumericMetric<R, Double> {

  /** The direction of the shift. Both sums are positive. */
  public enum Side {
    UP,
    DOWN
  }

  public CusumMetric {
    Arguments.required(series, "series");
    Arguments.required(side, "side");
    Arguments.required(label, "label");
    if (!(allowance >= 0 && Double.isFinite(allowance))) {
      throw new IllegalArgumentException(
          "a CUSUM of "
              + series.name()
              + " cannot have an allowance of "
              + allowance
              + "; give a finite number, 0 or above, such as 0.5");
    }
    if (!(decisionInterval > 0 && Double.isFinite(decisionInterval))) {
      throw new IllegalArgumentException(
          "a CUSUM of "
              + series.name()
              + " cannot have a decision interval of "
              + decisionInterval
              + "; give a finite number above 0, such as 5");
    }
  }

  private String sideInWords() {
    return side.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return label.or(
        () ->
            series.name()
                + "_cusum_"
                + sideInWords()
                + "_"
                + ColumnName.number(allowance)
                + "_"
                + ColumnName.number(decisionInterval));
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return "CUSUM "
        + sideInWords()
        + " of "
        + Definitions.grouped(series)
        + " with allowance "
        + ColumnName.words(allowance)
        + " and decision interval "
        + ColumnName.words(decisionInterval);
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, LookBack.AllPast.ALL_PAST.plus(series.lookBack().past()));
  }

  @Override
  public CusumMetric<R> definition() {
    return new CusumMetric<>(series.definition(), side, allowance, decisionInterval, Label.NONE);
  }

  @Override
  public CusumMetric<R> as(String name) {
    return new CusumMetric<>(series, side, allowance, decisionInterval, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
