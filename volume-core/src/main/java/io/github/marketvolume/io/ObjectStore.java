package io.github.marketvolume.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The operations of an object store, such as Cloud Storage, that runners need to read files from it
 * and to publish folders in it. It serves sources and sinks whose location begins with its scheme.
 * On Spark it only publishes; tasks read and write through Hadoop's file system of the scheme,
 * which sees the same objects by the same names. {@link java.util.ServiceLoader} finds it, or
 * {@code with(...)} gives it to a runner; it holds the credentials.
 *
 * <p>An object is named by a URI such as {@code gs://bucket/raw/prices.csv}. There are no folders,
 * only names with slashes. A failure is an {@link IOException} whose message says what, where and
 * what to do, in one line and without secrets; the store has already repeated what could succeed on
 * repetition. Thread-safe.
 */
public interface ObjectStore {

  /**
   * An object as of the time it was looked up.
   *
   * @param size in bytes, as it is stored
   * @param version changes whenever the content does
   * @param gzipEncoded whether it is stored with the content encoding {@code gzip}: packed, for
   *     whoever downloads it to unpack, whatever its name
   */
  record StoredObject(String uri, long size, String version, boolean gzipEncoded) {

    /** An object without a content encoding. */
    public StoredObject(String uri, long size, String version) {
      this(uri, size, version, false);
    }

    /** The object without the secrets that its URI may have. */
    @Override
    public String toString() {
      return SafeText.location(uri) + " (" + size + " bytes, version " + version + ")";
    }
  }

  /** The scheme of the URIs that it serves, such as {@code gs}. */
  String scheme();

  /** All objects whose URI begins with this text, in the order of their names. */
  List<StoredObject> list(String prefix) throws IOException;

  /** An object; empty if there is none. */
  Optional<StoredObject> find(String uri) throws IOException;

  /**
   * The stored bytes of an object from an offset on, of exactly the version that was looked up.
   *
   * @throws IOException also while it is read, if the object has changed or been deleted
   */
  InputStream open(StoredObject object, long offset) throws IOException;

  /** Creates or replaces an object by a file's content, completely or not at all. */
  void upload(Path file, String uri) throws IOException;

  /**
   * Creates an object, unless there is one.
   *
   * @return whether this call created it; of several callers exactly one does
   */
  @CanIgnoreReturnValue
  boolean createIfAbsent(String uri, byte[] content) throws IOException;

  /** Creates or replaces an object by another's content, without fetching it. */
  void copy(StoredObject from, String to) throws IOException;

  /** Deletes an object; does nothing if there is none. */
  void delete(String uri) throws IOException;
}
