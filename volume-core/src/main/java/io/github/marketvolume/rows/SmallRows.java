package io.github.marketvolume.rows;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.PlanVisitor;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the stages that have no {@link StageLayout}: what was rejected, a row a ticker, a row
 * a day. Runners say how they come by them; which of them an output has is told here.
 */
public abstract class SmallRows {

  private final List<Metric<MarketDay, ?>> crossSections;
  private final Volumes volumes;

  /** The groups of the tickers; null of bars that are not grouped. */
  private final @Nullable GroupTable groups;

  /** The market's series, or one of each group, once they were computed. */
  private @Nullable List<MarketSeries> market;

  /**
   * The rows of some outputs of the same bars.
   *
   * @param groups the groups of the tickers; null where there are none
   */
  protected SmallRows(List<? extends PlanNode<?>> outputs, @Nullable GroupTable groups) {
    this.groups = groups;
    Set<Metric<MarketDay, ?>> distinct = new LinkedHashSet<>();
    outputs.forEach(output -> distinct.addAll(Phases.crossSectionsOf(output)));
    crossSections = List.copyOf(distinct);
    volumes = outputs.get(0).bars().volumes();
  }

  /** The cross-sections that any of the outputs needs, each once. */
  public final List<Metric<MarketDay, ?>> crossSections() {
    return crossSections;
  }

  /** The rows that were kept out. */
  protected abstract Iterator<RejectedRow> rejected();

  /** The rows of a leaderboard. */
  protected abstract List<TickerSummary> leaderboard(LeaderboardNode node);

  /** The market's days with these cross-sections, those of a group ascending; asked once. */
  protected abstract List<DayPass.Day> days(List<Metric<MarketDay, ?>> crossSections);

  /** The first published day. */
  protected abstract int firstDay();

  /** What computes the market's own series; a run over all days begins with new ones. */
  protected MarketSeries.Runs marketRuns(Volumes of) {
    return MarketSeries.Runs.starting(of);
  }

  /** The day that dates the bars of an unfinished period; empty if there are none. */
  protected abstract OptionalInt unfinishedDay();

  private List<MarketSeries> market() {
    List<MarketSeries> series = market;
    if (series == null) {
      Map<Integer, List<DayPass.Day>> byGroup = new TreeMap<>();
      if (groups == null) {
        byGroup.put(0, new ArrayList<>());
      }
      for (DayPass.Day day : days(crossSections)) {
        byGroup.computeIfAbsent(day.group(), group -> new ArrayList<>()).add(day);
      }
      series = new ArrayList<>();
      for (Map.Entry<Integer, List<DayPass.Day>> group : byGroup.entrySet()) {
        series.add(series(group.getKey(), group.getValue()));
      }
      market = series;
    }
    return series;
  }

  private MarketSeries series(int group, List<DayPass.Day> days) {
    return new MarketSeries(
        groups == null ? Optional.empty() : Optional.ofNullable(groups.name(group)),
        crossSections,
        days.stream().mapToInt(DayPass.Day::epochDay).toArray(),
        days.stream().map(DayPass.Day::values).toList(),
        firstDay(),
        unfinishedDay(),
        volumes,
        marketRuns(volumes));
  }

  /** Rows of every series, one after the other. */
  private <T> Iterator<T> ofMarket(Function<MarketSeries, List<T>> rows) {
    return market().stream().map(rows).flatMap(List::stream).iterator();
  }

  /** The rows of a stage, in the order that {@code Runner.collect} promises. */
  @SuppressWarnings("unchecked") // the class of a node says what its rows are
  public final <S> Iterator<S> of(PlanNode<S> node) {
    return (Iterator<S>) node.accept(new Rows());
  }

  private final class Rows implements PlanVisitor<Iterator<?>> {

    @Override
    public Iterator<?> rejected(RejectedNode node) {
      return SmallRows.this.rejected();
    }

    @Override
    public Iterator<?> leaderboard(LeaderboardNode node) {
      return SmallRows.this.leaderboard(node).iterator();
    }

    @Override
    public Iterator<?> market(MarketNode node) {
      return ofMarket(series -> series.rows(node.crossSections(), List.of()));
    }

    @Override
    public <R extends Dated> Iterator<?> measured(MeasuredNode<R> node) {
      return ofMarket(series -> series.rows(metrics(node.shown()), List.of()));
    }

    @Override
    public <R extends Dated> Iterator<?> flagged(FlaggedNode<R> node) {
      return ofMarket(series -> series.rows(metrics(node.measured().shown()), flags(node.flags())));
    }

    @Override
    public <Q, S> Iterator<?> where(WhereNode<Q, S> node) {
      if (node.rows() instanceof LeaderboardNode leaderboard) {
        return SmallRows.this.leaderboard(leaderboard).stream()
            .filter(node.condition()::holds)
            .iterator();
      }
      if (node.rows() instanceof AnomaliesNode<?> anomalies) {
        return anomalies(anomalies, node.condition());
      }
      return ofMarket(
          series ->
              series.rowsWhere(
                  node.condition(), metrics(node.measured().shown()), flags(node.flags())));
    }

    @Override
    public <R extends Dated> Iterator<?> anomalies(AnomaliesNode<R> node) {
      return anomalies(node, null);
    }

    private Iterator<?> anomalies(AnomaliesNode<?> node, @Nullable Condition<?> condition) {
      return ofMarket(
          series ->
              series.anomalies(
                  condition,
                  metrics(node.flagged().measured().shown()),
                  flags(node.flagged().flags())));
    }

    @Override
    public <R extends Dated> Iterator<?> episodes(EpisodesNode<R> node) {
      return ofMarket(
          series ->
              series.episodes(
                  metrics(node.flagged().measured().shown()),
                  flags(node.flagged().flags()),
                  flags(List.of(node.flag())).get(0),
                  node.joinedWithin()));
    }

    @Override
    public Iterator<?> bars(BarsNode node) {
      throw new IllegalStateException("rows of bars have a layout");
    }

    @SuppressWarnings("unchecked") // measured rows without a layout are the market's days
    private static List<Metric<MarketDay, ?>> metrics(List<? extends Metric<?, ?>> metrics) {
      return (List<Metric<MarketDay, ?>>) metrics;
    }

    @SuppressWarnings("unchecked") // as above
    private static List<Flag<MarketDay>> flags(List<? extends Flag<?>> flags) {
      return (List<Flag<MarketDay>>) flags;
    }
  }
}
