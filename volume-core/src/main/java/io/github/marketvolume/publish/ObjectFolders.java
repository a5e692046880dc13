package io.github.marketvolume.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Folders to publish in a store of objects, which has none: a folder is all objects whose names
 * begin with its own and a slash. Creating an object unless there is one is atomic there, which is
 * all that reservations and commits need. A folder cannot be renamed at once, but it can be
 * replaced object by object, and by whoever comes next if that is cut short.
 */
public final class ObjectFolders implements Store {

  /** Stands in a staged folder once everything of it is in place and the old content is gone. */
  private static final String PLACED = ".placed";

  /**
   * Nothing of the content: an object that stands for a folder, as Hadoop's file systems make them,
   * and what a failed attempt of Hadoop's committer left.
   */
  private static final Pattern LEFTOVER = Pattern.compile("/$|/_temporary/");

  private static final Pattern UNUSUAL = Pattern.compile("(^|/)\\.{0,2}/|/\\.{1,2}$");

  private final ObjectStore store;

  /** Folders in this store. */
  public ObjectFolders(ObjectStore store) {
    this.store = store;
  }

  /**
   * Fails if a run has committed new content, which is not all in place, for one of these folders
   * or one that they are in.
   *
   * @throws IOException saying so, or if the store cannot be read
   */
  public static void requireSettled(ObjectStore store, Collection<String> folders)
      throws IOException {
    Set<String> all = new HashSet<>();
    for (String folder : folders) {
      String one = folder;
      while (one.lastIndexOf('/') > one.indexOf("://") + 2 && all.add(one)) {
        one = one.substring(0, one.lastIndexOf('/'));
      }
    }
    Reservations.requireSettled(new ObjectFolders(store), all);
  }

  /**
   * The path without slashes at its end. Parts that file systems leave out or follow are no names
   * here, and would make it another folder for an engine that writes by way of a file system.
   */
  @Override
  public String qualify(String path) throws IOException {
    String name = path.replaceFirst("/+$", "");
    if (UNUSUAL.matcher(name.substring(name.indexOf("://") + 3)).find()) {
      throw new IOException("a part of its name is empty, '.' or '..'; write it without");
    }
    return name;
  }

  @Override
  public boolean exists(String path) throws IOException {
    return store.find(path).isPresent() || !store.list(path + "/").isEmpty();
  }

  /** What {@link #LEFTOVER} says is no content. */
  @Override
  public List<StoreEntry> content(String path) throws IOException {
    Optional<StoredObject> file = store.find(path);
    if (file.isPresent()) {
      return List.of(entry("", file.get()));
    }
    return store.list(path + "/").stream()
        .filter(object -> !LEFTOVER.matcher(object.uri().substring(path.length())).find())
        .map(object -> entry(object.uri().substring(path.length() + 1), object))
        .toList();
  }

  private static StoreEntry entry(String name, StoredObject object) {
    return new StoreEntry(name, StoreEntry.Kind.FILE, object.size());
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return list(folder, "");
  }

  @Override
  public List<String> list(String folder, String prefix) throws IOException {
    String base = folder.endsWith("/") ? folder : folder + "/";
    Set<String> names = new LinkedHashSet<>();
    for (StoredObject object : store.list(base + prefix)) {
      String below = object.uri().substring(base.length());
      names.add(below.contains("/") ? below.substring(0, below.indexOf('/')) : below);
    }
    names.remove("");
    return List.copyOf(names);
  }

  @Override
  public void createFolders(String path) {
    // A folder comes into being with its first object.
  }

  /** Gives one object another name, unless that is taken. */
  @Override
  public void rename(String from, String to) throws IOException {
    if (!store.createIfAbsent(to, readBytes(from))) {
      throw new FileAlreadyExistsException(to);
    }
    store.delete(from);
  }

  /**
   * Copies what is staged to where it is to be, under its own names, and deletes everything else
   * there; then says so, and deletes what was staged. Cut short anywhere, it can be done again.
   */
  @Override
  public void replace(String target, String staged, String old) throws IOException {
    Optional<StoredObject> file = store.find(staged);
    if (file.isPresent()) {
      store.copy(file.get(), target);
      store.delete(staged);
      return;
    }
    List<StoredObject> content = store.list(staged + "/");
    if (content.isEmpty()) {
      return;
    }
    String marker = staged + "/" + PLACED;
    if (content.stream().noneMatch(object -> object.uri().equals(marker))) {
      Set<String> placed = new HashSet<>();
      for (StoredObject object : content) {
        String name = object.uri().substring(staged.length());
        if (!LEFTOVER.matcher(name).find()) {
          store.copy(object, target + name);
          placed.add(target + name);
        }
      }
      for (StoredObject object : store.list(target + "/")) {
        if (!placed.contains(object.uri())) {
          store.delete(object.uri());
        }
      }
      store.createIfAbsent(marker, new byte[0]);
    }
    for (StoredObject object : content) {
      if (!object.uri().equals(marker)) {
        store.delete(object.uri());
      }
    }
    store.delete(marker);
  }

  /** Copies the object within the store. */
  @Override
  public void link(String file, String to) throws IOException {
    Optional<StoredObject> object = store.find(file);
    if (object.isEmpty()) {
      throw new NoSuchFileException(file);
    }
    store.copy(object.get(), to);
  }

  @Override
  public void delete(String path) throws IOException {
    for (StoredObject object : store.list(path + "/")) {
      store.delete(object.uri());
    }
    store.delete(path);
  }

  @Override
  public String read(String file) throws IOException {
    return new String(readBytes(file), UTF_8);
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    Optional<StoredObject> object = store.find(file);
    if (object.isEmpty()) {
      throw new NoSuchFileException(file);
    }
    try (InputStream in = store.open(object.get(), 0)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void write(String file, String text) throws IOException {
    writeBytes(file, text.getBytes(UTF_8));
  }

  @Override
  public void writeBytes(String file, byte[] content) throws IOException {
    while (!store.createIfAbsent(file, content)) {
      store.delete(file);
    }
  }
}
