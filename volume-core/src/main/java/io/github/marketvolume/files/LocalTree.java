package io.github.marketvolume.files;

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
  private final HiddenFiles hidden;
  private boolean hasLinkedFolders;

  private LocalTree(boolean below, HiddenFiles hidden) {
    this.below = below;
    this.hidden = hidden;
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
   * @param hidden is told of what is left out as it is hidden
   * @throws SourceException if a link leads nowhere, something is neither a file nor a folder, or,
   *     where folders below count, a folder is that of a table whose files are not all valid
   */
  public static List<Match> find(String location, boolean below, HiddenFiles hidden)
      throws IOException {
    List<Match> matches = new ArrayList<>();
    for (Path path : matches(pathOf(location), hidden)) {
      LocalTree tree = new LocalTree(below, hidden);
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

  private static List<Path> matches(Path path, HiddenFiles hidden) throws IOException {
    Path absolute = simple(path.toAbsolutePath());
    if (isThere(absolute)) {
      return List.of(absolute);
    }
    if (!GLOB.matcher(path.toString()).matches()) {
      return List.of();
    }
    List<Path> level = List.of(absolute.getRoot());
    for (Path part : absolute) {
      level = below(level, part.toString(), hidden);
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
  private static List<Path> below(List<Path> folders, String name, HiddenFiles hidden)
      throws IOException {
    List<Path> found = new ArrayList<>();
    boolean isGlob = GLOB.matcher(name).matches();
    for (Path folder : folders) {
      if (isThere(folder.resolve(name))) {
        found.add(folder.resolve(name));
      } else if (isGlob && Files.isDirectory(folder)) {
        addMatches(folder, name, found, hidden);
      }
    }
    return found;
  }

  private static void addMatches(Path folder, String pattern, List<Path> found, HiddenFiles hidden)
      throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    boolean namesHidden = HiddenFiles.isHidden(pattern);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (matcher.matches(entry.getFileName())) {
          if (namesHidden || !isHidden(entry)) {
            found.add(entry);
          } else {
            leaveOut(entry, hidden);
          }
        }
      }
    }
  }

  /** An empty file holds no data, whatever its name. */
  private static void leaveOut(Path entry, HiddenFiles hidden) throws IOException {
    if (!Files.isRegularFile(entry) || Files.size(entry) > 0) {
      hidden.leaveOut(entry.toString(), entry.getFileName().toString());
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
      InputFile.requireNoDevice(path);
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
        } else {
          if (below) {
            requireNoTable(folder.toString(), entry.getFileName().toString());
          }
          if (below || !Files.isDirectory(entry)) {
            leaveOut(entry, hidden);
          }
        }
      }
    }
  }

  private static boolean isHidden(Path path) {
    return HiddenFiles.isHidden(path.getFileName().toString());
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
              + "), whose files may hold rows that were deleted; read it by a program for such"
              + " tables, or name its files by a glob");
    }
  }
}
