package io.github.marketvolume.market;

import io.github.marketvolume.error.SafeText;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;

/**
 * A row of the input that a quality rule rejected, with the details to find and fix it. A whole
 * unreadable file is one such row.
 */
@Value.Immutable
@ValueStyle
public abstract class RejectedRow {

  /** The rule's name, such as {@code volume-is-integer}. */
  public abstract String rule();

  /** What is wrong, in words: {@code Volume "12e" is not a whole number}. */
  public abstract String reason();

  /** The origin of the row: a file's path, or a table's name. */
  public abstract String origin();

  /** The line of the file or the position in the source, from 1; empty for a whole file. */
  public abstract OptionalLong line();

  /** The row as it was read, where the source is text. */
  public abstract Optional<String> text();

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The row as one line, fit for a terminal: {@code prices.csv:1204: Volume "12e" is not a whole
   * number (rule …)}.
   */
  public String describe() {
    return SafeText.line(
        origin()
            + (line().isPresent() ? ":" + line().getAsLong() : "")
            + ": "
            + reason()
            + " (rule "
            + rule()
            + ")");
  }

  /** Builds a {@link RejectedRow}; rule, reason and origin are required. */
  public static final class Builder extends ImmutableRejectedRow.Builder {
    Builder() {}
  }
}
