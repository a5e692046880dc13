package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Content;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Buckets and objects. A write takes effect at once or not at all; its bytes are in a file before
 * it asks for the lock.
 */
final class ObjectStore {

  /** An object and a stream of its bytes, which stays good whatever becomes of the object. */
  record Opened(StoredObject object, InputStream bytes) {}

  private final Spool spool;
  private final NavigableMap<String, Bucket> buckets = new TreeMap<>();
  private long lastGeneration;

  ObjectStore(Spool spool) {
    this.spool = spool;
  }

  Path newFile() {
    return spool.newFile(".object");
  }

  synchronized Bucket createBucket(String project, ObjectNode attributes) {
    String name = Json.text(attributes, "name");
    if (!name.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw ApiException.invalid("Invalid bucket name: '" + name + "'");
    }
    if (attributes.path("versioning").path("enabled").asBoolean()) {
      throw ApiException.notServed("a bucket with object versioning");
    }
    if (buckets.containsKey(name)) {
      throw new ApiException(
          409,
          "conflict",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    Bucket bucket = new Bucket(name, project, attributes, now());
    buckets.put(name, bucket);
    return bucket;
  }

  synchronized Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw ApiException.notFound("The specified bucket does not exist.");
    }
    return bucket;
  }

  synchronized List<Bucket> buckets() {
    return List.copyOf(buckets.values());
  }

  synchronized Bucket patchBucket(String name, ObjectNode patch, Preconditions conditions) {
    Bucket bucket = bucket(name);
    conditions.checkBucket(bucket);
    bucket.patch(patch);
    return bucket;
  }

  synchronized void deleteBucket(String name, Preconditions conditions) {
    Bucket bucket = bucket(name);
    conditions.checkBucket(bucket);
    if (!bucket.objects().isEmpty()) {
      throw new ApiException(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    buckets.remove(name);
  }

  /** What is there under a name, in a bucket that must exist. */
  synchronized Optional<StoredObject> find(String bucket, String name) {
    return Optional.ofNullable(bucket(bucket).objects().get(name));
  }

  /** The object; a generation other than the live one is gone. */
  synchronized StoredObject get(String bucket, String name, Optional<String> generation) {
    return find(bucket, name)
        .filter(
            object ->
                generation.isEmpty() || generation.get().equals(Long.toString(object.generation())))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "No such object: "
                        + bucket
                        + "/"
                        + name
                        + generation.map(one -> "#" + one).orElse("")));
  }

  synchronized Opened open(
      String bucket, String name, Optional<String> generation, Preconditions conditions)
      throws IOException {
    StoredObject object = get(bucket, name, generation);
    conditions.checkRead(object);
    return open(object, 0);
  }

  /** Opens an object at a byte; the file is opened under the lock, before it can be replaced. */
  synchronized Opened open(StoredObject object, long offset) throws IOException {
    FileChannel channel =
        FileChannel.open(object.content().file(), StandardOpenOption.READ).position(offset);
    return new Opened(object, Channels.newInputStream(channel));
  }

  /** All objects of a bucket whose names begin with {@code prefix}, in the order of a listing. */
  synchronized List<StoredObject> list(String bucket, String prefix) {
    List<StoredObject> found = new ArrayList<>();
    for (StoredObject object : bucket(bucket).objects().tailMap(prefix, true).values()) {
      if (!object.name().startsWith(prefix)) {
        break;
      }
      found.add(object);
    }
    return found;
  }

  /** Lets an object be, in place of what was there. */
  synchronized StoredObject put(
      String bucket,
      String name,
      Content content,
      ObjectNode attributes,
      int components,
      Preconditions conditions)
      throws IOException {
    Optional<StoredObject> there = find(bucket, name);
    try {
      conditions.checkWrite(there);
    } catch (ApiException e) {
      Files.deleteIfExists(content.file());
      throw e;
    }
    Instant now = now();
    StoredObject object =
        new StoredObject(
            bucket, name, nextGeneration(now), 1, content, attributes, components, now, now);
    bucket(bucket).objects().put(name, object);
    if (there.isPresent()) {
      Files.deleteIfExists(there.get().content().file());
    }
    return object;
  }

  synchronized StoredObject patch(
      String bucket,
      String name,
      Optional<String> generation,
      ObjectNode patch,
      Preconditions conditions) {
    StoredObject object = get(bucket, name, generation);
    conditions.checkWrite(Optional.of(object));
    StoredObject patched = object.patched(patch, now());
    bucket(bucket).objects().put(name, patched);
    return patched;
  }

  synchronized void delete(
      String bucket, String name, Optional<String> generation, Preconditions conditions)
      throws IOException {
    StoredObject object = get(bucket, name, generation);
    conditions.checkWrite(Optional.of(object));
    bucket(bucket).objects().remove(name);
    Files.deleteIfExists(object.content().file());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private long nextGeneration(Instant now) {
    lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1000);
    return lastGeneration;
  }
}
