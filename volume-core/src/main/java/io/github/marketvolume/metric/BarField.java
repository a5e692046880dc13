package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A field that every bar has, as a metric. The usual ones have constants in {@link BarMetrics}.
 *
 * @param <T> {@code Double} for prices, {@code Long} for volume
 */
public record BarField<T extends Number>(Kind kind, Class<T> type, String label)
    implements NumericMetric<Bar, T> {

  public BarField {
    ColumnName.checkedOrNull(label);
  }

  /** Which field. */
  public enum Kind {
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    ADJ_CLOSE,
    VOLUME
  }

  /** The field's value on a bar, empty where it is missing. */
  public Optional<T> valueOn(Bar bar) {
    Number value =
        switch (kind) {
          case OPEN -> orNull(bar.open());
          case HIGH -> orNull(bar.high());
          case LOW -> orNull(bar.low());
          case CLOSE -> orNull(bar.close());
          case ADJ_CLOSE -> orNull(bar.adjClose());
          case VOLUME -> bar.volume().isPresent() ? (Number) bar.volume().getAsLong() : null;
        };
    return Optional.ofNullable(type.cast(value));
  }

  private static Number orNull(OptionalDouble price) {
    return price.isPresent() ? (Number) price.getAsDouble() : null;
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
