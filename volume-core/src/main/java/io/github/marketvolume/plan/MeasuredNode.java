package io.github.marketvolume.plan;

import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a series together with what is measured of them.
 *
 * @param series each ticker's bars, or the market's days
 * @param metrics what is measured, in the order of the columns
 */
public record MeasuredNode<R extends Dated>(SeriesNode<R> series, List<Metric<R, ?>> metrics)
    implements PlanNode<Measured<R>> {

  public MeasuredNode {
    metrics = List.copyOf(metrics);
    Columns.requireComputable(series.bars(), metrics);
    Columns.distinct(columns(series, metrics));
  }

  /** This node and more metrics. */
  public MeasuredNode<R> and(List<? extends Metric<R, ?>> more) {
    List<Metric<R, ?>> all = new ArrayList<>(metrics);
    all.addAll(more);
    return new MeasuredNode<>(series, all);
  }

  /** All metrics that the rows have, those that the series comes with first. */
  public List<Metric<R, ?>> shown() {
    List<Metric<R, ?>> shown = new ArrayList<>(series.given());
    shown.addAll(metrics);
    return shown;
  }

  @Override
  public BarsNode bars() {
    return series.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(series.steps());
    metrics.forEach(
        metric ->
            steps.add("measure " + metric.name() + ": " + metric.describe() + within(metric)));
    return steps;
  }

  /** Says of a metric that compares tickers with which it does. */
  private String within(Metric<?, ?> metric) {
    return bars()
        .grouping()
        .filter(by -> series instanceof BarsNode && comparesTickers(metric))
        .map(by -> ", within its " + by.name())
        .orElse("");
  }

  private static boolean comparesTickers(Metric<?, ?> metric) {
    return Rank.isAcrossTickers(metric)
        || metric.inputs().stream().anyMatch(MeasuredNode::comparesTickers);
  }

  @Override
  public Schema<Measured<R>> schema() {
    return new Schema<>(columns());
  }

  /** The columns of these rows, with flags or without. */
  <S extends Measured<R>> List<Column<S>> columns() {
    return columns(series, metrics);
  }

  private static <R extends Dated, S extends Measured<R>> List<Column<S>> columns(
      SeriesNode<R> series, List<Metric<R, ?>> metrics) {
    List<Column<S>> columns = new ArrayList<>(series.columns());
    for (Metric<R, ?> metric : metrics) {
      columns.add(Columns.of(series.bars(), metric));
    }
    return columns;
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.measured(this);
  }
}
