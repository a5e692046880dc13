package io.github.marketvolume.live;

import static io.github.marketvolume.live.Arrivals.NO_DAY;
import static io.github.marketvolume.live.Arrivals.dayOf;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.days.Bars;
import io.github.marketvolume.days.LiveBars;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.SourceOutputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bars that arrive, and the rows that each day gives once it is closed. They are the rows that a
 * run over all bars has, to the last bit, whatever the order in which the bars of a day came, and
 * wherever one session ended and another went on from its state.
 *
 * <p>Bars of several days may come at the same time; days are closed in their order. A bar that
 * comes again on a day that is not closed takes the place of the one before it; an identical one
 * changes nothing. A bar of a day that is closed is a correction, as far back as the plan allows,
 * and late beyond that. Every bar is counted as one {@link Outcome}.
 *
 * <p>What a session holds of a ticker is what its metrics need: the values of a window, not its
 * history; and the bars and rows of the days that can be corrected. Safe for several threads, which
 * wait for each other.
 */
public final class LiveSession {

  /** How many days are settled together: many rows in one call take less time than one by one. */
  private static final int SETTLED_TOGETHER = 16;

  /** What the bytes of a state mean; another number for another meaning. */
  private static final int VERSION = 1;

  private final LivePlan plan;
  private final Map<BarsNode, List<PlanNode<?>>> outputs;
  private final Arrivals arrivals;

  /** What was read of the history; null of a session that went on from a state. */
  private final History.@Nullable Told history;

  /** As far as days are settled, which no correction reaches. */
  private final List<LiveBars> settled;

  /** As far as days are closed; the same as settled where nothing can be corrected. */
  private List<LiveBars> current;

  /** The rows that the closed days gave which can be corrected. */
  private final Map<Integer, DayRows> given = new HashMap<>();

  /** The day whose rows could not be computed; null if there is none. */
  private @Nullable LocalDate failed;

  private LiveSession(LivePlan plan, History.@Nullable Told history) {
    this.plan = plan;
    this.history = history;
    this.outputs = SourceOutputs.byBars(plan.nodes());
    this.arrivals = new Arrivals(plan.reading(), plan.correctable());
    this.settled = begin();
    this.current = settled;
  }

  /**
   * A session that goes on from a history; for runners, outside the compatibility promise.
   *
   * @param tickers the tickers of the history, ascending
   * @param bars a ticker's checked bars, packed
   * @param report what was read, in numbers
   * @param warnings what the user should know of it
   */
  public static LiveSession after(
      List<String> tickers,
      Function<String, byte[]> bars,
      RunReport.Input report,
      List<String> warnings,
      LivePlan plan) {
    LiveSession session = new LiveSession(plan, new History.Told(report, warnings));
    int lastDay = plan.lastOfHistory().map(Arrivals::dayOf).orElse(Integer.MAX_VALUE);
    session.take(new History(tickers, bars, lastDay));
    return session;
  }

  /**
   * A session that goes on from a state.
   *
   * @param state what {@link #state} gave, of a session with this plan
   * @throws SourceException if it is of another plan or version, or damaged
   */
  public static LiveSession resume(byte[] state, LivePlan plan) {
    Arguments.required(state, "state");
    LiveSession session = new LiveSession(Arguments.required(plan, "plan"), null);
    session.read(state);
    return session;
  }

  private List<LiveBars> begin() {
    List<LiveBars> all = new ArrayList<>();
    outputs.forEach((bars, nodes) -> all.add(new LiveBars(bars, nodes)));
    return all;
  }

  /** Takes the history: what no correction reaches as one block, the rest day by day. */
  private void take(History used) {
    NavigableSet<Integer> lastDays = lastDays(used);
    int lastSettled = NO_DAY;
    if (lastDays.size() > plan.correctable()) {
      lastSettled = Objects.requireNonNull(lastDays.pollFirst());
    }
    Bars block = used.upTo(lastSettled);
    settled.forEach(bars -> bars.advance(block, (output, rows) -> {}));
    Map<Integer, ArrivedDay> days = new TreeMap<>();
    RawBar raw = new RawBar();
    for (String ticker : lastDays.isEmpty() ? List.<String>of() : used.tickers()) {
      BarColumns bars = used.of(ticker);
      for (int i = bars.firstFrom(lastSettled + 1); i < bars.size(); i++) {
        raw.set(bars.toBar(ticker, i));
        days.computeIfAbsent(bars.epochDay(i), key -> new ArrivedDay()).put(raw);
      }
    }
    arrivals.closeHistory(days, lastDays.isEmpty() ? lastSettled : lastDays.last());
    replay();
  }

