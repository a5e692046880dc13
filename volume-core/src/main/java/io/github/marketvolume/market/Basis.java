package io.github.marketvolume.market;

import java.util.Locale;

/**
 * The shares that prices and volumes refer to. A split multiplies the shares and divides the price,
 * so that the same trade has different numbers before and after it; price times volume is the same
 * in both bases. Combining a volume of one basis with a price of the other is meaningless.
 */
public enum Basis {
  /** In the shares of the day itself, as traded and reported. Comparable within a day. */
  RAW,
  /**
   * In the shares of the last day: earlier volumes are multiplied, and earlier prices divided, by
   * every split since. Comparable across days.
   */
  SPLIT_ADJUSTED;

  /** The basis in an analyst's words. */
  public String describe() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
