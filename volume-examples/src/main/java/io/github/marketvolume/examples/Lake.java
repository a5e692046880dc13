package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A data lake in Cloud Storage: files as they came in its folder raw, the bars of the last run, as
 * Parquet, in its folder bars.
 *
 * @param location a URI that begins with gs://, without a slash at its end
 */
record Lake(String location) {

  /** Whether an input is one that only a lake can take. */
  static boolean isUrl(String input) {
    return input.startsWith("http://") || input.startsWith("https://");
  }

  /**
   * Sees to it that the lake has the files, and returns where: those of this machine and of the web
   * are kept in it, unless they are there; those of Cloud Storage stay where they are.
   *
   * @param inputs files, folders, globs and URLs
   */
  List<String> keep(List<String> inputs, Cloud cloud, Progress progress) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<String> kept = new ArrayList<>();
    for (String input : inputs) {
      if (isUrl(input)) {
        URI url = url(input);
        progress.begins("keep a file of " + url.getHost() + " in " + raw());
        kept.add(cloud.keep(raw(), url, today));
      } else if (input.contains("://")) {
        kept.add(input);
      } else {
        for (Path file : InputPaths.files(input)) {
          progress.begins("keep " + file + " in " + raw());
          kept.add(cloud.keep(raw(), file, today));
        }
      }
    }
    return kept;
  }

  /**
   * A URL of a file; what cannot be read as one may hold secrets, and is neither shown nor kept as
   * a cause.
   *
   * @throws InvalidPlanException if it is not a URL, or its name cannot be a file's
   */
  static URI url(String input) {
    URI url = null;
    try {
      url = URI.create(input);
    } catch (IllegalArgumentException e) {
      // said below, without the words that repeat it
    }
    if (url == null || url.getHost() == null || url.getPath().chars().anyMatch(c -> c < ' ')) {
      throw new InvalidPlanException(
          "an --input is not a URL such as https://example.org/prices.csv.gz");
    }
    return url;
  }

  private String raw() {
    return location + "/raw";
  }

  private String bars() {
    return location + "/bars";
  }

  /** Where a run puts its bars. */
  ParquetSink barsSink() {
    return ParquetSink.at(bars()).replacingExisting();
  }

  /** The bars that a run has put there. */
  ParquetSource barsSource() {
    return ParquetSource.at(bars());
  }

  /** Where outputs go if nobody says where else. */
  String usualOutput() {
    return location + "/sp500";
  }
}
