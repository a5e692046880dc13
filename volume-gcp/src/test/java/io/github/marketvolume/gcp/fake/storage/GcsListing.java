package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One page of a listing: objects, and prefixes that stand for all objects below them. */
final class GcsListing {

  private static final int MOST = 1000;

  private GcsListing() {}

  static ObjectNode page(List<StoredObject> objects, Request request, String endpoint) {
    for (String refused : List.of("matchGlob", "softDeleted")) {
      if (request.parameter(refused).filter(text -> !text.equals("false")).isPresent()) {
        throw ApiException.notServed("objects.list with " + refused);
      }
    }
    String prefix = request.parameter("prefix").orElse("");
    String delimiter = request.parameter("delimiter").orElse("");
    boolean trailing = request.flag("includeTrailingDelimiter");
    String start = request.parameter("startOffset").orElse("");
    String end = request.parameter("endOffset").orElse("");
    String after =
        request
            .parameter("pageToken")
            .map(token -> new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
            .orElse("");
    int most =
        request.parameter("maxResults").map(Integer::parseInt).filter(n -> n > 0).orElse(MOST);

    ObjectNode json = Json.object().put("kind", "storage#objects");
    ArrayNode items = json.putArray("items");
    NavigableSet<String> prefixes = new TreeSet<>(Bucket.ORDER);
    String last = "";
    for (StoredObject object : objects) {
      String name = object.name();
      if (Bucket.ORDER.compare(name, start) < 0
          || (!end.isEmpty() && Bucket.ORDER.compare(name, end) >= 0)) {
        continue;
      }
      int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      String below = cut < 0 ? "" : name.substring(0, cut + delimiter.length());
      boolean item = below.isEmpty() || (trailing && below.equals(name));
      String key = below.isEmpty() ? name : below;
      if (!after.isEmpty() && Bucket.ORDER.compare(key, after) <= 0) {
        continue;
      }
      boolean newPrefix = !below.isEmpty() && !prefixes.contains(below);
      if (items.size() + prefixes.size() >= most && (item || newPrefix) && !key.equals(last)) {
        json.put(
            "nextPageToken",
            Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        break;
      }
      if (item) {
        items.add(object.resource(endpoint));
      }
      if (newPrefix) {
        prefixes.add(below);
      }
      last = key;
    }
    if (!prefixes.isEmpty()) {
      prefixes.forEach(json.putArray("prefixes")::add);
    }
    return json;
  }
}
