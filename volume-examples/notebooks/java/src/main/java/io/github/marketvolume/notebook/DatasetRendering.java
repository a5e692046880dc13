package io.github.marketvolume.notebook;

import io.github.marketvolume.error.SafeText;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a Spark dataset looks: its first rows. */
final class DatasetRendering {

  private static final int ROWS = 20;

  private DatasetRendering() {}

  /** The first rows of a dataset; empty for any other value, and where there is no Spark. */
  static Optional<Rendering> of(Object value) {
    try {
      Class<?> type = Class.forName("org.apache.spark.sql.Dataset");
      return type.isInstance(value) ? Optional.of(Rows.of(value)) : Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What needs Spark's classes. */
  private static final class Rows {

    static Rendering of(Object dataset) {
      Dataset<Row> rows = ((Dataset<?>) dataset).toDF();
      List<Row> first = rows.takeAsList(ROWS + 1);
      StringBuilder html =
          new StringBuilder("<table style=\"border-collapse:collapse;font-size:13px\"><tr>");
      for (String name : rows.columns()) {
        html.append("<th style=\"padding:2px 10px\">").append(Html.escaped(name)).append("</th>");
      }
      html.append("</tr>");
      for (Row row : first.subList(0, Math.min(ROWS, first.size()))) {
        html.append("<tr>");
        for (int i = 0; i < row.length(); i++) {
          html.append("<td style=\"padding:2px 10px;white-space:nowrap\">")
              .append(Html.escaped(Table.text(row.get(i))))
              .append("</td>");
        }
        html.append("</tr>");
      }
      String count = first.size() > ROWS ? "the first " + ROWS + " rows" : first.size() + " rows";
      return new Rendering(
          html.append("</table>").append(Html.note(count)).toString(),
          SafeText.lines(rows.showString(ROWS, 0, false)));
    }
  }
}
