package io.github.marketvolume.gcp.fake.bigquery.catalog;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine complains about, in the words of the service where it has any. */
public final class EngineErrors {

  private static final Pattern COLUMN =
      Pattern.compile(
          "(?:Referenced column|Values list .* does not have a column named) \"([^\"]+)\"");
  private static final Pattern NOT_NULL =
      Pattern.compile("NOT NULL constraint failed: [^.]+\\.(\\S+)");

  private EngineErrors() {}

  public static ApiException of(SQLException e, String statement) {
    String message = String.valueOf(e.getMessage());
    Matcher column = COLUMN.matcher(message);
    if (column.find()) {
      return ApiException.invalidQuery("Unrecognized name: " + column.group(1));
    }
    Matcher required = NOT_NULL.matcher(message);
    if (required.find()) {
      return ApiException.invalidQuery("Required field " + required.group(1) + " cannot be null");
    }
    if (message.contains("same target row more than once")) {
      return ApiException.invalidQuery(
          "UPDATE/MERGE must match at most one source row for each target row");
    }
    if (message.startsWith("Conversion Error") || message.startsWith("Out of Range Error")) {
      return ApiException.invalidQuery("Bad value: " + message);
    }
    return ApiException.notServed(statement + " (the engine says: " + message + ")");
  }
}
