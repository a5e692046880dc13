package io.github.marketvolume.files;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The files that a folder or a glob leaves out because their names begin with a dot or an
 * underscore. Those that may hold data are told of; markers and temporary files of known programs
 * are not.
 */
public final class HiddenFiles {

  /** Markers of Hadoop, Spark, Delta Lake and Databricks, and folders of work in progress. */
  private static final Pattern MARKER =
      Pattern.compile(
          "_(SUCCESS|temporary|metadata|common_metadata|delta_log|spark_metadata"
              + "|symlink_format_manifest|committed_.*|started_.*)(\\.crc)?");

  /** Checksums, backups and downloads in progress. */
  private static final Pattern NO_DATA = Pattern.compile(".*(~|\\.(crc|tmp|swp|part|crdownload))");

  /** What a name with a dot must end in: most of those are of programs. Not those of macOS. */
  private static final Pattern DATA =
      Pattern.compile("\\.[^_~].*\\.(csv|txt|tsv|psv|prn|dat|asc|parquet)(\\.gz)?");

  private final Set<String> leftOut = new TreeSet<>();

  /**
   * Whether a file or folder of this name is left out; or whether a pattern names only such, by how
   * it begins.
   */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Whether an object is what some programs leave for a folder that they made. */
  public static boolean isFolderMark(String name, long size) {
    return size == 0 && name.endsWith("_$folder$");
  }

  /**
   * Leaves a file out.
   *
   * @param location the file, as messages show it
   * @param name what is hidden of it: its name, or that of a folder that it is in
   */
  public void leaveOut(String location, String name) {
    if (mayHoldData(name)) {
      leftOut.add(location);
    }
  }

  private static boolean mayHoldData(String name) {
    return name.startsWith("_")
        ? !MARKER.matcher(name).matches() && !NO_DATA.matcher(name).matches()
        : DATA.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Warns of what was left out, if it may hold data.
   *
   * @param read what was not, by another location
   */
  public void warn(Set<String> read, Consumer<String> warnings) {
    leftOut.removeAll(read);
    if (leftOut.isEmpty()) {
      return;
    }
    String first = leftOut.iterator().next();
    warnings.accept(
        leftOut.size() == 1
            ? first
                + " was not read: a name that begins with a dot or an underscore is hidden; to"
                + " read it, name it"
            : String.format(
                Locale.ROOT,
                "%s and %,d more were not read: names that begin with a dot or an underscore are"
                    + " hidden; to read them, name them",
                first,
                leftOut.size() - 1));
  }
}
