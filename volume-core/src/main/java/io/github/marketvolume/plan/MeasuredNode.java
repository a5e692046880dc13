package io.github.marketvolume.plan;

import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows together with what is measured of them: each ticker's bars, or the market's days.
 *
 * @param market the market whose days are measured; empty where bars are
 * @param metrics what is measured, in the order of the columns
 */
public record MeasuredNode<R extends Dated>(
    BarsNode bars, Optional<MarketNode> market, List<Metric<R, ?>> metrics)
    implements PlanNode<Measured<R>> {

  public MeasuredNode {
    metrics = List.copyOf(metrics);
    Columns.requireBasis(bars, metrics);
    Columns.distinct(columns(bars, market, metrics));
  }

  /** This node and more metrics. */
  public MeasuredNode<R> and(List<? extends Metric<R, ?>> more) {
    List<Metric<R, ?>> all = new ArrayList<>(metrics);
    all.addAll(more);
    return new MeasuredNode<>(bars, market, all);
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    market.ifPresent(node -> steps.addAll(node.steps()));
    metrics.forEach(metric -> steps.add("measure " + metric.name() + ": " + metric.describe()));
    return steps;
  }

  @Override
  public Schema<Measured<R>> schema() {
    return new Schema<>(columns(bars, market, metrics));
  }

  /** The columns of measured rows of any kind. */
  static <R extends Dated, S extends Measured<R>> List<Column<S>> columns(
      BarsNode bars, Optional<MarketNode> market, List<Metric<R, ?>> metrics) {
    List<Column<S>> columns = new ArrayList<>();
    if (market.isPresent()) {
      columns.addAll(market.get().columnsFor(row -> castMarket(row)));
    } else {
      columns.addAll(Columns.ofBars(bars, row -> (Bar) row.base()));
    }
    for (Metric<R, ?> metric : metrics) {
      columns.add(Columns.of(metric));
    }
    return columns;
  }

  @SuppressWarnings("unchecked") // a node with a market has days of the market as rows
  private static Measured<MarketDay> castMarket(Measured<?> row) {
    return (Measured<MarketDay>) row;
  }
}
