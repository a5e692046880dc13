package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.Locale;

/**
 * A field that every bar has, as a metric. The usual ones have constants in {@link BarMetrics}.
 *
 * @param <T> {@code Double} for prices, {@code Long} for volume
 */
public record BarField<T extends Number>(Kind kind, Class<T> type, String label)
    implements NumericMetric<Bar, T> {

  /** Which field. */
  public enum Kind {
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    ADJ_CLOSE,
    VOLUME
  }

  @Override
  public String name() {
    return label == null ? kind.name().toLowerCase(Locale.ROOT) : label;
  }

  @Override
  public String describe() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of();
  }

  @Override
  public LookBack lookBack() {
    return new LookBack.Bars(0);
  }

  @Override
  public BarField<T> definition() {
    return label == null ? this : new BarField<>(kind, type, null);
  }

  @Override
  public BarField<T> as(String name) {
    return new BarField<>(kind, type, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
