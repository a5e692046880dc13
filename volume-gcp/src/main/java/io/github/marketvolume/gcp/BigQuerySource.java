package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.io.Serializable;

/**
 * Bars in BigQuery, whose columns have the names and types of {@link
 * io.github.marketvolume.market.BarColumn}: {@code trade_date} DATE, {@code ticker} STRING, {@code
 * volume} and prices INT64, FLOAT64 or NUMERIC; prices may be missing, further columns are ignored.
 * Of a table or a view no more is read than a pipeline needs: its columns, and the days from its
 * look-back on. An immutable value.
 *
 * @param rows where they are
 */
public record BigQuerySource(Rows rows) implements Source<Bar> {

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

  @Override
  public String describe() {
    return rows + " (BigQuery)";
  }
}
