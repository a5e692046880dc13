package io.github.marketvolume.notebook;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a value looks.
 *
 * @param html on a page
 * @param text where there is no page
 */
record Rendering(String html, String text) {

  /** How a value of the library looks; empty for any other. */
  static Optional<Rendering> of(Object value) {
    if (value instanceof Stage<?> stage) {
      return Optional.of(ofStage(stage));
    }
    if (value instanceof VolumePipeline pipeline) {
      return Optional.of(new Rendering(Html.preformatted(pipeline.explain()), pipeline.explain()));
    }
    if (value instanceof RunReport report) {
      return Optional.of(ofReport(report));
    }
    if (value instanceof Chart chart) {
      return Optional.of(new Rendering(chart.toSvg(), chart.toString()));
    }
    if (value instanceof Collection<?> rows) {
      return RowsRendering.of(List.copyOf(rows));
    }
    return DatasetRendering.of(value);
  }

  /** Its rows, and folded away its plan and its columns; these alone where no rows are wanted. */
  private static Rendering ofStage(Stage<?> stage) {
    String explanation = stage.explain();
    List<Column<Column<?>>> columns =
        List.of(
            text("column", Column::name),
            text("type", column -> column.type().name().toLowerCase(Locale.ROOT)),
            text("what it holds", Column::description));
    List<Column<?>> described = new ArrayList<>(stage.plan().schema().columns());
    String steps = explanation.substring(0, explanation.lastIndexOf('\n'));
    String plan =
        Html.preformatted(steps) + Table.of(new Schema<>(columns), described).rowsToHtml();
    return Notebook.stagePreview()
        .of(stage)
        .map(
            rows ->
                new Rendering(
                    rows.html() + Html.folded("plan and columns", plan),
                    explanation + "\n" + rows.text()))
        .orElseGet(() -> new Rendering(plan, explanation));
  }

  private static Rendering ofReport(RunReport report) {
    List<Count> counts = new ArrayList<>();
    for (RunReport.Input input : report.inputs()) {
      counts.add(new Count("read", input.rowsRead(), input.source()));
      counts.add(new Count("accepted", input.rowsAccepted(), ""));
      if (input.duplicatesDropped() > 0) {
        counts.add(new Count("duplicates dropped", input.duplicatesDropped(), ""));
      }
      add(counts, "rejected", input.rejectedByRule());
      add(counts, "kept with a warning", input.warnedByRule());
    }
    for (RunReport.Written output : report.outputs()) {
      counts.add(new Count("written", output.rows(), output.sink()));
    }
    Schema<Count> schema =
        new Schema<>(
            List.of(
                text("what", Count::what),
                new Column<>("rows", ColumnType.LONG, false, "rows", Count::rows),
                text("detail", Count::detail)));
    StringBuilder html =
        new StringBuilder(
            Html.heading(
                String.format(
                    Locale.ROOT,
                    "%s: %.2f s, %s",
                    report.pipeline(),
                    report.duration().toMillis() / 1e3,
                    report.runner())));
    html.append(Table.of(schema, counts).rowsToHtml());
    report.warnings().forEach(warning -> html.append(Html.note("warning: " + warning)));
    return new Rendering(html.toString(), report.toTable());
  }

  private record Count(String what, long rows, String detail) {}

  private static void add(List<Count> counts, String what, Map<String, Long> byRule) {
    byRule.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> counts.add(new Count(what, e.getValue(), e.getKey())));
  }

  private static <S> Column<S> text(String name, Function<S, Object> reader) {
    return new Column<>(name, ColumnType.TEXT, false, name, reader);
  }
}
