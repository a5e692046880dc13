package io.github.marketvolume.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.plan.Reading;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bars that have come, by day: of days that are open, of closed ones that can be corrected, and
 * the bars that are rejected or late.
 */
final class Arrivals {

  /** The day before the first that is closed. */
  static final int NO_DAY = RawBar.NO_DAY;

  /** Where rejected bars come from. */
  private static final String ORIGIN = "offered bars";

  private final Reading reading;
  private final int correctable;
  private final NavigableMap<Integer, ArrivedDay> open = new TreeMap<>();

  /**
   * The closed days that are kept, as their rows were computed: those that can be corrected last.
   */
  private final NavigableMap<Integer, ArrivedDay> closed = new TreeMap<>();

  /** Those of them that were corrected since, as they are now. */
  private final NavigableMap<Integer, ArrivedDay> corrected = new TreeMap<>();

  private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private int lastClosed = NO_DAY;
  private List<RejectedRow> rejected = new ArrayList<>();
  private List<LateBar> late = new ArrayList<>();
  private final RawBar raw = new RawBar();
  private LocalDate asOf = LocalDate.MIN;
  private @Nullable BarGate gate;

  /**
   * No bars.
   *
   * @param correctable how many closed days can be corrected
   */
  Arrivals(Reading reading, int correctable) {
    this.reading = reading;
    this.correctable = correctable;
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
  }

  /** Takes a bar as it comes. */
  Outcome offer(Bar bar) {
    Outcome outcome = outcomeOf(bar);
    counts.merge(outcome, 1L, Long::sum);
    return outcome;
  }

  private Outcome outcomeOf(Bar bar) {
    raw.set(bar);
    Breach breach = gate().admit(raw);
    if (breach != null) {
      rejected.add(rejected(offered() + 1, breach.rule(), breach.reason(), raw.toText()));
      return Outcome.REJECTED;
    }
    int day = dayOf(bar.tradeDate());
    if (day > lastClosed) {
      return switch (open.computeIfAbsent(day, key -> new ArrivedDay()).put(raw)) {
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

  /** Whether a day is one of the last closed ones, or lies between them. */
  private boolean isCorrectable(int day) {
    int later = closed.tailMap(day, false).size();
    return later < correctable && !closed.isEmpty() && day >= closed.firstKey();
  }

  private BarGate gate() {
    LocalDate today = reading.asOf().orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
    if (gate == null || !asOf.equals(today)) {
      asOf = today;
      gate = new BarGate(reading.rules(), today);
    }
    return gate;
  }

  private static RejectedRow rejected(long line, String rule, String reason, String text) {
    return RejectedRow.builder()
        .origin(ORIGIN)
        .line(line)
        .rule(rule)
        .reason(reason)
        .text(text)
        .build();
  }

  private long offered() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<Outcome, Long> counts() {
    return Map.copyOf(counts);
  }

  /** The last closed day; {@link #NO_DAY} before the first. */
  int lastClosed() {
    return lastClosed;
  }

  /** The days that are open and have bars. */
  SortedMap<Integer, ArrivedDay> open() {
    return open;
  }

  /** The bars that an open day has so far. */
  ArrivedDay openOn(int day) {
    return open.getOrDefault(day, new ArrivedDay());
  }

  /** The closed days that are kept. */
  NavigableMap<Integer, ArrivedDay> closed() {
    return closed;
  }

  /** Takes days as closed that a history has. */
  void closeHistory(Map<Integer, ArrivedDay> correctable, int last) {
    closed.putAll(correctable);
    lastClosed = last;
  }

  /** Closes a day, the first one that is open. */
  ArrivedDay close(int day) {
    ArrivedDay arrived = openOn(day);
    open.remove(day);
    closed.put(day, arrived);
    lastClosed = day;
    return arrived;
  }

  /** Gives up the first closed days. */
  ArrivedDays settle(int count) {
    List<ArrivedDay> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      days.add(closed.pollFirstEntry().getValue());
    }
    return new ArrivedDays(days);
  }

  /** Makes the corrected days the closed ones; gives the first, {@link #NO_DAY} without any. */
  int takeCorrections() {
    int first = corrected.isEmpty() ? NO_DAY : corrected.firstKey();
    closed.putAll(corrected);
    corrected.clear();
    return first;
  }

  /** The bars that broke a rule since this was asked. */
  List<RejectedRow> takeRejected() {
    List<RejectedRow> taken = rejected;
    rejected = new ArrayList<>();
    return taken;
  }

  /** The bars that came too late since this was asked. */
  List<LateBar> takeLate() {
    List<LateBar> taken = late;
    late = new ArrayList<>();
    return taken;
  }

  static int dayOf(LocalDate date) {
    return Math.toIntExact(date.toEpochDay());
  }

  void write(DataOutput out) throws IOException {
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
    out.writeInt(rejected.size());
    for (RejectedRow row : rejected) {
      out.writeLong(row.line().orElseThrow());
      writeText(row.rule(), out);
      writeText(row.reason(), out);
      writeText(row.text().orElseThrow(), out);
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

  void read(DataInput in) throws IOException {
    lastClosed = in.readInt();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, in.readLong());
    }
    for (NavigableMap<Integer, ArrivedDay> days : List.of(closed, corrected, open)) {
      for (int left = in.readInt(); left > 0; left--) {
        days.put(in.readInt(), ArrivedDay.read(in));
      }
    }
    for (int left = in.readInt(); left > 0; left--) {
      rejected.add(rejected(in.readLong(), readText(in), readText(in), readText(in)));
    }
    for (int left = in.readInt(); left > 0; left--) {
      ArrivedDay day = ArrivedDay.read(in);
      String ticker = day.tickers().get(0);
      Bar bar = day.of(ticker).toBar(ticker, 0);
      late.add(new LateBar(bar, LocalDate.ofEpochDay(in.readInt())));
    }
  }

  /** Writes a text of any length. */
  static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeText} wrote. */
  static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }
}
