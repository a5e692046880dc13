package io.github.marketvolume.run;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.GzipMembers;
import io.github.marketvolume.files.HiddenFiles;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LocalTree;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ObjectStore.StoredObject;
import io.github.marketvolume.publish.ObjectFolders;
import io.github.marketvolume.publish.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The input files of a run: of this machine, or of the object stores that the runner knows. */
public final class LocalFiles {

  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*");
  private static final Pattern BEFORE_GLOB = Pattern.compile("[^*?\\[{]*/");

  private final Providers<String, ObjectStore> stores;

  /**
   * Files.
   *
   * @param stores the object stores, by scheme
   */
  public LocalFiles(Providers<String, ObjectStore> stores) {
    this.stores = stores;
  }

  /** A file as it was when it was found. */
  public interface FoundFile extends InputFile {

    @Override
    long length();

    /** The file, or the folder above it, that a location named or a glob matched. */
    String match();

    /** Fails if the file is no longer as it was when it was found. */
    void requireUnchanged();

    /**
     * The file on this machine: itself, or a copy in a folder.
     *
     * @param folder makes the folder when it is first asked, and gives the same one after that
     */
    Path fetch(Supplier<Path> folder) throws IOException;
  }

  /** Whether a location is in an object store. */
  public boolean isRemote(String location) {
    return stores.working().containsKey(Stores.schemeOf(location));
  }

  /** The store that a remote location is in. */
  public ObjectStore storeOf(String location) {
    return Objects.requireNonNull(stores.working().get(Stores.schemeOf(location)));
  }

  /** Fails if the runner cannot reach a location. */
  public void requireReachable(List<String> locations) {
    for (String location : locations) {
      String scheme = Stores.schemeOf(location);
      if (!scheme.isEmpty() && !scheme.equals("file") && !isRemote(location)) {
        throw stores.missing(
            SafeText.location(location) + ": the local runner knows no store for " + scheme + ":",
            "add the module that has one to the class path, use files of this machine, or run on"
                + " Spark");
      }
    }
  }

  /**
   * The files that locations name, each once, by path: a file, the files of a folder, or what a
   * glob matches. Hidden ones, whose names begin with a dot or an underscore, are left out, and
   * told of where they may hold data; not if a location names them, or their names' first letter.
   *
   * @param below whether the files of folders below count too, as in a partitioned dataset
   * @throws SourceException if a location names none, or something else than a file, or a link that
   *     leads nowhere
   */
  public List<FoundFile> find(List<String> locations, boolean below, Consumer<String> warnings) {
    HiddenFiles hidden = new HiddenFiles();
    Map<String, FoundFile> found = new TreeMap<>();
    for (String location : locations) {
      List<FoundFile> files = new ArrayList<>();
      try {
        if (isRemote(location)) {
          addObjects(location, below, files, hidden);
        } else {
          for (LocalTree.Match match : LocalTree.find(location, below, hidden)) {
            for (Path file : match.files()) {
              files.add(LocalFile.of(file, match.path().toString()));
            }
          }
        }
      } catch (IOException | IllegalArgumentException e) { // the latter for what is no path
        throw new SourceException(
            SafeText.location(location) + " cannot be listed: " + Failures.reason(location, e), e);
      }
      if (files.isEmpty()) {
        throw new SourceException(
            "there is no file at "
                + SafeText.location(location)
                + "; give a file, a folder with files, or a glob");
      }
      files.forEach(file -> found.putIfAbsent(file.location(), file));
    }
    hidden.warn(found.keySet(), warnings);
    return List.copyOf(found.values());
  }

  private void addObjects(String location, boolean below, List<FoundFile> files, HiddenFiles hidden)
      throws IOException {
    ObjectStore store = storeOf(location);
    String folder = location.replaceFirst("/+$", "");
    Optional<StoredObject> object = store.find(folder);
    if (object.isPresent()) {
      files.add(new RemoteFile(store, object.get(), folder));
      return;
    }
    if (!GLOB.matcher(folder).matches()) {
      addObjectsOf(store, folder, "", below, files, hidden);
      return;
    }
    Matcher before = BEFORE_GLOB.matcher(folder);
    String root = before.lookingAt() ? before.group() : "";
    addObjectsOf(
        store, root.replaceFirst("/+$", ""), folder.substring(root.length()), below, files, hidden);
  }

