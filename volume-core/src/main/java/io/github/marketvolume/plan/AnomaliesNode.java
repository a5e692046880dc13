package io.github.marketvolume.plan;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flagged;
import java.util.ArrayList;
import java.util.List;

/** The rows on which a flag is set, a row for each flag, with the verdict. */
public record AnomaliesNode<R extends Dated>(FlaggedNode<R> flagged)
    implements PlanNode<Anomaly<R>> {

  public AnomaliesNode {
    Columns.distinct(columns(flagged));
  }

  @Override
  public BarsNode bars() {
    return flagged.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(flagged.steps());
    steps.add("keep the anomalies: rows with a flag set");
    return steps;
  }

  @Override
  public Schema<Anomaly<R>> schema() {
    return new Schema<>(columns(flagged));
  }

  private static <R extends Dated> List<Column<Anomaly<R>>> columns(FlaggedNode<R> flagged) {
    List<Column<Anomaly<R>>> columns = new ArrayList<>();
    List<Column<Flagged<R>>> measured = flagged.measured().columns();
    for (Column<Flagged<R>> column : measured) {
      columns.add(
          new Column<>(
              column.name(),
              column.type(),
              column.nullable(),
              column.description(),
              anomaly -> column.valueOn(anomaly.row())));
    }
    columns.add(
        Columns.required("flag", ColumnType.TEXT, "the flag that is set", a -> a.flag().name()));
    columns.add(Columns.required("rule", ColumnType.TEXT, "its rule", a -> a.flag().describe()));
    columns.add(
        Columns.required("score", ColumnType.DOUBLE, "the number compared", Anomaly::score));
    columns.add(
        Columns.required(
            "threshold",
            ColumnType.DOUBLE,
            "the value that the score is compared with",
            Anomaly::threshold));
    columns.add(
        Columns.nullable(
            "severity",
            ColumnType.DOUBLE,
            "score over threshold",
            anomaly -> Columns.orNull(anomaly.severity())));
    return columns;
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.anomalies(this);
  }
}
