package io.github.marketvolume.spark;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.BarPacker;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import org.jspecify.annotations.Nullable;

/** The rows of one split after another, as they pass one set of rules, on their way to parcels. */
final class Checking implements BarReceiver {

  private final ParcelMaker maker;
  private final BarPacker packer;
  private final boolean hasPlaces;
  private BarGate gate;
  private CsvSplit split;

  /** The rows of a split, each of which has a place in it. */
  Checking(BarGate gate, CsvSplit split, ParcelMaker maker) {
    this(gate, split, maker, true);
  }

  /**
   * The rows of a split.
   *
   * @param hasPlaces whether a row's place among the others says where it came from
   */
  Checking(BarGate gate, CsvSplit split, ParcelMaker maker, boolean hasPlaces) {
    this.gate = gate;
    this.split = split;
    this.maker = maker;
    this.hasPlaces = hasPlaces;
    this.packer = new BarPacker(maker, split.position(0));
  }

  BarGate gate() {
    return gate;
  }

  /** Where rows go. */
  Gated gated() {
    return new Gated(gate, this);
  }

  /** Goes on to another split; bars of both are handed on together, as each may have few. */
  void begin(BarGate nextGate, CsvSplit next) {
    gate = nextGate;
    split = next;
  }

  /**
   * Hands on what was counted of the split.
   *
   * @param lines how many lines it has; 0 where rows have no places
   * @param problem as in {@link Parcel.Count}
   */
  void count(long lines, @Nullable String problem) {
    if (gate.tally().rowsRead() > 0) {
      gate.tally().attributeTo(split.number());
    }
    maker.add(Parcel.count(new Parcel.Count(gate.tally(), split.number(), lines, problem)));
  }

  /** Hands on all that is left, and what was counted. */
  void finish(long lines, @Nullable String problem) {
    packer.finish();
    count(lines, problem);
  }

  private long position(long row) {
    return split.position(hasPlaces ? row : 0);
  }

  @Override
  public void accepted(RawBar bar, long row) {
    packer.add(bar, position(row));
  }

  @Override
  public void rejected(long row, Breach breach, String text) {
    Rejection rejection = Rejection.of(position(row), breach, text);
    gate.tally().locateRejected(rejection);
    packer.reject(rejection);
  }
}
