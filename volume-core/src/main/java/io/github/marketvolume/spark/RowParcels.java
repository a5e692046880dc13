package io.github.marketvolume.spark;

import io.github.marketvolume.engine.BarGate;
import io.github.marketvolume.engine.BarPacker;
import io.github.marketvolume.engine.BarReceiver;
import io.github.marketvolume.engine.Breach;
import io.github.marketvolume.engine.CsvSplit;
import io.github.marketvolume.engine.RawBar;
import io.github.marketvolume.engine.Rejection;
import io.github.marketvolume.engine.TypedBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Packs bars that already have types: rows of a dataset, or Java values. */
final class RowParcels implements MapPartitionsFunction<Row, Row>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final int KEY_COLUMNS = 2;

  private final BarRules rules;
  private final LocalDate asOf;

  RowParcels(BarRules rules, LocalDate asOf) {
    this.rules = rules;
    this.asOf = asOf;
  }

  /**
   * Packs rows of a dataset.
   *
   * @param rows the day from 1970-01-01, the ticker, and the fields in the order of their kinds
   */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Packing packing = new Packing(rules, asOf, 0, false);
    return packing.iterator(
        () -> {
          if (!rows.hasNext()) {
            return false;
          }
          packing.add(rows.next());
          return true;
        });
  }

  /**
   * Packs Java values.
   *
   * @param split the number of the split that they are, for positions and counts
   */
  Iterator<Row> pack(Iterator<Bar> bars, int split) {
    Packing packing = new Packing(rules, asOf, split, true);
    return packing.iterator(
        () -> {
          if (!bars.hasNext()) {
            return false;
          }
          packing.add(bars.next());
          return true;
        });
  }

  private interface Step {
    boolean take();
  }

  /** A task's packing of typed rows. */
  private static final class Packing implements BarReceiver {

    private final BarGate gate;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final BarPacker packer;
    private final TypedBars bars;
    private final CsvSplit place;
    private final boolean hasPlaces;

    /**
     * Nothing packed yet.
     *
     * @param hasPlaces whether a row's place among the others says where it came from
     */
    Packing(BarRules rules, LocalDate asOf, int split, boolean hasPlaces) {
      this.gate = new BarGate(rules, asOf);
      this.place = new CsvSplit(split, "", 0, 0);
      this.hasPlaces = hasPlaces;
      this.packer = new BarPacker(new ParcelMaker(ready), place.position(0));
      this.bars = new TypedBars(gate, this);
    }

    Iterator<Row> iterator(Step step) {
      return new ParcelIterator(ready) {
        private boolean done;

        @Override
        boolean advance() {
          if (done) {
            return false;
          }
          if (!step.take()) {
            done = true;
            packer.finish();
            long lines = hasPlaces ? bars.rows() : 0;
            ready.add(Parcel.count(new Parcel.Count(gate.tally(), place.number(), lines, null)));
          }
          return true;
        }
      };
    }

    void add(Bar value) {
      bars.add(value);
    }

    void add(Row value) {
      double[] fields = new double[RawBar.FIELDS];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = number(value, KEY_COLUMNS + i);
      }
      bars.add(value.getString(1), value.isNullAt(0) ? RawBar.NO_DAY : value.getInt(0), fields);
    }

    private static double number(Row row, int place) {
      Object value = row.get(place);
      if (value == null) {
        return Double.NaN;
      }
      return value instanceof BigDecimal decimal
          ? decimal.doubleValue()
          : ((Number) value).doubleValue();
    }

    private long position(long row) {
      return hasPlaces ? place.position(row) : 0;
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
}
