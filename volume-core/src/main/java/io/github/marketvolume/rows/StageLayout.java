package io.github.marketvolume.rows;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
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
import io.github.marketvolume.plan.SeriesNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.series.TickerResult;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a stage of bars, measured bars, anomalies or episodes come from what was computed
 * of a ticker.
 *
 * @param <S> the rows
 */
public final class StageLayout<S> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What the rows are. */
  private enum Kind {
    BARS,
    MEASURED,
    WHERE,
    ANOMALIES,
    EPISODES
  }

  private final Kind kind;
  private final BarTable table;

  /** Which rows are joined; null where none are. */
  private final @Nullable EpisodeRows episodes;

  /** Which rows there are; null where all are. */
  private final @Nullable Condition<?> condition;

  private StageLayout(
      Kind kind, BarTable table, @Nullable EpisodeRows episodes, @Nullable Condition<?> condition) {
    this.kind = kind;
    this.table = table;
    this.episodes = episodes;
    this.condition = condition;
  }

  private Condition<?> condition() {
    return Objects.requireNonNull(condition);
  }

  private EpisodeRows episodes() {
    return Objects.requireNonNull(episodes);
  }

  /**
   * The layout of a stage; empty if its rows are not those of bars.
   *
   * @param scanned what the results' columns are
   * @param groups the groups of the tickers; null where there are none
   */
  public static <S> Optional<StageLayout<S>> of(
      PlanNode<S> node, List<Metric<?, ?>> scanned, @Nullable GroupTable groups) {
    return node.accept(new OfBars<>(scanned, groups));
  }

  /** The layout of a node; empty if its rows are not those of bars. */
  private record OfBars<S>(List<Metric<?, ?>> scanned, @Nullable GroupTable groups)
      implements PlanVisitor<Optional<StageLayout<S>>> {

    private Optional<StageLayout<S>> layout(
        Kind kind,
        BarsNode bars,
        List<? extends Metric<?, ?>> metrics,
        List<? extends Flag<?>> flags,
        @Nullable EpisodeRows episodes,
        @Nullable Condition<?> condition) {
      List<BarColumn> fields =
          bars.barColumns().stream().filter(column -> !column.isKey()).toList();
      return Optional.of(
          new StageLayout<>(
              kind,
              new BarTable(
                  scanned,
                  bars.volumes(),
                  fields,
                  bars.marksUnfinished(),
                  cast(metrics),
                  cast(flags),
                  groups),
              episodes,
              condition));
    }

    private Optional<StageLayout<S>> layout(
        Kind kind,
        MeasuredNode<?> measured,
        List<? extends Flag<?>> flags,
        @Nullable EpisodeRows episodes,
        @Nullable Condition<?> condition) {
      return measured
          .series()
          .accept(
              new SeriesNode.Visitor<>() {
                @Override
                public Optional<StageLayout<S>> bars(BarsNode node) {
                  return layout(kind, node, measured.metrics(), flags, episodes, condition);
                }

                @Override
                public Optional<StageLayout<S>> market(MarketNode node) {
                  return Optional.empty();
                }
              });
    }

    @Override
    public Optional<StageLayout<S>> bars(BarsNode node) {
      return layout(Kind.BARS, node, List.of(), List.of(), null, null);
    }

    @Override
    public <R extends Dated> Optional<StageLayout<S>> measured(MeasuredNode<R> node) {
      return layout(Kind.MEASURED, node, List.of(), null, null);
    }

    @Override
    public <R extends Dated> Optional<StageLayout<S>> flagged(FlaggedNode<R> node) {
      return layout(Kind.MEASURED, node.measured(), node.flags(), null, null);
    }

    @Override
    public <R extends Dated> Optional<StageLayout<S>> anomalies(AnomaliesNode<R> node) {
      return layout(Kind.ANOMALIES, node.flagged().measured(), node.flagged().flags(), null, null);
    }

    @Override
    public <R extends Dated> Optional<StageLayout<S>> episodes(EpisodesNode<R> node) {
      return layout(
          Kind.EPISODES,
          node.flagged().measured(),
          node.flagged().flags(),
          new EpisodeRows(node.flag(), node.joinedWithin()),
          null);
    }

    @Override
    public <Q, T> Optional<StageLayout<S>> where(WhereNode<Q, T> node) {
      if (node.rows() instanceof LeaderboardNode) {
        return Optional.empty();
      }
      Kind kind = node.rows() instanceof AnomaliesNode<?> ? Kind.ANOMALIES : Kind.WHERE;
      return layout(kind, node.measured(), node.flags(), null, node.condition());
    }

    @Override
    public Optional<StageLayout<S>> rejected(RejectedNode node) {
      return Optional.empty();
    }

    @Override
    public Optional<StageLayout<S>> market(MarketNode node) {
      return Optional.empty();
    }

    @Override
    public Optional<StageLayout<S>> leaderboard(LeaderboardNode node) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // the series of a layout are bars
  private static <T> List<T> cast(List<?> metrics) {
    return (List<T>) metrics;
  }

  /** Whether every published bar is a row, rather than some. */
  public boolean keepsEveryBar() {
    return kind == Kind.BARS || kind == Kind.MEASURED;
  }

  /** A ticker's rows by column, in the order of the stage's schema. */
  public ColumnBatch columns(TickerResult result) {
    return switch (kind) {
      case BARS, MEASURED -> table.rows(result);
      case WHERE -> table.rowsWhere(condition(), result);
      case ANOMALIES -> table.anomalies(condition, result);
      case EPISODES -> table.episodes(result, episodes());
    };
  }

  /** A ticker's rows as values. */
  @SuppressWarnings("unchecked") // the class of a node says what its rows are
  public List<S> values(TickerResult result) {
    return (List<S>)
        switch (kind) {
          case BARS -> table.bars(result);
          case MEASURED -> table.measured(result);
          case WHERE -> table.measuredWhere(condition(), result);
          case ANOMALIES -> table.anomalyValues(condition, result);
          case EPISODES -> table.episodeValues(result, episodes());
        };
  }
}
