package io.github.marketvolume.gcp;

import io.github.marketvolume.io.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An object store that from one operation on, counted from 1, is out of reach for good. */
final class CutOff implements ObjectStore {

  private interface Operation<T> {
    T run() throws IOException;
  }

  private final ObjectStore store;
  private final int fatal;
  private final boolean carriedOut;
  private int operations;

  /**
   * A store that will be.
   *
   * @param carriedOut whether the operation that is cut off is carried out nevertheless
   */
  CutOff(ObjectStore store, int fatal, boolean carriedOut) {
    this.store = store;
    this.fatal = fatal;
    this.carriedOut = carriedOut;
  }

  /** How many operations were asked for. */
  int operations() {
    return operations;
  }

  private <T> T run(String uri, Operation<T> operation) throws IOException {
    operations++;
    if (operations < fatal) {
      return operation.run();
    }
    if (operations == fatal && carriedOut) {
      operation.run();
    }
    throw new IOException(uri + ": connection refused\n\tat a remote place");
  }

  @Override
  public String scheme() {
    return store.scheme();
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return run(prefix, () -> store.list(prefix));
  }

  @Override
  public Optional<StoredObject> find(String uri) throws IOException {
    return run(uri, () -> store.find(uri));
  }

  @Override
  public InputStream open(StoredObject object, long offset) throws IOException {
    return run(object.uri(), () -> store.open(object, offset));
  }

  @Override
  public void upload(Path file, String uri) throws IOException {
    run(
        uri,
        () -> {
          store.upload(file, uri);
          return null;
        });
  }

  @Override
  public boolean createIfAbsent(String uri, byte[] content) throws IOException {
    return run(uri, () -> store.createIfAbsent(uri, content));
  }

  @Override
  public void copy(StoredObject from, String to) throws IOException {
    run(
        to,
        () -> {
          store.copy(from, to);
          return null;
        });
  }

  @Override
  public void delete(String uri) throws IOException {
    run(
        uri,
        () -> {
          store.delete(uri);
          return null;
        });
  }
}
