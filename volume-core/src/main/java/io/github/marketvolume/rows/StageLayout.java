package io.github.marketvolume.rows;

import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.TickerResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a stage of bars, measured bars or anomalies come from what was computed of a
 * ticker.
 *
 * @param <S> the rows
 */
public final class StageLayout<S> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What the rows are. */
  private enum Kind {
    BARS,
    MEASURED,
    ANOMALIES
  }

  private final Kind kind;
  private final BarTable table;

  private StageLayout(PlanNode<S> node, BarTable table) {
    this.kind =
        node instanceof BarsNode
            ? Kind.BARS
            : node instanceof AnomaliesNode ? Kind.ANOMALIES : Kind.MEASURED;
    this.table = table;
  }

  /**
   * The layout of a stage; empty if its rows are not those of bars.
   *
   * @param scanned what the results' columns are
   */
  public static <S> Optional<StageLayout<S>> of(PlanNode<S> node, List<Metric<?, ?>> scanned) {
    return Optional.ofNullable(table(node, scanned)).map(table -> new StageLayout<>(node, table));
  }

  private static BarTable table(PlanNode<?> node, List<Metric<?, ?>> scanned) {
    if (node instanceof BarsNode) {
      return new BarTable(scanned, fields(node), List.of(), List.of());
    }
    if (node instanceof MeasuredNode<?> measured && measured.market().isEmpty()) {
      return new BarTable(scanned, fields(node), cast(measured.metrics()), List.of());
    }
    if (node instanceof FlaggedNode<?> flagged && flagged.measured().market().isEmpty()) {
      return new BarTable(
          scanned, fields(node), cast(flagged.measured().metrics()), cast(flagged.flags()));
    }
    return node instanceof AnomaliesNode<?> anomalies ? table(anomalies.flagged(), scanned) : null;
  }

  private static int fields(PlanNode<?> node) {
    return (int) node.bars().columns().stream().filter(column -> !column.isKey()).count();
  }

  @SuppressWarnings("unchecked") // a node without a market has bars as rows, one with it has days
  private static <T> List<T> cast(List<?> metrics) {
    return (List<T>) metrics;
  }

  /** Whether every published bar is a row, rather than some. */
  public boolean keepsEveryBar() {
    return kind != Kind.ANOMALIES;
  }

  /** A ticker's rows by column, in the order of the stage's schema. */
  public ColumnBatch columns(TickerResult result) {
    return kind == Kind.ANOMALIES ? table.anomalies(result) : table.rows(result);
  }

  /** A ticker's rows as values. */
  @SuppressWarnings("unchecked") // the class of a node says what its rows are
  public List<S> values(TickerResult result) {
    return (List<S>)
        switch (kind) {
          case BARS -> table.bars(result);
          case MEASURED -> table.measured(result);
          case ANOMALIES -> table.anomalyValues(result);
        };
  }

  /** The cross-sections that any of these outputs needs, each once. */
  public static List<Metric<MarketDay, ?>> crossSectionsOf(List<? extends PlanNode<?>> outputs) {
    Set<Metric<MarketDay, ?>> distinct = new LinkedHashSet<>();
    outputs.forEach(output -> distinct.addAll(Phases.crossSectionsOf(output)));
    return List.copyOf(distinct);
  }

  /** The rows of a stage of the market. */
  @SuppressWarnings("unchecked") // the class of a node says what its rows are
  public static <S> List<S> marketRows(PlanNode<S> node, MarketSeries market) {
    return (List<S>) rowsOf(node, market);
  }

  private static List<? extends Dated> rowsOf(PlanNode<?> node, MarketSeries market) {
    if (node instanceof AnomaliesNode<?> anomalies) {
      return market.anomalies(
          shown(anomalies.flagged().measured()), cast(anomalies.flagged().flags()));
    }
    if (node instanceof FlaggedNode<?> flagged) {
      return market.rows(shown(flagged.measured()), cast(flagged.flags()));
    }
    if (node instanceof MeasuredNode<?> measured) {
      return market.rows(shown(measured), List.of());
    }
    return market.rows(((MarketNode) node).crossSections(), List.of());
  }

  /** A measured market's columns. */
  private static List<Metric<MarketDay, ?>> shown(MeasuredNode<?> node) {
    List<Metric<MarketDay, ?>> shown = new ArrayList<>(node.market().orElseThrow().crossSections());
    shown.addAll(StageLayout.<Metric<MarketDay, ?>>cast(node.metrics()));
    return shown;
  }
}
