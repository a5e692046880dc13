package io.github.marketvolume.metric;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Basis;
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
   *     multiplies a volume by a price of another basis
   */
  public static void require(
      Optional<Basis> bars, String source, List<? extends Metric<?, ?>> metrics) {
    for (Metric<?, ?> metric : metrics) {
      if (metric instanceof BarField<?> field && field.basis() != null) {
        requireAvailable(field, bars, source);
      }
      if (metric instanceof Derived<?> product
          && product.operation() == Derived.Operation.PRODUCT) {
        requireOne(product.operands().get(0), product.operands().get(1), bars);
      }
      require(bars, source, metric.inputs());
    }
  }

  private static void requireAvailable(BarField<?> field, Optional<Basis> bars, String source) {
    if (bars.isEmpty()) {
      throw new InvalidPlanException(
          field.name()
              + " cannot be told: nobody stated the basis of "
              + source
              + "; state it with inBasis(...)");
    }
    if (field.basis() == Basis.RAW && bars.get() == Basis.SPLIT_ADJUSTED) {
      throw new InvalidPlanException(
          field.name()
              + " cannot be told: the bars are split-adjusted already; measure it on the raw bars,"
              + " before splitAdjusted()");
    }
  }

  /**
   * Fails if one factor is of volumes and the other of prices in another basis.
   *
   * @param bars what the bars themselves count in; empty where that is not known
   */
  static void requireOne(Metric<?, ?> one, Metric<?, ?> other, Optional<Basis> bars) {
    requireOneOfEach(one, other, bars);
    requireOneOfEach(other, one, bars);
  }

  private static void requireOneOfEach(
      Metric<?, ?> volumes, Metric<?, ?> prices, Optional<Basis> bars) {
    for (BarField<?> volume : fieldsOf(volumes)) {
      for (BarField<?> price : fieldsOf(prices)) {
        if (volume.kind() == BarField.Kind.VOLUME
            && price.kind().isPrice()
            && !agree(volume, price, bars)) {
          throw new InvalidPlanException(
              volume.describe()
                  + " times "
                  + price.describe()
                  + ": the one counts in other shares than the other; "
                  + (price.kind() == BarField.Kind.ADJ_CLOSE
                      ? "take close, for adj close is adjusted for dividends too"
                      : "take both raw, or both split-adjusted"));
        }
      }
    }
  }

  private static boolean agree(BarField<?> volume, BarField<?> price, Optional<Basis> bars) {
    if (!price.kind().hasBasis()) {
      return false;
    }
    Basis ofVolume = volume.basis() == null ? bars.orElse(null) : volume.basis();
    Basis ofPrice = price.basis() == null ? bars.orElse(null) : price.basis();
    // What the bars count in may yet turn out to be the basis of the other.
    return ofVolume == null || ofPrice == null || ofVolume == ofPrice;
  }

  private static Set<BarField<?>> fieldsOf(Metric<?, ?> metric) {
    Set<BarField<?>> fields = new LinkedHashSet<>();
    if (metric instanceof BarField<?> field) {
      fields.add(field);
    }
    metric.inputs().forEach(input -> fields.addAll(fieldsOf(input)));
    return fields;
  }
}
