package io.github.marketvolume.intake;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.attendance.Attendance;
import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.quality.Rule;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private final LostSplits lostSplits = new LostSplits();
  private final LostTotals lostTotals = new LostTotals();
  private final Attendance attendance = new Attendance();
  private final SessionDays sessionDays = new SessionDays();
  private long beyondAdjustment;
  private long volume;

  /** The first and the last day of a bar that was let in. */
  private int firstDay = Integer.MAX_VALUE;

  private int lastDay = Integer.MIN_VALUE;

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

  /**
   * Notes a total of a period that is missing as it is out of range, once.
   *
   * @param of what is added up, and the period, in words
   * @param epochDay the first day of the period
   */
  public void noteLostTotal(String ticker, String of, int epochDay) {
    lostTotals.note(ticker, of, epochDay);
  }

  /** Counts values that are missing once they are adjusted for splits, as they are out of range. */
  public void countBeyondAdjustment(long values) {
    beyondAdjustment += values;
  }

  /**
   * Notes a bar that was let in.
   *
   * @param shares its volume; NaN where missing
   */
  void noteBar(int epochDay, double shares) {
    firstDay = Math.min(firstDay, epochDay);
    lastDay = Math.max(lastDay, epochDay);
    if (shares > 0) {
      addVolume((long) shares);
    }
  }

  /**
   * Notes on which days a ticker has a bar, where the rules state sessions.
   *
   * @param bars all that are accepted, in order
   * @param lastDay the last day that is used
   */
  public void noteTicker(String ticker, BarColumns bars, int lastDay, ExpectedSessions expected) {
    if (!(expected instanceof ExpectedSessions.None)) {
      attendance.note(ticker, bars.epochDays(), bars.size(), lastDay, expected);
    }
  }

  /** Notes on which days a ticker has a bar, for periods that end with one of them. */
  public void noteDays(BarColumns bars) {
    sessionDays.note(bars.epochDays(), bars.size());
  }

  /** The days of all tickers whose days were noted. */
  public SessionDays sessionDays() {
    return sessionDays;
  }

  /** What is found of the tickers that were noted. */
  public SessionFindings judgeSessions(BarRules rules) {
    return attendance.judge(rules);
  }

  /** Stays at the largest number once it is reached, whatever the order. */
  private void addVolume(long shares) {
    volume = volume > Long.MAX_VALUE - shares ? Long.MAX_VALUE : volume + shares;
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
    return read > 0
        || duplicates > 0
        || beyondAdjustment > 0
        || !lostTotals.isEmpty()
        || !attendance.isEmpty()
        || !sessionDays.isEmpty()
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
    lostTotals.add(other.lostTotals);
    attendance.add(other.attendance);
    sessionDays.add(other.sessionDays);
    beyondAdjustment += other.beyondAdjustment;
    addVolume(other.volume);
    firstDay = Math.min(firstDay, other.firstDay);
    lastDay = Math.max(lastDay, other.lastDay);
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
  public long acceptedRows() {
    return read - duplicates - rejectedRows();
  }

  /** Rows that broke this rule, rejected or kept. */
  long rowsThatBroke(String rule) {
    return rejected.getOrDefault(rule, 0L) + warned.getOrDefault(rule, 0L);
  }

  /** The parts of the input that rows were attributed to, ascending, and how many rows. */
  NavigableMap<Integer, Long> readByPart() {
    return readByPart;
  }

  /** Why rows of some parts of the input were rejected, by rule. */
  NavigableMap<String, Reason> reasons(Collection<Integer> parts) {
    NavigableMap<String, Reason> all = new TreeMap<>();
    for (int part : parts) {
      reasonsByPart
          .getOrDefault(part, new TreeMap<>())
          .forEach((rule, reason) -> all.merge(rule, reason, Reason::and));
    }
    return all;
  }

  /** Why rows were rejected, by rule. */
  NavigableMap<String, Reason> reasons() {
    return reasons(reasonsByPart.keySet());
  }

  /** These counts as a report shows them. */
  public RunReport.Input toReport(String source) {
    return new RunReport.Input(source, read, acceptedRows(), duplicates, rejected, warned);
  }

  /**
   * Says what a calendar does not know of bars from a first to a last day; empty if it covers them,
   * or no day at all, which nobody expects it to.
   */
  public static Optional<String> beyond(TradingCalendar calendar, LocalDate first, LocalDate last) {
    if (calendar.coversNothing() || (calendar.covers(first) && calendar.covers(last))) {
      return Optional.empty();
    }
    return Optional.of(
        "bars from "
            + first
            + " to "
            + last
            + " are not all in the coverage of the calendar "
            + calendar
            + "; the days beyond it have no kind and no effect, no rule judges them, and their"
            + " Mondays to Fridays count as sessions");
  }

  /**
   * What the user should know of the numbers that were read, a line each.
   *
   * @param source the source in words
   * @param appliesSplits whether splits change anything
   * @param lastUsed the last day that is used
   * @param calendars the calendars that are asked of these days
   * @param sessions what {@link #judgeSessions} found
   */
  public List<String> warnings(
      String source,
      boolean appliesSplits,
      int lastUsed,
      Collection<TradingCalendar> calendars,
      SessionFindings sessions) {
    List<String> lines = new ArrayList<>();
    if (firstDay <= Math.min(lastDay, lastUsed)) {
      LocalDate first = LocalDate.ofEpochDay(firstDay);
      LocalDate last = LocalDate.ofEpochDay(Math.min(lastDay, lastUsed));
      calendars.forEach(
          calendar ->
              beyond(calendar, first, last).ifPresent(line -> lines.add(source + ": " + line)));
    }
    sessions.warnings().forEach(line -> lines.add(source + ": " + line));
    if (appliesSplits) {
      lostSplits.describe(lastUsed).forEach(line -> lines.add(source + ": " + line));
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
    lostTotals.describe().forEach(line -> lines.add(source + ": " + line));
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
   * The totals of periods that are missing as they are out of range: the first few by ticker and
   * date, and how many there are in all. Those of several tickers add up to the same, in any order.
   */
  private static final class LostTotals implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How many totals are named. */
    private static final int NAMED = 5;

    /**
     * A total that is missing.
     *
     * @param of what is added up, and the period: the volumes of the week
     * @param epochDay the first day of the period
     */
    private record Total(String ticker, String of, int epochDay)
        implements Comparable<Total>, Serializable {

      private static final Comparator<Total> ORDER =
          Comparator.comparing(Total::ticker)
              .thenComparingInt(Total::epochDay)
              .thenComparing(Total::of);

      @Override
      public int compareTo(Total other) {
        return ORDER.compare(this, other);
      }

      String describe() {
        return of
            + " from "
            + LocalDate.ofEpochDay(epochDay)
            + " of "
            + ticker
            + " add up to a number out of range, and so to a missing one; check them, and the split"
            + " coefficients";
      }
    }

    private final TreeSet<Total> first = new TreeSet<>();

    private long count;

    /** Notes a total; each once. */
    void note(String ticker, String of, int epochDay) {
      count++;
      add(new Total(ticker, of, epochDay));
    }

    void add(LostTotals other) {
      count += other.count;
      other.first.forEach(this::add);
    }

    private void add(Total total) {
      first.add(total);
      if (first.size() > NAMED) {
        first.pollLast();
      }
    }

    boolean isEmpty() {
      return count == 0;
    }

    /** The totals, a line each. */
    List<String> describe() {
      List<String> lines = new ArrayList<>();
      first.forEach(total -> lines.add(total.describe()));
      if (count > first.size()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%,d more totals of periods are missing as they are out of range",
                count - first.size()));
      }
      return lines;
    }
  }
}
