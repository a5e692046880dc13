package io.github.marketvolume.gcp.fake.storage;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Request;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What a request says must hold of an object, or of a bucket, for the request to be carried out.
 */
final class Preconditions {

  /** What is there: 0 and 0 for nothing. */
  record Versions(long generation, long metageneration) {}

  private final Optional<Long> generationMatch;
  private final Optional<Long> generationNotMatch;
  private final Optional<Long> metagenerationMatch;
  private final Optional<Long> metagenerationNotMatch;

  private Preconditions(Request request, String prefix) {
    this.generationMatch = number(request, prefix + "GenerationMatch");
    this.generationNotMatch = number(request, prefix + "GenerationNotMatch");
    this.metagenerationMatch = number(request, prefix + "MetagenerationMatch");
    this.metagenerationNotMatch = number(request, prefix + "MetagenerationNotMatch");
  }

  /** Whatever is there. */
  static Preconditions none() {
    return of(new Request("GET", "/", Map.of(), InputStream.nullInputStream()));
  }

  static Preconditions of(Request request) {
    return new Preconditions(request, "if");
  }

  static Preconditions ofSource(Request request) {
    return new Preconditions(request, "ifSource");
  }

  /** For a write: fails with 412. */
  void checkWrite(Optional<StoredObject> there) {
    check(versions(there), 412);
  }

  /** For a read: fails with 304 if all that does not hold is that something has changed. */
  void checkRead(StoredObject there) {
    check(versions(Optional.of(there)), 304);
  }

  void checkBucket(Bucket bucket) {
    check(new Versions(0, bucket.metageneration()), 412);
  }

  private static Versions versions(Optional<StoredObject> there) {
    return there
        .map(object -> new Versions(object.generation(), object.metageneration()))
        .orElse(new Versions(0, 0));
  }

  private void check(Versions there, int unchanged) {
    require(generationMatch, wanted -> wanted == there.generation(), 412);
    require(metagenerationMatch, wanted -> wanted == there.metageneration(), 412);
    require(generationNotMatch, wanted -> wanted != there.generation(), unchanged);
    require(metagenerationNotMatch, wanted -> wanted != there.metageneration(), unchanged);
  }

  private static void require(Optional<Long> wanted, LongPredicate holds, int status) {
    if (wanted.isPresent() && !holds.test(wanted.get())) {
      throw status == 304
          ? new ApiException(304, "notModified", "Not Modified")
          : ApiException.conditionNotMet();
    }
  }

  private static Optional<Long> number(Request request, String name) {
    return request
        .parameter(name)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw ApiException.invalid("Invalid value for " + name + ": " + text);
              }
            });
  }
}
