package io.github.marketvolume.local;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.BarPacker;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.quality.BarRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * All that was read of a source by one set of rules, in parts: bars by ticker, rejected rows by
 * part, and counts. Safe for many threads.
 */
final class Readings {

  private final BarRules rules;
  private final LocalDate asOf;
  private final Drawers<String> bars;
  private final Drawers<Integer> rejected;
  private final Tally tally = new Tally();

  Readings(BarRules rules, LocalDate asOf, Spill spill) {
    this(rules, asOf, new Drawers<>(spill), spill);
  }

  /** The same, of bars that were read before. */
  Readings(BarRules rules, LocalDate asOf, Drawers<String> bars, Spill spill) {
    this.rules = rules;
    this.asOf = asOf;
    this.bars = bars;
    this.rejected = new Drawers<>(spill);
  }

  /** The bars, packed by ticker. */
  Drawers<String> bars() {
    return bars;
  }

  /** What was counted; complete once all parts are. */
  Tally tally() {
    return tally;
  }

  synchronized void count(Tally more) {
    tally.add(more);
  }

  /**
   * Notes on which days a ticker has a bar, where the rules state sessions.
   *
   * @param settled its bars, in order
   * @param lastDay the last day that is used
   */
  synchronized void noteTicker(String ticker, BarColumns settled, int lastDay) {
    tally.noteTicker(ticker, settled, lastDay, rules.sessions());
  }

  /** Adds rejected rows; each goes to the part that it was read in. */
  void reject(List<Rejection> rows) {
    int first = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || part(rows, i) != part(rows, first)) {
        rejected.add(
            part(rows, first), rows.get(first).position(), toBytes(rows.subList(first, i)));
        first = i;
      }
    }
  }

  private static int part(List<Rejection> rows, int i) {
    return CsvSplit.splitOf(rows.get(i).position());
  }

  /** The parts with rejected rows, ascending. */
  List<Integer> partsWithRejected() {
    return rejected.keys();
  }

  /** The rejected rows of a part, in no order. */
  List<Rejection> rejected(int part) {
    List<Rejection> rows = new ArrayList<>();
    rejected.packets(part).forEach(packet -> rows.addAll(toRows(packet)));
    return rows;
  }

  private static byte[] toBytes(List<Rejection> rows) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(rows));
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("rejected rows could not be packed", e);
    }
  }

  @SuppressWarnings("unchecked") // what toBytes wrote
  private static List<Rejection> toRows(byte[] packet) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(packet))) {
      return (List<Rejection>) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("rejected rows could not be unpacked", e);
    }
  }

  /**
   * Begins a part. A part is for one thread.
   *
   * @param number its place among the parts
   * @param hasPlaces whether a row's place in the part says where it came from
   */
  Part part(int number, boolean hasPlaces) {
    return new Part(number, hasPlaces);
  }

  /** Begins a part of all readings of a source. */
  static List<Part> parts(List<Readings> all, int number, boolean hasPlaces) {
    return all.stream().map(readings -> readings.part(number, hasPlaces)).toList();
  }

  /** Takes the rows of a part for all readings of a source. */
  static TypedBars typed(List<Part> parts) {
    return new TypedBars(parts.stream().map(Part::gated).toList());
  }

  /** A part of the source that is being read. */
  final class Part implements BarReceiver, BarPacker.Receiver {

    private final CsvSplit place;
    private final boolean hasPlaces;
    private final BarGate gate = new BarGate(rules, asOf);
    private final BarPacker packer;

    private Part(int number, boolean hasPlaces) {
      this.place = new CsvSplit(number, "", 0, 0);
      this.hasPlaces = hasPlaces;
      this.packer = new BarPacker(this, place.position(0));
    }

    /** Where the rows of the part go. */
    Gated gated() {
      return new Gated(gate, this);
    }

    BarGate gate() {
      return gate;
    }

    /**
     * Begins a file of a part that is read from several at a time. What is gathered of them is
     * handed on together, as a file may have few bars of each ticker.
     *
     * @param number the file's place among all parts; its rejected rows are of that part
     */
    FileRows file(int number) {
      return new FileRows(number, this);
    }

    private long position(long line) {
      return hasPlaces ? place.position(line) : place.position(0);
    }

    @Override
    public void accepted(RawBar bar, long line) {
      packer.add(bar, position(line));
    }

    @Override
    public void rejected(long line, Breach breach, String text) {
      Rejection row = Rejection.of(position(line), breach, text);
      gate.tally().locateRejected(row);
      packer.reject(row);
    }

    @Override
    public void bars(String ticker, long number, BarColumns columns) {
      bars.add(ticker, number, columns.toBytes());
    }

    @Override
    public void rejected(long number, List<Rejection> rows) {
      reject(rows);
    }

    /** Ends the part. */
    void finish() {
      packer.finish();
      gate.tally().attributeTo(place.number());
      count(gate.tally());
    }
  }

  /** The rows of a file, whose places in it are not known. */
  final class FileRows implements BarReceiver {

    private final int number;
    private final long position;
    private final Part part;
    private final BarGate gate = new BarGate(rules, asOf);

    private FileRows(int number, Part part) {
      this.number = number;
      this.position = new CsvSplit(number, "", 0, 0).position(0);
      this.part = part;
    }

    /** Where the rows of the file go. */
    Gated gated() {
      return new Gated(gate, this);
    }

    @Override
    public void accepted(RawBar bar, long row) {
      part.packer.add(bar, position);
    }

    @Override
    public void rejected(long row, Breach breach, String text) {
      Rejection rejection = Rejection.of(position, breach, text);
      gate.tally().locateRejected(rejection);
      part.packer.reject(rejection);
    }

    /** Ends the file. */
    void finish() {
      gate.tally().attributeTo(number);
      count(gate.tally());
    }
  }
}
