package io.github.marketvolume.metric;

import java.io.Serializable;
import java.util.function.Supplier;

/**
 * The column name that a user gave to a metric, or {@link #NONE} where the default name stands.
 * Unlike an {@code Optional} it travels with its metric to where that is computed.
 *
 * @param text the name; empty for none
 */
public record Label(String text) implements Serializable {

  /** No name of a user's own. */
  public static final Label NONE = new Label("");

  public Label {
    if (!text.isEmpty()) {
      ColumnName.checked(text);
    }
  }

  /**
   * A name of a user's own.
   *
   * @throws IllegalArgumentException if it is not of the form {@code [a-z][a-z0-9_]*}
   */
  public static Label of(String name) {
    return new Label(ColumnName.checked(name));
  }

  /** Whether the default name stands. */
  public boolean isNone() {
    return text.isEmpty();
  }

  /** The user's name, or the default one. */
  String or(Supplier<String> defaultName) {
    return isNone() ? defaultName.get() : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
