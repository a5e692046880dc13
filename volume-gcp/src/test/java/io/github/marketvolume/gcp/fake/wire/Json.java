package io.github.marketvolume.gcp.fake.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;

/** Short words for JSON trees. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The object that {@code bytes} spell; an empty one for no bytes. */
  public static ObjectNode parse(byte[] bytes) {
    if (bytes.length == 0) {
      return object();
    }
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new ApiException(400, "parseError", "Invalid JSON payload: an object is expected");
    } catch (IOException e) {
      throw new ApiException(400, "parseError", "Invalid JSON payload: " + e.getMessage());
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies a merge patch: a null removes, an object merges, all else replaces. */
  public static void merge(ObjectNode target, ObjectNode patch) {
    for (Iterator<Map.Entry<String, JsonNode>> all = patch.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = all.next();
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        target.remove(entry.getKey());
      } else if (value instanceof ObjectNode object
          && target.get(entry.getKey()) instanceof ObjectNode old) {
        merge(old, object);
      } else {
        target.set(entry.getKey(), value.deepCopy());
      }
    }
  }

  /** The text of a field, or the empty text. */
  public static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
