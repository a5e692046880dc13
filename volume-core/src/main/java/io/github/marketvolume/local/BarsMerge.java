package io.github.marketvolume.local;

import io.github.marketvolume.days.Bars;
import io.github.marketvolume.days.MergedBars;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.local.memory.Drawers;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.run.LedgerWriter;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.UpdatePlan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bars that are kept, as far as an update needs them, with those that arrived in their place.
 */
final class BarsMerge {

  private final LocalRun run;
  private final UpdatePlan plan;
  private final LedgerWriter ledger;
  private final RunContext context;
  private final CheckedBars arrived;
  private final Readings merged;
  private final SortedSet<Integer> touched = new TreeSet<>();

  /** Tickers whose bars seem to be restated by a split, and by how much. */
  private final SortedMap<String, Double> restated = new TreeMap<>();

  private LedgerWriter.Counts counts = new LedgerWriter.Counts(0, 0, 0, 0);

  /** The first day of the first month that was read of the kept bars; null before that. */
  private @Nullable LocalDate readFrom;

  private @Nullable CheckedBars checked;
  private @Nullable NavigableMap<Integer, Integer> days;

  BarsMerge(
      LocalRun run, UpdatePlan plan, LedgerWriter ledger, RunContext context, CheckedBars arrived) {
    this.run = run;
    this.plan = plan;
    this.ledger = ledger;
    this.context = context;
    this.arrived = arrived;
    this.merged = new Readings(plan.reading().rules(), context.asOf(), run.spill());
  }

  /** Reads the kept months from the first on of which bars arrived, and puts the bars together. */
  void read() {
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (String ticker : arrived.tickers()) {
      BarColumns bars = arrived.of(ticker);
      if (bars.size() > 0) {
        first = Math.min(first, bars.epochDay(0));
        last = Math.max(last, bars.epochDay(bars.size() - 1));
      }
    }
    LocalDate from =
        first == Integer.MAX_VALUE
            ? LocalDate.MAX.withDayOfMonth(1)
            : LocalDate.ofEpochDay(first).withDayOfMonth(1);
    boolean isComplete = plan.store().isComplete();
    Drawers<String> kept = kept(from, LocalDate.MAX);
    SortedSet<String> tickers = new TreeSet<>(kept.keys());
    tickers.addAll(arrived.tickers());
    for (String ticker : tickers) {
      BarColumns old = BarColumns.ofBytes(kept.packets(ticker));
      BarColumns now = arrived.of(ticker);
      MergedBars both = MergedBars.of(old, now, isComplete ? first : 0, isComplete ? last : -1);
      add(both, ticker);
      double factor = MergedBars.restatedBy(old, now);
      if (factor != 1 && !Optional.of(Basis.RAW).equals(plan.keptBars().basis())) {
        if (old.epochDay(0) < now.epochDay(0)
            || old.epochDay(old.size() - 1) > now.epochDay(now.size() - 1)) {
          throw LocalUpdate.restated(ticker, LocalDate.ofEpochDay(now.epochDay(0)), factor);
        }
        restated.put(ticker, factor);
      }
    }
    readFrom = from;
  }

  private void add(MergedBars both, String ticker) {
    if (both.bars().size() > 0) {
      merged.bars().add(ticker, 1, both.bars().toBytes());
    }
    touched.addAll(both.touched());
    counts =
        new LedgerWriter.Counts(
            counts.added() + both.added(),
            counts.changed() + both.changed(),
            counts.removed() + both.removed(),
            counts.repeated() + both.repeated());
  }

  /**
   * Reads more of the kept months, so that all from a day on are there.
   *
   * @param from the first day of a month; empty for all months
   */
  void extend(Optional<LocalDate> from) {
    LocalDate first = restated.isEmpty() ? from.orElse(LocalDate.MIN) : LocalDate.MIN;
    LocalDate end = Objects.requireNonNull(readFrom);
    if (!first.isBefore(end)) {
      return;
    }
    Drawers<String> kept = kept(first, end);
    for (String ticker : kept.keys()) {
      Double factor = restated.get(ticker);
      if (factor != null) {
        throw LocalUpdate.restated(
            ticker, LocalDate.ofEpochDay(arrived.of(ticker).epochDay(0)), factor);
      }
      merged.bars().add(ticker, 0, BarColumns.ofBytes(kept.packets(ticker)).toBytes());
    }
  }

