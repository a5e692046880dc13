package io.github.marketvolume.gcp.fake.bigquery.stream;

import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of resources as gRPC has them. */
final class ResourceNames {

  private static final Pattern TABLE =
      Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)(?:/.*)?");

  private ResourceNames() {}

  /** The table of a name such as {@code projects/p/datasets/d/tables/t}, or of one below it. */
  static TableName table(String name) {
    Matcher matcher = TABLE.matcher(name);
    if (!matcher.matches()) {
      throw ApiException.invalid("Invalid resource name: " + name);
    }
    return TableName.of(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  static String of(TableName table) {
    return "projects/%s/datasets/%s/tables/%s"
        .formatted(table.project(), table.dataset(), table.table());
  }
}
