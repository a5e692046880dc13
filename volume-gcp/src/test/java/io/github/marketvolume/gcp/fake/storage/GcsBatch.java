package io.github.marketvolume.gcp.fake.storage;

import io.github.marketvolume.gcp.fake.wire.CutException;
import io.github.marketvolume.gcp.fake.wire.HttpWire;
import io.github.marketvolume.gcp.fake.wire.MultipartUpload;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Many requests in one. Each part is a request of its own: it is written down and has its faults,
 * though a cut connection is cut for the whole batch.
 */
final class GcsBatch {

  private static final String CRLF = "\r\n";

  private HttpWire wire;

  void addTo(Router router) {
    router.add("POST", "/batch/storage/v1", "storage.batch", this::batch);
    router.add("POST", "/batch", "storage.batch", this::batch);
  }

  void answerWith(HttpWire parts) {
    this.wire = parts;
  }

  private Response batch(Request request) throws IOException {
    String boundary = MultipartUpload.boundary(request.header("Content-Type").orElse(""));
    String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    String[] parts = body.split("(?:^|\r?\n)--" + Pattern.quote(boundary), -1);
    for (String part : parts) {
      if (part.isBlank() || part.startsWith("--")) {
        continue;
      }
      // The part's own headers, then the request's line and headers, then its body.
      String[] halves = part.strip().split("\r?\n\r?\n", 3);
      Map<String, String> outer = headers(halves[0].split("\r?\n", -1), 0);
      String[] head = halves[1].split("\r?\n", -1);
      String[] line = head[0].split(" ", -1);
      Map<String, String> inner = headers(head, 1);
      byte[] content = halves.length > 2 ? halves[2].getBytes(StandardCharsets.UTF_8) : new byte[0];
      String target =
          line[1].startsWith("http") ? line[1].replaceFirst("https?://[^/]+", "") : line[1];
      String method = inner.getOrDefault("x-http-method-override", line[0]);
      wire.answer(
          new Request(method, target, inner, new ByteArrayInputStream(content)),
          (response, cut) -> {
            if (cut) {
              throw new CutException();
            }
            append(answer, boundary, outer.getOrDefault("content-id", "<0>"), response);
          });
    }
    answer.writeBytes(("--" + boundary + "--" + CRLF).getBytes(StandardCharsets.UTF_8));
    return Response.bytes(200, "multipart/mixed; boundary=" + boundary, answer.toByteArray());
  }

  private static void append(
      ByteArrayOutputStream answer, String boundary, String id, Response response)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append("--").append(boundary).append(CRLF);
    head.append("Content-Type: application/http").append(CRLF);
    head.append("Content-ID: <response-").append(id.replaceFirst("^<", "")).append(CRLF);
    head.append(CRLF);
    head.append("HTTP/1.1 ").append(response.status()).append(" Answer").append(CRLF);
    response
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append(CRLF));
    head.append("Content-Length: ").append(response.length()).append(CRLF).append(CRLF);
    answer.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    response.body().writeTo(answer);
    answer.writeBytes(CRLF.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(String[] lines, int from) {
    Map<String, String> headers = new HashMap<>();
    for (int i = from; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