  /** The last days of a history that can be corrected, and the one before them. */
  private NavigableSet<Integer> lastDays(History used) {
    int most = plan.correctable() + 1;
    NavigableSet<Integer> days = new TreeSet<>();
    for (String ticker : used.tickers()) {
      BarColumns bars = used.of(ticker);
      for (int i = bars.size() - 1; i >= Math.max(0, bars.size() - most); i--) {
        days.add(bars.epochDay(i));
        if (days.size() > most) {
          days.pollFirst();
        }
      }
    }
    return days;
  }

  /**
   * Takes a bar as it comes.
   *
   * @return what became of it
   */
  @CanIgnoreReturnValue
  public synchronized Outcome offer(Bar bar) {
    requireWorking();
    return arrivals.offer(Arguments.required(bar, "bar"));
  }

  /**
   * Closes a day: no bar of it is missing any more. A day without bars may be closed or left out.
   *
   * @return its rows, and what has changed of earlier ones since the last day was closed
   * @throws InvalidPlanException if it is closed already, or an earlier day with bars is not
   */
  public synchronized LiveDay closeDay(LocalDate date) {
    int day = requireOpen(date);
    return working(
        date,
        () -> {
          Revisions revisions = revised();
          ArrivedDay arrived = arrivals.close(day);
          DayRows rows = advance(current, arrived);
          given.put(day, rows);
          settle();
          return new LiveDay(
              date, true, plan, rows, revisions, arrivals.takeRejected(), arrivals.takeLate());
        });
  }

  /**
   * The rows that an open day would have if it were closed now. Nothing changes: later bars give it
   * others, and so do the days before it that are open. The time this takes is that of copying all
   * that the session holds.
   *
   * @throws InvalidPlanException if it is closed already, or an earlier day with bars is not
   */
  public synchronized LiveDay provisional(LocalDate date) {
    int day = requireOpen(date);
    List<LiveBars> copy = copyOf(current);
    return working(
        date,
        () ->
            new LiveDay(
                date,
                false,
                plan,
                advance(copy, arrivals.openOn(day)),
                new Revisions(plan),
                List.of(),
                List.of()));
  }

  /**
   * The rows that an open day would have of one ticker if it were closed now, by what the ticker's
   * own bars tell. This takes some microseconds.
   *
   * @throws InvalidPlanException if the stage compares tickers, or is not of bars; if the day is
   *     closed already, or an earlier day with bars is not
   */
  public synchronized <S> List<S> provisional(Stage<S> stage, Ticker ticker, LocalDate date) {
    Arguments.required(ticker, "ticker");
    PlanNode<S> node = plan.node(Arguments.required(stage, "stage"));
    int day = requireOpen(date);
    for (LiveBars bars : current) {
      if (bars.computes(node)) {
        return bars.provisional(node, ticker.symbol(), arrivals.openOn(day));
      }
    }
    throw new IllegalStateException("no bars compute " + node);
  }

  private int requireOpen(LocalDate date) {
    requireWorking();
    int day = dayOf(Arguments.required(date, "date"));
    if (day <= arrivals.lastClosed()) {
      throw new InvalidPlanException(
          date
              + " cannot be closed: "
              + LocalDate.ofEpochDay(arrivals.lastClosed())
              + " is closed already; offer corrections, and close a later day");
    }
    SortedMap<Integer, ArrivedDay> open = arrivals.open();
    if (!open.isEmpty() && open.firstKey() < day) {
      throw new InvalidPlanException(
          date
              + " cannot be closed before "
              + LocalDate.ofEpochDay(open.firstKey())
              + ", which has bars; close that day first");
    }
    return day;
  }

  /** What computes days, and may fail in code of a user's. */
  private interface Work<T> {

    T get();
  }

  /** Does what leaves the session of no use if it fails half-way. */
  private <T> T working(LocalDate date, Work<T> work) {
    boolean isDone = false;
    try {
      T result = work.get();
      isDone = true;
      return result;
    } finally {
      failed = isDone ? null : date;
    }
  }

  private void requireWorking() {
    if (failed != null) {
      throw new VolumeException(
          "the session failed on " + failed + "; go on from a state that was taken before");
    }
  }

