package io.github.marketvolume.days;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.TickerResult;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One set of bars and what stages compute of them, as far as the days have come: each ticker's
 * series in each scan, and the market's. A history and a single day are blocks of bars that differ
 * in size only.
 */
public final class LiveBars {

  private final BarsNode node;
  private final List<PlanNode<?>> outputs;
  private final Phases phases;

  /** The scans before each pass by day, then the one that computes all that is wanted. */
  private final List<Scan.Prepared> scans = new ArrayList<>();

  /** Every ticker's series, by scan. */
  private final List<Map<String, Scan.Series>> series = new ArrayList<>();

  private final IdentityHashMap<PlanNode<?>, LiveRows<?>> ofTickers = new IdentityHashMap<>();
  private final LiveMarket market;
  private final LiveLeaderboards leaderboards;

  /** Which bars of a history are scanned; of later ones all. */
  private final Phases.Scanned scanned;

  /** The first day of which values are needed by days. */
  private final int firstCompared;

  /** What the market's days are computed from, by place among all that is wanted. */
  private final int[] inputsOfDays;

  /** Bars of which none was seen. */
  public LiveBars(BarsNode node, List<PlanNode<?>> outputs) {
    this.node = node;
    this.outputs = outputs;
    this.phases = Phases.of(outputs);
    this.scanned = Phases.Scanned.of(outputs, day -> new int[0]);
    this.firstCompared = phases.firstComparedDay(outputs, scanned);
    for (int pass = 0; pass < phases.passes().size(); pass++) {
      scans.add(scan(phases.inputsOf(pass), pass));
    }
    scans.add(scan(phases.wanted(), phases.passes().size()));
    scans.forEach(scan -> series.add(new TreeMap<>()));
    List<PlanNode<?>> ofMarket = new ArrayList<>();
    List<PlanNode<?>> sums = new ArrayList<>();
    for (PlanNode<?> output : outputs) {
      if (Resumable.leaderboard(output).isPresent()) {
        sums.add(output);
      } else {
        LiveRows.of(output, phases.wanted())
            .ifPresentOrElse(rows -> ofTickers.put(output, rows), () -> ofMarket.add(output));
      }
    }
    this.market = new LiveMarket(node, ofMarket);
    this.leaderboards = new LiveLeaderboards(node.volumes(), sums, phases.wanted());
    this.inputsOfDays = market.inputs().stream().mapToInt(phases.wanted()::indexOf).toArray();
  }

  private Scan.Prepared scan(List<Metric<?, ?>> metrics, int passesBefore) {
    return new Scan(metrics, phases.passes().subList(0, passesBefore), node, null).prepare();
  }

  /**
   * Computes the next days.
   *
   * @param block bars that come after those so far
   * @param receiver takes the rows of each output but leaderboards, in the order of {@code
   *     Runner.collect}
   */
  public void advance(Bars block, Receiver receiver) {
    Map<String, List<Scan.PassPart>> parts = new HashMap<>();
    for (int pass = 0; pass < phases.passes().size(); pass++) {
      compare(pass, block, parts);
    }
    Map<Integer, List<byte[]>> buckets = new TreeMap<>();
    for (String ticker : block.tickers()) {
      TickerResult result = scan(phases.passes().size(), ticker, block, parts);
      ofTickers.forEach((output, rows) -> receiver.rows(output, rows.advance(result)));
      leaderboards.add(result, result.from(), result.to());
      if (inputsOfDays.length > 0) {
        DayColumns.divide(
            result.select(inputsOfDays),
            firstCompared,
            (bucket, packed) ->
                buckets.computeIfAbsent(bucket, key -> new ArrayList<>()).add(packed));
      }
    }
    List<DayPass.Day> days = new ArrayList<>();
    buckets
        .values()
        .forEach(
            packed ->
                days.addAll(
                    new DayPass(packed, null)
                        .aggregate(market.crossSections(), market.inputs(), node.volumes())));
    days.sort(Comparator.comparingInt(DayPass.Day::epochDay));
    market.advance(days, receiver);
  }

  /** Takes rows as they are computed. */
  public interface Receiver {

    void rows(PlanNode<?> output, List<?> rows);
  }

  private void compare(int pass, Bars block, Map<String, List<Scan.PassPart>> parts) {
    Map<Integer, List<byte[]>> buckets = new TreeMap<>();
    for (String ticker : block.tickers()) {
      DayColumns.divide(
          scan(pass, ticker, block, parts),
          firstCompared,
          (bucket, packed) ->
              buckets.computeIfAbsent(bucket, key -> new ArrayList<>()).add(packed));
    }
    List<Metric<Bar, ?>> compared = phases.passes().get(pass);
    List<Metric<?, ?>> inputs = phases.inputsOf(pass);
    for (List<byte[]> packed : buckets.values()) {
      for (DayColumns part : new DayPass(packed, null).compare(compared, inputs)) {
        parts
            .computeIfAbsent(part.ticker(), key -> new ArrayList<>())
            .add(new Scan.PassPart(pass, part));
      }
    }
  }

