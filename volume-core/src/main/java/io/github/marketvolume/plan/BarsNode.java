package io.github.marketvolume.plan;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads bars, checks them, and publishes those of a range of dates. Earlier ones are read too, as
 * look-back; later ones are not used at all.
 *
 * @param stated the basis that the user stated of the source; empty for what the source itself says
 * @param splitAdjusted whether raw bars are adjusted for splits
 * @param shapings which bars there are, before anything is computed of them: these steps, one after
 *     the other
 * @param grouping the groups that tickers are compared within; empty where they are compared with
 *     all
 * @param published the dates that are published
 * @param asOf the date after which a bar is from the future; empty for the day of the run
 */
public record BarsNode(
    Source<Bar> source,
    Optional<Basis> stated,
    boolean splitAdjusted,
    List<Shaping> shapings,
    Optional<Grouping> grouping,
    DateRange published,
    Optional<LocalDate> asOf,
    BarRules rules)
    implements PlanNode<Bar>, SeriesNode<Bar> {

  public BarsNode {
    shapings = List.copyOf(shapings);
    conditions(shapings).forEach(BarsNode::requireOfOneTicker);
    requireOnePeriod(shapings);
    if (stated.isPresent() && source.basis().isPresent() && !stated.equals(source.basis())) {
      throw new InvalidPlanException(
          source.describe()
              + " states that it is "
              + source.basis().get().describe()
              + ", not "
              + stated.get().describe()
              + "; leave out inBasis(...)");
    }
    if (splitAdjusted && stated.isEmpty() && source.basis().isEmpty()) {
      throw new InvalidPlanException(
          source.describe()
              + " cannot be adjusted for splits: its basis is not stated; state it with"
              + " inBasis(...) before splitAdjusted()");
    }
    if (rules.lastOfRepeatedDays()
        && !(source instanceof CsvSource)
        && !(source instanceof RowSource)) {
      throw new InvalidPlanException(
          source.describe()
              + " has no order, so it has no last bar of a repeated day; leave out"
              + " keepingLastOfRepeatedDays()");
    }
  }

  /** A source's bars of all dates, checked by the standard rules. */
  public static BarsNode of(Source<Bar> source) {
    return new BarsNode(
        source,
        Optional.empty(),
        false,
        List.of(),
        Optional.empty(),
        DateRange.all(),
        Optional.empty(),
        BarRules.standard());
  }

  /** These bars, of which only those are kept for which a condition holds. */
  public BarsNode where(Condition<? super Bar> condition) {
    return shapedBy(new Shaping.Kept(condition));
  }

  /**
   * These bars, combined by period.
   *
   * @param calendar whose sessions end the periods; null where the days of the bars tell
   */
  public BarsNode aggregated(CalendarPeriod period, @Nullable TradingCalendar calendar) {
    return shapedBy(new Shaping.Aggregated(period, calendar, false));
  }

  private BarsNode shapedBy(Shaping step) {
    List<Shaping> all = new ArrayList<>(shapings);
    all.add(step);
    return with(all);
  }

  /** These bars, with a marked one of the last period where that is unfinished. */
  public BarsNode keepingUnfinished() {
    if (aggregated().isEmpty()) {
      throw new InvalidPlanException(
          "only a period can be unfinished; use keepingUnfinished() after weekly(), monthly(),"
              + " quarterly() or yearly()");
    }
    return with(
        shapings.stream()
            .map(
                step ->
                    step instanceof Shaping.Aggregated of
                        ? new Shaping.Aggregated(of.period(), of.calendar(), true)
                        : step)
            .toList());
  }

  private BarsNode with(List<Shaping> steps) {
    return new BarsNode(source, stated, splitAdjusted, steps, grouping, published, asOf, rules);
  }

  /**
   * These bars, whose tickers are compared within groups.
   *
   * @throws InvalidPlanException if they are grouped already, or have a column of that name
   */
  public BarsNode groupedBy(Grouping by) {
    grouping.ifPresent(
        other -> {
          throw new InvalidPlanException(
              "the bars are grouped by "
                  + other.name()
                  + " already, and cannot be grouped by "
                  + by.name()
                  + "; group the bars before that");
        });
    BarsNode grouped =
        new BarsNode(
            source, stated, splitAdjusted, shapings, Optional.of(by), published, asOf, rules);
    Columns.distinct(grouped.schema().columns());
    return grouped;
  }

  private static void requireOnePeriod(List<Shaping> steps) {
    List<Shaping.Aggregated> periods =
        steps.stream()
            .filter(Shaping.Aggregated.class::isInstance)
            .map(Shaping.Aggregated.class::cast)
            .toList();
    if (periods.size() > 1) {
      throw new InvalidPlanException(
          "the bars are of a "
              + periods.get(0).period().word()
              + " already, and cannot be combined by "
              + periods.get(1).period().word()
              + "; combine the bars of days");
    }
  }

  /** How the bars are combined by period; empty where they are as they were read. */
  public Optional<Shaping.Aggregated> aggregated() {
    return shapings.stream()
        .filter(Shaping.Aggregated.class::isInstance)
        .map(Shaping.Aggregated.class::cast)
        .findFirst();
  }

  /** Whether the bar of a period may be unfinished, which a column tells. */
  public boolean marksUnfinished() {
    return aggregated().map(Shaping.Aggregated::keepsUnfinished).orElse(false);
  }

  /** What is asked of the bars to keep them, in order. */
  public List<Condition<? super Bar>> conditions() {
    return conditions(shapings);
  }

  /** What is asked of the bars before they are combined by period; of other bars nothing. */
  public List<Condition<? super Bar>> conditionsBeforePeriods() {
    int period = aggregated().map(shapings::indexOf).orElse(0);
    return conditions(shapings.subList(0, period));
  }

  private static List<Condition<? super Bar>> conditions(List<Shaping> steps) {
    List<Condition<? super Bar>> conditions = new ArrayList<>();
    for (Shaping step : steps) {
      if (step instanceof Shaping.Kept kept) {
        conditions.add(kept.condition());
      }
    }
    return conditions;
  }

  private static void requireOfOneTicker(Condition<? super Bar> condition) {
    condition.flags().forEach(flag -> requireOfOneTicker(condition, flag));
  }

  /** Fails if bars could not be told from those of other tickers before these are left out. */
  private static void requireOfOneTicker(Condition<? super Bar> condition, Metric<?, ?> metric) {
    if (Rank.isAcrossTickers(metric)) {
      throw new InvalidPlanException(
          "bars cannot be kept where "
              + condition.describe()
              + ": "
              + metric.name()
              + " compares tickers; measure it, and use where(...) after measure(...)");
    }
    metric.inputs().forEach(input -> requireOfOneTicker(condition, input));
  }

  /** Fails if what decides which bars are kept cannot be computed from the bars in their basis. */
  public void requireComputable() {
    List<Flag<?>> flags = flagsOfKept();
    int before = flagsOf(conditionsBeforePeriods()).size();
    Columns.requireReadable(this, flags.subList(0, before));
    Columns.requireComputable(this, flags.subList(before, flags.size()));
  }

  /** The flags that decide which bars are kept. */
  public List<Flag<?>> flagsOfKept() {
    return flagsOf(conditions());
  }

  private static List<Flag<?>> flagsOf(List<Condition<? super Bar>> conditions) {
    List<Flag<?>> flags = new ArrayList<>();
    conditions.forEach(condition -> flags.addAll(condition.flags()));
    return flags;
  }

  /** In which shares the bars count that this node yields; empty where nobody stated it. */
  public Optional<Basis> basis() {
    return splitAdjusted ? Optional.of(Basis.SPLIT_ADJUSTED) : basisAsRead();
  }

  /** In which shares the source counts, as far as that is stated. */
  public Optional<Basis> basisAsRead() {
    return stated.isPresent() ? stated : source.basis();
  }

  /** Whether split coefficients have to be applied to what is read. */
  public boolean adjustsForSplits() {
    return splitAdjusted && basisAsRead().equals(Optional.of(Basis.RAW));
  }

  /** Whether the volumes of the bars have fractions. */
  public Volumes volumes() {
    if (adjustsForSplits()) {
      return Volumes.ADJUSTED;
    }
    return rules.fractionalVolume() == FractionalVolume.KEEP ? Volumes.FRACTIONAL : Volumes.WHOLE;
  }

  /** The columns that the bars have; those that are not raw know of no splits. */
  public List<BarColumn> barColumns() {
    Set<BarColumn> optional = source.optionalColumns();
    boolean isRaw = basis().equals(Optional.of(Basis.RAW));
    return Arrays.stream(BarColumn.values())
        .filter(
            column ->
                switch (column.presence()) {
                  case REQUIRED, USUAL -> true;
                  case IF_RAW -> isRaw;
                  case OPTIONAL -> optional.contains(column);
                })
        .toList();
  }

  /** The columns that are read of the source. */
  public Set<BarColumn> columnsRead() {
    Set<BarColumn> columns = EnumSet.allOf(BarColumn.class);
    columns.removeIf(BarColumn::isOptional);
    columns.addAll(source.optionalColumns());
    return columns;
  }

  @Override
  public BarsNode bars() {
    return this;
  }

  @Override
  public List<String> steps() {
    return List.of();
  }

  @Override
  public Schema<Bar> schema() {
    return new Schema<>(Columns.ofBars(this, bar -> bar));
  }

  /** What becomes of the bars that are read and checked, in lines. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    if (adjustsForSplits()) {
      lines.add("adjust volumes and prices for splits, up to the last day");
    }
    shapings.forEach(step -> lines.add(step.describe()));
    grouping.ifPresent(
        by ->
            lines.add(
                "group tickers by "
                    + by.describe()
                    + "; compare each with those of the same "
                    + by.name()
                    + " only"));
    if (!published.equals(DateRange.all())) {
      lines.add("publish " + published);
    }
    return lines;
  }

  /** Whether bars of this date are published. */
  public boolean publishes(LocalDate date) {
    return published.contains(date);
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.bars(this);
  }

  @Override
  public <T> T accept(SeriesNode.Visitor<T> visitor) {
    return visitor.bars(this);
  }

  @Override
  public List<Metric<Bar, ?>> given() {
    return List.of();
  }

  @Override
  public <S extends Measured<Bar>> List<Schema.Column<S>> columns() {
    return Columns.ofBars(this, Measured::base);
  }
}
