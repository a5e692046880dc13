package io.github.marketvolume.attendance;

import io.github.marketvolume.attendance.SessionFindings.Absence;
import io.github.marketvolume.attendance.SessionFindings.Days;
import io.github.marketvolume.attendance.SessionFindings.LastDay;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.quality.InputRule;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many tickers have a bar on each day, and how many lack one although they are listed. It keeps
 * a few numbers a day, however many tickers there are; those of parts of the tickers add up.
 *
 * <p>Which days are sessions on which most tickers have a bar is known only once all tickers are
 * counted. So each day keeps the first tickers that lack a bar on it, in the order of their
 * symbols: the first of all days are among them.
 */
public final class Attendance implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int NAMED = SessionFindings.NAMED;

  private static final int FRIDAY = 5;

  /** Days in a block. */
  private static final int BLOCK = 512;

  /** By the number of the block, so that days far apart take no room for those between. */
  private final TreeMap<Integer, Block> blocks = new TreeMap<>();

  /** Successive days. */
  private static final class Block implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] having = new int[BLOCK];
    private final int[] lacking = new int[BLOCK];

    /** For each day the first tickers that lack a bar, ascending, then nulls. */
    private final @Nullable String[] names = new String[NAMED * BLOCK];

    void lack(int place, String ticker) {
      lacking[place]++;
      name(place, ticker);
    }

    private void name(int place, String ticker) {
      int end = NAMED * (place + 1);
      String moved = ticker;
      for (int i = NAMED * place; i < end && moved != null; i++) {
        String there = names[i];
        if (there == null || moved.compareTo(there) < 0) {
          names[i] = moved;
          moved = there;
        }
      }
    }

    void add(Block other) {
      for (int place = 0; place < BLOCK; place++) {
        having[place] += other.having[place];
        lacking[place] += other.lacking[place];
        for (int i = NAMED * place; i < NAMED * (place + 1) && other.names[i] != null; i++) {
          name(place, other.names[i]);
        }
      }
    }

    /** Whether at least half of the tickers that are listed on a day have a bar. */
    boolean isOfMost(int place) {
      return having[place] > 0 && having[place] >= lacking[place];
    }
  }

  /** Whether there is no ticker with a bar. */
  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  /**
   * Counts a ticker.
   *
   * @param days the days of its bars, ascending, each once
   * @param size how many of these there are
   * @param lastDay the last day that counts
   */
  public void note(String ticker, int[] days, int size, int lastDay, ExpectedSessions expected) {
    int previous = 0;
    int number = 0;
    Block block = null;
    for (int i = 0; i < size && days[i] <= lastDay; i++) {
      int day = days[i];
      if (i > 0 && day - previous > 1 && day - previous <= InputRule.LONGEST_GAP) {
        for (int gap = previous + 1; gap < day; gap++) {
          if (expected.includes(gap)) {
            block(gap).lack(place(gap), ticker);
          }
        }
      }
      if (block == null || number != number(day)) {
        number = number(day);
        block = block(day);
      }
      block.having[place(day)]++;
      previous = day;
    }
  }

  private static int number(int day) {
    return Math.floorDiv(day, BLOCK);
  }

  private static int place(int day) {
    return Math.floorMod(day, BLOCK);
  }

  private Block block(int day) {
    return blocks.computeIfAbsent(number(day), number -> new Block());
  }

  /** Adds the counts of other tickers. */
  public void add(Attendance other) {
    other.blocks.forEach(
        (number, block) -> blocks.computeIfAbsent(number, n -> new Block()).add(block));
  }

  /** Compares the days with the sessions that the rules state. */
  public SessionFindings judge(BarRules rules) {
    Judging judging = new Judging(rules);
    blocks.forEach(judging::judge);
    return judging.findings();
  }

  /** A pass over the days, ascending. */
  private static final class Judging {

    private final BarRules rules;
    private final ExpectedSessions expected;
    private final Map<String, Integer> absences = new TreeMap<>();
    private final FirstDays strayDays = new FirstDays();
    private final FirstDays emptySessions = new FirstDays();
    private long strayBars;
    private long missingBars;
    private long missingOn;
    private long presentBars;
    private long sessions;

    /** Nothing before the first day with a bar is judged. */
    private int nextDay;

    private boolean hasBegun;

    /** The last session with bars, and that before it on which most tickers have one. */
    private @Nullable Session last;

    private @Nullable Session lastOfMost;
    private @Nullable Session before;

    private record Session(int epochDay, long tickers) {}

    Judging(BarRules rules) {
      this.rules = rules;
      this.expected = rules.sessions();
    }

    void judge(int number, Block block) {
      for (int place = 0; place < BLOCK; place++) {
        int day = number * BLOCK + place;
        if (block.having[place] > 0) {
          if (hasBegun) {
            countEmptySessions(day);
          }
          hasBegun = true;
          nextDay = day + 1;
          judge(day, block, place);
        }
      }
    }

    /** Counts the sessions from the next day on to which no bar was found before this day. */
    private void countEmptySessions(int day) {
      expected
          .stated()
          .ifPresent(
              calendar -> {
                int first = Math.max(nextDay, Math.toIntExact(calendar.first().toEpochDay()));
                int last = Math.min(day - 1, Math.toIntExact(calendar.last().toEpochDay()));
                for (int empty = first; empty <= last; empty++) {
                  if (calendar.isSession(empty)) {
                    sessions++;
                    emptySessions.add(empty);
                  }
                }
              });
    }

    private void judge(int day, Block block, int place) {
      long tickers = block.having[place];
      if (expected.excludes(day) && !(isWeekend(day) && rules.judgesWeekend(day))) {
        strayBars += tickers;
        strayDays.add(day);
      }
      if (!expected.includes(day)) {
        return;
      }
      sessions++;
      before = lastOfMost;
      last = new Session(day, tickers);
      if (block.isOfMost(place)) {
        lastOfMost = last;
        presentBars += tickers;
        missingBars += block.lacking[place];
        missingOn += block.lacking[place] > 0 ? 1 : 0;
        for (int i = NAMED * place; i < NAMED * (place + 1) && block.names[i] != null; i++) {
          absences.putIfAbsent(block.names[i], day);
        }
      }
    }

    private static boolean isWeekend(int day) {
      return LocalDate.ofEpochDay(day).getDayOfWeek().getValue() > FRIDAY;
    }

    SessionFindings findings() {
      return new SessionFindings(
          expected,
          strayBars,
          strayDays.toDays(),
          missingBars,
          missingOn,
          presentBars,
          absences.entrySet().stream()
              .limit(NAMED)
              .map(e -> new Absence(e.getKey(), LocalDate.ofEpochDay(e.getValue())))
              .toList(),
          emptySessions.toDays(),
          sessions,
          lastDay());
    }

    private Optional<LastDay> lastDay() {
      return last == null || before == null
          ? Optional.empty()
          : Optional.of(
              new LastDay(
                  LocalDate.ofEpochDay(last.epochDay()),
                  last.tickers(),
                  LocalDate.ofEpochDay(before.epochDay()),
                  before.tickers()));
    }
  }

  /** Counts days and keeps the first. */
  private static final class FirstDays {

    private long count;
    private final List<LocalDate> first = new ArrayList<>();

    void add(int epochDay) {
      count++;
      if (first.size() < NAMED) {
        first.add(LocalDate.ofEpochDay(epochDay));
      }
    }

    Days toDays() {
      return new Days(count, first);
    }
  }
}
