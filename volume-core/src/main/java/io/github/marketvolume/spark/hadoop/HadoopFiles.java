package io.github.marketvolume.spark.hadoop;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.HiddenFiles;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LocalTree;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.publish.ObjectFolders;
import io.github.marketvolume.publish.Stores;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Files wherever Hadoop finds them, on the driver and in tasks. */
public final class HadoopFiles implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*");

  private static final String AZURE = "org.apache.hadoop:hadoop-azure in the version of Hadoop";

  /** What lets Google's connector read objects that are stored with the content encoding gzip. */
  private static final String GZIP_ENCODED = "fs.gs.inputstream.support.gzip.encoding.enable";

  /** What has the file systems of object stores, which Spark does not bring. */
  private static final Map<String, String> SYSTEMS =
      Map.of(
          "gs",
          "com.google.cloud.bigdataoss:gcs-connector (hadoop3, classifier shaded)",
          "s3a",
          "org.apache.hadoop:hadoop-aws in the version of Hadoop",
          "abfs",
          AZURE,
          "abfss",
          AZURE);

  /** Hadoop's own configuration is not serializable; its entries are. */
  private final HashMap<String, String> entries = new HashMap<>();

  private transient volatile Configuration configuration;

  /** The files that systems of this configuration have. */
  public HadoopFiles(Configuration configuration) {
    for (Map.Entry<String, String> entry : configuration) {
      entries.put(entry.getKey(), entry.getValue());
    }
    entries.putIfAbsent(GZIP_ENCODED, "true");
    this.configuration = configuration;
  }

  private Configuration configuration() {
    Configuration present = configuration;
    if (present == null) {
      present = new Configuration(false);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        present.set(entry.getKey(), entry.getValue());
      }
      configuration = present;
    }
    return present;
  }

  /** The system that has a path. */
  public FileSystem system(Path path) throws IOException {
    return path.getFileSystem(configuration());
  }

  /** Whether Hadoop has a file system for a scheme, or there is none to have one for. */
  public boolean hasSystem(String scheme) {
    try {
      return scheme.isEmpty() || FileSystem.getFileSystemClass(scheme, configuration()) != null;
    } catch (IOException | RuntimeException e) { // the latter if one is named that is not there
      return false;
    }
  }

  /**
   * Fails if Hadoop has no file system for a location.
   *
   * @throws MissingDependencyException naming what to add
   */
  public void requireSystem(String location) {
    String scheme = Stores.schemeOf(location);
    if (scheme.isEmpty()) {
      return;
    }
    try {
      FileSystem.getFileSystemClass(scheme, configuration());
    } catch (IOException | RuntimeException e) { // the latter if one is named that is not there
      throw new MissingDependencyException(
          SafeText.location(location)
              + ": Hadoop knows no file system for "
              + scheme
              + ":; add "
              + SYSTEMS.getOrDefault(scheme, "the module that has one")
              + " to Spark's class path, on the driver and the executors",
          e);
    }
  }

  /** Whether a path without a scheme is one of this machine. */
  public boolean plainPathsAreLocal() {
    return "file".equals(FileSystem.getDefaultUri(configuration()).getScheme());
  }

  /**
   * A file as it was when it was found.
   *
   * @param match the file, or the folder above it, that a location named or a glob matched
   * @param isLinked whether a link to a folder was followed to find it
   */
  public record Found(FileStatus status, Path match, boolean isLinked) {

    /** Where it is. */
    public Path path() {
      return status.getPath();
    }
  }

  /**
   * The files that locations name, each once, by path: a file, the files of a folder, or what a
   * glob matches. Hidden ones, whose names begin with a dot or an underscore, are left out, and
   * told of where they may hold data; not if a location names them, or their names' first letter.
   *
   * @param below whether the files of folders below count too, as in a partitioned dataset
   * @param stores by scheme, those in which a folder may be halfway replaced
   * @throws SourceException if a location names none, or such a folder, or something else than a
   *     file, or a link that leads nowhere
   */
  public List<Found> find(
      List<String> locations,
      boolean below,
      Map<String, ObjectStore> stores,
      Consumer<String> warnings) {
    HiddenFiles hidden = new HiddenFiles();
    Map<String, Found> found = new TreeMap<>();
    for (String location : locations) {
      List<Found> matches;
      try {
        matches = matches(location, below, hidden);
        ObjectStore store = stores.get(Stores.schemeOf(location));
        if (store != null) {
          requireSettled(store, location, matches);
        }
      } catch (IOException | IllegalArgumentException e) { // the latter for what is no path
        throw new SourceException(
            SafeText.location(location) + " cannot be listed: " + Failures.reason(location, e), e);
      }
      if (matches.isEmpty()) {
        throw new SourceException(
            "there is no file at "
                + SafeText.location(location)
                + "; give a file, a folder with files, or a glob");
      }
      matches.forEach(match -> found.putIfAbsent(match.path().toString(), match));
    }
    Set<String> read = new HashSet<>();
    found.values().forEach(file -> read.add(shown(file.path())));
    hidden.warn(read, warnings);
    return List.copyOf(found.values());
  }

  private static void requireSettled(ObjectStore store, String location, List<Found> files)
      throws IOException {
    Set<String> folders = new HashSet<>();
    if (!isGlob(location)) {
      folders.add(location.replaceFirst("/+$", ""));
    }
    files.forEach(file -> folders.add(file.path().getParent().toString()));
    ObjectFolders.requireSettled(store, folders);
  }

  /**
   * Fails if files are no longer as they were when they were found. One that is new is none of
   * them.
   *
   * @param locations what named them
   * @param below as they were found
   */
  public void requireUnchanged(List<Found> files, List<String> locations, boolean below) {
    Map<Path, FileStatus> present = new HashMap<>();
    for (String location : locations) {
      try {
        matches(location, below, new HiddenFiles())
            .forEach(file -> present.put(file.path(), file.status()));
      } catch (IOException | IllegalArgumentException e) {
        throw new SourceException(
            location + " cannot be listed: " + Failures.reason(location, e), e);
      }
    }
    for (Found each : files) {
      FileStatus file = each.status();
      FileStatus now = present.get(file.getPath());
      if (now == null) {
        throw new SourceException(shown(file.getPath()) + " vanished while it was read; run again");
      }
      if (now.getLen() != file.getLen()
          || now.getModificationTime() != file.getModificationTime()) {
        throw new SourceException(
            shown(file.getPath())
                + " changed while it was read; run again when nothing writes to it");
      }
    }
  }

  private List<Found> matches(String location, boolean below, HiddenFiles hidden)
      throws IOException {
    if (isLocal(location)) {
      return localMatches(location, below, hidden);
    }
    Path pattern = new Path(location);
    FileStatus[] matches = named(pattern, location);
    List<Found> files = new ArrayList<>();
    if (matches == null) {
      return files;
    }
    for (FileStatus match : matches) {
      if (isWanted(match, hiddenPart(match.getPath(), pattern), hidden)) {
        addFiles(match, below, files, hidden);
      }
    }
    return files;
  }

  /** What is there under this very name, or what it matches as a pattern; null if nothing is. */
  private FileStatus @Nullable [] named(Path pattern, String location) throws IOException {
    if (isGlob(location)) {
      try {
        return new FileStatus[] {system(pattern).getFileStatus(pattern)};
      } catch (FileNotFoundException e) {
        // It is a pattern.
      }
    }
    return system(pattern).globStatus(pattern);
  }

  private boolean isLocal(String location) {
    String scheme = Stores.schemeOf(location);
    return scheme.equals("file") || (scheme.isEmpty() && plainPathsAreLocal());
  }

  /** Hadoop passes over links that lead nowhere, and follows others without end. */
  private List<Found> localMatches(String location, boolean below, HiddenFiles hidden)
      throws IOException {
    List<Found> files = new ArrayList<>();
    for (LocalTree.Match match : LocalTree.find(location, below, hidden)) {
      Path path = localPath(match.path());
      for (java.nio.file.Path file : match.files()) {
        Path each = localPath(file);
        files.add(new Found(system(each).getFileStatus(each), path, match.hasLinkedFolders()));
      }
    }
    return files;
  }

  private static Path localPath(java.nio.file.Path path) {
    return new Path("file", null, path.toString());
  }

  private static boolean isGlob(String location) {
    return GLOB.matcher(location).matches();
  }

  /** The part of a path that is hidden, and that the pattern does not name as such; else null. */
  private static @Nullable String hiddenPart(Path path, Path pattern) {
    Path at = path;
    Path by = pattern;
    while (at != null && by != null) {
      if (HiddenFiles.isHidden(at.getName()) && !HiddenFiles.isHidden(by.getName())) {
        return at.getName();
      }
      at = at.getParent();
      by = by.getParent();
    }
    return null;
  }

  private void addFiles(FileStatus match, boolean below, List<Found> files, HiddenFiles hidden)
      throws IOException {
    if (match.isFile()) {
      files.add(new Found(match, match.getPath(), false));
    } else {
      addFiles(match.getPath(), match.getPath(), below, files, hidden);
    }
  }

  private void addFiles(
      Path match, Path folder, boolean below, List<Found> files, HiddenFiles hidden)
      throws IOException {
    for (FileStatus entry : system(folder).listStatus(folder)) {
      String name = entry.getPath().getName();
      if (!entry.isFile() && !below) {
        continue;
      }
      if (below) {
        LocalTree.requireNoTable(folder.toString(), name);
      }
      if (!isWanted(entry, HiddenFiles.isHidden(name) ? name : null, hidden)) {
        continue;
      }
      if (entry.isFile()) {
        files.add(new Found(entry, match, false));
      } else {
        addFiles(match, entry.getPath(), true, files, hidden);
      }
    }
  }

  /** Whether a file or folder is not hidden; one that is, is left out. */
  private static boolean isWanted(
      FileStatus entry, @Nullable String hiddenPart, HiddenFiles hidden) {
    if (hiddenPart != null && (!entry.isFile() || entry.getLen() > 0)) {
      hidden.leaveOut(shown(entry.getPath()), hiddenPart);
    }
    boolean isFolderMark = HiddenFiles.isFolderMark(entry.getPath().getName(), entry.getLen());
    return hiddenPart == null && !(entry.isFile() && isFolderMark);
  }

  /** A path as a person writes it. */
  public static String shown(Path path) {
    return path.toUri().getScheme() == null || "file".equals(path.toUri().getScheme())
        ? path.toUri().getPath()
        : path.toString();
  }

  /** A file that is read. */
  public InputFile input(String location) {
    return new HadoopInput(new Path(location));
  }

  private final class HadoopInput implements InputFile {

    private final Path path;

    HadoopInput(Path path) {
      this.path = path;
    }

    @Override
    public String location() {
      return HadoopFiles.shown(path);
    }

    @Override
    public long length() throws IOException {
      return system(path).getFileStatus(path).getLen();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      FSDataInputStream in = system(path).open(path, 1 << 16);
      if (offset > 0) {
        in.seek(offset);
      }
      return in;
    }
  }
}