  /** The objects below a folder whose names, or the folders that they are in, match a pattern. */
  private static void addObjectsOf(
      ObjectStore store,
      String folder,
      String pattern,
      boolean below,
      List<FoundFile> files,
      HiddenFiles hidden)
      throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int parts = pattern.isEmpty() ? 0 : pattern.split("/").length;
    Set<String> folders = new HashSet<>(Set.of(folder));
    for (StoredObject object : store.list(folder + "/")) {
      Path name = Path.of(object.uri().substring(folder.length() + 1));
      boolean matches =
          parts == 0 || (name.getNameCount() >= parts && matcher.matches(name.subpath(0, parts)));
      if (matches && below) {
        requireNoTable(folder, name, parts);
      }
      if (object.uri().endsWith("/") || HiddenFiles.isFolderMark(name.toString(), object.size())) {
        continue;
      }
      if (matches && (below || name.getNameCount() <= Math.max(1, parts + 1))) {
        Optional<String> hiddenPart = hiddenPart(name, pattern);
        if (hiddenPart.isPresent()) {
          if (object.size() > 0) {
            hidden.leaveOut(object.uri(), hiddenPart.get());
          }
          continue;
        }
        String match = parts == 0 ? folder : folder + "/" + name.subpath(0, parts);
        files.add(new RemoteFile(store, object, match));
        folders.add(object.uri().substring(0, object.uri().lastIndexOf('/')));
      }
    }
    ObjectFolders.requireSettled(store, folders);
  }

  /** Fails if an object, in a folder that was matched, is one of a table's log. */
  private static void requireNoTable(String folder, Path name, int matched) {
    for (int i = matched; i < name.getNameCount(); i++) {
      String above = i == 0 ? folder : folder + "/" + name.subpath(0, i);
      LocalTree.requireNoTable(above, name.getName(i).toString());
    }
  }

  /** The first part of a name that is hidden, and that the pattern does not name as such. */
  private static Optional<String> hiddenPart(Path name, String pattern) {
    String[] patterns = pattern.split("/", -1);
    for (int i = 0; i < name.getNameCount(); i++) {
      String part = name.getName(i).toString();
      if (HiddenFiles.isHidden(part)
          && !(i < patterns.length && HiddenFiles.isHidden(patterns[i]))) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /**
   * A file of this machine.
   *
   * @param size its size in bytes when it was found
   * @param modified when it was last written then
   */
  private record LocalFile(Path path, String match, long size, FileTime modified)
      implements FoundFile {

    static LocalFile of(Path path, String match) throws IOException {
      return new LocalFile(path, match, Files.size(path), Files.getLastModifiedTime(path));
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

    @Override
    public Path fetch(Supplier<Path> folder) {
      return path;
    }

    @Override
    public void requireUnchanged() {
      try {
        if (Files.size(path) == size && Files.getLastModifiedTime(path).equals(modified)) {
          return;
        }
      } catch (NoSuchFileException e) {
        throw vanished(location(), e);
      } catch (IOException e) {
        throw new SourceException(
            path + " cannot be read: " + Failures.reason(path.toString(), e), e);
      }
      throw changed(location());
    }
  }

  /** An object in a store. */
  private record RemoteFile(ObjectStore store, StoredObject object, String match)
      implements FoundFile {

    @Override
    public String location() {
      return object.uri();
    }

    @Override
    public long length() {
      return object.size();
    }

    @Override
    public boolean isPacked() {
      return object.gzipEncoded() || FoundFile.super.isPacked();
    }

    /** The bytes as whoever downloads the object has them, also where it is stored packed. */
    @Override
    public InputStream open(long offset) throws IOException {
      if (!object.gzipEncoded()) {
        return store.open(object, offset);
      }
      InputStream in = unpacked();
      try {
        in.skipNBytes(offset);
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return in;
    }

    private InputStream unpacked() throws IOException {
      PushbackInputStream stored = GzipMembers.lookahead(store.open(object, 0));
      try {
        if (!GzipMembers.isNext(stored)) {
          return stored;
        }
        PushbackInputStream in = GzipMembers.lookahead(new GzipMembers(stored));
        if (!location().endsWith(".gz") || GzipMembers.isNext(in)) {
          return in;
        }
      } catch (IOException e) {
        stored.close();
        throw e;
      }
      // It was packed once, not twice, and its name and its encoding both say so.
      stored.close();
      return store.open(object, 0);
    }

    @Override
    public Path fetch(Supplier<Path> folder) throws IOException {
      Path copy = folder.get().resolve(location().substring(location().indexOf("://") + 3));
      Files.createDirectories(copy.getParent());
      try (InputStream in = open(0)) {
        Files.copy(in, copy);
      }
      return copy;
    }

    @Override
    public void requireUnchanged() {
      Optional<StoredObject> now;
      try {
        now = store.find(object.uri());
      } catch (IOException e) {
        throw new SourceException(
            location() + " cannot be read: " + Failures.reason(location(), e), e);
      }
      if (now.isEmpty()) {
        throw vanished(location(), null);
      }
      if (!now.get().equals(object)) {
        throw changed(location());
      }
    }
  }

  private static SourceException vanished(String location, @Nullable Exception cause) {
    return new SourceException(location + " vanished while it was read; run again", cause);
  }

  private static SourceException changed(String location) {
    return new SourceException(
        location + " changed while it was read; run again when nothing writes to it");
  }
}
