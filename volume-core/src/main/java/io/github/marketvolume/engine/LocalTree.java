package io.github.marketvolume.engine;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the files of this machine that a location names, by the same rule for every runner: a file,
 * the files of a folder, or what a glob matches. What exists under the very name is no glob. Files
 * and folders whose names begin with a dot or an underscore are hidden, unless a location names
 * them, or that first letter. Links are followed; one that leads back to a folder that it is in
 * ends there.
 */
public final class LocalTree {

  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*", Pattern.DOTALL);

  /** Folders in which table formats keep what is valid of a folder's Parquet files. */
  private static final Set<String> TABLE_LOGS = Set.of("_delta_log", ".hoodie");

  private final boolean below;
  private boolean hasLinkedFolders;

  private LocalTree(boolean below) {
    this.below = below;
  }

  /**
   * What a location named, or a glob matched.
   *
   * @param files it, or the files in it
   * @param hasLinkedFolders whether a link to a folder was followed to find them
   */
  public record Match(Path path, List<Path> files, boolean hasLinkedFolders) {}

  /**
   * Finds files.
   *
   * @param location a path, or a URI of the scheme {@code file}
   * @param below whether the files of folders below count too, as in a partitioned dataset
   * @throws SourceException if a link leads nowhere, or, where folders below count, a folder is
   *     that of a table whose files are not all valid
   */
  public static List<Match> find(String location, boolean below) throws IOException {
    List<Match> matches = new ArrayList<>();
    for (Path path : matches(pathOf(location))) {
      LocalTree tree = new LocalTree(below);
      List<Path> files = new ArrayList<>();
      tree.add(path, true, List.of(), files);
      matches.add(new Match(path, List.copyOf(files), tree.hasLinkedFolders));
    }
    return matches;
  }

  private static Path pathOf(String location) {
    if (!location.startsWith("file:")) {
      return Path.of(location);
    }
    String path = location.substring("file:".length()).replaceFirst("^//[^/]*", "");
    try {
      String decoded = URI.create(location).getPath();
      return Path.of(decoded == null ? path : decoded);
    } catch (IllegalArgumentException e) { // it has characters that a URI would escape
      return Path.of(path);
    }
  }

  private static List<Path> matches(Path path) throws IOException {
    Path absolute = simple(path.toAbsolutePath());
    if (isThere(absolute)) {
      return List.of(absolute);
    }
    if (!GLOB.matcher(path.toString()).matches()) {
      return List.of();
    }
    List<Path> level = List.of(absolute.getRoot());
    for (Path part : absolute) {
      level = below(level, part.toString());
    }
    return level;
  }

  /** A path without detours, unless it is another one then: a link's parent is elsewhere. */
  private static Path simple(Path path) throws IOException {
    Path normal = path.normalize();
    boolean isOther =
        !normal.equals(path)
            && Files.exists(path)
            && !(Files.exists(normal) && Files.isSameFile(path, normal));
    return isOther ? path : normal;
  }

  /** Whether there is something, be it a link that leads nowhere. */
  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** What lies in these folders under a name or, where nothing does, under what it matches. */
  private static List<Path> below(List<Path> folders, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    boolean isGlob = GLOB.matcher(name).matches();
    for (Path folder : folders) {
      if (isThere(folder.resolve(name))) {
        found.add(folder.resolve(name));
      } else if (isGlob && Files.isDirectory(folder)) {
        addMatches(folder, name, found);
      }
    }
    return found;
  }

  private static void addMatches(Path folder, String pattern, List<Path> found) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    boolean namesHidden = isHidden(pattern);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (matcher.matches(entry.getFileName()) && (namesHidden || !isHidden(entry))) {
          found.add(entry);
        }
      }
    }
  }

  private void add(Path path, boolean named, List<Path> above, List<Path> files)
      throws IOException {
    boolean isLink = Files.isSymbolicLink(path);
    if (!Files.isDirectory(path)) {
      if (isLink && !Files.exists(path)) {
        throw new SourceException(
            path
                + " is a link to "
                + Files.readSymbolicLink(path)
                + ", which cannot be found; mend or remove it");
      }
      files.add(path);
    } else if (below || named) {
      Path real = path.toRealPath();
      hasLinkedFolders |= isLink;
      if (!above.contains(real)) {
        List<Path> here = new ArrayList<>(above);
        here.add(real);
        addAll(path, here, files);
      }
    }
  }

  private void addAll(Path folder, List<Path> here, List<Path> files) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!isHidden(entry)) {
          add(entry, false, here, files);
        } else if (below) {
          requireNoTable(folder.toString(), entry.getFileName().toString());
        }
      }
    }
  }

  private static boolean isHidden(Path path) {
    return isHidden(path.getFileName().toString());
  }

  /** Whether readers of folders pass over a file or folder of this name. */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /**
   * Fails if an entry of a folder says that the folder is a table whose Parquet files hold more
   * than its rows.
   */
  public static void requireNoTable(String folder, String entry) {
    if (TABLE_LOGS.contains(entry)) {
      throw new SourceException(
          folder
              + " is a table ("
              + entry
              + "), whose files may hold rows that were deleted; read it by what knows the table,"
              + " or name its files by a glob");
    }
  }
}
