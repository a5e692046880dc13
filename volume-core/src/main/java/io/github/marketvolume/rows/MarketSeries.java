package io.github.marketvolume.rows;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.series.FlagStep;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.SeriesProgram;
import io.github.marketvolume.series.SeriesRun;
import io.github.marketvolume.series.Wholes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The market's own series, or that of a group of tickers: a row a day, measured and flagged as a
 * ticker's is.
 */
public final class MarketSeries {

  private final Optional<String> group;
  private final List<Metric<MarketDay, ?>> crossSections;
  private final int[] epochDays;
  private final List<@Nullable Object[]> days;
  private final int from;
  private final OptionalInt unfinishedDay;
  private final Volumes volumes;
  private final Runs runs;

  /** What was computed already, by the metrics that it was computed for. */
  private final Map<List<Metric<?, ?>>, SeriesColumns> computed = new HashMap<>();

  /** The runs that compute metrics of the days: new ones, or those that saw the days before. */
  public interface Runs {

    /** The run for some metrics. */
    SeriesRun of(List<Metric<?, ?>> wanted);

    /** Runs that have seen no day. */
    static Runs starting(Volumes volumes) {
      return wanted -> new SeriesProgram(wanted, List.of(), volumes).start();
    }
  }

  /**
   * A series of days.
   *
   * @param group whose it is; empty of the tickers without a group, and of the whole market
   * @param epochDays the days, ascending
   * @param days the cross-sections of each day: Double, Long or String, null where missing
   * @param firstDay the first published day
   * @param unfinishedDay the day that is the bar of an unfinished period
   * @param volumes what the volumes of the bars are
   * @param runs each is asked for once
   */
  public MarketSeries(
      Optional<String> group,
      List<Metric<MarketDay, ?>> crossSections,
      int[] epochDays,
      List<@Nullable Object[]> days,
      int firstDay,
      OptionalInt unfinishedDay,
      Volumes volumes,
      Runs runs) {
    this.group = group;
    this.crossSections = crossSections;
    this.epochDays = epochDays;
    this.days = days;
    this.unfinishedDay = unfinishedDay;
    this.volumes = volumes;
    this.runs = runs;
    int place = Arrays.binarySearch(epochDays, firstDay);
    this.from = place < 0 ? -place - 1 : place;
  }

  /** The published days with these cross-sections, metrics and flags, in this order. */
  public List<MeasuredRow<MarketDay>> rows(
      List<Metric<MarketDay, ?>> shown, List<Flag<MarketDay>> flags) {
    List<Metric<?, ?>> all = new ArrayList<>(shown);
    all.addAll(flags);
    SeriesColumns columns = run(all);
    MeasuredRow.Shape shape = new MeasuredRow.Shape(all);
    List<IntFunction<@Nullable Object>> cells = new ArrayList<>();
    all.forEach(metric -> cells.add(cells(metric, columns)));
    List<MeasuredRow<MarketDay>> rows = new ArrayList<>();
    for (int i = from; i < epochDays.length; i++) {
      Object[] values = new Object[cells.size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = cells.get(k).apply(i);
      }
      rows.add(new MeasuredRow<>(day(epochDays[i]), shape, values));
    }
    return rows;
  }

  private MarketDay day(int epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    return unfinishedDay.equals(OptionalInt.of(epochDay))
        ? MarketDay.unfinished(date, group)
        : MarketDay.of(date, group);
  }

  /** The published days for which a condition holds, as {@link #rows} gives them. */
  public List<MeasuredRow<MarketDay>> rowsWhere(
      Condition<?> condition, List<Metric<MarketDay, ?>> shown, List<Flag<MarketDay>> flags) {
    SeriesColumns columns = run(List.copyOf(condition.flags()));
    List<MeasuredRow<MarketDay>> rows = rows(shown, flags);
    return IntStream.range(from, epochDays.length)
        .filter(row -> columns.holds(condition, "", row))
        .mapToObj(row -> rows.get(row - from))
        .toList();
  }

