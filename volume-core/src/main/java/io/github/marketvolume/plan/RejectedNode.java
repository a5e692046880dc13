package io.github.marketvolume.plan;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.RejectedRow;
import java.util.List;

/** The rows that were kept out, whatever their date. */
public record RejectedNode(BarsNode bars) implements PlanNode<RejectedRow> {

  @Override
  public List<String> steps() {
    return List.of("keep the rows that broke a rule, with the reason");
  }

  @Override
  public Schema<RejectedRow> schema() {
    return new Schema<>(
        List.of(
            Columns.required("origin", ColumnType.TEXT, "file or table", RejectedRow::origin),
            Columns.nullable(
                "line",
                ColumnType.LONG,
                "line of the file or position in the source, from 1",
                row -> row.line().isPresent() ? (Object) row.line().getAsLong() : null),
            Columns.required("rule", ColumnType.TEXT, "the rule broken", RejectedRow::rule),
            Columns.required("reason", ColumnType.TEXT, "what is wrong", RejectedRow::reason),
            Columns.nullable(
                "text", ColumnType.TEXT, "the row as read", row -> row.text().orElse(null))));
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.rejected(this);
  }
}
