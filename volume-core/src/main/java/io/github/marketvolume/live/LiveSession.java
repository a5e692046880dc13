package io.github.marketvolume.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * history; and the bars and rows of the days that can be corrected. Safe for several threads, one
 * after the other.
 */
public final class LiveSession {

  /** What the bytes of a state mean; another number for another meaning. */
  private static final int VERSION = 1;

  private static final int NO_DAY = RawBar.NO_DAY;

  /** Where rejected bars come from. */
  private static final String ORIGIN = "offered bars";

  private final LivePlan plan;
  private final Reading reading;
  private final Map<BarsNode, List<PlanNode<?>>> outputs;

  /** As far as no correction reaches. */
  private List<LiveBars> settled;

  /** As far as days are closed; the same as settled where nothing can be corrected. */
  private List<LiveBars> current;

  /** The bars of the closed days that can be corrected. */
  private final NavigableMap<Integer, ArrivedDay> closed = new TreeMap<>();

  /** The rows that they gave. */
  private final Map<Integer, DayRows> given = new HashMap<>();

  /** The bars of days that are not closed. */
  private final NavigableMap<Integer, ArrivedDay> open = new TreeMap<>();

  /** What has come of closed days since they were computed, as these days are now. */
  private final NavigableMap<Integer, ArrivedDay> corrected = new TreeMap<>();

  private int lastClosed = NO_DAY;
  private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private List<RejectedRow> rejected = new ArrayList<>();
  private List<LateBar> late = new ArrayList<>();
  private final RawBar raw = new RawBar();
  private LocalDate asOf = LocalDate.MIN;
  private @Nullable BarGate gate;
  private @Nullable History history;

  private LiveSession(LivePlan plan) {
    this.plan = plan;
    this.reading = plan.reading();
    this.outputs = Reading.byBars(plan.nodes());
    this.settled = begin();
    this.current = plan.correctable() == 0 ? settled : begin();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
  }

  /** A session that goes on from a history; for runners, outside the compatibility promise. */
  public static LiveSession after(History history, LivePlan plan) {
    LiveSession session = new LiveSession(plan);
    session.history = history.withoutBars();
    session.take(history);
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
    return new LiveSession(Arguments.required(plan, "plan")).read(state);
  }

  private List<LiveBars> begin() {
    List<LiveBars> all = new ArrayList<>();
    outputs.forEach((bars, nodes) -> all.add(new LiveBars(bars, nodes)));
    return all;
  }

  /** Takes the history: what no correction reaches as one block, the rest day by day. */
  private void take(History history) {
    int last = plan.lastOfHistory().map(LiveSession::dayOf).orElse(Integer.MAX_VALUE);
    TreeSet<Integer> lastDays = new TreeSet<>();
    for (String ticker : history.tickers()) {
      BarColumns bars = history.of(ticker);
      bars.dropAfter(last);
      for (int i = bars.size() - 1; i >= Math.max(0, bars.size() - plan.correctable() - 1); i--) {
        lastDays.add(bars.epochDay(i));
        if (lastDays.size() > plan.correctable() + 1) {
          lastDays.pollFirst();
        }
      }
    }
    int lastSettled = lastDays.size() > plan.correctable() ? lastDays.pollFirst() : NO_DAY;
    for (LiveBars bars : settled) {
      bars.advance(history.upTo(lastSettled), (output, rows) -> {});
    }
    for (String ticker : history.tickers()) {
      BarColumns bars = history.of(ticker);
      bars.dropAfter(last);
      for (int i = bars.firstFrom(lastSettled + 1); i < bars.size(); i++) {
        raw.set(bars.toBar(ticker, i));
        closed.computeIfAbsent(bars.epochDay(i), key -> new ArrivedDay()).put(raw);
      }
    }
    lastClosed = lastDays.isEmpty() ? lastSettled : lastDays.last();
    replay();
  }

  /**
   * Takes a bar as it comes.
   *
   * @return what became of it
   */
  @CanIgnoreReturnValue
  public synchronized Outcome offer(Bar bar) {
    Outcome outcome = outcomeOf(Arguments.required(bar, "bar"));
    counts.merge(outcome, 1L, Long::sum);
    return outcome;
  }

