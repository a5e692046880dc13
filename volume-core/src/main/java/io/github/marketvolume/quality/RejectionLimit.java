package io.github.marketvolume.quality;

import java.io.Serializable;

/**
 * The share of an input that may be rejected before a run fails. A run fails before it publishes
 * anything. An immutable value.
 *
 * @param share the share of all rows above which rejected rows fail the run, from 0 to 1; 0.01 is
 *     one row in a hundred
 * @param failsOnWholeFile whether the run also fails if all rows of one file are rejected; a file
 *     that is quarantined as unreadable is not such a file
 * @param failsOnNothing whether the run also fails if rows are rejected and none is accepted
 */
public record RejectionLimit(double share, boolean failsOnWholeFile, boolean failsOnNothing)
    implements Serializable {

  /** More than half of the rows, or all rows of one file, fail the run. */
  public static final RejectionLimit STANDARD = new RejectionLimit(0.5, true, true);

  /** Nothing fails the run. */
  public static final RejectionLimit NONE = new RejectionLimit(1, false, false);

  public RejectionLimit {
    requireShare(share);
  }

  static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a share of "
              + share
              + " rows is not possible; give 0 to 1, where 0.01 is one in a"
              + " hundred");
    }
  }

  /** More than this share of rows, or all of them, fail the run. */
  public static RejectionLimit above(double share) {
    return new RejectionLimit(share, false, true);
  }

  /** The limit in an analyst's words, such as {@code fatal above 50 % rejected}. */
  public String describe() {
    if (equals(NONE)) {
      return "no share of rejected rows is fatal";
    }
    String limit =
        share < 1
            ? "fatal above " + BarRules.percent(share) + " rejected"
            : "fatal if all are rejected";
    return limit + (failsOnWholeFile ? ", or all rows of a file" : "");
  }
}
