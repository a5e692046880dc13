package io.github.marketvolume.spark;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.BarPacker;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.intake.TickerBars;
import io.github.marketvolume.period.PeriodTotals;
import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Scan;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Goes through parcels that are sorted by key and makes one series of each ticker's. Other parcels,
 * and those of what it rejects and counts itself, are handed on.
 */
final class TickerGroups implements Iterator<TickerGroups.Group> {

  /** One ticker's bars in order, or a parcel that is handed on. */
  sealed interface Group {}

  /**
   * One ticker.
   *
   * @param bars its settled bars, in order
   * @param ranks its ranks across tickers, by pass and day
   */
  record OneTicker(String ticker, BarColumns bars, List<Scan.PassPart> ranks) implements Group {}

  /** A parcel that is handed on. */
  record HandedOn(Row parcel) implements Group {}

  /**
   * How a ticker's bars are settled.
   *
   * @param textIsInFiles whether a rejected row's text is to be fetched from its file
   * @param scanned which of them are used, once they are settled
   * @param keepsLast whether of bars that contradict each other the last one is kept
   * @param adjustsForSplits whether any of the bars' values are adjusted for splits later
   * @param notesDays whether the days with bars end periods
   * @param totals the totals of these periods
   * @param sessions which sessions the tickers' days are compared with
   */
  record Settling(
      boolean textIsInFiles,
      Phases.Scanned scanned,
      boolean keepsLast,
      boolean adjustsForSplits,
      boolean notesDays,
      PeriodTotals totals,
      ExpectedSessions sessions)
      implements Serializable {

    /** The same, of which only these bars are used. */
    Settling of(Phases.Scanned some) {
      return new Settling(
          textIsInFiles, some, keepsLast, adjustsForSplits, notesDays, totals, sessions);
    }

    /** Of bars that are settled already. */
    static Settling done(Phases.Scanned scanned) {
      return new Settling(
          false,
          scanned,
          false,
          false,
          false,
          PeriodTotals.of(List.of()),
          new ExpectedSessions.None());
    }
  }

  private final Iterator<Row> parcels;
  private final Settling settling;
  private final Deque<Row> made = new ArrayDeque<>();
  private final BarPacker packer = new BarPacker(new ParcelMaker(made, 0), 0);
  private final Tally tally = new Tally();
  private @Nullable Row lookahead;
  private boolean finished;

  /** A pass over some parcels. */
  TickerGroups(Iterator<Row> parcels, Settling settling) {
    this.parcels = parcels;
    this.settling = settling;
    this.lookahead = parcels.hasNext() ? parcels.next() : null;
  }

  @Override
  public boolean hasNext() {
    if (lookahead == null && !finished) {
      finished = true;
      packer.finish();
      if (tally.isAnythingCounted()) {
        made.add(Parcel.count(new Parcel.Count(tally, -1, 0, null)));
      }
    }
    return lookahead != null || !made.isEmpty();
  }

  @Override
  public Group next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more tickers");
    }
    Row parcel = lookahead;
    if (parcel == null) {
      return new HandedOn(made.removeFirst());
    }
    if (Parcel.kind(parcel) != Parcel.BARS) {
      advance();
      return new HandedOn(parcel);
    }
    return ticker(Parcel.key(parcel));
  }

  private Group ticker(String ticker) {
    BarColumns bars = new BarColumns(0);
    for (Row next = next(ticker, Parcel.BARS); next != null; next = next(ticker, Parcel.BARS)) {
      bars.addAll(Parcel.payload(next));
    }
    List<Scan.PassPart> ranks = new ArrayList<>();
    for (Row next = next(ticker, Parcel.RANKS); next != null; next = next(ticker, Parcel.RANKS)) {
      int pass = DayColumns.passOf(Parcel.number(next));
      ranks.add(new Scan.PassPart(pass, DayColumns.unpack(Parcel.payload(next))));
    }
    settle(ticker, bars);
    return new OneTicker(ticker, bars, ranks);
  }

  private void settle(String ticker, BarColumns bars) {
    TickerBars.settle(
        ticker,
        bars,
        settling.keepsLast(),
        tally,
        (place, breach) -> reject(ticker, bars, place, breach));
    int lastDay = settling.scanned().lastDay();
    bars.dropAfter(lastDay);
    tally.noteTicker(ticker, bars, lastDay, settling.sessions());
    if (settling.notesDays()) {
      tally.noteDays(bars);
      settling.totals().note(ticker, bars, tally);
    }
    if (settling.adjustsForSplits()) {
      tally.countBeyondAdjustment(bars.countBeyondAdjustment(lastDay));
    }
    settling.scanned().drop(bars);
  }

  private void reject(String ticker, BarColumns bars, int place, Breach breach) {
    String text = settling.textIsInFiles() ? null : RawBar.toText(bars.toBar(ticker, place));
    Rejection row = Rejection.of(bars.position(place), breach, text);
    tally.locateRejected(row);
    packer.reject(row);
  }

  /** The next parcel, if it is of this ticker and kind; else null, and it stays the next. */
  private @Nullable Row next(String ticker, int kind) {
    Row next = lookahead;
    if (next == null || Parcel.kind(next) != kind || !ticker.equals(Parcel.key(next))) {
      return null;
    }
    advance();
    return next;
  }

  private void advance() {
    lookahead = parcels.hasNext() ? parcels.next() : null;
  }
}
