package io.github.marketvolume.files;

import io.github.marketvolume.error.SourceException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What is said of files that have no rows, such as parts of a folder that a program wrote. They are
 * told of, and an error where no file has any.
 */
public final class FilesWithoutRows {

  private FilesWithoutRows() {}

  /**
   * Warns of files without rows.
   *
   * @param without the locations of those files, in the order of the input
   * @param files how many files there are in all
   * @param source what they are the source of, in words
   * @throws SourceException if there is no file with a row
   */
  public static void tell(
      List<String> without, int files, String source, Consumer<String> warnings) {
    if (without.isEmpty()) {
      return;
    }
    String first = without.get(0);
    if (without.size() < files) {
      warnings.accept(
          without.size() == 1
              ? first + " has no rows"
              : String.format(
                  Locale.ROOT, "%s and %,d more files have no rows", first, without.size() - 1));
      return;
    }
    throw new SourceException(
        files == 1
            ? first + " has no rows; check that it is the right file and complete"
            : String.format(
                Locale.ROOT,
                "%s: none of its %,d files has a row; check that they are the right ones",
                source,
                files));
  }
}