  private TickerResult scan(
      int scan, String ticker, Bars block, Map<String, List<Scan.PassPart>> parts) {
    return series
        .get(scan)
        .computeIfAbsent(ticker, key -> scans.get(scan).start())
        .advance(ticker, used(block, ticker), parts.getOrDefault(ticker, List.of()));
  }

  /** A ticker's bars, of which those before the look-back and after the last day are not used. */
  private BarColumns used(Bars block, String ticker) {
    BarColumns bars = block.of(ticker);
    bars.dropAfter(scanned.lastDay());
    if (scanned.earlier() == 0) {
      bars.dropBefore(scanned.firstDay(), 0);
    }
    return bars;
  }

  /** The rows of a leaderboard of the days so far. */
  public List<TickerSummary> leaderboard(PlanNode<?> output) {
    return leaderboards.rows(output);
  }

  /**
   * Takes, of whoever computed a history in another way, where a ticker's series has come to.
   *
   * @param scan which scan: those before each pass by day in their order, then the last one
   * @param state what {@code Scan.Series.write} wrote
   */
  public void resume(int scan, String ticker, byte[] state) {
    try {
      Scan.Series one =
          scans.get(scan).resume(new DataInputStream(new ByteArrayInputStream(state)));
      synchronized (series) {
        series.get(scan).put(ticker, one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
  }

  /**
   * Takes, of whoever computed a history in another way, the next rows of a ticker, for what sums
   * them up and for episodes.
   *
   * @param result of the last scan
   * @param from the first row
   * @param to the row after the last one
   */
  public void take(TickerResult result, int from, int to) {
    leaderboards.add(result, from, to);
    for (LiveRows<?> rows : ofTickers.values()) {
      rows.take(result, from, to);
    }
  }

  /** Takes, of whoever computed a history in another way, the next days of the market. */
  public void take(List<DayPass.Day> days) {
    market.advance(days, (output, rows) -> {});
  }

  /** The cross-sections that the days of the market have. */
  public List<Metric<MarketDay, ?>> crossSections() {
    return market.crossSections();
  }

  /** Whether no episode is open. */
  public boolean isBetweenEpisodes() {
    return ofTickers.values().stream().noneMatch(LiveRows::hasOpen) && !market.hasOpen();
  }

  /** Whether a stage is of these bars. */
  public boolean computes(PlanNode<?> output) {
    return outputs.contains(output);
  }

  /**
   * The rows that a ticker's next bars would give, by what its own bars tell.
   *
   * @throws InvalidPlanException if the stage compares tickers, or is not of bars
   */
  @SuppressWarnings("unchecked") // the rows of an output are its own
  public <S> List<S> provisional(PlanNode<S> output, String ticker, Bars block) {
    LiveRows<S> rows = (LiveRows<S>) ofTickers.get(output);
    if (rows == null || !Phases.of(List.of(output)).passes().isEmpty()) {
      throw new InvalidPlanException(
          output.steps().get(output.steps().size() - 1)
              + ": not known of one ticker alone; ask for the provisional rows of the day");
    }
    if (!block.tickers().contains(ticker)) {
      return List.of();
    }
    int last = scans.size() - 1;
    Scan.Series copy = scans.get(last).copyOf(series.get(last).get(ticker));
    return rows.provisional(copy.advance(ticker, used(block, ticker), List.of()));
  }

  /** Writes all that the next days need of those so far. */
  public void write(DataOutput out) throws IOException {
    for (Map<String, Scan.Series> ofScan : series) {
      out.writeInt(ofScan.size());
      for (Map.Entry<String, Scan.Series> ticker : ofScan.entrySet()) {
        out.writeUTF(ticker.getKey());
        ticker.getValue().write(out);
      }
    }
    for (PlanNode<?> output : outputs) {
      LiveRows<?> rows = ofTickers.get(output);
      if (rows != null) {
        rows.write(out);
      }
    }
    market.write(out);
    leaderboards.write(out);
  }

  /** Becomes what was written; only where no bar was seen. */
  public void read(DataInput in) throws IOException {
    for (int scan = 0; scan < scans.size(); scan++) {
      for (int left = in.readInt(); left > 0; left--) {
        String ticker = in.readUTF();
        series.get(scan).put(ticker, scans.get(scan).resume(in));
      }
    }
    for (PlanNode<?> output : outputs) {
      LiveRows<?> rows = ofTickers.get(output);
      if (rows != null) {
        rows.read(phases.wanted().size(), in);
      }
    }
    market.read(in);
    leaderboards.read(in);
  }
}
