package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerOfLargest;
import java.util.ArrayList;
import java.util.List;

/**
 * The market's own series: a row a day, computed across its tickers; where bars are grouped, a
 * series of each group.
 */
public record MarketNode(BarsNode bars, List<Metric<MarketDay, ?>> crossSections)
    implements PlanNode<Measured<MarketDay>>, SeriesNode<MarketDay> {

  public MarketNode {
    crossSections = List.copyOf(crossSections);
    if (crossSections.isEmpty()) {
      throw new InvalidPlanException("a market stage needs a cross-section, such as total(VOLUME)");
    }
    for (Metric<MarketDay, ?> metric : crossSections) {
      if (!(metric instanceof CrossSection) && !(metric instanceof TickerOfLargest)) {
        throw new InvalidPlanException(
            metric.name() + " is not computed across tickers; measure it after market(...)");
      }
    }
    Columns.requireComputable(bars, crossSections);
    Columns.distinct(MarketNode.<Measured<MarketDay>>columns(bars, crossSections));
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    String among =
        bars.grouping()
            .map(by -> "across the tickers of each " + by.name())
            .orElse("across tickers");
    for (Metric<MarketDay, ?> metric : crossSections) {
      steps.add(among + ", per day, " + metric.name() + ": " + metric.describe());
    }
    return steps;
  }

  @Override
  public Schema<Measured<MarketDay>> schema() {
    return new Schema<>(columns(bars, crossSections));
  }

  @Override
  public <S extends Measured<MarketDay>> List<Column<S>> columns() {
    return columns(bars, crossSections);
  }

  @Override
  public List<Metric<MarketDay, ?>> given() {
    return crossSections;
  }

  @Override
  public <T> T accept(SeriesNode.Visitor<T> visitor) {
    return visitor.market(this);
  }

  private static <S extends Measured<MarketDay>> List<Column<S>> columns(
      BarsNode bars, List<Metric<MarketDay, ?>> crossSections) {
    List<Column<S>> columns = new ArrayList<>();
    columns.add(
        Columns.required("trade_date", ColumnType.DATE, "session date", Measured::tradeDate));
    bars.grouping().ifPresent(by -> columns.add(Columns.ofGroup(by, row -> row.base().group())));
    for (Metric<MarketDay, ?> metric : crossSections) {
      columns.add(Columns.of(bars, metric));
    }
    if (bars.marksUnfinished()) {
      columns.add(
          Columns.isUnfinished(
              "whether later days of the period may still change the row",
              row -> row.base().isUnfinished()));
    }
    return columns;
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.market(this);
  }
}
