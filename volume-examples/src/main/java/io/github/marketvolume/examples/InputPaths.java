package io.github.marketvolume.examples;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.stream.Stream;

/** Finds mistyped inputs before an engine is started, and without one. */
final class InputPaths {

  private static final String GLOB = ".*[*?\\[{].*";

  private InputPaths() {}

  /**
   * Whether there is a file or folder of this name, or one that fits this glob. URIs are taken on
   * trust: only the engine knows how to reach them.
   */
  static boolean exists(String input) {
    if (input.contains("://") || Files.exists(Path.of(input))) {
      return true;
    }
    return input.matches(GLOB) && matchesAny(input);
  }

  private static boolean matchesAny(String glob) {
    Path pattern = Path.of(glob).toAbsolutePath().normalize();
    Path root = pattern;
    while (root.toString().matches(GLOB)) {
      root = root.getParent();
    }
    if (!Files.isDirectory(root)) {
      return false;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int depth = pattern.getNameCount() - root.getNameCount();
    try (Stream<Path> paths = Files.walk(root, depth)) {
      return paths.anyMatch(matcher::matches);
    } catch (IOException | UncheckedIOException e) {
      throw new SourceException(glob + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
