package io.github.marketvolume.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Bases;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.SessionMinutes;
import io.github.marketvolume.metric.Volumes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns that several row shapes have. */
final class Columns {

  private static final int MAX_NAME_LENGTH = 128;

  private Columns() {}

  static <S> Column<S> required(
      String name, ColumnType type, String description, Function<S, @Nullable Object> reader) {
    return new Column<>(name, type, false, description, reader);
  }

  static <S> Column<S> nullable(
      String name, ColumnType type, String description, Function<S, @Nullable Object> reader) {
    return new Column<>(name, type, true, description, reader);
  }

  static <S> List<Column<S>> ofBars(BarsNode bars, Function<S, Bar> bar) {
    List<Column<S>> columns = new ArrayList<>();
    for (BarColumn column : bars.barColumns()) {
      boolean isFractional = column == BarColumn.VOLUME && bars.volumes() != Volumes.WHOLE;
      columns.add(
          new Column<>(
              column.columnName(),
              isFractional ? ColumnType.DOUBLE : ColumnType.of(column.type()),
              !column.isKey(),
              column.description(),
              isFractional
                  ? row -> orNull(bar.apply(row).exactVolume())
                  : row -> column.valueOn(bar.apply(row)).orElse(null)));
      if (column == BarColumn.TICKER) {
        bars.grouping().ifPresent(by -> columns.add(ofGroup(by, row -> bar.apply(row).group())));
      }
    }
    if (bars.marksUnfinished()) {
      columns.add(
          isUnfinished(
              "whether later days of the period may still change the bar",
              row -> bar.apply(row).isUnfinished()));
    }
    return columns;
  }

  static <S> Column<S> isUnfinished(String description, Function<S, @Nullable Object> reader) {
    return required("is_unfinished", ColumnType.BOOLEAN, description, reader);
  }

  /** The column of groups; missing where there is none. */
  static <S> Column<S> ofGroup(Grouping by, Function<S, Optional<String>> group) {
    return nullable(
        by.name(),
        ColumnType.TEXT,
        "the ticker's " + by.name() + " on the date",
        row -> group.apply(row).orElse(null));
  }

  static @Nullable Object orNull(OptionalDouble value) {
    return value.isPresent() ? (Object) value.getAsDouble() : null;
  }

  static <R extends Dated, S extends Measured<R>> Column<S> of(BarsNode bars, Metric<R, ?> metric) {
    return nullable(
        metric.name(),
        ColumnType.of(bars.volumes().typeOf(metric)),
        metric.describe(),
        bars.volumes().isFractional(metric)
            ? row -> orNull(row.exact((NumericMetric<R, ?>) metric))
            : row -> row.get(metric).orElse(null));
  }

  static <R extends Dated, S extends Flagged<R>> Column<S> of(Flag<R> flag) {
    return required(flag.name(), ColumnType.BOOLEAN, flag.describe(), row -> row.is(flag));
  }

  /**
   * Fails if metrics cannot be computed from bars in their basis, or from what is read of them, or
   * if a flag among them would change with later splits, or if they are of single sessions and the
   * bars of periods.
   */
  static void requireComputable(BarsNode bars, List<? extends Metric<?, ?>> metrics) {
    requireReadable(bars, metrics);
    bars.aggregated()
        .ifPresent(
            periods -> metrics.forEach(metric -> requireOfPeriods(periods.period(), metric)));
  }

  private static void requireOfPeriods(CalendarPeriod period, Metric<?, ?> metric) {
    if (isOfSessions(metric)) {
      throw new InvalidPlanException(
          metric.name()
              + " depends on the kind or the hours of single sessions, and the bars are of a "
              + period.word()
              + " each; measure it of the bars of days");
    }
  }

  /** Whether a metric, or anything that it is computed from, takes a row for a single session. */
  private static boolean isOfSessions(Metric<?, ?> metric) {
    if (metric instanceof CalendarOffset
        || metric instanceof EstimatedOffset
        || metric instanceof SessionMinutes) {
      return true;
    }
    boolean isByKind =
        (metric instanceof RollingMetric<?, ?> rolling && isByKind(rolling.window()))
            || (metric instanceof Score<?> score && isByKind(score.window()))
            || (metric instanceof Rank<?> rank
                && rank.among() instanceof Rank.Trailing trailing
                && isByKind(trailing.window()));
    return isByKind || metric.inputs().stream().anyMatch(Columns::isOfSessions);
  }

  private static boolean isByKind(RollingWindow window) {
    return window.unit().tracks() > 1;
  }

  /** Fails as {@link #requireComputable} does of bars that are as they were read. */
  static void requireReadable(BarsNode bars, List<? extends Metric<?, ?>> metrics) {
    Bases.require(bars.basis(), bars.source().describe(), metrics);
    metrics.forEach(metric -> requireLasting(bars, metric));
    if (!(bars.source() instanceof RowSource)) {
      metrics.forEach(metric -> requireRead(bars, metric));
    }
  }

  /** Fails if a flag that is anywhere in a metric judges by what later splits restate. */
  private static void requireLasting(BarsNode bars, Metric<?, ?> metric) {
    if (metric instanceof Flag<?> flag) {
      Bases.requireNotRestated(flag.rule(), bars.adjustsForSplits());
    }
    metric.inputs().forEach(input -> requireLasting(bars, input));
  }

  private static void requireRead(BarsNode bars, Metric<?, ?> metric) {
    if (metric instanceof BarField<?> field
        && field.column().isOptional()
        && !bars.source().optionalColumns().contains(field.column())) {
      throw new InvalidPlanException(
          field.column().columnName()
              + " is not read from "
              + bars.source().describe()
              + "; declare it in the layout or with having(...)");
    }
    metric.inputs().forEach(input -> requireRead(bars, input));
  }

  /** Fails if two columns have one name, or a default name has become too long. */
  @CanIgnoreReturnValue
  static <S> List<Column<S>> distinct(List<Column<S>> columns) {
    Set<String> names = new HashSet<>();
    for (Column<S> column : columns) {
      if (column.name().length() > MAX_NAME_LENGTH) {
        throw new InvalidPlanException(
            "the column name "
                + column.name()
                + " is longer than "
                + MAX_NAME_LENGTH
                + " characters; give a shorter one with as(...)");
      }
      if (!names.add(column.name())) {
        throw new InvalidPlanException(
            "there are two columns named "
                + column.name()
                + "; give one of them another name with as(...)");
      }
    }
    return columns;
  }
}
