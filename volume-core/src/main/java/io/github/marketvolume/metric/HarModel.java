package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.HarRegression;
import java.io.Serializable;

/**
 * The heterogeneous autoregressive model (HAR) of Corsi (2009, "A simple approximate long-memory
 * model of realized volatility"): the value that is expected of a row, from the value of the row
 * before and the means of the 5 and the 22 rows before. The coefficients are fitted by ordinary
 * least squares to earlier rows alone, anew for each row.
 *
 * <p>Missing values take a place and are skipped: the mean of 5 rows needs 4 values, that of 22
 * rows 17. The value of the row before must be there. A row without all three predictors has no
 * expected value, and coefficients are not fitted to it; nor to one without a value.
 *
 * @param rows how many rows before a row its coefficients are fitted to; 0 for all
 * @param required how many of these must have a value and all predictors, at least 5: there are
 *     four coefficients
 */
public record HarModel(int rows, int required) implements Serializable {

  public HarModel {
    if (rows != 0 && (rows < HarRegression.MIN_REQUIRED || rows > RollingWindow.MAX_LENGTH)) {
      throw new IllegalArgumentException(
          "a HAR model cannot be fitted to "
              + rows
              + " rows; give "
              + HarRegression.MIN_REQUIRED
              + " to "
              + RollingWindow.MAX_LENGTH);
    }
    if (required < HarRegression.MIN_REQUIRED || (rows != 0 && required > rows)) {
      throw new IllegalArgumentException(
          "a HAR model cannot require "
              + required
              + (rows == 0 ? " rows" : " of " + rows + " rows")
              + "; give at least "
              + HarRegression.MIN_REQUIRED
              + (rows == 0 ? "" : ", and no more than " + rows));
    }
  }

  /**
   * A model that is fitted to the last {@code rows} rows before each row, all of which must have a
   * value and all predictors; {@link #requiring} sets another number.
   */
  public static HarModel rolling(int rows) {
    return new HarModel(rows, rows);
  }

  /**
   * A model that is fitted to all rows before each row. The first row depends on what is read, so
   * that the look-back is all past bars.
   *
   * @param required how many rows must have a value and all predictors, at least 5
   */
  public static HarModel expanding(int required) {
    return new HarModel(0, required);
  }

  /** The same model, which requires {@code values} rows with a value and all predictors. */
  public HarModel requiring(int values) {
    return new HarModel(rows, values);
  }

  private boolean isExpanding() {
    return rows == 0;
  }

  LookBack lookBack() {
    return isExpanding()
        ? LookBack.AllPast.ALL_PAST
        : new LookBack.Bars(rows + HarRegression.MONTH);
  }

  String suffix() {
    return (isExpanding() ? "expanding" : Integer.toString(rows))
        + (required == rows ? "" : "_min_" + required);
  }

  @Override
  public String toString() {
    return "a HAR model of "
        + (isExpanding() ? "all rows before" : "the " + rows + " rows before")
        + (required == rows ? "" : " (at least " + required + " with all predictors)");
  }
}