  private Outcome outcomeOf(Bar bar) {
    raw.set(bar);
    Breach breach = gate().admit(raw);
    if (breach != null) {
      rejected.add(
          RejectedRow.builder()
              .origin(ORIGIN)
              .line(offered() + 1)
              .rule(breach.rule())
              .reason(breach.reason())
              .text(raw.toText())
              .build());
      return Outcome.REJECTED;
    }
    int day = dayOf(bar.tradeDate());
    if (day > lastClosed) {
      ArrivedDay arrived = open.computeIfAbsent(day, key -> new ArrivedDay());
      return switch (arrived.put(raw)) {
        case FIRST -> Outcome.TAKEN;
        case OTHER -> Outcome.REPLACED;
        case SAME -> Outcome.REPEATED;
      };
    }
    if (!isCorrectable(day)) {
      late.add(new LateBar(bar, LocalDate.ofEpochDay(lastClosed)));
      return Outcome.LATE;
    }
    ArrivedDay before = corrected.getOrDefault(day, closed.getOrDefault(day, new ArrivedDay()));
    ArrivedDay after = before.copy();
    if (after.put(raw) == ArrivedDay.Change.SAME) {
      return Outcome.REPEATED;
    }
    corrected.put(day, after);
    return Outcome.CORRECTED;
  }

  /** A day between closed ones that had no bar can get some. */
  private boolean isCorrectable(int day) {
    return !closed.isEmpty() && day >= closed.firstKey();
  }

  private BarGate gate() {
    LocalDate today = reading.asOf().orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
    if (gate == null || !asOf.equals(today)) {
      asOf = today;
      gate = new BarGate(reading.rules(), today);
    }
    return gate;
  }

  /**
   * Closes a day: no bar of it is missing any more.
   *
   * @return its rows, and what has changed of earlier ones since the last day was closed
   * @throws InvalidPlanException if it is closed already, or an earlier day with bars is not
   */
  public synchronized ClosedDay closeDay(LocalDate date) {
    int day = dayOf(Arguments.required(date, "date"));
    if (day <= lastClosed) {
      throw new InvalidPlanException(
          date
              + " cannot be closed: "
              + LocalDate.ofEpochDay(lastClosed)
              + " is closed already; offer corrections, and close a later day");
    }
    if (!open.isEmpty() && open.firstKey() < day) {
      throw new InvalidPlanException(
          date
              + " cannot be closed before "
              + LocalDate.ofEpochDay(open.firstKey())
              + ", which has "
              + open.firstEntry().getValue().size()
              + " bars; close that day first");
    }
    Revisions revised = revised();
    ArrivedDay arrived = open.containsKey(day) ? open.remove(day) : new ArrivedDay();
    DayRows rows = new DayRows();
    current.forEach(bars -> bars.advance(arrived, rows::add));
    lastClosed = day;
    if (plan.correctable() > 0) {
      closed.put(day, arrived);
      given.put(day, rows);
      settle();
    }
    return closedDay(date, rows, revised);
  }

  private ClosedDay closedDay(LocalDate date, DayRows rows, Revisions revised) {
    List<RejectedRow> allRejected = rejected;
    List<LateBar> allLate = late;
    rejected = new ArrayList<>();
    late = new ArrayList<>();
    return new ClosedDay(date, plan, rows, revised, allRejected, allLate);
  }

  /** Lets the first days go that can no longer be corrected. */
  private void settle() {
    while (closed.size() > plan.correctable()) {
      Map.Entry<Integer, ArrivedDay> first = closed.pollFirstEntry();
      settled.forEach(bars -> bars.advance(first.getValue(), (output, rows) -> {}));
      given.remove(first.getKey());
    }
  }

  /**
   * Computes again what corrected bars affect; closing a day does it, too.
   *
   * @return what has changed since the last day was closed or this was asked
   */
  public synchronized Revisions revise() {
    return revised();
  }

