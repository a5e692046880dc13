package io.github.marketvolume.engine;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.Rule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts of rows by what became of them. Tallies of parts of the input add up. */
public final class Tally implements Serializable {

  private static final long serialVersionUID = 1L;

  private long read;
  private long duplicates;
  private final TreeMap<String, Long> rejected = new TreeMap<>();
  private final TreeMap<String, Long> warned = new TreeMap<>();
  private final LostSplits lostSplits = new LostSplits();
  private long beyondAdjustment;
  private long volume;

  /** Counts one row read, whatever becomes of it. */
  public void countRead() {
    read++;
  }

  /** Rows read so far. */
  public long rowsRead() {
    return read;
  }

  /** Counts rows that were dropped because another one of their ticker and date is kept. */
  public void countDuplicates(long rows) {
    duplicates += rows;
  }

  /** Counts a row rejected by this rule. */
  public void countRejected(String rule) {
    rejected.merge(rule, 1L, Long::sum);
  }

  /**
   * Notes the split that a rejected row tells of, if it does.
   *
   * @param ticker as it was read
   * @param epochDay {@link RawBar#NO_DAY} where it is unknown
   * @param coefficient NaN where there is none
   */
  void noteSplit(String ticker, int epochDay, double coefficient) {
    lostSplits.note(ticker, epochDay, coefficient);
  }

  /** Counts values that are missing once they are adjusted for splits, as they are out of range. */
  public void countBeyondAdjustment(long values) {
    beyondAdjustment += values;
  }

  /** Adds the volume of a bar that was let in; NaN where missing. */
  void countVolume(double shares) {
    if (shares > 0) {
      addVolume((long) shares);
    }
  }

  /** Stays at the largest number once it is reached, whatever the order. */
  private void addVolume(long shares) {
    volume = volume > Long.MAX_VALUE - shares ? Long.MAX_VALUE : volume + shares;
  }

  /** Counts a row kept although it broke this rule. */
  public void countWarned(Rule rule) {
    warned.merge(rule.ruleName(), 1L, Long::sum);
  }

  /** Whether there is any count above 0. */
  public boolean isAnythingCounted() {
    return read > 0
        || duplicates > 0
        || beyondAdjustment > 0
        || !rejected.isEmpty()
        || !warned.isEmpty();
  }

  /** Adds the counts of another part of the same input. */
  public void add(Tally other) {
    read += other.read;
    duplicates += other.duplicates;
    other.rejected.forEach((rule, rows) -> rejected.merge(rule, rows, Long::sum));
    other.warned.forEach((rule, rows) -> warned.merge(rule, rows, Long::sum));
    lostSplits.add(other.lostSplits);
    beyondAdjustment += other.beyondAdjustment;
    addVolume(other.volume);
  }

  /** Rows rejected, by any rule. */
  public long rejectedRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** These counts as a report shows them. */
  public RunReport.Input toReport(String source) {
    return new RunReport.Input(
        source, read, read - duplicates - rejectedRows(), duplicates, rejected, warned);
  }

  /**
   * What the user should know of the numbers that were read, a line each.
   *
   * @param source the source in words
   * @param adjusts whether anything is adjusted for splits
   * @param lastDay the last day that is used
   */
  public List<String> warnings(String source, boolean adjusts, int lastDay) {
    List<String> lines = new ArrayList<>();
    if (adjusts) {
      lostSplits.describe(lastDay).forEach(line -> lines.add(source + ": " + line));
      if (beyondAdjustment > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: prices and volumes that are missing, as adjusting them for splits takes them"
                    + " out of range: %,d; check the split coefficients",
                source,
                beyondAdjustment));
      }
    }
    if (volume == Long.MAX_VALUE) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: all volumes together are more than %,d; totals beyond that are missing",
              source,
              Long.MAX_VALUE));
    }
    return lines;
  }

  /**
   * Fails if more rows than the rules allow broke one.
   *
   * @param source the source in words, for the message
   */
  public void requireAcceptable(BarRules rules, String source) {
    for (Map.Entry<String, Double> fatal : new TreeMap<>(rules.fatalShares()).entrySet()) {
      long rows =
          rejected.getOrDefault(fatal.getKey(), 0L) + warned.getOrDefault(fatal.getKey(), 0L);
      requireShare(rows, fatal.getValue(), "broke rule " + fatal.getKey(), source);
    }
    requireShare(rejectedRows(), rules.fatalShare(), "were rejected", source);
  }

  private void requireShare(long rows, double limit, String what, String source) {
    if (rows > limit * read) {
      throw new QualityException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows %s, more than the %s allowed; mend the input, or raise the"
                  + " limit with failingAbove(...)",
              source,
              rows,
              read,
              what,
              BarRules.percent(limit)));
    }
  }
}
