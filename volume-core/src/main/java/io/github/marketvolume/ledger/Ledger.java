package io.github.marketvolume.ledger;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store tells of the outputs beside it. An immutable value, kept as {@code ledger.json}.
 *
 * @param plan what the outputs are computed by, as a checksum
 * @param library the version of this library that wrote it
 * @param runs the runs of which something is still there, in their order
 * @param days every day with bars, and every session without; of {@link #parse} only those from the
 *     first state on
 * @param files which run wrote each file of each output folder, by the folder's name
 * @param states the days before which a state of the computations is kept
 * @param position where the input of the last run ended, if it said so
 */
public record Ledger(
    String plan,
    String library,
    List<Run> runs,
    NavigableMap<LocalDate, Day> days,
    SortedMap<String, SortedMap<String, String>> files,
    SortedSet<LocalDate> states,
    Optional<String> position) {

  /** The name of the file in the folder of the ledger. */
  public static final String FILE = "ledger.json";

  /**
   * The name of the file beside it with the days before the first state, a line each with the date,
   * the number of bars and the run, so that an update need not read them.
   */
  public static final String EARLIER = "earlier-days.csv";

  /** A day with fewer bars than this share of the days before it is incomplete. */
  private static final double COMPLETE = 0.9;

  /** How many days before a day its bars are compared with. */
  private static final int COMPARED = 5;

  public Ledger {
    runs = List.copyOf(runs);
    days = Collections.unmodifiableNavigableMap(days);
    files = new TreeMap<>(files);
    states = new TreeSet<>(states);
  }

  /**
   * A run that wrote something.
   *
   * @param id as in its report and in its files
   * @param startedAt when it began
   * @param input what it read, in words
   * @param added the bars that were new
   * @param changed the bars that took the place of others
   * @param removed the bars that the input no longer had
   * @param repeated the bars that were known
   * @param rejected the rows that broke a rule, and were not known
   */
  public record Run(
      String id,
      Instant startedAt,
      String input,
      long added,
      long changed,
      long removed,
      long repeated,
      long rejected) {}

  /**
   * A day.
   *
   * @param bars how many tickers have a bar
   * @param run the run that changed the day last; empty of a session without bars
   */
  public record Day(int bars, String run) {}

  /** What is known of a day. */
  public enum State {
    /** Nine tenths of the bars of the days before, or more. */
    COMPLETE,
    /** Fewer than that. */
    PARTIAL,
    /** A session of the calendar without a bar. */
    MISSING
  }

  /**
   * What is known of a day: {@linkplain State#PARTIAL partial} if it has fewer than nine tenths of
   * the median number of bars of the five days with bars before it.
   *
   * @return empty for a day that is neither a session nor has bars, or is not among those that were
   *     ever read
   */
  public Optional<State> state(LocalDate date) {
    Day day = days.get(date);
    if (day == null) {
      return Optional.empty();
    }
    if (day.bars() == 0) {
      return Optional.of(State.MISSING);
    }
    int[] before = new int[COMPARED];
    int compared = 0;
    Map.Entry<LocalDate, Day> earlier = days.lowerEntry(date);
    while (earlier != null && compared < COMPARED) {
      if (earlier.getValue().bars() > 0) {
        before[compared++] = earlier.getValue().bars();
      }
      earlier = days.lowerEntry(earlier.getKey());
    }
    Arrays.sort(before, 0, compared);
    boolean isPartial = compared > 0 && day.bars() < COMPLETE * before[compared / 2];
    return Optional.of(isPartial ? State.PARTIAL : State.COMPLETE);
  }

  /** The last day with bars; empty if there is none. */
  public Optional<LocalDate> lastDay() {
    return days.descendingMap().entrySet().stream()
        .filter(day -> day.getValue().bars() > 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The run that was last. */
  public Optional<Run> lastRun() {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
  }

  /** The ledger as JSON. */
  public String toJson() {
    return LedgerText.print(this);
  }

  /**
   * The ledger of a text.
   *
   * @param name where it is, for messages
   * @throws SourceException if it is none, or of a version that this library does not read
   */
  public static Ledger parse(String json, String name) {
    return LedgerText.parse(json, name);
  }

  /** The same ledger of other days. */
  public Ledger withDays(NavigableMap<LocalDate, Day> others) {
    return new Ledger(plan, library, runs, others, files, states, position);
  }

  /** Days as lines of {@link #EARLIER}. */
  public static String toLines(SortedMap<LocalDate, Day> days) {
    StringBuilder lines = new StringBuilder();
    days.forEach(
        (date, day) ->
            lines
                .append(date)
                .append(',')
                .append(day.bars())
                .append(',')
                .append(day.run())
                .append('\n'));
    return lines.toString();
  }

  /**
   * The days of lines of {@link #EARLIER}.
   *
   * @param name where they are, for messages
   * @throws SourceException if they are not such lines
   */
  public static NavigableMap<LocalDate, Day> earlierDays(String lines, String name) {
    NavigableMap<LocalDate, Day> days = new TreeMap<>();
    lines
        .lines()
        .forEach(
            line -> {
              String[] cells = line.split(",", -1);
              try {
                days.put(LocalDate.parse(cells[0]), new Day(Integer.parseInt(cells[1]), cells[2]));
              } catch (RuntimeException e) {
                throw new SourceException(
                    name + ": \"" + line + "\" is not a day of a ledger; rebuild", e);
              }
            });
    return days;
  }

  /**
   * The ledger of a store on this machine; empty if there is none.
   *
   * @throws SourceException if it cannot be read
   */
  public static Optional<Ledger> find(RunStore store) {
    Path file = Path.of(store.ledger(), FILE);
    try {
      Ledger ledger = parse(Files.readString(file), file.toString());
      Path earlier = file.resolveSibling(EARLIER);
      NavigableMap<LocalDate, Day> days =
          Files.exists(earlier)
              ? earlierDays(Files.readString(earlier), earlier.toString())
              : new TreeMap<>();
      days.putAll(ledger.days());
      return Optional.of(ledger.withDays(days));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
