package io.github.marketvolume.calendar;

/** Why an exchange has no session on a day. */
public enum ClosureKind {
  /** The day of the week is not one on which the market trades. */
  WEEKEND,
  /** The exchange's yearly calendar says so. */
  HOLIDAY,
  /** The exchange announced it later, as after an attack, for a storm or in mourning. */
  UNSCHEDULED
}
