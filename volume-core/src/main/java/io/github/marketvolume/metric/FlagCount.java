package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/** The number of a series' published rows on which a flag is set. */
public record FlagCount<R extends Dated>(Flag<R> flag, Label label) implements Summary<R, Long> {

  public FlagCount {
    Arguments.required(flag, "flag");
    Arguments.required(label, "label");
  }

  @Override
  public String name() {
    return label.or(() -> "count_" + flag.name());
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
    return new FlagCount<>(flag.definition(), Label.NONE);
  }

  @Override
  public FlagCount<R> as(String name) {
    return new FlagCount<>(flag, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
