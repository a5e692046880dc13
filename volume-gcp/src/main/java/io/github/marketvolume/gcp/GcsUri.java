package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an object, or of all objects below a name, in Cloud Storage: {@code
 * gs://bucket/name}. An immutable value.
 *
 * @param bucket 3 to 222 lower-case letters, digits, hyphens, underscores and dots
 * @param name the object's name, without a slash at its beginning; empty for the whole bucket
 */
public record GcsUri(String bucket, String name) implements Serializable {

  /** The scheme of these URIs. */
  public static final String SCHEME = "gs";

  private static final Pattern FORM = Pattern.compile("gs://([^/]+)(?:/(.*))?", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  public GcsUri {
    if (bucket.indexOf('@') >= 0 || bucket.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the name of a bucket has no @ and no colon: Cloud Storage takes no credentials in a"
              + " location; leave them out");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(bucket)
              + "\" is not the name of a bucket: 3 to 222 lower-case letters, digits, hyphens,"
              + " underscores and dots");
    }
    if (name.startsWith("/") || name.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(name)
              + "\" is not the name of an object; leave out slashes at its beginning and line"
              + " ends");
    }
  }

  /**
   * Reads a URI as {@link #toString} writes it.
   *
   * @throws IllegalArgumentException if it is not of the form {@code gs://bucket/name}
   */
  public static GcsUri parse(String uri) {
    Matcher matcher = FORM.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.location(uri)
              + "\" is not a place in Cloud Storage; write gs://bucket/name");
    }
    return new GcsUri(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
  }

  @Override
  public String toString() {
    return SCHEME + "://" + bucket + "/" + name;
  }
}
