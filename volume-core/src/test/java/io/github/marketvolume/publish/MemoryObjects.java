package io.github.marketvolume.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An object store in memory, of the scheme {@code mem}, in which something may happen. */
public final class MemoryObjects implements ObjectStore {

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Content(byte[] bytes, long version, boolean gzipEncoded) {

    Content(byte[] bytes, long version) {
      this(bytes, version, false);
    }
  }

  private interface Answer<T> {
    T get() throws IOException;
  }

  private final TreeMap<String, Content> objects = new TreeMap<>();
  private TroubledStore.Trouble trouble = (operation, name, call) -> call.run();
  private int operations;
  private int opened;
  private long versions;

  /** From now on this happens, with operations counted from 1. */
  void trouble(TroubledStore.Trouble what) {
    trouble = what;
    operations = 0;
  }

  /** How many operations there were since {@link #trouble}. */
  int operations() {
    return operations;
  }

  /** The names of all objects, in order. */
  public synchronized List<String> names() {
    return List.copyOf(objects.keySet());
  }

  /** Puts an object there, without trouble. */
  public synchronized void put(String uri, String text) {
    objects.put(uri, new Content(text.getBytes(UTF_8), ++versions));
  }

  /** Puts an object there that is stored with the content encoding {@code gzip}. */
  public synchronized void putGzipEncoded(String uri, byte[] packed) {
    objects.put(uri, new Content(packed, ++versions, true));
  }

  /** How often an object was opened to be read. */
  public synchronized int opened() {
    return opened;
  }

  /** The text of an object; empty if there is none. */
  public synchronized Optional<String> text(String uri) {
    return Optional.ofNullable(objects.get(uri)).map(content -> new String(content.bytes(), UTF_8));
  }

  private synchronized <T> T run(String name, Answer<T> answer) throws IOException {
    operations++;
    List<T> result = new ArrayList<>();
    trouble.at(operations, name, () -> result.add(answer.get()));
    return result.get(0);
  }

  private StoredObject object(String uri) {
    Content content = objects.get(uri);
    return new StoredObject(
        uri, content.bytes().length, Long.toString(content.version()), content.gzipEncoded());
  }

  @Override
  public String scheme() {
    return "mem";
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return run(
        "list",
        () ->
            objects.tailMap(prefix).keySet().stream()
                .takeWhile(uri -> uri.startsWith(prefix))
                .map(this::object)
                .toList());
  }

  @Override
  public Optional<StoredObject> find(String uri) throws IOException {
    return run(
        "find", () -> objects.containsKey(uri) ? Optional.of(object(uri)) : Optional.empty());
  }

  @Override
  public InputStream open(StoredObject wanted, long offset) throws IOException {
    return run(
        "open",
        () -> {
          if (!objects.containsKey(wanted.uri()) || !object(wanted.uri()).equals(wanted)) {
            throw new IOException(wanted.uri() + " has changed");
          }
          opened++;
          byte[] bytes = objects.get(wanted.uri()).bytes();
          return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
        });
  }

  @Override
  public void upload(Path file, String uri) throws IOException {
    run("upload", () -> objects.put(uri, new Content(Files.readAllBytes(file), ++versions)));
  }

  @Override
  public boolean createIfAbsent(String uri, byte[] content) throws IOException {
    return run("create", () -> objects.putIfAbsent(uri, new Content(content, ++versions)) == null);
  }

  @Override
  public void copy(StoredObject from, String to) throws IOException {
    run("copy", () -> objects.put(to, new Content(objects.get(from.uri()).bytes(), ++versions)));
  }

  @Override
  public void delete(String uri) throws IOException {
    run("delete", () -> objects.remove(uri));
  }
}
