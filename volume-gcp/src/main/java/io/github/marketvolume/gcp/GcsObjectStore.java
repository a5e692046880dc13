package io.github.marketvolume.gcp;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Storage, by Google's client: {@code gs://} locations of sources and sinks. On Spark the
 * driver publishes folders by it, and tasks read and write by Google's connector for Hadoop.
 * Content is streamed, uploads are resumable, and requests that fail for a reason that may pass are
 * repeated, with growing pauses.
 *
 * <p>On the class path it is found by itself, and uses the application default credentials when the
 * first location asks for them. {@link #of} takes a client with others.
 */
public final class GcsObjectStore implements ObjectStore {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY_REQUESTS = 429;

  private interface Request<T> {
    T send(Storage storage) throws IOException;
  }

  private final Supplier<StorageOptions> options;
  private @Nullable Storage client;

  /** With the application default credentials of the process. */
  public GcsObjectStore() {
    this(StorageOptions::getDefaultInstance);
  }

  private GcsObjectStore(Supplier<StorageOptions> options) {
    this.options = options;
  }

  /** With a client's options: its credentials, its project, its host. */
  public static GcsObjectStore of(StorageOptions options) {
    return of(() -> options);
  }

  /** With a client's options, which are asked for when the first location is. */
  static GcsObjectStore of(Supplier<StorageOptions> options) {
    return new GcsObjectStore(options);
  }

  private synchronized Storage client() throws IOException {
    if (client == null) {
      try {
        client = newClient();
      } catch (RuntimeException e) {
        throw new IOException(
            "the client of Cloud Storage cannot be made: "
                + firstLine(e)
                + "; check the default credentials and the project",
            e);
      }
    }
    return client;
  }

  /** All that is asked here leads to the same when it is asked again. */
  private Storage newClient() {
    return options.get().toBuilder()
        .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
        .build()
        .getService();
  }

  @Override
  public String scheme() {
    return GcsUri.SCHEME;
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    GcsUri uri = GcsUri.parse(prefix);
    return ask(
        uri,
        storage -> {
          List<StoredObject> objects = new ArrayList<>();
          storage
              .list(
                  uri.bucket(),
                  BlobListOption.prefix(uri.name()),
                  BlobListOption.fields(
                      BlobField.NAME,
                      BlobField.SIZE,
                      BlobField.GENERATION,
                      BlobField.CONTENT_ENCODING))
              .iterateAll()
              .forEach(blob -> objects.add(object(uri.bucket(), blob)));
          return objects;
        });
  }

  @Override
  public Optional<StoredObject> find(String uri) throws IOException {
    GcsUri place = GcsUri.parse(uri);
    if (place.name().isEmpty()) {
      return Optional.empty();
    }
    return ask(
        place,
        storage -> Optional.ofNullable(storage.get(id(place))).map(b -> object(place.bucket(), b)));
  }

  private static StoredObject object(String bucket, Blob blob) {
    return new StoredObject(
        new GcsUri(bucket, blob.getName()).toString(),
        blob.getSize() == null ? 0 : blob.getSize(),
        Long.toString(blob.getGeneration()),
        "gzip".equalsIgnoreCase(blob.getContentEncoding()));
  }

  private static BlobId id(GcsUri uri) {
    return BlobId.of(uri.bucket(), uri.name());
  }

  private static BlobId id(StoredObject object) {
    GcsUri uri = GcsUri.parse(object.uri());
    return BlobId.of(uri.bucket(), uri.name(), Long.parseLong(object.version()));
  }

  @Override
  public InputStream open(StoredObject object, long offset) throws IOException {
    GcsUri place = GcsUri.parse(object.uri());
    return ask(
        place,
        storage -> {
          ReadChannel channel =
              storage.reader(id(object), BlobSourceOption.shouldReturnRawInputStream(true));
          channel.seek(offset);
          return new Reading(place, Channels.newInputStream(channel));
        });
  }

  /** The bytes of an object, which the client asks for, and asks for again, while they are read. */
  private static final class Reading extends InputStream {

    private final GcsUri place;
    private final InputStream in;

    Reading(GcsUri place, InputStream in) {
      this.place = place;
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        StorageException said =
            e.getCause() instanceof StorageException cause ? cause : new StorageException(e);
        boolean gone = said.getCode() == NOT_FOUND || said.getCode() == PRECONDITION_FAILED;
        throw new IOException(
            gone
                ? place
                    + " changed or vanished while it was read; run again when nothing writes to it"
                : inWords(place, said),
            e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Override
  public void upload(Path file, String uri) throws IOException {
    GcsUri place = GcsUri.parse(uri);
    ask(place, storage -> storage.createFrom(BlobInfo.newBuilder(id(place)).build(), file));
  }

  @Override
  public boolean createIfAbsent(String uri, byte[] content) throws IOException {
    GcsUri place = GcsUri.parse(uri);
    return ask(
        place,
        storage -> {
          try {
            storage.create(
                BlobInfo.newBuilder(id(place)).build(), content, BlobTargetOption.doesNotExist());
            return true;
          } catch (StorageException e) {
            if (e.getCode() != PRECONDITION_FAILED) {
              throw e;
            }
            // The client repeats a request whose answer was lost, and then meets its own object.
            return Arrays.equals(storage.readAllBytes(id(place)), content);
          }
        });
  }

  @Override
  public void copy(StoredObject from, String to) throws IOException {
    GcsUri target = GcsUri.parse(to);
    ask(
        target,
        storage ->
            storage
                .copy(
                    Storage.CopyRequest.newBuilder()
                        .setSource(id(from))
                        .setTarget(id(target))
                        .build())
                .getResult());
  }

  @Override
  public void delete(String uri) throws IOException {
    GcsUri place = GcsUri.parse(uri);
    ask(place, storage -> storage.delete(id(place)));
  }

  private <T> T ask(GcsUri place, Request<T> request) throws IOException {
    try {
      return request.send(client());
    } catch (StorageException e) {
      throw new IOException(inWords(place, e), e);
    }
  }

  /** What went wrong, and what to do. */
  private static String inWords(GcsUri place, StorageException e) {
    String said = SafeText.line(firstLine(e));
    return switch (statusOf(e)) {
      case UNAUTHORIZED ->
          place
              + ": there are no valid credentials; run 'gcloud auth application-default login', or"
              + " name a key with GOOGLE_APPLICATION_CREDENTIALS";
      case FORBIDDEN ->
          place + ": permission is missing: " + said + "; grant it to the account, or use another";
      case NOT_FOUND ->
          place + " does not exist, or has changed meanwhile: " + said + "; check bucket and name";
      case TOO_MANY_REQUESTS ->
          place + ": Cloud Storage asks for fewer requests: " + said + "; run again later";
      default -> place + ": Cloud Storage failed: " + said + "; run again later";
    };
  }

  /** The status that says what went wrong. */
  private static int statusOf(StorageException e) {
    // A token that was given cannot be renewed, which is how the client learns that it has expired.
    if (firstLine(e).contains("does not support refreshing")) {
      return UNAUTHORIZED;
    }
    boolean quota = e.getReason() != null && e.getReason().endsWith("Exceeded");
    return e.getCode() == FORBIDDEN && quota ? TOO_MANY_REQUESTS : e.getCode();
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
