package io.github.marketvolume.gcp;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.Sink;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of BigQuery with the columns of the rows, in their order. Rows are loaded where nobody
 * sees them, and become part of the table by one statement: the table has them all or none, and the
 * same rows written again change nothing. An immutable value.
 *
 * @param table the table
 * @param mode how the rows become part of it
 * @param keys the columns whose values name a row, for {@link Mode#MERGE}; else empty
 * @param creation how a table, and its dataset, that is not there is made
 * @param months months whose rows are replaced also where there are no new ones, for {@link
 *     Mode#REPLACE_MONTHS}; else empty
 */
public record BigQuerySink(
    TableRef table, Mode mode, List<String> keys, TableCreation creation, List<YearMonth> months)
    implements Sink<Object> {

  private static final long serialVersionUID = 1L;

  /** How rows become part of a table. */
  public enum Mode {
    /**
     * Rows that the table does not have are added; those that it has already, cell by cell, not.
     */
    APPEND("append"),
    /** The rows are all that the table has. */
    REPLACE_TABLE("replace table"),
    /** The rows are all that the table has of the months that they are of; others stay. */
    REPLACE_MONTHS("replace months"),
    /** A row takes the place of the one with its key, or is added. */
    MERGE("merge");

    private final String words;

    Mode(String words) {
      this.words = words;
    }
  }

  public BigQuerySink {
    keys = List.copyOf(keys);
    months = List.copyOf(months);
    if (keys.isEmpty() == (mode == Mode.MERGE)) {
      throw new InvalidPlanException(
          table
              + (keys.isEmpty()
                  ? ": rows are merged by a key; name its columns"
                  : ": keys are for merging; leave them out"));
    }
  }

  private static BigQuerySink of(TableRef table, Mode mode, String... keys) {
    return new BigQuerySink(table, mode, List.of(keys), TableCreation.none(), List.of());
  }

  /** Adds rows that the table does not have yet. */
  public static BigQuerySink append(TableRef table) {
    return of(table, Mode.APPEND);
  }

  /** Replaces all rows of the table. */
  public static BigQuerySink replaceTable(TableRef table) {
    return of(table, Mode.REPLACE_TABLE);
  }

  /**
   * Replaces the rows of each month that there are rows of. The table must be partitioned by month,
   * by a column that the rows have. A month of which some days are given keeps only those: publish
   * whole months.
   */
  public static BigQuerySink replaceMonths(TableRef table) {
    return of(table, Mode.REPLACE_MONTHS);
  }

  /**
   * The same with all months from one to another, also those that there are no new rows of: a month
   * that had anomalies before, and now has none, is emptied.
   */
  public static BigQuerySink replaceMonths(TableRef table, YearMonth first, YearMonth last) {
    List<YearMonth> months =
        Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1)).toList();
    return new BigQuerySink(table, Mode.REPLACE_MONTHS, List.of(), TableCreation.none(), months);
  }

  /**
   * Puts rows in the place of those with the same key, and adds the others.
   *
   * @param keys columns that no row lacks a value of, and that no two rows have the same values of
   */
  public static BigQuerySink merge(TableRef table, String... keys) {
    return of(table, Mode.MERGE, keys);
  }

  /** The same sink, which makes the table like this if it is not there. */
  public BigQuerySink creating(TableCreation how) {
    return new BigQuerySink(table, mode, keys, how, months);
  }

  @Override
  public String describe() {
    return table
        + " (BigQuery, "
        + mode.words
        + (keys.isEmpty() ? "" : " by " + String.join(", ", keys))
        + ")";
  }
}
