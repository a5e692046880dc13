package io.github.marketvolume.notebook;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.rows.MeasuredRow;
import io.github.marketvolume.rows.SummaryRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How collected rows look: a table, and above it a chart, where the rows are one series in time.
 * Flagged days are marked in it.
 */
final class RowsRendering {

  /** With fewer points a chart says less than the table. */
  private static final int FEWEST_POINTS = 8;

  /** On average. Rows further apart are a choice of days, and a line between them tells nothing. */
  private static final int MOST_DAYS_APART = 7;

  private RowsRendering() {}

  /** How the rows look; empty if they are none, or not the library's, or of several kinds. */
  static Optional<Rendering> of(List<?> rows) {
    if (all(rows, Bar.class)) {
      return Optional.of(ofBars(cast(rows)));
    }
    if (all(rows, MeasuredRow.class)) {
      return Optional.of(ofMeasured(cast(rows)));
    }
    if (all(rows, SummaryRow.class)) {
      return Optional.of(ofSummaries(cast(rows)));
    }
    if (all(rows, Anomaly.class)) {
      return Optional.of(ofAnomalies(cast(rows)));
    }
    if (all(rows, RejectedRow.class)) {
      return Optional.of(table(rejections(), cast(rows)));
    }
    return Optional.empty();
  }

  private static boolean all(List<?> rows, Class<?> type) {
    return !rows.isEmpty() && rows.stream().allMatch(type::isInstance);
  }

  @SuppressWarnings("unchecked") // checked row by row
  private static <S> List<S> cast(List<?> rows) {
    return (List<S>) rows;
  }

  private static Rendering ofBars(List<Bar> bars) {
    Rendering table = table(new Schema<>(barColumns(Function.identity())), bars);
    if (!isSeries(bars, RowsRendering::tickerOf)) {
      return table;
    }
    Map<LocalDate, Long> volumes = new TreeMap<>();
    bars.forEach(bar -> bar.volume().ifPresent(volume -> volumes.put(bar.tradeDate(), volume)));
    Chart chart =
        Chart.titled("Volume of " + bars.get(0).ticker().symbol())
            .bars("shares", volumes)
            .axis("shares");
    return above(chart, table);
  }

  private static Rendering ofMeasured(List<MeasuredRow<Dated>> rows) {
    List<Metric<?, ?>> metrics = rows.get(0).metrics();
    List<Column<MeasuredRow<Dated>>> columns = new ArrayList<>();
    boolean ofBars = rows.get(0).base() instanceof Bar;
    if (ofBars) {
      columns.addAll(barColumns(row -> (Bar) row.base()));
    } else {
      columns.add(column("trade_date", ColumnType.DATE, "session date", Dated::tradeDate));
    }
    for (Metric<?, ?> metric : metrics) {
      columns.add(metricColumn(metric(metric)));
    }
    Rendering table = table(new Schema<>(columns), rows);
    return chart(rows, metrics, ofBars).map(chart -> above(chart, table)).orElse(table);
  }

  /** The volume of a ticker, or the first number of the market, with the flagged days marked. */
  private static Optional<Chart> chart(
      List<MeasuredRow<Dated>> rows, List<Metric<?, ?>> metrics, boolean ofBars) {
    List<Dated> series = rows.stream().map(MeasuredRow::base).toList();
    Optional<NumericMetric<Dated, ?>> value =
        ofBars
            ? Optional.of(numeric(BarMetrics.VOLUME))
            : metrics.stream()
                .filter(NumericMetric.class::isInstance)
                .findFirst()
                .map(RowsRendering::numeric);
    if (value.isEmpty() || !isSeries(series, RowsRendering::tickerOf)) {
      return Optional.empty();
    }
    NumericMetric<Dated, ?> shown = value.get();
    Chart chart =
        ofBars
            ? Chart.titled("Volume of " + tickerOf(series.get(0))).bars(rows, shown).axis("shares")
            : Chart.titled(Chart.sentence(shown.describe())).line(rows, shown);
    for (Metric<?, ?> metric : metrics) {
      if (metric instanceof Flag<?> flag) {
        chart = chart.marks(rows, shown, flag(flag));
      }
    }
    return Optional.of(chart);
  }

  private static Rendering ofSummaries(List<SummaryRow> rows) {
    List<Column<SummaryRow>> columns = new ArrayList<>();
    columns.add(
        column(
            "rank",
            ColumnType.LONG,
            "rank by the first summary",
            row -> row.rank().isPresent() ? (Object) row.rank().getAsLong() : null));
    columns.add(column("ticker", ColumnType.TEXT, "symbol", row -> row.ticker().symbol()));
    List<Summary<Bar, ?>> summaries = rows.get(0).summaries();
    for (Summary<Bar, ?> summary : summaries) {
      columns.add(
          column(
              summary.name(),
              ColumnType.of(summary.type()),
              summary.describe(),
              row -> row.get(summary).orElse(null)));
    }
    Table<SummaryRow> table =
        Table.of(new Schema<>(columns), rows).withBars(summaries.get(0).name());
    return new Rendering(table.toHtml(), table.toText());
  }

