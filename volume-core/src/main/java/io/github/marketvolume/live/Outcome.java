package io.github.marketvolume.live;

/** What became of a bar that was offered: one of these for each. */
public enum Outcome {
  /** It is the first bar of its ticker on a day that is not closed. */
  TAKEN,

  /** It took the place of another bar of its ticker and day, which is not closed. */
  REPLACED,

  /** It says what a bar of its ticker and day says already. */
  REPEATED,

  /**
   * It changes a day that is closed, or adds to it; what that affects is revised when the next day
   * is closed, or when asked for.
   */
  CORRECTED,

  /** It is of a day that was closed too long ago to be corrected, and so is in no output. */
  LATE,

  /** It broke a rule. */
  REJECTED
}
