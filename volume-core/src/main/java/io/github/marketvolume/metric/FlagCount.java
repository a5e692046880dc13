package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.util.List;

/** The number of a series' published rows on which a flag is set. */
public record FlagCount<R extends Dated>(Flag<R> flag, String label) implements Summary<R, Long> {

  public FlagCount {
    ColumnName.checkedOrNull(label);
  }

  @Override
  public String name() {
    return label == null ? "count_" + flag.name() : label;
  }

  @Override
  public Class<Long> type() {
    return Long.class;
  }

  @Override
  public String describe() {
    return "number of rows where " + flag.describe();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(flag);
  }

  @Override
  public FlagCount<R> definition() {
    return new FlagCount<>(flag.definition(), null);
  }

  @Override
  public FlagCount<R> as(String name) {
    return new FlagCount<>(flag, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
