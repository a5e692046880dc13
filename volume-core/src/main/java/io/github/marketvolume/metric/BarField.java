package io.github.marketvolume.metric;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A field that every bar has, as a metric. The usual ones have constants in {@link BarMetrics}.
 *
 * @param <T> {@code Double} for prices, {@code Long} for volume
 * @param basis in which shares it counts; null for those that the bars themselves count in
 */
public record BarField<T extends Number>(Kind kind, Class<T> type, Basis basis, String label)
    implements NumericMetric<Bar, T> {

  public BarField {
    if (basis != null && !kind.hasBasis()) {
      throw new InvalidPlanException(
          kind.words() + " does not count in shares of one day; take close or volume");
    }
    ColumnName.checkedOrNull(label);
  }

  /** A field in the basis of the bars. */
  static <T extends Number> BarField<T> of(Kind kind, Class<T> type) {
    return new BarField<>(kind, type, null, null);
  }

  /** Which field. */
  public enum Kind {
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    ADJ_CLOSE,
    VOLUME,
    SPLIT_COEFFICIENT;

    /** Whether it is a price, or what a price became by adjustment. */
    public boolean isPrice() {
      return this != VOLUME && this != SPLIT_COEFFICIENT;
    }

    /** Whether it counts in shares, be it a number of them or the price of one. */
    public boolean hasBasis() {
      return this != ADJ_CLOSE && this != SPLIT_COEFFICIENT;
    }

    private String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * This field in the shares of the day itself, whatever is done with the bars. They must be raw.
   *
   * @throws InvalidPlanException if the field is neither a volume nor a price as traded
   */
  public BarField<T> raw() {
    return new BarField<>(kind, type, Basis.RAW, label);
  }

  /**
   * This field in the shares of the last day that is read, up to the last that is published: raw
   * bars are adjusted by their split coefficients, see {@link
   * io.github.marketvolume.kernel.SplitAdjustment}. Being told in later shares is hindsight, but
   * only of splits: a day's volume as a multiple of any other day's is always the same.
   *
   * @throws InvalidPlanException if the field is neither a volume nor a price as traded
   */
  public BarField<T> splitAdjusted() {
    return new BarField<>(kind, type, Basis.SPLIT_ADJUSTED, label);
  }

  /** Whether a bar itself has the value, in the basis that it is in. */
  public boolean isOfBarItself() {
    return basis == null;
  }

  /**
   * The field's value on a bar, in the basis of the bar; empty where it is missing.
   *
   * @throws IllegalStateException if the field is in a basis of its own, which a bar does not know
   */
  public Optional<T> valueOn(Bar bar) {
    if (!isOfBarItself()) {
      throw new IllegalStateException(name() + " is no field of a bar alone");
    }
    Number value =
        switch (kind) {
          case OPEN -> orNull(bar.open());
          case HIGH -> orNull(bar.high());
          case LOW -> orNull(bar.low());
          case CLOSE -> orNull(bar.close());
          case ADJ_CLOSE -> orNull(bar.adjClose());
          case VOLUME -> bar.volume().isPresent() ? (Number) bar.volume().getAsLong() : null;
          case SPLIT_COEFFICIENT -> orNull(bar.splitCoefficient());
        };
    return Optional.ofNullable(type.cast(value));
  }

  private static Number orNull(OptionalDouble price) {
    return price.isPresent() ? (Number) price.getAsDouble() : null;
  }

  @Override
  public String name() {
    if (label != null) {
      return label;
    }
    String name = kind.name().toLowerCase(Locale.ROOT);
    return basis == null ? name : basis.name().toLowerCase(Locale.ROOT) + "_" + name;
  }

  @Override
  public String describe() {
    return basis == null ? kind.words() : basis.describe() + " " + kind.words();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of();
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, new LookBack.Bars(0));
  }

  @Override
  public BarField<T> definition() {
    return label == null ? this : new BarField<>(kind, type, basis, null);
  }

  @Override
  public BarField<T> as(String name) {
    return new BarField<>(kind, type, basis, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
