package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Optional;

/**
 * The level of the score that a flag's rule compares, such as {@code SEVERE}; missing where the
 * flag is not set, and below the lowest level.
 */
public record LevelOf<R extends Dated>(Flag<R> flag, Levels levels, Label label)
    implements Metric<R, String> {

  public LevelOf {
    Arguments.required(flag, "flag");
    Arguments.required(levels, "levels");
    Arguments.required(label, "label");
  }

  /** The level of a row on which the flag is set, by what its rule says of the row. */
  public Optional<String> of(Verdict verdict) {
    return verdict.fires() ? levels.of(verdict.score()) : Optional.empty();
  }

  @Override
  public String name() {
    return label.or(() -> "level");
  }

  @Override
  public Class<String> type() {
    return String.class;
  }

  @Override
  public String describe() {
    return "level where " + flag.describe() + ": " + levels;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(flag);
  }

  @Override
  public LookBack lookBack() {
    return flag.lookBack();
  }

  @Override
  public LevelOf<R> definition() {
    return new LevelOf<>(flag.definition(), levels, Label.NONE);
  }

  @Override
  public LevelOf<R> as(String name) {
    return new LevelOf<>(flag, levels, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
