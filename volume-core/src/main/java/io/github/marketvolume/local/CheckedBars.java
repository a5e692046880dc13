package io.github.marketvolume.local;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.intake.Acceptance;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.intake.TickerBars;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.period.PeriodTotals;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.update.ArrivedBars;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bars of one reading: checked, and put in order by ticker. Any number of runs over them may
 * follow.
 */
final class CheckedBars implements ArrivedBars {

  private final Reading reading;
  private final List<? extends PlanNode<?>> outputs;
  private final boolean adjustsForSplits;
  private final boolean notesDays;
  private final PeriodTotals totals;
  private final int lastDay;
  private final Workers workers;
  private final Readings readings;
  private final Input input;
  private final List<String> tickers = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Bars that are yet to be checked.
   *
   * @param outputs all that are made of them
   * @param input has read the bars into the readings once they are checked
   */
  CheckedBars(
      Reading reading,
      List<? extends PlanNode<?>> outputs,
      Workers workers,
      Readings readings,
      Input input) {
    this.reading = reading;
    this.outputs = outputs;
    this.adjustsForSplits = Phases.adjustsForSplits(outputs);
    this.notesDays = SourceOutputs.combinesPeriods(outputs) || Phases.countsDays(outputs);
    this.totals = PeriodTotals.of(outputs);
    this.lastDay = SourceOutputs.used(outputs).lastEpochDay();
    this.workers = workers;
    this.readings = readings;
    this.input = input;
  }

  /**
   * Checks what was read.
   *
   * @throws io.github.marketvolume.error.QualityException if too many rows broke a rule
   */
  void check() {
    workers.forEach(readings.bars().keys(), this::settle);
    String source = reading.source().describe();
    SessionFindings sessions = readings.tally().judgeSessions(reading.limits(outputs));
    Acceptance.require(readings.tally(), sessions, reading.limits(outputs), source, input);
    tickers.addAll(readings.bars().keys());
    warnings.addAll(
        readings
            .tally()
            .warnings(
                source,
                Phases.appliesSplits(outputs),
                lastDay,
                Phases.calendars(outputs),
                sessions));
  }

  /** Puts in order what was let in before, so that nothing is judged again. */
  void settle() {
    workers.forEach(readings.bars().keys(), this::settle);
    tickers.addAll(readings.bars().keys());
  }

  @Override
  public RunReport.Input report() {
    RunReport.Input rows =
        readings.tally().toReport(reading.source().describe()).rejecting(rejectedBefore());
    return input.pruned().map(rows::of).orElse(rows);
  }

  private void settle(String ticker) {
    BarColumns bars = of(ticker);
    Tally tally = new Tally();
    List<Rejection> conflicts = new ArrayList<>();
    boolean changed =
        TickerBars.settle(
            ticker,
            bars,
            reading.rules().lastOfRepeatedDays(),
            tally,
            (place, breach) -> conflicts.add(conflict(ticker, bars, place, breach)));
    if (changed) {
      conflicts.forEach(tally::locateRejected);
      readings.bars().replace(ticker, bars.toBytes());
      readings.reject(conflicts);
    }
    if (adjustsForSplits) {
      tally.countBeyondAdjustment(bars.countBeyondAdjustment(lastDay));
    }
    if (notesDays) {
      tally.noteDays(bars);
      totals.note(ticker, bars, tally);
    }
    if (tally.isAnythingCounted()) {
      readings.count(tally);
    }
    readings.noteTicker(ticker, bars, lastDay);
  }

  private Rejection conflict(String ticker, BarColumns bars, int place, Breach breach) {
    String text = input.hasText() ? null : RawBar.toText(bars.toBar(ticker, place));
    return Rejection.of(bars.position(place), breach, text);
  }

  /** Where the bars were read. */
  Input input() {
    return input;
  }

  /** How many bars were accepted. */
  long bars() {
    return readings.tally().acceptedRows();
  }

  @Override
  public List<String> tickers() {
    return tickers;
  }

  @Override
  public BarColumns of(String ticker) {
    return BarColumns.ofBytes(readings.bars().packets(ticker));
  }

  /** The bars of a ticker that are scanned, in order, for whoever asks to change. */
  BarColumns of(String ticker, Phases.Scanned scanned) {
    BarColumns bars =
        BarColumns.ofBytes(
            readings.bars().packets(ticker), scanned.firstUnpacked(), scanned.lastDay());
    scanned.drop(bars);
    return bars;
  }

  /**
   * The days on which any ticker has an accepted bar; noted where bars of periods are made, or such
   * days are counted.
   */
  SessionDays sessionDays() {
    return readings.tally().sessionDays();
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public Iterator<List<RejectedRow>> rejected() {
    return Stream.concat(
            readings.partsWithRejected().stream()
                .map(part -> input.locate(part, readings.rejected(part))),
            Stream.of(rejectedBefore()).filter(rows -> !rows.isEmpty()))
        .iterator();
  }

  /** Those that the source brings with it. */
  private List<RejectedRow> rejectedBefore() {
    return reading.source() instanceof RowSource<?> rows ? rows.rejected() : List.of();
  }

  /** Gives up what is kept; nothing more is made of it. */
  void drop() {
    readings.bars().clear();
  }
}
