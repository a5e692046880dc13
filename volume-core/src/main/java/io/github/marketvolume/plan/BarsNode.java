package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
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

/**
 * Reads bars, checks them, and publishes those of a range of dates. Earlier ones are read too, as
 * look-back; later ones are not used at all.
 *
 * @param stated the basis that the user stated of the source; empty for what the source itself says
 * @param splitAdjusted whether raw bars are adjusted for splits
 * @param kept which bars are kept, before anything is computed of them: those of which all of these
 *     hold, each asked of the bars that those before it kept
 * @param published the dates that are published
 * @param asOf the date after which a bar is from the future; empty for the day of the run
 */
public record BarsNode(
    Source<Bar> source,
    Optional<Basis> stated,
    boolean splitAdjusted,
    List<Condition<? super Bar>> kept,
    DateRange published,
    Optional<LocalDate> asOf,
    BarRules rules)
    implements PlanNode<Bar>, SeriesNode<Bar> {

  public BarsNode {
    kept = List.copyOf(kept);
    kept.forEach(BarsNode::requireOfOneTicker);
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
        DateRange.all(),
        Optional.empty(),
        BarRules.standard());
  }

  /** These bars, of which only those are kept for which a condition holds. */
  public BarsNode where(Condition<? super Bar> condition) {
    List<Condition<? super Bar>> all = new ArrayList<>(kept);
    all.add(condition);
    return new BarsNode(source, stated, splitAdjusted, all, published, asOf, rules);
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
    Columns.requireComputable(this, flagsOfKept());
  }

  /** The flags that decide which bars are kept. */
  public List<Flag<?>> flagsOfKept() {
    List<Flag<?>> flags = new ArrayList<>();
    kept.forEach(condition -> flags.addAll(condition.flags()));
    return flags;
  }

  /** In which shares the bars count that this node yields; empty where nobody stated it. */
  public Optional<Basis> basis() {
    return splitAdjusted ? Optional.of(Basis.SPLIT_ADJUSTED) : basisAsRead();
  }

  /** In which shares the source counts, as far as that is stated. */
  Optional<Basis> basisAsRead() {
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
    kept.forEach(condition -> lines.add("keep only bars where " + condition.describe()));
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
