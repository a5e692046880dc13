package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.time.LocalDate;
import java.util.OptionalDouble;

/**
 * A row with a flag set, and how far it is beyond the threshold. A row with several flags set is as
 * many anomalies.
 *
 * @param row the row
 * @param flag the flag that is set
 * @param score the number that the rule compared
 * @param threshold the value that the score is compared with
 */
public record Anomaly<R extends Dated>(Flagged<R> row, Flag<R> flag, double score, double threshold)
    implements Dated {

  /**
   * The score divided by the threshold, empty for a threshold of 0; {@link Verdict#severity}
   * explains it.
   */
  public OptionalDouble severity() {
    double severity = new Verdict(true, score, threshold).severity();
    return Double.isFinite(severity) ? OptionalDouble.of(severity) : OptionalDouble.empty();
  }

  @Override
  public LocalDate tradeDate() {
    return row.tradeDate();
  }
}
