package io.github.marketvolume.engine;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.quality.Rule;
import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of rows by what became of them, and by the part of the input that they were read in.
 * Tallies of parts of the input add up.
 */
public final class Tally implements Serializable {

  private static final long serialVersionUID = 1L;

  private long read;
  private long duplicates;
  private final TreeMap<String, Long> rejected = new TreeMap<>();
  private final TreeMap<String, Long> warned = new TreeMap<>();

  /** Rows read, by part of the input. */
  private final TreeMap<Integer, Long> readByPart = new TreeMap<>();

  /** Rejected rows, by part of the input and rule. */
  private final TreeMap<Integer, TreeMap<String, Reason>> reasonsByPart = new TreeMap<>();

  /**
   * Rows that broke one rule.
   *
   * @param rows how many
   * @param first the first of them in the input
   */
  record Reason(long rows, Rejection first) implements Serializable {

    Reason and(Reason other) {
      return new Reason(
          rows + other.rows, ORDER.compare(first, other.first) <= 0 ? first : other.first);
    }
  }

  /** The order of the input; where rows have no places, any that does not depend on chance. */
  private static final Comparator<Rejection> ORDER =
      Comparator.comparingLong(Rejection::position).thenComparing(Rejection::reason);

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

  /** Remembers where a row was that {@link #countRejected} counted. */
  public void locateRejected(Rejection row) {
    reasonsByPart
        .computeIfAbsent(CsvSplit.splitOf(row.position()), part -> new TreeMap<>())
        .merge(row.rule(), new Reason(1, row), Reason::and);
  }

  /** Says which part of the input all rows counted so far were read in. */
  public void attributeTo(int part) {
    readByPart.merge(part, read, Long::sum);
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
    other.readByPart.forEach((part, rows) -> readByPart.merge(part, rows, Long::sum));
    other.reasonsByPart.forEach(
        (part, reasons) -> {
          TreeMap<String, Reason> own =
              reasonsByPart.computeIfAbsent(part, number -> new TreeMap<>());
          reasons.forEach((rule, reason) -> own.merge(rule, reason, Reason::and));
        });
  }

  /** Rows rejected, by any rule. */
  public long rejectedRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows neither rejected nor dropped as duplicates. */
  long acceptedRows() {
    return read - duplicates - rejectedRows();
  }

  /** Rows that broke this rule, rejected or kept. */
  long rowsThatBroke(String rule) {
    return rejected.getOrDefault(rule, 0L) + warned.getOrDefault(rule, 0L);
  }

  /** The parts of the input that rows were attributed to, ascending, and how many rows. */
  SortedMap<Integer, Long> readByPart() {
    return readByPart;
  }

  /** Why rows of some parts of the input were rejected, by rule. */
  SortedMap<String, Reason> reasons(Collection<Integer> parts) {
    SortedMap<String, Reason> all = new TreeMap<>();
    for (int part : parts) {
      reasonsByPart
          .getOrDefault(part, new TreeMap<>())
          .forEach((rule, reason) -> all.merge(rule, reason, Reason::and));
    }
    return all;
  }

  /** Why rows were rejected, by rule. */
  SortedMap<String, Reason> reasons() {
    return reasons(reasonsByPart.keySet());
  }

  /** These counts as a report shows them. */
  public RunReport.Input toReport(String source) {
    return new RunReport.Input(source, read, acceptedRows(), duplicates, rejected, warned);
  }
}
