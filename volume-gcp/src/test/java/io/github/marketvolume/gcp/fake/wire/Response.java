package io.github.marketvolume.gcp.fake.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer over HTTP. Its body is written once, as a stream. */
public record Response(int status, Map<String, String> headers, long length, Body body) {

  /** Writes a body of the promised length. */
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  public static Response json(int status, JsonNode node) {
    return bytes(status, "application/json; charset=UTF-8", Json.bytes(node));
  }

  public static Response bytes(int status, String contentType, byte[] bytes) {
    return new Response(
        status, Map.of("Content-Type", contentType), bytes.length, out -> out.write(bytes));
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), 0, out -> {});
  }

  /** {@code length} bytes of a stream, which is closed in the end. */
  public static Response stream(int status, long length, InputStream in) {
    return new Response(
        status,
        Map.of(),
        length,
        out -> {
          try (in) {
            in.transferTo(out);
          }
        });
  }

  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, length, body);
  }
}
