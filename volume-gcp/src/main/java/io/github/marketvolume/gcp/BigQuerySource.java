package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.util.Set;

/**
 * Bars in BigQuery, whose columns have the names and types of {@link BarColumn}: {@code trade_date}
 * DATE, {@code ticker} STRING, {@code volume} and prices INT64, FLOAT64 or NUMERIC; prices may be
 * missing, further columns are ignored. Of a table or a view no more is read than a pipeline needs:
 * its columns, and the days from its look-back on. An immutable value.
 *
 * @param rows where they are
 * @param optionalColumns the optional columns that the bars have; others are passed over
 */
public record BigQuerySource(Rows rows, Set<BarColumn> optionalColumns) implements Source<Bar> {

  public BigQuerySource {
    optionalColumns = BarColumn.optional(optionalColumns);
  }

  /** Bars without optional columns. */
  public BigQuerySource(Rows rows) {
    this(rows, Set.of());
  }

  /** Where rows are in BigQuery: a table or a view, or the result of a query. */
  public sealed interface Rows extends Serializable permits TableRef, Query {}

  /**
   * A query of the user's own, which is run as it is.
   *
   * @param project the id of the project that pays for it
   * @param sql one statement in GoogleSQL
   */
  public record Query(String project, String sql) implements Rows {

    @Override
    public String toString() {
      String line = SafeText.line(sql.replaceAll("\\s+", " "));
      return "\"" + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + "\"";
    }
  }

  /** The bars of a table or a view. */
  public static BigQuerySource table(TableRef table) {
    return new BigQuerySource(table);
  }

  /** The bars of a table or a view, written {@code project.dataset.table}. */
  public static BigQuerySource table(String table) {
    return table(TableRef.parse(table));
  }

  /** The bars that a query yields, at the cost of a project. */
  public static BigQuerySource query(String project, String sql) {
    return new BigQuerySource(new Query(project, sql));
  }

  /**
   * The same bars, whose optional columns are read, too.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if a column is not {@linkplain
   *     BarColumn#isOptional optional}
   */
  public BigQuerySource having(BarColumn... columns) {
    return new BigQuerySource(rows, Set.of(columns));
  }

  @Override
  public String describe() {
    return rows + " (BigQuery)";
  }
}
