package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;

/**
 * The file for the report of a run, a JSON object. It is published together with the folders of the
 * run, or not at all, so that it always describes them. It must not exist, unless it may be
 * replaced; only the report of a run is ever replaced. An immutable value.
 *
 * @param location the file: a path or a URI
 * @param replacesExisting whether an existing report is replaced when the run succeeds
 */
public record ReportFile(String location, boolean replacesExisting) {

  public ReportFile {
    Arguments.required(location, "location");
    if (location.isBlank()) {
      throw new InvalidPlanException("a report to write has no name; give a path or a URI");
    }
  }

  public static ReportFile at(String location) {
    return new ReportFile(location, false);
  }

  /** The same file, replaced if it exists. */
  public ReportFile replacingExisting() {
    return new ReportFile(location, true);
  }

  /** The file without the secrets that its location may have. */
  @Override
  public String toString() {
    return "ReportFile[" + SafeText.location(location) + (replacesExisting ? ", replacing]" : "]");
  }
}
