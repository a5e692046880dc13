package io.github.marketvolume.quality;

import java.util.Locale;

/**
 * The rules that hold unless relaxed. A row that breaks several is reported under the first in this
 * order.
 */
public enum StandardRule implements Rule {
  /**
   * The file is what its name claims: not empty, not a web page, not an error text, not cut off.
   */
  FILE_IS_READABLE(false),
  /** The row has a cell for every column of the header. */
  ROW_IS_COMPLETE(false),
  /** There is a ticker. */
  TICKER_IS_PRESENT(false),
  /** The ticker is 1 to 32 visible characters without white space. */
  TICKER_IS_VALID(false),
  /** There is a date. */
  DATE_IS_PRESENT(false),
  /** The date is a day of the calendar, written as the layout says. */
  DATE_IS_VALID(false),
  /** The date is not after the run's as-of date. */
  DATE_IS_NOT_IN_FUTURE(true),
  /**
   * The date is a Monday to Friday, or a session of the stated calendar. It only warns, unless
   * {@link BarRules#rejecting} is used; {@link BarRules#tradingOnWeekends} is for markets that
   * trade on weekends.
   */
  DATE_IS_A_WEEKDAY(true),
  /**
   * The date is a session of the calendar that {@link BarRules#expectingSessionsOf} states; days
   * beyond its coverage are not judged. It only warns, unless {@link BarRules#rejecting} is used. A
   * bar on a weekend counts under {@link #DATE_IS_A_WEEKDAY} alone where both only warn.
   */
  DATE_IS_A_SESSION(true),
  /** Every price is a decimal number; relaxed, one that is not becomes missing. */
  PRICE_IS_NUMBER(true),
  /**
   * The volume is a whole number of at most 15 digits; relaxed, one that is not becomes missing.
   */
  VOLUME_IS_INTEGER(true),
  /**
   * A count, such as that of trades, is a whole number of at most 15 digits; relaxed, one that is
   * not becomes missing.
   */
  COUNT_IS_INTEGER(true),
  /**
   * The split coefficient is a decimal number above 0; relaxed, one that is not becomes missing.
   */
  SPLIT_COEFFICIENT_IS_POSITIVE(true),
  /** The split coefficient is from 1e-9 to 1e9; relaxed, one that is not becomes missing. */
  SPLIT_COEFFICIENT_IS_IN_RANGE(true),
  /** No price is below 0. */
  PRICE_IS_NOT_NEGATIVE(true),
  /**
   * Every price is 0, or of a size from 1e-20 to 1e20; relaxed, one that is not becomes missing.
   */
  PRICE_IS_IN_RANGE(true),
  /** The volume is not below 0; relaxed, one that is becomes missing. */
  VOLUME_IS_NOT_NEGATIVE(true),
  /** No count is below 0; relaxed, one that is becomes missing. */
  COUNT_IS_NOT_NEGATIVE(true),
  /**
   * The high is not below the low by more than 1e-9 of the larger of both, because rounding and
   * adjusting change prices that much. The next two rules have the same tolerance.
   */
  HIGH_IS_NOT_BELOW_LOW(true),
  /** The open is from low to high. */
  OPEN_IS_IN_RANGE(true),
  /** The close is from low to high. */
  CLOSE_IS_IN_RANGE(true),
  /**
   * No two bars of one ticker and date contradict each other. If they do, all are rejected, unless
   * {@link BarRules#keepingLastOfRepeatedDays} keeps the last one. Otherwise the most complete bar
   * is kept and the others are counted as duplicates.
   */
  BARS_DO_NOT_CONFLICT(false);

  private final boolean relaxable;

  /** Made once: a rule that is relaxed may be counted for every row. */
  private final String ruleName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  StandardRule(boolean relaxable) {
    this.relaxable = relaxable;
  }

  /** Whether a row that breaks this rule can be kept. */
  public boolean isRelaxable() {
    return relaxable;
  }

  @Override
  public String ruleName() {
    return ruleName;
  }
}
