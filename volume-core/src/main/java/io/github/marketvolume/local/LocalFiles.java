package io.github.marketvolume.local;

import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.engine.InputFile;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The input files of this machine. */
final class LocalFiles {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*");

  private LocalFiles() {}

  /** Fails if a location is none of this machine. */
  static void requireLocal(List<String> locations) {
    for (String location : locations) {
      var scheme = SCHEME.matcher(location);
      if (scheme.matches() && !scheme.group(1).equals("file")) {
        throw new InvalidPlanException(
            location
                + ": the local runner reads and writes files of this machine, not "
                + scheme.group(1)
                + ":; copy it here, or run on Spark");
      }
    }
  }

  /**
   * The files that locations name, each once, by path: a file, the files of a folder, or what a
   * glob matches. Hidden ones, whose names begin with a dot or an underscore, are left out.
   *
   * @param below whether the files of folders below count too, as in a partitioned dataset
   * @throws SourceException if a location names none
   */
  static List<LocalInput> find(List<String> locations, boolean below) {
    Map<String, LocalInput> found = new TreeMap<>();
    for (String location : locations) {
      List<Path> files = new ArrayList<>();
      try {
        for (Path match : matches(location)) {
          addFiles(match, below, true, files);
        }
        for (Path file : files) {
          found.put(file.toString(), LocalInput.of(file));
        }
      } catch (IOException | IllegalArgumentException e) { // the latter for what is no path
        throw new SourceException(location + " cannot be listed: " + Failures.reason(e), e);
      }
      if (files.isEmpty()) {
        throw new SourceException(
            "there is no file at " + location + "; give a file, a folder with files, or a glob");
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Path> matches(String location) throws IOException {
    String path = location.startsWith("file:") ? URI.create(location).getPath() : location;
    if (Files.exists(Path.of(path))) {
      return List.of(Path.of(path).toAbsolutePath().normalize());
    }
    if (!GLOB.matcher(path).matches()) {
      return List.of();
    }
    Path absolute = Path.of(path).toAbsolutePath().normalize();
    List<Path> level = List.of(absolute.getRoot());
    for (Path part : absolute) {
      level = below(level, part.toString());
    }
    return level;
  }

  /** What lies in these folders under a name, or under the names that a pattern matches. */
  private static List<Path> below(List<Path> folders, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!GLOB.matcher(name).matches()) {
      folders.stream()
          .map(folder -> folder.resolve(name))
          .filter(Files::exists)
          .forEach(found::add);
      return found;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> entries =
            Files.newDirectoryStream(
                folder, entry -> !isHidden(entry) && matcher.matches(entry.getFileName()))) {
          entries.forEach(found::add);
        }
      }
    }
    return found;
  }

  private static void addFiles(Path path, boolean below, boolean named, List<Path> files)
      throws IOException {
    if (!Files.isDirectory(path)) {
      files.add(path);
    } else if (below || named) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(path, entry -> !isHidden(entry))) {
        for (Path entry : entries) {
          addFiles(entry, below, false, files);
        }
      }
    }
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.startsWith("_");
  }

  /**
   * A file as it was when it was found.
   *
   * @param size its size in bytes then
   * @param modified when it was last written then
   */
  record LocalInput(Path path, long size, FileTime modified) implements InputFile {

    private static LocalInput of(Path path) throws IOException {
      return new LocalInput(path, Files.size(path), Files.getLastModifiedTime(path));
    }

    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public long length() {
      return size;
    }

    @Override
    public InputStream open(long offset) throws IOException {
      FileChannel channel = FileChannel.open(path);
      channel.position(offset);
      return Channels.newInputStream(channel);
    }

    /** Fails if the file is no longer as it was when it was found. */
    void requireUnchanged() {
      try {
        if (Files.size(path) == size && Files.getLastModifiedTime(path).equals(modified)) {
          return;
        }
      } catch (NoSuchFileException e) {
        throw new SourceException(path + " vanished while it was read; run again", e);
      } catch (IOException e) {
        throw new SourceException(path + " cannot be read: " + Failures.reason(e), e);
      }
      throw new SourceException(
          path + " changed while it was read; run again when nothing writes to it");
    }
  }
}