  private static Rendering ofAnomalies(List<Anomaly<Dated>> rows) {
    List<Column<Anomaly<Dated>>> columns = new ArrayList<>();
    columns.add(column("trade_date", ColumnType.DATE, "session date", Dated::tradeDate));
    if (rows.get(0).row().base() instanceof Bar) {
      columns.add(
          column(
              "ticker",
              ColumnType.TEXT,
              "symbol",
              row -> ((Bar) row.row().base()).ticker().symbol()));
      columns.add(
          column(
              "volume",
              ColumnType.LONG,
              "shares traded",
              row -> BarMetrics.VOLUME.valueOn((Bar) row.row().base()).orElse(null)));
    }
    columns.add(column("rule", ColumnType.TEXT, "the rule in words", row -> row.flag().describe()));
    columns.add(column("score", ColumnType.DOUBLE, "what the rule compared", Anomaly::score));
    columns.add(
        column(
            "threshold",
            ColumnType.DOUBLE,
            "the value that the score is compared with",
            Anomaly::threshold));
    columns.add(
        column(
            "severity",
            ColumnType.DOUBLE,
            "score over threshold",
            row -> row.severity().isPresent() ? (Object) row.severity().getAsDouble() : null));
    Table<Anomaly<Dated>> table = Table.of(new Schema<>(columns), rows);
    return new Rendering(table.toHtml(), table.toText());
  }

  private static Schema<RejectedRow> rejections() {
    return new Schema<>(
        List.of(
            column("origin", ColumnType.TEXT, "where it was read", RejectedRow::origin),
            column(
                "line",
                ColumnType.LONG,
                "line of the file, or position in the source",
                row -> row.line().isPresent() ? (Object) row.line().getAsLong() : null),
            column("rule", ColumnType.TEXT, "the rule that it broke", RejectedRow::rule),
            column("reason", ColumnType.TEXT, "what is wrong", RejectedRow::reason),
            column("text", ColumnType.TEXT, "the row as read", row -> row.text().orElse(null))));
  }

  /** Whether rows are of one ticker, and follow each other in time. */
  private static boolean isSeries(List<? extends Dated> rows, Function<Dated, String> ticker) {
    if (rows.size() < FEWEST_POINTS || rows.stream().map(ticker).distinct().count() > 1) {
      return false;
    }
    long first = rows.get(0).tradeDate().toEpochDay();
    long last = rows.get(rows.size() - 1).tradeDate().toEpochDay();
    return last > first && last - first <= (long) MOST_DAYS_APART * rows.size();
  }

  private static String tickerOf(Dated base) {
    return base instanceof Bar bar ? bar.ticker().symbol() : "";
  }

  private static <S> Rendering table(Schema<S> schema, List<S> rows) {
    Table<S> table = Table.of(schema, rows);
    return new Rendering(table.toHtml(), table.toText());
  }

  /** A chart above a table, or the table alone where nothing can be drawn. */
  private static Rendering above(Chart chart, Rendering table) {
    String svg;
    try {
      svg = chart.toSvg();
    } catch (RuntimeException | LinkageError | InternalError e) {
      svg = Html.note("no chart: " + e + "; Java needs a font to draw, install one");
    }
    return new Rendering(svg + table.html(), table.text());
  }

  private static <S> List<Column<S>> barColumns(Function<S, Bar> bar) {
    List<Column<S>> columns = new ArrayList<>();
    for (BarColumn column : BarColumn.values()) {
      columns.add(
          new Column<>(
              column.columnName(),
              ColumnType.of(column.type()),
              !column.isKey(),
              column.description(),
              row -> column.valueOn(bar.apply(row)).orElse(null)));
    }
    return columns;
  }

  private static Column<MeasuredRow<Dated>> metricColumn(Metric<Dated, ?> metric) {
    return column(
        metric.name(),
        ColumnType.of(metric.type()),
        metric.describe(),
        row -> row.get(metric).orElse(null));
  }

  private static <S> Column<S> column(
      String name, ColumnType type, String description, Function<S, Object> reader) {
    return new Column<>(name, type, true, description, reader);
  }

  @SuppressWarnings("unchecked") // the rows that it reads carry it
  private static Metric<Dated, ?> metric(Metric<?, ?> handle) {
    return (Metric<Dated, ?>) handle;
  }

  @SuppressWarnings("unchecked") // as above
  private static NumericMetric<Dated, ?> numeric(Metric<?, ?> handle) {
    return (NumericMetric<Dated, ?>) handle;
  }

  @SuppressWarnings("unchecked") // as above
  private static Flag<Dated> flag(Flag<?> handle) {
    return (Flag<Dated>) handle;
  }
}
