package io.github.marketvolume.calendar;

/**
 * What a session is known for, as far as it moves volume. A session has one kind: the first of
 * these constants, in this order, whose rule fits it.
 *
 * <p>Which sessions are half days is a list of the exchange. The other rules follow from the
 * sessions of a calendar; those of expiries and indices are the rules of the United States.
 */
public enum DayKind {
  /** The session closes early. The rule is the exchange's list. */
  HALF_DAY,
  /**
   * Stock options, index options and index futures expire: the third Friday of March, June,
   * September or December, or the last session before it where it is none.
   */
  QUAD_WITCHING,
  /**
   * The Russell indices are reconstituted: the last Friday of June, or the Friday before where that
   * is the 29th or the 30th.
   */
  RUSSELL,
  /** The MSCI indices are rebalanced: the last session of February, May, August or November. */
  MSCI_REBAL,
  /** The last session of March, June, September or December. */
  QUARTER_END,
  /** The last session of January, April, July or October. */
  MONTH_END,
  /**
   * Stock options expire: the third Friday of any other month, or the last session before it where
   * it is none.
   */
  MONTHLY_OPEX,
  /** A session from 26 to 30 December. */
  YEAR_END_LULL,
  /** The last session before a closure of any kind but a weekend. */
  PRE_HOLIDAY,
  /** The first session after a closure of any kind but a weekend. */
  POST_HOLIDAY,
  /** None of the above. */
  NORMAL
}
