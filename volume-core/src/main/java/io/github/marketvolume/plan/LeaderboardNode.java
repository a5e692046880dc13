package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The tickers by several summaries, ranked by the first of them, largest first.
 *
 * @param each the period of which there is a leaderboard each; empty for one of all published bars
 * @param top the last rank that is kept, of each leaderboard; tickers that share it are all kept
 */
public record LeaderboardNode(
    BarsNode bars,
    List<Summary<Bar, ?>> summaries,
    Optional<CalendarPeriod> each,
    OptionalInt top,
    Ties ties)
    implements PlanNode<TickerSummary> {

  public LeaderboardNode {
    summaries = List.copyOf(summaries);
    if (summaries.isEmpty()) {
      throw new InvalidPlanException(
          "a leaderboard needs a summary to rank by, such as VOLUME.max()");
    }
    if (top.isPresent() && top.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "a leaderboard cannot keep the top " + top.getAsInt() + "; give 1 or more");
    }
    summaries.forEach(summary -> Columns.requireComputable(bars, summary.inputs()));
    Columns.distinct(columns(bars, summaries, each));
  }

  @Override
  public List<String> steps() {
    return List.of(
        each.map(period -> "each " + period.word() + ", ").orElse("")
            + bars.grouping().map(by -> "within each " + by.name() + ", ").orElse("")
            + "rank tickers by "
            + summaries.get(0).describe()
            + (ties == Ties.COMPETITION
                ? ""
                : ", " + ties.name().toLowerCase(Locale.ROOT) + " ties")
            + (top.isPresent() ? ", ranks 1 to " + top.getAsInt() : "")
            + (summaries.size() > 1
                ? "; with "
                    + summaries.stream()
                        .skip(1)
                        .map(Summary::describe)
                        .collect(Collectors.joining(", "))
                : ""));
  }

  @Override
  public Schema<TickerSummary> schema() {
    return new Schema<>(columns(bars, summaries, each));
  }

  private static List<Column<TickerSummary>> columns(
      BarsNode bars, List<Summary<Bar, ?>> summaries, Optional<CalendarPeriod> each) {
    List<Column<TickerSummary>> columns = new ArrayList<>();
    each.ifPresent(
        period ->
            columns.add(
                Columns.required(
                    "period",
                    ColumnType.DATE,
                    "first day of the " + period.word(),
                    row -> row.period().orElseThrow())));
    bars.grouping().ifPresent(by -> columns.add(Columns.ofGroup(by, TickerSummary::group)));
    columns.add(
        Columns.required("ticker", ColumnType.TEXT, "symbol", row -> row.ticker().symbol()));
    for (Summary<Bar, ?> summary : summaries) {
      columns.add(
          Columns.nullable(
              summary.name(),
              ColumnType.of(bars.volumes().typeOf(summary)),
              summary.describe(),
              bars.volumes().typeOf(summary) == Double.class
                  ? row -> Columns.orNull(row.exact(summary))
                  : row -> row.get(summary).orElse(null)));
    }
    columns.add(
        Columns.nullable(
            "rank",
            ColumnType.LONG,
            "rank by " + summaries.get(0).name(),
            row -> row.rank().isPresent() ? (Object) row.rank().getAsLong() : null));
    if (bars.marksUnfinished()) {
      columns.add(
          Columns.isUnfinished(
              "whether the bar of an unfinished period is in the summaries",
              TickerSummary::isUnfinished));
    }
    return columns;
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.leaderboard(this);
  }
}