  private static DayRows advance(List<LiveBars> all, Bars block) {
    DayRows rows = new DayRows();
    all.forEach(bars -> bars.advance(block, rows::add));
    return rows;
  }

  /** Lets days go that can no longer be corrected, once they are some. */
  private void settle() {
    NavigableMap<Integer, ArrivedDay> closed = arrivals.closed();
    if (current == settled) {
      closed.clear();
      given.clear();
      return;
    }
    given.keySet().removeIf(day -> closed.tailMap(day, false).size() >= plan.correctable());
    if (closed.size() >= plan.correctable() + SETTLED_TOGETHER) {
      Bars block = arrivals.settle(SETTLED_TOGETHER);
      settled.forEach(bars -> bars.advance(block, (output, rows) -> {}));
    }
  }

  /**
   * Computes again what corrected bars affect; closing a day does it, too.
   *
   * @return what has changed since the last day was closed or this was asked
   */
  public synchronized Revisions revise() {
    requireWorking();
    return working(LocalDate.ofEpochDay(arrivals.lastClosed()), this::revised);
  }

  private Revisions revised() {
    Revisions revisions = new Revisions(plan);
    int first = arrivals.takeCorrections();
    if (first != NO_DAY) {
      Map<Integer, DayRows> before = new HashMap<>(given);
      replay();
      for (int day : arrivals.closed().tailMap(first).keySet()) {
        revisions.add(
            LocalDate.ofEpochDay(day),
            before.getOrDefault(day, new DayRows()),
            Objects.requireNonNull(given.get(day)));
      }
    }
    return revisions;
  }

  /** Computes the closed days that can be corrected, from what was settled before them. */
  private void replay() {
    if (plan.correctable() > 0) {
      current = copyOf(settled);
      arrivals.closed().forEach((day, arrived) -> given.put(day, advance(current, arrived)));
    }
  }

  private List<LiveBars> copyOf(List<LiveBars> bars) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(bars, new DataOutputStream(bytes));
      List<LiveBars> copy = begin();
      read(copy, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
  }

  private static void write(List<LiveBars> all, DataOutput out) throws IOException {
    for (LiveBars bars : all) {
      bars.write(out);
    }
  }

  private static void read(List<LiveBars> all, DataInput in) throws IOException {
    for (LiveBars bars : all) {
      bars.read(in);
    }
  }

  /** The last closed day, or the last one of the history; empty before the first. */
  public synchronized Optional<LocalDate> lastClosed() {
    return arrivals.lastClosed() == NO_DAY
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(arrivals.lastClosed()));
  }

  /** The days that are not closed and have bars, and how many. */
  public synchronized SortedMap<LocalDate, Integer> openDays() {
    SortedMap<LocalDate, Integer> days = new TreeMap<>();
    arrivals.open().forEach((day, bars) -> days.put(LocalDate.ofEpochDay(day), bars.size()));
    return days;
  }

  /** How many bars were offered with each outcome, in all sessions whose state this one has. */
  public synchronized Map<Outcome, Long> counts() {
    return arrivals.counts();
  }

  /** What was read of the history, in numbers; empty of a session that went on from a state. */
  public Optional<RunReport.Input> history() {
    return Optional.ofNullable(history).map(History.Told::report);
  }

  /** What the user should know of the history. */
  public List<String> warnings() {
    return history == null ? List.of() : history.warnings();
  }

  /**
   * Everything that a later session needs to go on, in bytes that {@link #resume} reads: of this
   * plan, and of this version of the library or a later one of the same major version.
   */
  public synchronized byte[] state() {
    requireWorking();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      Arrivals.writeText(plan.describe(), out);
      out.writeInt(plan.correctable());
      arrivals.write(out);
      write(settled, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
    return bytes.toByteArray();
  }

  private void read(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new SourceException(
            "the state of a session is of version "
                + version
                + ", and this library reads version "
                + VERSION
                + "; begin a session with the history");
      }
      if (!Arrivals.readText(in).equals(plan.describe()) || in.readInt() != plan.correctable()) {
        throw new SourceException(
            "the state of a session is of another plan; give that plan, or begin a session with the"
                + " history");
      }
      arrivals.read(in);
      read(settled, in);
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      replay();
    } catch (IOException | RuntimeException e) {
      if (e instanceof SourceException known) {
        throw known;
      }
      throw new SourceException(
          "the state of a session is damaged ("
              + (e instanceof EOFException ? "it ends too early" : e.getMessage())
              + "); begin a session with the history",
          e);
    }
  }
}