  /**
   * The published days on which a flag is set, once for each flag.
   *
   * @param condition which of these days there are; null for all
   */
  public List<Anomaly<MarketDay>> anomalies(
      @Nullable Condition<?> condition,
      List<Metric<MarketDay, ?>> shown,
      List<Flag<MarketDay>> flags) {
    List<Metric<?, ?>> all = new ArrayList<>(shown);
    all.addAll(flags);
    if (condition != null) {
      all.addAll(condition.flags());
    }
    SeriesColumns columns = run(all);
    List<MeasuredRow<MarketDay>> rows = rows(shown, flags);
    List<Anomaly<MarketDay>> anomalies = new ArrayList<>();
    for (int i = from; i < epochDays.length; i++) {
      if (condition != null && !columns.holds(condition, "", i)) {
        continue;
      }
      for (Flag<MarketDay> flag : flags) {
        if (columns.get(flag)[i] == 1) {
          Verdict verdict = FlagStep.verdict(flag.rule(), columns, i);
          anomalies.add(
              new Anomaly<>(rows.get(i - from), flag, verdict.score(), verdict.threshold()));
        }
      }
    }
    return anomalies;
  }

  /** The episodes of the published days on which a flag is set, ascending. */
  public List<FlaggedEpisode<MarketDay>> episodes(
      List<Metric<MarketDay, ?>> shown,
      List<Flag<MarketDay>> flags,
      Flag<MarketDay> flag,
      RollingWindow joinedWithin) {
    SeriesColumns columns = run(List.of(flag));
    List<MeasuredRow<MarketDay>> rows = rows(shown, flags);
    return new EpisodeRows(flag, joinedWithin)
        .of(columns, epochDays, from, epochDays.length).stream()
            .map(episode -> episode.toValue(epochDays, rows.get(episode.peak() - from)))
            .toList();
  }

  private SeriesColumns run(List<Metric<?, ?>> wanted) {
    return computed.computeIfAbsent(wanted, this::compute);
  }

  private SeriesColumns compute(List<Metric<?, ?>> wanted) {
    SeriesColumns columns =
        new SeriesColumns(epochDays.length, epochDays).published(from, epochDays.length);
    for (int k = 0; k < crossSections.size(); k++) {
      if (crossSections.get(k).type() != String.class) {
        Metric<MarketDay, ?> definition = crossSections.get(k).definition();
        columns.put(definition, numbers(k), wholes(k));
      }
    }
    runs.of(wanted).advance(columns, 0, epochDays.length);
    return columns;
  }

  private double[] numbers(int crossSection) {
    return days.stream()
        .mapToDouble(
            day ->
                day[crossSection] == null ? Double.NaN : ((Number) day[crossSection]).doubleValue())
        .toArray();
  }

  /** The longs of a cross-section; null where doubles hold all of them. */
  private long @Nullable [] wholes(int crossSection) {
    boolean inexact =
        days.stream()
            .anyMatch(day -> day[crossSection] instanceof Long n && Wholes.isInexact((double) n));
    return inexact
        ? days.stream()
            .mapToLong(day -> day[crossSection] == null ? Wholes.MISSING : (Long) day[crossSection])
            .toArray()
        : null;
  }

  /** A metric's value on a day, null where missing. */
  private IntFunction<@Nullable Object> cells(Metric<?, ?> metric, SeriesColumns columns) {
    int place = crossSections.indexOf(metric.definition());
    if (place >= 0) {
      return day -> days.get(day)[place];
    }
    if (metric instanceof DayKindOf<?> kind) {
      return day -> kind.on(epochDays[day]).orElse(null);
    }
    if (metric instanceof LevelOf<?> level) {
      return day -> FlagStep.level(level, columns, day).orElse(null);
    }
    long[] wholes = columns.wholes(metric);
    if (wholes != null) {
      return day -> Wholes.toObject(wholes[day]);
    }
    double[] column = columns.get(metric);
    ColumnType type = ColumnType.of(volumes.typeOf(metric));
    return day -> ColumnBatch.cell(column[day], type);
  }
}