  private Revisions revised() {
    Revisions revisions = new Revisions(plan);
    if (!corrected.isEmpty()) {
      int first = corrected.firstKey();
      Map<Integer, DayRows> before = new HashMap<>(given);
      closed.putAll(corrected);
      corrected.clear();
      replay();
      for (int day : closed.tailMap(first).keySet()) {
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
    if (plan.correctable() == 0) {
      return;
    }
    current = copyOf(settled);
    closed.forEach(
        (day, arrived) -> {
          DayRows rows = new DayRows();
          current.forEach(bars -> bars.advance(arrived, rows::add));
          given.put(day, rows);
        });
  }

  private List<LiveBars> copyOf(List<LiveBars> bars) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (LiveBars some : bars) {
        some.write(out);
      }
      return read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
  }

  private List<LiveBars> read(DataInput in) throws IOException {
    List<LiveBars> all = begin();
    for (LiveBars bars : all) {
      bars.read(in);
    }
    return all;
  }

  /** The last closed day; empty before the first. */
  public synchronized Optional<LocalDate> lastClosed() {
    return lastClosed == NO_DAY ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(lastClosed));
  }

  /** How many bars were offered with each outcome, in all sessions whose state this one has. */
  public synchronized Map<Outcome, Long> counts() {
    return Map.copyOf(counts);
  }

  private long offered() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The days that are not closed and have bars, and how many. */
  public synchronized SortedMap<LocalDate, Integer> openDays() {
    SortedMap<LocalDate, Integer> days = new TreeMap<>();
    open.forEach((day, arrived) -> days.put(LocalDate.ofEpochDay(day), arrived.size()));
    return days;
  }

  /** What was read of the history, in numbers; empty of a session that went on from a state. */
  public synchronized Optional<RunReport.Input> history() {
    return Optional.ofNullable(history).map(History::report);
  }

  /** What the user should know of the history. */
  public synchronized List<String> warnings() {
    return history == null ? List.of() : history.warnings();
  }

  /**
   * Everything that a later session needs to go on, in bytes that {@link #resume} reads. It is of
   * this plan, and written by this version or an earlier one of the same major version.
   */
  public synchronized byte[] state() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(plan.describe(), out);
      out.writeInt(plan.correctable());
      out.writeInt(lastClosed);
      for (Outcome outcome : Outcome.values()) {
        out.writeLong(Objects.requireNonNull(counts.get(outcome)));
      }
      for (NavigableMap<Integer, ArrivedDay> days : List.of(closed, corrected, open)) {
        out.writeInt(days.size());
        for (Map.Entry<Integer, ArrivedDay> day : days.entrySet()) {
          out.writeInt(day.getKey());
          day.getValue().write(out);
        }
      }
      writeUntold(out);
      for (LiveBars bars : settled) {
        bars.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
    return bytes.toByteArray();
  }

  private void writeUntold(DataOutput out) throws IOException {
    out.writeInt(rejected.size());
    for (RejectedRow row : rejected) {
      out.writeLong(row.line().orElse(0));
      writeText(row.rule(), out);
      writeText(row.reason(), out);
      writeText(row.text().orElse(""), out);
    }
    out.writeInt(late.size());
    for (LateBar bar : late) {
      ArrivedDay day = new ArrivedDay();
      raw.set(bar.bar());
      day.put(raw);
      day.write(out);
      out.writeInt(dayOf(bar.lastClosed()));
    }
  }

  private void readUntold(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      rejected.add(
          RejectedRow.builder()
              .origin(ORIGIN)
              .line(in.readLong())
              .rule(readText(in))
              .reason(readText(in))
              .text(readText(in))
              .build());
    }
    for (int left = in.readInt(); left > 0; left--) {
      ArrivedDay day = ArrivedDay.read(in);
      String ticker = day.tickers().get(0);
      Bar bar = day.of(ticker).toBar(ticker, 0);
      late.add(new LateBar(bar, LocalDate.ofEpochDay(in.readInt())));
    }
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  private LiveSession read(byte[] state) {
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
      if (!readText(in).equals(plan.describe()) || in.readInt() != plan.correctable()) {
        throw new SourceException(
            "the state of a session is of another plan; give that plan, or begin a session with the"
                + " history");
      }
      lastClosed = in.readInt();
      for (Outcome outcome : Outcome.values()) {
        counts.put(outcome, in.readLong());
      }
      for (NavigableMap<Integer, ArrivedDay> days : List.of(closed, corrected, open)) {
        for (int left = in.readInt(); left > 0; left--) {
          days.put(in.readInt(), ArrivedDay.read(in));
        }
      }
      readUntold(in);
      for (LiveBars bars : settled) {
        bars.read(in);
      }
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      replay();
      return this;
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

  private static int dayOf(LocalDate date) {
    return Math.toIntExact(date.toEpochDay());
  }
}
