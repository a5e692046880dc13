package io.github.marketvolume.update;

import io.github.marketvolume.days.Bars;
import io.github.marketvolume.days.MergedBars;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.memory.Drawers;
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
public final class BarsMerge implements Bars {

  private final UpdateEngine engine;
  private final UpdatePlan plan;
  private final LedgerWriter ledger;
  private final RunContext context;
  private final ArrivedBars arrived;

  /** The bars put together. Of some tickers those of the earlier months are a packet before. */
  private final Drawers<String> merged;

  private final SortedSet<Integer> touched = new TreeSet<>();

  /** Tickers whose bars seem to be restated by a split, and by how much. */
  private final SortedMap<String, Double> restated = new TreeMap<>();

  private LedgerWriter.Counts counts = new LedgerWriter.Counts(0, 0, 0, 0);

  /** The first day of the first month that was read of the kept bars; null before that. */
  private @Nullable LocalDate readFrom;

  /** How many bars each day has; null until somebody asks, once all are read. */
  private @Nullable NavigableMap<Integer, Integer> days;

  BarsMerge(
      UpdateEngine engine,
      UpdatePlan plan,
      LedgerWriter ledger,
      RunContext context,
      ArrivedBars arrived) {
    this.engine = engine;
    this.plan = plan;
    this.ledger = ledger;
    this.context = context;
    this.arrived = arrived;
    this.merged = engine.drawers();
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
      now.drop(plan.unkept());
      MergedBars both = MergedBars.of(old, now, isComplete ? first : 0, isComplete ? last : -1);
      add(both, ticker);
      double factor = MergedBars.restatedBy(old, now);
      if (factor != 1 && !Optional.of(Basis.RAW).equals(plan.keptBars().basis())) {
        if (both.firstLeft().isPresent()) {
          throw restated(ticker, factor, both.firstLeft().getAsInt());
        }
        restated.put(ticker, factor);
      }
    }
    readFrom = from;
  }

  private void add(MergedBars both, String ticker) {
    if (both.bars().size() > 0) {
      merged.add(ticker, 1, both.bars().toBytes());
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
      BarColumns bars = BarColumns.ofBytes(kept.packets(ticker));
      Double factor = restated.get(ticker);
      if (factor != null) {
        throw restated(ticker, factor, bars.epochDay(0));
      }
      merged.add(ticker, 0, bars.toBytes());
    }
  }

  /**
   * The failure of a ticker whose bars a split has restated, of which only a part came.
   *
   * @param factor by what its closes are multiplied
   * @param left the first day whose kept bar would stay
   */
  private SourceException restated(String ticker, double factor, int left) {
    return new SourceException(
        ticker
            + ": its bars from "
            + LocalDate.ofEpochDay(arrived.of(ticker).epochDay(0))
            + " on count in other shares than those that are kept (closes are "
            + Math.round(factor * 1e4) / 1e4
            + " times as high, as after a split), and its bar of "
            + LocalDate.ofEpochDay(left)
            + " did not come; give its whole history");
  }

  /** The kept bars of some months, by ticker. */
  private Drawers<String> kept(LocalDate from, LocalDate before) {
    List<String> files = ledger.barsBetween(from, before);
    if (files.isEmpty()) {
      return engine.drawers();
    }
    return engine.readKept(
        plan.readingOfKept(files),
        plan.keptBars(),
        context,
        rows -> {
          throw new SourceException(
              plan.store().bars()
                  + " is damaged: "
                  + rows
                  + " of its bars break a rule that they kept; run over the whole input again");
        });
  }

  @Override
  public List<String> tickers() {
    return merged.keys();
  }

  @Override
  public BarColumns of(String ticker) {
    return BarColumns.ofBytes(merged.packets(ticker));
  }

  /** The bars as they are kept: each ticker's in order. */
  public Drawers<String> drawers() {
    return merged;
  }

  /** What arrived, in numbers. */
  LedgerWriter.Counts counts() {
    return counts;
  }

  /** The days of which a bar is new, another one, or gone. */
  SortedSet<Integer> touched() {
    return touched;
  }

  /** The first such day; the last day of all if there is none. */
  public LocalDate firstTouched() {
    return touched.isEmpty() ? ledger.lastDay() : LocalDate.ofEpochDay(touched.first());
  }

  /** The first day of the first month with such a day; of the last month if there is none. */
  LocalDate firstTouchedMonth() {
    return firstTouched().withDayOfMonth(1);
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
    NavigableMap<Integer, Integer> counted = days;
    if (counted == null) {
      counted = new TreeMap<>();
      for (String ticker : tickers()) {
        for (int day : of(ticker).epochDays()) {
          counted.merge(day, 1, Integer::sum);
        }
      }
      days = counted;
    }
    return counted;
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
    for (String ticker : BarsMerge.this.tickers()) {
      BarColumns bars = BarsMerge.this.of(ticker);
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
        BarColumns bars = BarsMerge.this.of(ticker);
        bars.dropBefore(first, 0);
        bars.dropAfter(last);
        return bars;
      }
    };
  }
}
