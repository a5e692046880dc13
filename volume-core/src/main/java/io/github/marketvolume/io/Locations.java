package io.github.marketvolume.io;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import java.util.List;
import java.util.stream.Collectors;

/** The places that a source of files names. */
final class Locations {

  private Locations() {}

  /**
   * A copy of them.
   *
   * @param format what the files are, for messages
   * @throws InvalidPlanException if there are none, or one is blank
   */
  static List<String> of(List<String> locations, String format) {
    if (locations.isEmpty()) {
      throw new InvalidPlanException(
          "a " + format + " source needs at least one file, folder or glob");
    }
    if (locations.stream().anyMatch(String::isBlank)) {
      throw new InvalidPlanException(
          "a location of a " + format + " source has no name; give a file, a folder or a glob");
    }
    return List.copyOf(locations);
  }

  /** The locations as messages show them. */
  static String shown(List<String> locations) {
    return locations.stream().map(SafeText::location).collect(Collectors.joining(", "));
  }
}
