package io.github.marketvolume.gcp;

import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Views without Spark: bars in memory, or a Parquet file for each. */
final class LocalViews {

  /** Views in memory, by name. */
  static final Map<String, List<Bar>> IN_MEMORY = new ConcurrentHashMap<>();

  private LocalViews() {}

  /** The file of a view. */
  static Path file(String view) {
    try {
      return Files.createDirectories(Path.of("target", "local-views")).resolve(view + ".parquet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
