package io.github.marketvolume.engine;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.Rule;
import java.io.Serializable;
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

  /** Counts one row read, whatever becomes of it. */
  public void countRead() {
    read++;
  }

  /** Rows read so far. */
  public long rowsRead() {
    return read;
  }

  /** Counts identical rows that were dropped because one of them is kept. */
  public void countDuplicates(long rows) {
    duplicates += rows;
  }

  /** Counts a row rejected by this rule. */
  public void countRejected(String rule) {
    rejected.merge(rule, 1L, Long::sum);
  }

  /** Counts a row kept although it broke this rule. */
  public void countWarned(Rule rule) {
    warned.merge(rule.ruleName(), 1L, Long::sum);
  }

  /** Whether there is any count above 0. */
  public boolean isAnythingCounted() {
    return read > 0 || duplicates > 0 || !rejected.isEmpty() || !warned.isEmpty();
  }

  /** Adds the counts of another part of the same input. */
  public void add(Tally other) {
    read += other.read;
    duplicates += other.duplicates;
    other.rejected.forEach((rule, rows) -> rejected.merge(rule, rows, Long::sum));
    other.warned.forEach((rule, rows) -> warned.merge(rule, rows, Long::sum));
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
