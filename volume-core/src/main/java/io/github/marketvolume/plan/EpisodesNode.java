package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * Flagged rows of one series that are close to each other, a row for each such episode.
 *
 * @param flagged the rows
 * @param flag which of them are joined
 * @param joinedWithin the largest distance of two successive flagged rows of an episode: the length
 *     of this window, in places of its unit
 */
public record EpisodesNode<R extends Dated>(
    FlaggedNode<R> flagged, Flag<R> flag, RollingWindow joinedWithin)
    implements PlanNode<FlaggedEpisode<R>> {

  /** What the columns of an episode's peak begin with. */
  private static final String PEAK = "peak_";

  public EpisodesNode {
    if (flagged.flags().stream().noneMatch(f -> f.definition().equals(flag.definition()))) {
      throw new InvalidPlanException(
          "the stage does not set the flag "
              + flag.name()
              + " ("
              + flag.describe()
              + "), whose rows are to be joined; add flag(...) of it before episodes(...)");
    }
    int length = joinedWithin.length();
    boolean isPlain =
        !joinedWithin.includesCurrent()
            && joinedWithin.required() == joinedWithin.unit().requiredOf(length);
    if (!isPlain || joinedWithin.unit().tracks() > 1) {
      throw new InvalidPlanException(
          "flagged rows cannot be joined within "
              + joinedWithin
              + "; give a distance such as bars(5), days(7) or sessions(5).on(NYSE)");
    }
    Columns.distinct(columns(flagged));
  }

  @Override
  public BarsNode bars() {
    return flagged.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(flagged.steps());
    steps.add(
        "join rows with "
            + flag.name()
            + " set into episodes: at most "
            + joinedWithin.length()
            + " "
            + joinedWithin.unit().plural()
            + " apart");
    return steps;
  }

  @Override
  public Schema<FlaggedEpisode<R>> schema() {
    return new Schema<>(columns(flagged));
  }

  private static <R extends Dated> List<Column<FlaggedEpisode<R>>> columns(FlaggedNode<R> flagged) {
    List<Column<FlaggedEpisode<R>>> columns = new ArrayList<>();
    List<Column<FlaggedEpisode<R>>> ofPeak = new ArrayList<>();
    List<Column<Flagged<R>>> measured = flagged.measured().columns();
    for (Column<Flagged<R>> column : measured) {
      if (isOfSeries(flagged.bars(), column.name())) {
        columns.add(
            new Column<>(
                column.name(),
                column.type(),
                column.nullable(),
                column.description(),
                episode -> column.valueOn(episode.peak())));
      } else {
        boolean isDate = column.name().equals(BarColumn.TRADE_DATE.columnName());
        ofPeak.add(
            new Column<>(
                isDate ? PEAK + "date" : PEAK + column.name(),
                column.type(),
                column.nullable(),
                "on the day of the peak: " + column.description(),
                episode -> column.valueOn(episode.peak())));
      }
    }
    columns.add(
        Columns.required(
            "start_date", ColumnType.DATE, "day of the first flagged row", FlaggedEpisode::start));
    columns.add(
        Columns.required(
            "end_date", ColumnType.DATE, "day of the last flagged row", FlaggedEpisode::end));
    columns.add(
        Columns.required(
            "sessions",
            ColumnType.LONG,
            "rows of the series from the first to the last flagged one",
            FlaggedEpisode::sessions));
    columns.add(
        Columns.required(
            "flagged_days",
            ColumnType.LONG,
            "how many of them are flagged",
            FlaggedEpisode::flaggedDays));
    columns.add(
        Columns.required(
            "is_open",
            ColumnType.BOOLEAN,
            "whether a later row could still extend the episode",
            FlaggedEpisode::isOpen));
    columns.add(
        Columns.required(
            "score",
            ColumnType.DOUBLE,
            "the number that the flag's rule compared on the day of the peak",
            FlaggedEpisode::peakScore));
    columns.addAll(ofPeak);
    return columns;
  }

  /**
   * Whether a column tells the series: its ticker, and the group, of a ticker on the peak's day.
   */
  private static boolean isOfSeries(BarsNode bars, String column) {
    return column.equals(BarColumn.TICKER.columnName())
        || bars.grouping().map(by -> by.name().equals(column)).orElse(false);
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.episodes(this);
  }
}
