package io.github.marketvolume.publish;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Publishes wherever a location points to: to the store of its scheme, or else to a usual one. */
public final class Stores implements Store {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  private final Store usual;
  private final Map<String, Store> byScheme;

  private Stores(Store usual, Map<String, Store> byScheme) {
    this.usual = usual;
    this.byScheme = Map.copyOf(byScheme);
  }

  /** The scheme of a location, such as {@code gs}; empty for a plain path. */
  public static String schemeOf(String location) {
    Matcher matcher = SCHEME.matcher(location);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /**
   * Fails if the location of an output has a secret: a run writes the location into files beside
   * the output, by which the next run knows what this one left.
   */
  public static void requireNoSecret(String location) {
    if (SafeText.hasSecret(location)) {
      throw new InvalidPlanException(
          SafeText.location(location)
              + ": the location of an output must have no user-info, query or token, for a run"
              + " writes it down beside the output; configure the credentials of its store"
              + " instead");
    }
  }

  /** These object stores, by scheme, and a usual store for the rest. */
  public static Stores of(Store usual, Map<String, ObjectStore> objectStores) {
    Map<String, Store> byScheme = new HashMap<>();
    objectStores.forEach((scheme, store) -> byScheme.put(scheme, new ObjectFolders(store)));
    return new Stores(usual, byScheme);
  }

  private Store of(String path) {
    Store store = byScheme.get(schemeOf(path));
    return store == null ? usual : store;
  }

  @Override
  public String qualify(String path) throws IOException {
    try {
      return of(path).qualify(path);
    } catch (IllegalArgumentException e) { // for what is no path
      throw new IOException(Failures.reason(e), e);
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    return of(path).exists(path);
  }

  @Override
  public List<StoreEntry> content(String path) throws IOException {
    return of(path).content(path);
  }

  @Override
  public String checksum(String file) throws IOException {
    return of(file).checksum(file);
  }

  @Override
  public void force(String path) throws IOException {
    of(path).force(path);
  }

  @Override
  public Optional<String> protection(String path) throws IOException {
    return of(path).protection(path);
  }

  @Override
  public Optional<Closeable> hold(String file) throws IOException {
    return of(file).hold(file);
  }

  @Override
  public Optional<Boolean> isHeld(String file) {
    return of(file).isHeld(file);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return of(folder).list(folder);
  }

  @Override
  public List<String> list(String folder, String prefix) throws IOException {
    return of(folder).list(folder, prefix);
  }

  @Override
  public void createFolders(String path) throws IOException {
    of(path).createFolders(path);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    of(from).rename(from, to);
  }

  @Override
  public void replace(String target, String staged, String old) throws IOException {
    of(target).replace(target, staged, old);
  }

  @Override
  public void putBack(String target, String staged, String old) throws IOException {
    of(target).putBack(target, staged, old);
  }

  @Override
  public void link(String file, String to) throws IOException {
    of(file).link(file, to);
  }

  @Override
  public void delete(String path) throws IOException {
    of(path).delete(path);
  }

  @Override
  public void flush(String folder) throws IOException {
    of(folder).flush(folder);
  }

  @Override
  public String read(String file) throws IOException {
    return of(file).read(file);
  }

  @Override
  public void write(String file, String text) throws IOException {
    of(file).write(file, text);
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    return of(file).readBytes(file);
  }

  @Override
  public void writeBytes(String file, byte[] content) throws IOException {
    of(file).writeBytes(file, content);
  }
}
