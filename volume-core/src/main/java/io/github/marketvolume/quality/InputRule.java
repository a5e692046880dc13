package io.github.marketvolume.quality;

import java.util.Locale;

/**
 * The rules about an input as a whole, which hold for no row alone. They are asked where the rules
 * state sessions, by {@link BarRules#expectingSessionsOf} or {@link
 * BarRules#expectingSessionsOfMarket}. What breaks one is a warning, one line a rule; {@link
 * BarRules#failingAbove(Rule, double)} makes it fail the run. None can reject, because there is no
 * row to reject.
 *
 * <p>They judge the accepted bars up to the last published day. A ticker is listed from its first
 * to its last bar, but not between two bars that are more than {@value #LONGEST_GAP} days apart: it
 * was delisted then, and its symbol used again. So what is not yet listed, or no longer, is no gap;
 * a halt is one, unless the input has a row without volume for it.
 */
public enum InputRule implements Rule {
  /**
   * Every listed ticker has a bar on each session on which at least half of the listed tickers have
   * one. Its share is of the bars that there would be on these sessions.
   */
  TICKERS_HAVE_EVERY_SESSION,
  /**
   * On each session of the stated calendar from the first to the last bar some ticker has a bar.
   * Its share is of these sessions.
   */
  INPUT_HAS_EVERY_SESSION,
  /**
   * On the last session with bars at least {@value #LAST_DAY_PERCENT} % as many tickers have a bar
   * as on the session before, by which is meant the last on which at least half of the listed
   * tickers have one. An input that was read in mid-day breaks it. Its share is of the tickers of
   * the session before.
   */
  LAST_DAY_IS_COMPLETE;

  /** Two bars of a ticker that are this many days apart are still of one listing. */
  public static final int LONGEST_GAP = 365;

  /** Of 100 tickers on the session before, so many have a bar on a complete last day. */
  public static final int LAST_DAY_PERCENT = 90;

  private final String ruleName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  @Override
  public String ruleName() {
    return ruleName;
  }
}
