package io.github.marketvolume.spark;

import io.github.marketvolume.engine.BarGate;
import io.github.marketvolume.engine.Breach;
import io.github.marketvolume.engine.CsvSplit;
import io.github.marketvolume.engine.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Packs bars that already have types: rows of a dataset, or Java values. */
final class RowParcels implements MapPartitionsFunction<Row, Row>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final BarField.Kind[] FIELDS = BarField.Kind.values();

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
    Packing packing = new Packing(rules, asOf, 0);
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
    Packing packing = new Packing(rules, asOf, split);
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
  private static final class Packing {

    private final BarGate gate;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final ParcelPacker packer;
    private final RawBar bar = new RawBar();
    private final CsvSplit place;
    private long row;

    Packing(BarRules rules, LocalDate asOf, int split) {
      this.gate = new BarGate(rules, asOf);
      this.place = new CsvSplit(split, "", 0, 0);
      this.packer = new ParcelPacker(ready, place.position(0));
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
            ready.add(Parcel.count(new Parcel.Count(gate.tally(), place.number(), row, null)));
          }
          return true;
        }
      };
    }

    void add(Bar value) {
      row++;
      bar.set(value);
      settle(gate.admit(bar), place.position(row));
    }

    void add(Row value) {
      bar.ticker(value.isNullAt(1) ? "" : value.getString(1));
      Breach breach = null;
      if (value.isNullAt(0)) {
        bar.epochDay(RawBar.NO_DAY);
        breach = Breach.of(StandardRule.DATE_IS_PRESENT, "there is no date");
      } else {
        bar.epochDay(value.getInt(0));
      }
      Breach numberBreach = null;
      for (BarField.Kind kind : FIELDS) {
        double number = number(value, 2 + RawBar.place(kind));
        Breach wrong = breachOf(kind, number);
        if (wrong != null) {
          number = Double.NaN;
          numberBreach = numberBreach == null ? wrong : numberBreach;
        }
        bar.set(kind, number);
      }
      settle(gate.admit(bar, breach, numberBreach), 0);
    }

    /** What keeps a number from being a price or a volume, unless that is condoned. */
    private Breach breachOf(BarField.Kind kind, double number) {
      if (Double.isInfinite(number)) {
        StandardRule rule =
            kind == BarField.Kind.VOLUME
                ? StandardRule.VOLUME_IS_INTEGER
                : StandardRule.PRICE_IS_NUMBER;
        return gate.condones(rule) ? null : Breach.of(rule, name(kind) + " is infinite");
      }
      if (kind == BarField.Kind.VOLUME && number != Math.rint(number) && !Double.isNaN(number)) {
        return gate.condones(StandardRule.VOLUME_IS_INTEGER)
            ? null
            : Breach.of(
                StandardRule.VOLUME_IS_INTEGER, "volume " + number + " is not a whole number");
      }
      return null;
    }

    private static String name(BarField.Kind kind) {
      return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
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

    private void settle(Breach breach, long position) {
      if (breach == null) {
        packer.add(bar, bar.ticker(), position);
      } else {
        packer.reject(new Parcel.Rejected(position, breach.rule(), breach.reason(), bar.toText()));
      }
    }
  }
}
