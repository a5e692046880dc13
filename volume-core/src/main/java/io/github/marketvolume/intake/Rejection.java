package io.github.marketvolume.intake;

import io.github.marketvolume.files.CsvSplit;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A rejected row on its way.
 *
 * @param position where it was read, as in {@link CsvSplit#position}
 * @param rule the name of the rule that it broke
 * @param reason how, in words
 * @param text the row as read; null if it is still to be fetched from its file
 */
public record Rejection(long position, String rule, String reason, @Nullable String text)
    implements Serializable {

  /** The rejection of a row that was read there. */
  public static Rejection of(long position, Breach breach, @Nullable String text) {
    return new Rejection(position, breach.rule(), breach.reason(), text);
  }
}
