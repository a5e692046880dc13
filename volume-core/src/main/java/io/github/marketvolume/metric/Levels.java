package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names for ranges of a score: {@code Levels.of("WATCH", 0.55).and("SHOCK", 1.1).and("SEVERE", 2)}.
 * A score has the level with the highest threshold that it reaches, and none below all of them.
 *
 * @param list the levels, ascending
 */
public record Levels(List<Level> list) implements Serializable {

  /**
   * A level.
   *
   * @param name its name, not blank
   * @param from the score from which on it holds
   */
  public record Level(String name, double from) implements Serializable {

    public Level {
      Arguments.required(name, "name");
      if (name.isBlank() || !Double.isFinite(from)) {
        throw new IllegalArgumentException(
            "a level \""
                + name
                + "\" from "
                + from
                + " on is not possible; give a name and a number");
      }
    }

    @Override
    public String toString() {
      return name + " from " + ColumnName.words(from);
    }
  }

  public Levels {
    Arguments.requiredAll(list, "list");
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("there is no level; give one at least");
    }
    for (int i = 1; i < list.size(); i++) {
      if (list.get(i).from() <= list.get(i - 1).from()) {
        throw new IllegalArgumentException(
            "level " + list.get(i) + " comes after " + list.get(i - 1) + "; give levels ascending");
      }
    }
  }

  /** A single level. */
  public static Levels of(String name, double from) {
    return new Levels(List.of(new Level(name, from)));
  }

  /**
   * The same levels and a higher one.
   *
   * @throws IllegalArgumentException if it is not higher
   */
  public Levels and(String name, double from) {
    List<Level> more = new ArrayList<>(list);
    more.add(new Level(name, from));
    return new Levels(more);
  }

  /** The name of a score's level; empty below all, and for a score that is no number. */
  public Optional<String> of(double score) {
    Optional<String> reached = Optional.empty();
    for (Level level : list) {
      if (score >= level.from()) {
        reached = Optional.of(level.name());
      }
    }
    return reached;
  }

  @Override
  public String toString() {
    return list.stream().map(Level::toString).collect(Collectors.joining(", "));
  }
}
