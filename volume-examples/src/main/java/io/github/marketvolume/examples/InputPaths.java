package io.github.marketvolume.examples;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Finds mistyped inputs before an engine is started. */
final class InputPaths {

  private InputPaths() {}

  /**
   * Whether there is a file or folder of this name, or one that fits this glob. URIs are taken on
   * trust: only the engine knows how to reach them.
   */
  static boolean exists(String input) {
    if (input.contains("://") || Files.exists(Path.of(input))) {
      return true;
    }
    return input.matches(".*[*?\\[{].*") && matchesAny(input);
  }

  /** Expands as the engine will, whose globs are Hadoop's. */
  private static boolean matchesAny(String glob) {
    try {
      FileStatus[] files =
          FileSystem.getLocal(new Configuration(false))
              .globStatus(new org.apache.hadoop.fs.Path(glob));
      return files != null && files.length > 0;
    } catch (IOException e) {
      throw new SourceException(glob + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
