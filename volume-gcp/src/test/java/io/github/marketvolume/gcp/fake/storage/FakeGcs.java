package io.github.marketvolume.gcp.fake.storage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.gcp.fake.Transcript;
import io.github.marketvolume.gcp.fake.wire.Content;
import io.github.marketvolume.gcp.fake.wire.HttpWire;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.ResumableUploads;
import io.github.marketvolume.gcp.fake.wire.Router;
import io.github.marketvolume.gcp.fake.wire.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Google Cloud Storage on this machine: its JSON API over plain HTTP on a free port of the loopback
 * interface. The bytes of objects are in temporary files, gone when it is closed, so that an object
 * may be larger than the heap.
 *
 * <p>Not a client: point the real one at {@link #endpoint()}. The methods here that read and write
 * objects are for a test to arrange and to assert; they are neither written down nor have faults.
 */
public final class FakeGcs implements AutoCloseable {

  private final Transcript transcript = new Transcript();
  private final Spool spool;
  private final ObjectStore store;
  private final HttpWire wire;

  private FakeGcs() throws IOException {
    this.spool = new Spool("fake-gcs-");
    this.store = new ObjectStore(spool);
    Router router = new Router();
    GcsBatch batch = new GcsBatch();
    new GcsBuckets(store, this::endpoint).addTo(router);
    new GcsObjects(store, this::endpoint).addTo(router);
    new GcsUploads(store, new ResumableUploads(spool), this::endpoint).addTo(router);
    batch.addTo(router);
    this.wire = new HttpWire(router, transcript);
    batch.answerWith(wire);
  }

  /** Starts one, without any bucket. */
  public static FakeGcs start() {
    try {
      return new FakeGcs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, such as {@code http://localhost:40123}, without a trailing slash. */
  public String endpoint() {
    return wire.endpoint();
  }

  /** Makes a bucket at {@code location}, such as {@code US} or {@code europe-west1}. */
  @CanIgnoreReturnValue
  public FakeGcs bucket(String name, String location) {
    store.createBucket("test", Json.object().put("name", name).put("location", location));
    return this;
  }

  /** Lets an object be, whatever was there. */
  @CanIgnoreReturnValue
  public FakeGcs put(String bucket, String object, byte[] bytes) {
    try {
      Path file = store.newFile();
      Files.write(file, bytes);
      putFile(bucket, object, file);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of an object, or nothing if there is none. */
  public Optional<byte[]> bytes(String bucket, String object) {
    try {
      Optional<StoredObject> found = store.find(bucket, object);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = store.open(found.get(), 0).bytes()) {
        return Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all objects of a bucket, in the order of a listing. */
  public List<String> objects(String bucket) {
    return store.list(bucket, "").stream().map(StoredObject::name).toList();
  }

  /** What is to go wrong. */
  public Faults faults() {
    return transcript.faults();
  }

  /** All requests so far, in order. */
  public List<Call> calls() {
    return transcript.calls();
  }

  /** What it was asked and does not serve; a test asserts that this is empty. */
  public List<String> unexpected() {
    return transcript.unexpected();
  }

  @Override
  public void close() {
    wire.close();
    spool.close();
  }

  public Bucket bucketNamed(String name) {
    return store.bucket(name);
  }

  public List<StoredObject> list(String bucket, String prefix) {
    return store.list(bucket, prefix);
  }

  public Path newFile() {
    return store.newFile();
  }

  public void putFile(String bucket, String object, Path file) throws IOException {
    store.put(
        bucket,
        object,
        Content.of(file),
        Json.object().put("contentType", "application/octet-stream"),
        0,
        Preconditions.none());
  }
}
