package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * The rows of one series that a rolling statistic looks at, counted in rows of that series: {@code
 * bars(60)} is the 60 bars directly before the current one, which is never among them.
 *
 * <p>Rows, not valid values: a missing value takes a place in the window and is skipped. The result
 * is missing while the window holds fewer valid values than required, by default all of them.
 * Calendar days and exchange sessions are other things.
 *
 * @param length how many rows
 * @param includesCurrent whether the current row is the last of them
 * @param required how many of them must have a value, from 1 to {@code length}
 */
public record RollingWindow(int length, boolean includesCurrent, int required)
    implements Serializable {

  /** The longest window: a century of sessions. */
  public static final int MAX_LENGTH = 25_200;

  public RollingWindow {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a window of " + length + " bars is not possible; give 1 to " + MAX_LENGTH);
    }
    if (required < 1 || required > length) {
      throw new IllegalArgumentException(
          "a window of "
              + length
              + " bars cannot require "
              + required
              + " values; give 1 to "
              + length);
    }
  }

  /** The {@code n} rows before the current one, all of which must have a value. */
  public static RollingWindow bars(int n) {
    return new RollingWindow(n, false, n);
  }

  /** The same number of rows, the last of which is the current one. */
  public RollingWindow includingCurrent() {
    return new RollingWindow(length, true, required);
  }

  /** The same window, content with {@code values} valid values. */
  public RollingWindow requiring(int values) {
    return new RollingWindow(length, includesCurrent, values);
  }

  LookBack lookBack() {
    return new LookBack.Bars(includesCurrent ? length - 1 : length);
  }

  /** What a default column name says of this window: {@code 60}, {@code 60_incl}. */
  String suffix() {
    return length
        + (includesCurrent ? "_incl" : "")
        + (required < length ? "_min_" + required : "");
  }

  @Override
  public String toString() {
    return (includesCurrent ? "the last " + length + " bars" : "the " + length + " bars before")
        + (required < length ? " (at least " + required + " with a value)" : "");
  }
}
