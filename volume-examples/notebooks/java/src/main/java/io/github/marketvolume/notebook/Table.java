package io.github.marketvolume.notebook;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.io.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Rows as a table: numbers to the right, a dot where a flag is set, nothing where a value is
 * missing. Of many rows the first and the last are shown; a column without any value is not.
 */
final class Table<S> {

  private static final int MOST_ROWS = 20;
  private static final int LAST_ROWS = 5;

  private static final String CELL = "padding:2px 10px;white-space:nowrap;text-align:";

  private final List<Column<S>> columns;
  private final List<S> rows;
  private final OptionalInt barColumn;

  private Table(List<Column<S>> columns, List<S> rows, OptionalInt barColumn) {
    this.columns = columns;
    this.rows = rows;
    this.barColumn = barColumn;
  }

  static <S> Table<S> of(Schema<S> schema, List<S> rows) {
    List<Column<S>> filled =
        schema.columns().stream()
            .filter(
                column ->
                    !column.nullable()
                        || rows.isEmpty()
                        || rows.stream().anyMatch(row -> column.valueOn(row) != null))
            .toList();
    return new Table<>(filled, rows, OptionalInt.empty());
  }

  /** The same table, with a bar behind the numbers of this column, as long as they are large. */
  Table<S> withBars(String name) {
    List<String> names = columns.stream().map(Column::name).toList();
    int place = names.indexOf(name);
    return new Table<>(columns, rows, place < 0 ? OptionalInt.empty() : OptionalInt.of(place));
  }

  /** The rows that are shown; a null stands for those left out. */
  private List<S> shown() {
    if (rows.size() <= MOST_ROWS) {
      return rows;
    }
    List<S> shown = new ArrayList<>(rows.subList(0, MOST_ROWS / 2));
    shown.add(null);
    shown.addAll(rows.subList(rows.size() - LAST_ROWS, rows.size()));
    return shown;
  }

  private String count() {
    String all =
        String.format(Locale.ROOT, "%,d %s", rows.size(), rows.size() == 1 ? "row" : "rows");
    return rows.size() <= MOST_ROWS
        ? all
        : all + "; the first " + MOST_ROWS / 2 + " and the last " + LAST_ROWS + " are shown";
  }

  /** The table, and below it how many rows there are. */
  String toHtml() {
    return rowsToHtml() + Html.note(count());
  }

  String rowsToHtml() {
    StringBuilder html =
        new StringBuilder("<table style=\"border-collapse:collapse;font-size:13px\"><thead><tr>");
    for (Column<S> column : columns) {
      html.append("<th title=\"")
          .append(Html.escaped(column.description()))
          .append("\" style=\"")
          .append(CELL)
          .append(side(column))
          .append("\">")
          .append(Html.escaped(column.name()))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>");
    double longest = longest();
    for (S row : shown()) {
      html.append("<tr>");
      for (int i = 0; i < columns.size(); i++) {
        Column<S> column = columns.get(i);
        Object value = row == null ? "…" : column.valueOn(row);
        html.append("<td style=\"").append(CELL).append(side(column));
        if (barColumn.isPresent() && barColumn.getAsInt() == i && value instanceof Number number) {
          html.append(bar(number.doubleValue() / longest));
        }
        html.append("\">").append(Html.escaped(text(value))).append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private double longest() {
    if (barColumn.isEmpty()) {
      return 1;
    }
    Column<S> column = columns.get(barColumn.getAsInt());
    return rows.stream()
        .map(column::valueOn)
        .filter(Objects::nonNull)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .max()
        .orElse(1);
  }

  private static String bar(double share) {
    double percent = 100 * Math.min(1, Math.max(0, share));
    return String.format(
        Locale.ROOT,
        ";min-width:180px;background:linear-gradient(to right,rgba(0,114,178,.25) %.1f%%,"
            + "transparent %.1f%%)",
        percent,
        percent);
  }

  private String side(Column<S> column) {
    return switch (column.type()) {
      case LONG, DOUBLE -> "right";
      case BOOLEAN -> "center";
      case DATE, TEXT -> "left";
    };
  }

  /** The same for a terminal. */
  String toText() {
    return rowsToText() + "\n" + count();
  }

  String rowsToText() {
    TextTable table = new TextTable(columns.stream().map(Column::name).toList());
    for (S row : shown()) {
      table.row(
          columns.stream()
              .map(column -> row == null ? "…" : forTerminal(column, column.valueOn(row)))
              .toArray());
    }
    return table.toString();
  }

  private static Object forTerminal(Column<?> column, Object value) {
    return column.type() == ColumnType.BOOLEAN ? text(value) : value;
  }

  static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Boolean set) {
      return set ? "●" : "";
    }
    if (value instanceof Long || value instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      double size = Math.abs(number);
      return String.format(
          Locale.ROOT,
          size >= 1e15 ? "%.4e" : size >= 1e4 ? "%,.0f" : size >= 1 ? "%,.2f" : "%.4f",
          number);
    }
    return value.toString();
  }
}
