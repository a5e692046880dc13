package io.github.marketvolume.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file store in memory, for loops over many thousand runs. Its root is the folder {@code /}.
 * Names last once they are flushed, and the content of files once it is forced, as on a disk.
 */
final class MemoryStore implements Store {

  /** The content of a file, which may have several names. */
  private static final class Data {
    private String text;
    private String forced = "";

    Data(String text) {
      this.text = text;
    }
  }

  /** Files by name; nothing for a folder. */
  private final TreeMap<String, Optional<Data>> entries = new TreeMap<>();

  /** The names that outlive a power cut. */
  private final TreeMap<String, Optional<Data>> flushed = new TreeMap<>();

  private final boolean checksums;

  /**
   * A store without files.
   *
   * @param checksums whether it tells a file that was lost in part from a whole one
   */
  MemoryStore(boolean checksums) {
    this.checksums = checksums;
  }

  MemoryStore copy() {
    MemoryStore copy = new MemoryStore(checksums);
    IdentityHashMap<Data, Data> copies = new IdentityHashMap<>();
    copy(copies, entries, copy.entries);
    copy(copies, flushed, copy.flushed);
    return copy;
  }

  private static void copy(
      IdentityHashMap<Data, Data> copies,
      Map<String, Optional<Data>> from,
      Map<String, Optional<Data>> to) {
    from.forEach(
        (path, file) ->
            to.put(
                path,
                file.map(
                    data ->
                        copies.computeIfAbsent(
                            data,
                            original -> {
                              Data copied = new Data(original.text);
                              copied.forced = original.forced;
                              return copied;
                            }))));
  }

  @Override
  public String qualify(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  @Override
  public boolean exists(String path) {
    return entries.containsKey(path);
  }

  @Override
  public List<StoreEntry> content(String path) {
    if (entries.getOrDefault(path, Optional.empty()).isPresent()) {
      return List.of(entry("", entries.get(path)));
    }
    return entries.tailMap(path + "/").entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(path + "/"))
        .map(entry -> entry(entry.getKey().substring(path.length() + 1), entry.getValue()))
        .toList();
  }

  private static StoreEntry entry(String name, Optional<Data> file) {
    return new StoreEntry(
        name,
        file.isPresent() ? StoreEntry.Kind.FILE : StoreEntry.Kind.FOLDER,
        file.map(data -> data.text.length()).orElse(0));
  }

  @Override
  public String checksum(String file) throws IOException {
    return checksums ? Integer.toHexString(read(file).hashCode()) : Store.NO_CHECKSUM;
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return entries.tailMap(prefix).keySet().stream()
        .takeWhile(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .filter(rest -> !rest.isEmpty() && !rest.contains("/"))
        .toList();
  }

  @Override
  public void createFolders(String path) {
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      entries.putIfAbsent(path.substring(0, end), Optional.empty());
    }
    if (!path.endsWith("/")) {
      entries.putIfAbsent(path, Optional.empty());
    }
  }

  @Override
  public void link(String file, String to) throws IOException {
    if (!entries.containsKey(file)) {
      throw new FileNotFoundException(file);
    }
    entries.put(to, entries.get(file));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    if (!entries.containsKey(from)) {
      throw new FileNotFoundException(from);
    }
    if (entries.containsKey(to)) {
      throw new FileAlreadyExistsException(to);
    }
    for (String path : List.copyOf(entries.keySet())) {
      if (path.equals(from) || path.startsWith(from + "/")) {
        entries.put(to + path.substring(from.length()), entries.remove(path));
      }
    }
  }

  @Override
  public void delete(String path) {
    entries.keySet().removeIf(entry -> entry.equals(path) || entry.startsWith(path + "/"));
  }

  @Override
  public String read(String file) throws IOException {
    return entries
        .getOrDefault(file, Optional.empty())
        .map(data -> data.text)
        .orElseThrow(() -> new FileNotFoundException(file));
  }

  @Override
  public void write(String file, String text) {
    put(file, text);
    entries.get(file).ifPresent(data -> data.forced = text);
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    return read(file).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void writeBytes(String file, byte[] content) {
    write(file, new String(content, StandardCharsets.ISO_8859_1));
  }

  /** Writes a file as engines do, which force nothing. */
  void put(String file, String text) {
    entries.put(file, Optional.of(new Data(text)));
  }

  @Override
  public void force(String path) {
    entries.forEach(
        (name, file) -> {
          if (name.equals(path) || name.startsWith(path + "/")) {
            file.ifPresent(data -> data.forced = data.text);
            if (!name.equals(path)) {
              flushed.put(name, file);
            }
          }
        });
  }

  /** The folder {@code /a} is a disk of its own. */
  private static String diskOf(String path) {
    return path.equals("/a") || path.startsWith("/a/") ? "/a" : "/";
  }

  private static void copy(
      String disk, Map<String, Optional<Data>> from, Map<String, Optional<Data>> to) {
    to.keySet().removeIf(path -> diskOf(path).equals(disk));
    from.forEach(
        (path, file) -> {
          if (diskOf(path).equals(disk)) {
            to.put(path, file);
          }
        });
  }

  @Override
  public void flush(String folder) {
    copy(diskOf(folder), entries, flushed);
  }

  /**
   * Puts a disk, {@code /a} or {@code /}, back to what lasts of it.
   *
   * @param namesLast whether the disk has kept all names, also those that were not flushed
   */
  void losePower(String disk, boolean namesLast) {
    if (!namesLast) {
      copy(disk, flushed, entries);
      for (String path : List.copyOf(entries.keySet())) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        if (!folder.isEmpty() && !entries.containsKey(folder)) {
          entries.remove(path); // its folder's name is lost
        }
      }
    }
    entries.forEach(
        (path, file) -> {
          if (diskOf(path).equals(disk)) {
            file.ifPresent(data -> data.text = data.forced);
          }
        });
  }

  /** Empties a file, as a disk does that lied about what it had forced. */
  void damage(String file) {
    entries.get(file).ifPresent(data -> data.text = "");
  }

  /** The paths of everything that is not to be seen, but for what lies in published folders. */
  List<String> hidden() {
    return entries.keySet().stream()
        .filter(path -> path.contains("/."))
        .filter(path -> !path.matches("[^.]*/" + OwnContent.MANIFEST))
        .toList();
  }
}
