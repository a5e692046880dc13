package io.github.marketvolume.gcp.fake.storage;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of objects as segments of paths, and {@code gs://} URIs. */
public final class GcsPaths {

  private GcsPaths() {}

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Bucket and object (or pattern) of a {@code gs://} URI. */
  public record Location(String bucket, String name) {

    public static Location parse(String uri) {
      int slash = uri.indexOf('/', 5);
      if (!uri.startsWith("gs://") || slash < 0 || slash == uri.length() - 1) {
        throw ApiException.invalid(
            "Source URI must be a Google Cloud Storage location: \"" + uri + "\"");
      }
      return new Location(uri.substring(5, slash), uri.substring(slash + 1));
    }
  }
}
