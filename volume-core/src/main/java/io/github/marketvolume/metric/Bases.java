package io.github.marketvolume.metric;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn.Unit;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps volumes of one basis and prices of another from being combined. */
public final class Bases {

  private Bases() {}

  /**
   * Fails if metrics cannot be computed from bars of a basis.
   *
   * @param bars the basis of the bars; empty where nobody stated it
   * @param source the bars in words, for messages
   * @throws InvalidPlanException if a metric asks for a basis that the bars do not tell, or
   *     combines volumes and prices of different bases
   */
  public static void require(
      Optional<Basis> bars, String source, List<? extends Metric<?, ?>> metrics) {
    for (Metric<?, ?> metric : metrics) {
      if (metric instanceof BarField<?> field && !field.isOfBarItself()) {
        requireAvailable(field, bars, source);
      }
      if (metric instanceof Derived<?> derived) {
        requireFit(derived.operation(), derived.operands(), bars);
      }
      require(bars, source, metric.inputs());
    }
  }

  /**
   * Fails if a rule judges by levels that later splits restate.
   *
   * @param adjusting whether the run itself adjusts the bars for splits
   * @throws InvalidPlanException if it does; a rule that is {@linkplain AnomalyRule#isScaleFree
   *     scale-free} may
   */
  public static void requireNotRestated(AnomalyRule<?> rule, boolean adjusting) {
    Restatement.requireNone(rule, adjusting);
  }

  private static void requireAvailable(BarField<?> field, Optional<Basis> bars, String source) {
    if (bars.isEmpty()) {
      throw new InvalidPlanException(
          field.name()
              + " cannot be computed: the basis of "
              + source
              + " is not stated; state it with inBasis(...)");
    }
    if (field.stated() == StatedBasis.RAW && bars.get() == Basis.SPLIT_ADJUSTED) {
      throw new InvalidPlanException(
          field.name()
              + " cannot be computed: the bars are already split-adjusted; measure it on the raw"
              + " bars, before splitAdjusted()");
    }
  }

  /**
   * Fails if operands count in shares of different days: a volume that is multiplied or divided by
   * a price of another basis, volumes of different bases that are added or compared, and prices
   * likewise.
   *
   * @param bars what the bars themselves count in; empty where that is not known
   */
  static void requireFit(
      Derived.Operation operation,
      List<? extends NumericMetric<?, ?>> operands,
      Optional<Basis> bars) {
    if (operation.isUnary()) {
      return;
    }
    if (operation == Derived.Operation.TIMES || operation == Derived.Operation.DIVIDED_BY) {
      requireOneOfEach(operation, operands.get(0), operands.get(1), bars);
      requireOneOfEach(operation, operands.get(1), operands.get(0), bars);
    } else {
      requireAlike(operation, operands.get(0), operands.get(1), bars);
    }
  }

  private static void requireAlike(
      Derived.Operation operation, Metric<?, ?> one, Metric<?, ?> other, Optional<Basis> bars) {
    if (one instanceof BarField<?> a
        && other instanceof BarField<?> b
        && a.column().unit().hasBasis()
        && b.column().unit().hasBasis()
        && a.column().unit() == b.column().unit()
        && !agree(a, b, bars)) {
      throw new InvalidPlanException(
          a.describe()
              + operation.inWords()
              + b.describe()
              + ": they count in different shares; take both raw, or both"
              + " split-adjusted");
    }
  }

  private static void requireOneOfEach(
      Derived.Operation operation,
      Metric<?, ?> volumes,
      Metric<?, ?> prices,
      Optional<Basis> bars) {
    for (BarField<?> volume : fieldsOf(volumes)) {
      for (BarField<?> price : fieldsOf(prices)) {
        if (volume.column().unit() == Unit.SHARES
            && price.column().unit().isPrice()
            && !agree(volume, price, bars)) {
          throw new InvalidPlanException(
              volume.describe()
                  + (operation == Derived.Operation.TIMES ? " times " : " and ")
                  + price.describe()
                  + ": they count in different shares; "
                  + (price.column().unit() == Unit.ADJUSTED_PRICE
                      ? "take close, because adj close is adjusted for dividends too"
                      : "take both raw, or both split-adjusted"));
        }
      }
    }
  }

  private static boolean agree(BarField<?> volume, BarField<?> price, Optional<Basis> bars) {
    if (!price.column().unit().hasBasis()) {
      return false;
    }
    Optional<Basis> ofVolume = volume.basis().or(() -> bars);
    Optional<Basis> ofPrice = price.basis().or(() -> bars);
    // What the bars count in may yet turn out to be the basis of the other.
    return ofVolume.isEmpty() || ofPrice.isEmpty() || ofVolume.equals(ofPrice);
  }

  /** The fields in whose shares a metric counts; none of what is a pure number in any shares. */
  private static Set<BarField<?>> fieldsOf(Metric<?, ?> metric) {
    Set<BarField<?>> fields = new LinkedHashSet<>();
    if (isPureNumber(metric)) {
      return fields;
    }
    if (metric instanceof BarField<?> field) {
      fields.add(field);
    }
    metric.inputs().forEach(input -> fields.addAll(fieldsOf(input)));
    return fields;
  }

  private static boolean isPureNumber(Metric<?, ?> metric) {
    return (metric instanceof Derived<?> derived && derived.operation() == Derived.Operation.SIGN)
        || metric instanceof Rank
        || metric instanceof Flag
        || (metric instanceof Score<?> score && score.formula() instanceof StandardScore)
        || (metric instanceof SmoothedMetric<?> smoothed
            && smoothed.kind() == SmoothedMetric.Kind.SCORE)
        || (metric instanceof ExpectationMetric<?> expectation
            && expectation.kind() == ExpectationMetric.Kind.SCORE);
  }
}