  /** The kept bars of some months, by ticker. */
  private Drawers<String> kept(LocalDate from, LocalDate before) {
    List<String> files = ledger.barsBetween(from, before);
    if (files.isEmpty()) {
      return new Drawers<>(run.spill());
    }
    Reading reading = plan.readingOfKept(files);
    Readings readings = new Readings(reading.rules(), context.asOf(), run.spill());
    Input input = run.open(reading, ReadRequest.everything(), context, List.of(readings));
    input.read(progress -> {});
    CheckedBars bars =
        new CheckedBars(reading, List.of(plan.keptBars()), run.workers(), readings, input);
    bars.check();
    if (bars.report().rowsRejected() > 0) {
      throw new SourceException(
          plan.store().bars()
              + " is damaged: "
              + bars.report().rowsRejected()
              + " of its bars break a rule that they kept; run over the whole input again");
    }
    return readings.bars();
  }

  /** Puts the bars in order for what computes some outputs of them. */
  void settle(List<OutputRun<?>> outputs) {
    List<PlanNode<?>> nodes = LocalRun.nodes(outputs);
    CheckedBars settled =
        new CheckedBars(plan.reading(), nodes, run.workers(), merged, arrived.input());
    settled.settle();
    checked = settled;
    NavigableMap<Integer, Integer> counted = new TreeMap<>();
    for (String ticker : settled.tickers()) {
      for (int day : settled.of(ticker).epochDays()) {
        counted.merge(day, 1, Integer::sum);
      }
    }
    days = counted;
  }

  /** The bars, in order. */
  CheckedBars checked() {
    return Objects.requireNonNull(checked);
  }

  /** What arrived, in numbers. */
  LedgerWriter.Counts counts() {
    return counts;
  }

  /** The days of which a bar is new, another one, or gone. */
  SortedSet<Integer> touched() {
    return touched;
  }

  /** The first day of the first month with such a day; of the last month if there is none. */
  LocalDate firstTouchedMonth() {
    return (touched.isEmpty() ? ledger.lastDay() : LocalDate.ofEpochDay(touched.first()))
        .withDayOfMonth(1);
  }

  SortedSet<LocalDate> touchedDays() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    touched.forEach(day -> dates.add(LocalDate.ofEpochDay(day)));
    return dates;
  }

  /** How many bars each day has that was read. */
  NavigableMap<LocalDate, Integer> days() {
    NavigableMap<LocalDate, Integer> dates = new TreeMap<>();
    counted().forEach((day, bars) -> dates.put(LocalDate.ofEpochDay(day), bars));
    return dates;
  }

  private NavigableMap<Integer, Integer> counted() {
    return Objects.requireNonNull(days);
  }

  /** The first day that was read. */
  LocalDate firstDay() {
    return counted().isEmpty() ? LocalDate.MAX : LocalDate.ofEpochDay(counted().firstKey());
  }

  /** The last day with bars. */
  LocalDate lastDay() {
    return counted().isEmpty() ? ledger.lastDay() : LocalDate.ofEpochDay(counted().lastKey());
  }

  /** The bars from a day on, before another one. */
  Bars between(LocalDate from, LocalDate before) {
    int first = from.equals(LocalDate.MIN) ? Integer.MIN_VALUE : (int) from.toEpochDay();
    int last = before.equals(LocalDate.MAX) ? Integer.MAX_VALUE : (int) before.toEpochDay() - 1;
    List<String> tickers = new ArrayList<>();
    for (String ticker : checked().tickers()) {
      BarColumns bars = checked().of(ticker);
      int row = bars.firstFrom(first);
      if (row < bars.size() && bars.epochDay(row) <= last) {
        tickers.add(ticker);
      }
    }
    return new Bars() {
      @Override
      public List<String> tickers() {
        return tickers;
      }

      @Override
      public BarColumns of(String ticker) {
        BarColumns bars = checked().of(ticker);
        bars.dropBefore(first, 0);
        bars.dropAfter(last);
        return bars;
      }
    };
  }
}
