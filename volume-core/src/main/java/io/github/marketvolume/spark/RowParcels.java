package io.github.marketvolume.spark;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.intake.FolderValues;
import io.github.marketvolume.intake.FolderValues.FileBars;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.jdbc.JdbcBars;
import io.github.marketvolume.jdbc.JdbcPart;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.BarRules;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Packs bars that already have types: rows of a dataset, or Java values. */
final class RowParcels implements MapPartitionsFunction<Row, Row>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final int KEY_COLUMNS = 2;

  private static final int URI_COLUMN = KEY_COLUMNS + RawBar.FIELDS;

  private final List<BarRules> rules;
  private final LocalDate asOf;

  /** The files that rows are of, by URI; none if they are of no file. */
  private final Map<String, SourceFile> files = new HashMap<>();

  private final Set<BarColumn> folders;
  private final Dates dates;

  /**
   * A file that rows are of.
   *
   * @param number its place among all files
   * @param uri its path, with what a URI escapes
   * @param values what its folders are named by
   */
  record SourceFile(int number, String uri, FolderValues values) implements Serializable {}

  /**
   * What dates of rows of files mean that are longs or texts, and not days.
   *
   * @param ticksPerSecond what longs count
   */
  record Dates(DateForm form, long ticksPerSecond) implements Serializable {}

  /** Packs rows of a dataset, or Java values. */
  RowParcels(List<BarRules> rules, LocalDate asOf) {
    this(rules, asOf, List.of(), Set.of(), new Dates(new DateForm(null, ""), 1));
  }

  /**
   * Packs rows of files.
   *
   * @param folders the columns that are taken from what folders are named by
   */
  RowParcels(
      List<BarRules> rules,
      LocalDate asOf,
      List<SourceFile> files,
      Set<BarColumn> folders,
      Dates dates) {
    this.rules = List.copyOf(rules);
    this.asOf = asOf;
    this.folders = folders;
    this.dates = dates;
    for (SourceFile file : files) {
      this.files.put(file.uri(), file);
    }
  }

  /**
   * Packs rows of a dataset.
   *
   * @param rows the day from 1970-01-01 (or, of files, what it is made of), the ticker, the fields
   *     in the order of their kinds and, where rows are of files, the URI of the file
   */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Packing packing = files.isEmpty() ? new Packing(rules, asOf, 0, false) : new FilePacking();
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

  /**
   * Packs rows of a database, over a connection that ends with them, or with the task.
   *
   * @param split the number of the part, for counts
   */
  Iterator<Row> pack(JdbcPart part, int split) {
    Packing packing = new Packing(rules, asOf, split, false);
    JdbcBars rows = part.get();
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
    }
    return packing.iterator(
        () -> {
          if (!rows.next()) {
            rows.close();
            return false;
          }
          packing.add(rows);
          return true;
        });
  }

  private interface Step {
    boolean take();
  }

  /** A task's packing of rows of files, one file after the other. */
  private final class FilePacking extends Packing {

    private @Nullable String uri;
    private @Nullable FileBars fileBars;

    FilePacking() {
      super(rules, asOf, 0, false);
    }

    @Override
    void add(Row value) {
      String rowUri = value.getString(URI_COLUMN);
      FileBars target = fileBars;
      if (target == null || !rowUri.equals(uri)) {
        SourceFile file = files.get(rowUri);
        if (file == null) {
          throw new IllegalStateException(rowUri + " is not a file that was asked for");
        }
        begin(file.number());
        target = new FileBars(bars(), folders, file.values());
        fileBars = target;
        uri = rowUri;
      }
      Object date = value.get(0);
      if (date instanceof String text) {
        target.add(ticker(value), text, dates.form(), fields(value));
      } else {
        target.add(ticker(value), day(date), fields(value));
      }
    }

    private int day(@Nullable Object date) {
      if (date instanceof Long ticks) {
        return dates.form().day(ticks, dates.ticksPerSecond());
      }
      return date == null ? RawBar.NO_DAY : (Integer) date;
    }
  }

  /**
   * A task's packing of typed rows. Rows of several files are handed on together, as a file may
   * have few bars of each ticker.
   */
  private static class Packing {

    private final List<BarRules> rules;
    private final LocalDate asOf;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final List<Checking> checkings = new ArrayList<>();
    private final boolean hasPlaces;
    private TypedBars bars;

    /**
     * Nothing packed yet.
     *
     * @param hasPlaces whether a row's place among the others says where it came from
     */
    Packing(List<BarRules> rules, LocalDate asOf, int split, boolean hasPlaces) {
      this.rules = rules;
      this.asOf = asOf;
      this.hasPlaces = hasPlaces;
      CsvSplit place = new CsvSplit(split, "", 0, 0);
      for (BarRules each : rules) {
        ParcelMaker maker = new ParcelMaker(ready, checkings.size());
        checkings.add(new Checking(new BarGate(each, asOf), place, maker, hasPlaces));
      }
      this.bars = typed(checkings);
    }

    private static TypedBars typed(List<Checking> checkings) {
      return new TypedBars(checkings.stream().map(Checking::gated).toList());
    }

    TypedBars bars() {
      return bars;
    }

    /** Counts what was read, and begins another split. */
    final void begin(int split) {
      CsvSplit place = new CsvSplit(split, "", 0, 0);
      for (int i = 0; i < checkings.size(); i++) {
        if (bars.rows() > 0) {
          checkings.get(i).count(lines(), null);
        }
        checkings.get(i).begin(new BarGate(rules.get(i), asOf), place);
      }
      bars = typed(checkings);
    }

    private long lines() {
      return hasPlaces ? bars.rows() : 0;
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
            checkings.forEach(checking -> checking.finish(lines(), null));
          }
          return true;
        }
      };
    }

    void add(Bar value) {
      bars.add(value);
    }

    void add(Row value) {
      bars.add(ticker(value), day(value), fields(value));
    }

    void add(JdbcBars row) {
      double[] fields = new double[RawBar.FIELDS];
      for (BarColumn field : BarColumn.fields()) {
        fields[RawBar.place(field)] = row.value(field);
      }
      String unreadDate = row.unreadDate();
      if (unreadDate == null) {
        bars.add(row.ticker(), row.epochDay(), fields);
      } else {
        bars.addUndated(row.ticker(), unreadDate, fields);
      }
    }

    static String ticker(Row row) {
      return row.getString(1);
    }

    static int day(Row row) {
      return row.isNullAt(0) ? RawBar.NO_DAY : row.getInt(0);
    }

    static double[] fields(Row row) {
      double[] fields = new double[RawBar.FIELDS];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = number(row, KEY_COLUMNS + i);
      }
      return fields;
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
  }
}
