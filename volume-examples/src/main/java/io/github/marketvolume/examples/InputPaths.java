package io.github.marketvolume.examples;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the files that inputs name, before an engine is started and without one. */
final class InputPaths {

  private static final String GLOB = ".*[*?\\[{].*";

  private InputPaths() {}

  /**
   * Whether there is a file or folder of this name, or one that fits this glob. URIs are taken on
   * trust, but for those of files: only the engine knows how to reach them.
   *
   * @throws IllegalArgumentException if it cannot be the name of a file, or a glob
   */
  static boolean exists(String input) {
    if (input.startsWith("file:")) {
      String path = URI.create(input).getPath();
      if (path == null) {
        throw new IllegalArgumentException("it has no absolute path; write file:///folder/name");
      }
      return !Path.of(path).toString().isEmpty(); // or says that it is no path
    }
    return input.contains("://") || Files.exists(Path.of(input)) || !matches(input).isEmpty();
  }

  /**
   * The files that an input of this machine names: the file, the folder's files, or what fits the
   * glob. Hidden ones, whose names begin with a dot or an underscore, are left out, as runners do.
   */
  static List<Path> files(String input) {
    Path path = Path.of(input);
    List<Path> files = new ArrayList<>();
    for (Path match : Files.exists(path) ? List.of(path) : matches(input)) {
      if (Files.isDirectory(match)) {
        find(match, 1, found -> Files.isRegularFile(found) && !isHidden(found)).forEach(files::add);
      } else {
        files.add(match);
      }
    }
    return files;
  }

  private static boolean isHidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.startsWith("_");
  }

  private static List<Path> matches(String glob) {
    if (!glob.matches(GLOB)) {
      return List.of();
    }
    Path pattern = Path.of(glob).toAbsolutePath().normalize();
    Path root = pattern;
    while (root.toString().matches(GLOB)) {
      root = root.getParent();
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return find(
        root,
        pattern.getNameCount() - root.getNameCount(),
        path -> matcher.matches(path) && !isHidden(path));
  }

  private static List<Path> find(Path root, int depth, Predicate<Path> condition) {
    try (Stream<Path> paths = Files.walk(root, depth)) {
      return paths.filter(condition).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new SourceException(root + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
