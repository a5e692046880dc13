package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Takes prices as they come, and brings the outputs up to date when a day is closed. Bars of closed
 * days are corrections, and go into an update at once. With each update, the position of the feed
 * is published from which everything comes again that is not in the outputs.
 */
final class Watch {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** What updates the outputs. */
  interface Updater {

    /** Brings the outputs up to date. */
    RunReport update(RunningEngine engine, ArrivedBars bars, RunStore store);
  }

  private final Feed feed;
  private final ClosingRule rule;
  private final RunStore store;
  private final Updater updater;
  private final DayPrinter printer;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Duration reportEvery;
  private final Clock clock;

  private final Pending pending = new Pending();
  private final TreeSet<LocalDate> done = new TreeSet<>();
  private LocalDate lastClosed = LocalDate.MIN;
  private int usualTickers;
  private String told = "";
  private Instant toldAt = Instant.MIN;
  private LocalDate toldDay = LocalDate.MIN;
  private Duration pause = FIRST_PAUSE;
  private Instant notBefore = Instant.MIN;

  Watch(
      Feed feed,
      ClosingRule rule,
      RunStore store,
      Updater updater,
      DayPrinter printer,
      PrintWriter out,
      PrintWriter err,
      Duration reportEvery,
      Clock clock) {
    this.feed = feed;
    this.rule = rule;
    this.store = store;
    this.updater = updater;
    this.printer = printer;
    this.out = out;
    this.err = err;
    this.reportEvery = reportEvery;
    this.clock = clock;
    Ledger.find(store).ifPresent(this::goOn);
  }

  private void goOn(Ledger ledger) {
    lastClosed = ledger.lastDay().orElse(LocalDate.MIN);
    usualTickers = ledger.lastDay().map(day -> ledger.days().get(day).bars()).orElse(0);
  }

  /**
   * Watches until it is told to stop.
   *
   * @param once whether it stops when all that is there was taken
   * @throws VolumeException if the feed cannot be read, the outputs are of other options, or an
   *     update fails and it is to stop
   */
  void run(RunningEngine engine, boolean once, BooleanSupplier isStopped) {
    try {
      boolean isAtEnd = false;
      while (!isStopped.getAsBoolean() && !isAtEnd) {
        Feed.Polled polled = feed.poll(POLL);
        take(polled);
        isAtEnd = once && feed.isAtEnd();
        if (!feed.isRepeating() && !clock.instant().isBefore(notBefore)) {
          update(engine, once, isAtEnd, isStopped);
        }
        tellWaiting();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Feed.Polled polled) {
    pending.add(polled);
    done.addAll(polled.done());
    polled.troubles().forEach(trouble -> err.println("sp500: " + SafeText.line(trouble)));
    for (Feed.Refusal refusal : polled.rejected()) {
      err.println("rejected " + refusal.row().describe());
    }
  }

  /** The last day that is closed: those before it are, too. */
  private LocalDate closed() {
    NavigableMap<LocalDate, Integer> open = pending.tickers().tailMap(lastClosed, false);
    return rule.closed(open, done).filter(day -> day.isAfter(lastClosed)).orElse(lastClosed);
  }

  private void update(
      RunningEngine engine, boolean once, boolean isLast, BooleanSupplier isStopped) {
    LocalDate closed = closed();
    boolean hasRun = !lastClosed.equals(LocalDate.MIN);
    if (!pending.hasBarsTo(closed) && !(isLast && hasRun && pending.hasRejected())) {
      return;
    }
    List<Bar> bars = pending.barsTo(closed);
    List<RejectedRow> rejected = pending.rejected();
    List<Bar> late = bars.stream().filter(bar -> !bar.tradeDate().isAfter(lastClosed)).toList();
    try {
      List<String> changes = late.isEmpty() ? List.of() : KeptBars.changes(engine, store, late);
      RunReport report =
          updater.update(
              engine,
              new ArrivedBars(bars, rejected, feed),
              store.withPosition(feed.position(pending.placesAfter(closed))));
      pending.publishedTo(closed);
      changes.forEach(out::println);
      printer.print(lastClosed, closed, report);
      Ledger.find(store).ifPresent(this::goOn);
      done.headSet(lastClosed, true).clear();
      pause = FIRST_PAUSE;
    } catch (InvalidPlanException e) {
      throw e;
    } catch (VolumeException e) {
      if (once || isStopped.getAsBoolean()) {
        throw e;
      }
      err.println(
          "sp500: " + SafeText.line(e.getMessage()) + "; again in " + pause.toSeconds() + " s");
      notBefore = clock.instant().plus(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Says what it waits for, when that is another day, and now and then. */
  private void tellWaiting() {
    NavigableMap<LocalDate, Integer> open = pending.tickers().tailMap(lastClosed, false);
    LocalDate day = open.isEmpty() ? lastClosed : open.firstKey();
    Instant now = clock.instant();
    if (day.equals(toldDay) && now.isBefore(toldAt.plus(reportEvery))) {
      return;
    }
    String text = waiting(open);
    if (!text.equals(told)) {
      err.println(text);
    }
    told = text;
    toldDay = day;
    toldAt = now;
  }

  private String waiting(NavigableMap<LocalDate, Integer> open) {
    if (open.isEmpty()) {
      return "waiting for prices in "
          + feed.describe()
          + (lastClosed.equals(LocalDate.MIN) ? "" : " after " + lastClosed);
    }
    List<String> words = new ArrayList<>();
    words.add(
        open.firstEntry().getValue()
            + (usualTickers > 0 ? " of " + usualTickers : "")
            + " tickers");
    words.add(rule.when(open.firstKey()));
    return "waiting for " + open.firstKey() + ": " + String.join(", ", words);
  }

  /** Up to which day the outputs are. */
  Optional<LocalDate> lastClosed() {
    return lastClosed.equals(LocalDate.MIN) ? Optional.empty() : Optional.of(lastClosed);
  }
}
