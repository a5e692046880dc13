package io.github.marketvolume.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A file store in memory, for loops over many thousand runs. Its root is the folder {@code /}. */
final class MemoryStore implements Publication.Store {

  /** Texts of files; nothing for a folder. */
  private final TreeMap<String, Optional<String>> entries = new TreeMap<>();

  /** What outlives a power cut. */
  private final TreeMap<String, Optional<String>> flushed = new TreeMap<>();

  MemoryStore copy() {
    MemoryStore copy = new MemoryStore();
    copy.entries.putAll(entries);
    copy.flushed.putAll(flushed);
    return copy;
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
  public boolean isEmptyFolder(String path) {
    return entries.getOrDefault(path, Optional.of("")).isEmpty() && list(path).isEmpty();
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
        .orElseThrow(() -> new FileNotFoundException(file));
  }

  @Override
  public void write(String file, String text) {
    entries.put(file, Optional.of(text));
  }

  /** The folder {@code /a} is a disk of its own. */
  private static String diskOf(String path) {
    return path.equals("/a") || path.startsWith("/a/") ? "/a" : "/";
  }

  private static void copy(
      String disk, Map<String, Optional<String>> from, Map<String, Optional<String>> to) {
    to.keySet().removeIf(path -> diskOf(path).equals(disk));
    from.forEach(
        (path, text) -> {
          if (diskOf(path).equals(disk)) {
            to.put(path, text);
          }
        });
  }

  @Override
  public void flush(String folder) {
    copy(diskOf(folder), entries, flushed);
  }

  /** Puts a disk, {@code /a} or {@code /}, back to what it was when it was flushed last. */
  void losePower(String disk) {
    copy(disk, flushed, entries);
  }

  /** The paths of everything that is not to be seen. */
  List<String> hidden() {
    return entries.keySet().stream().filter(path -> path.contains("/.")).toList();
  }
}
