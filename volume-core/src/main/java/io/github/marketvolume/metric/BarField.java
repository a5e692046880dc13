package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A field that every bar has, as a metric. The usual ones have constants in {@link BarMetrics}.
 *
 * @param <T> the type of the column's values
 * @param column which field
 * @param stated the shares it refers to; unstated for the basis of the bars
 */
public record BarField<T extends Number>(
    BarColumn column, Class<T> type, StatedBasis stated, Label label)
    implements NumericMetric<Bar, T> {

  public BarField {
    Arguments.required(column, "column");
    Arguments.required(type, "type");
    Arguments.required(stated, "stated");
    Arguments.required(label, "label");
    if (column.isKey()) {
      throw new InvalidPlanException(
          column.words() + " is not a number; take another field of the bar");
    }
    if (stated != StatedBasis.UNSTATED && !column.unit().hasBasis()) {
      throw new InvalidPlanException(column.words() + " has no basis; take close or volume");
    }
  }

  /** A field in the basis of the bars. */
  static <T extends Number> BarField<T> of(BarColumn column, Class<T> type) {
    return new BarField<>(column, type, StatedBasis.UNSTATED, Label.NONE);
  }

  /**
   * This field in the shares of the day itself. The bars must be raw.
   *
   * @throws InvalidPlanException if the field is neither a volume nor a price as traded
   */
  public BarField<T> raw() {
    return new BarField<>(column, type, StatedBasis.RAW, label);
  }

  /**
   * This field in the shares of the last day that is read, at the latest the last that is
   * published: raw bars are adjusted by their split coefficients, see {@link
   * io.github.marketvolume.kernel.SplitAdjustment}. Later shares are hindsight, but only of splits:
   * the ratio of two days' volumes never changes.
   *
   * @throws InvalidPlanException if the field is neither a volume nor a price as traded
   */
  public BarField<T> splitAdjusted() {
    return new BarField<>(column, type, StatedBasis.SPLIT_ADJUSTED, label);
  }

  /** The field in the shares that the bars themselves count in. */
  public BarField<T> ofBarItself() {
    return new BarField<>(column, type, StatedBasis.UNSTATED, Label.NONE);
  }

  /** In which shares it counts; empty for those that the bars themselves count in. */
  public Optional<Basis> basis() {
    return stated.basis();
  }

  /** Whether a bar itself has the value, in the bar's basis. */
  public boolean isOfBarItself() {
    return stated == StatedBasis.UNSTATED;
  }

  /**
   * The field's value on a bar, in the basis of the bar; empty where it is missing.
   *
   * @throws IllegalStateException if the field has its own basis, which a bar does not know
   */
  public Optional<T> valueOn(Bar bar) {
    if (!isOfBarItself()) {
      throw new IllegalStateException(name() + " is not a field of the bar itself");
    }
    return column.valueOn(bar).map(type::cast);
  }

  @Override
  public String name() {
    return label.or(this::defaultName);
  }

  private String defaultName() {
    String name = column.columnName();
    return isOfBarItself() ? name : stated.name().toLowerCase(Locale.ROOT) + "_" + name;
  }

  @Override
  public String describe() {
    return basis().map(basis -> basis.describe() + " ").orElse("") + column.words();
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
    return label.isNone() ? this : new BarField<>(column, type, stated, Label.NONE);
  }

  @Override
  public BarField<T> as(String name) {
    return new BarField<>(column, type, stated, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
