package io.github.marketvolume.gcp.fake.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request over HTTP, its path taken apart and its body decompressed. */
public final class Request {

  private final String method;
  private final String target;
  private final List<String> segments = new ArrayList<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, String> headers;
  private final InputStream body;
  private Map<String, String> variables = Map.of();

  /**
   * @param headers by names in lower case
   */
  public Request(String method, String target, Map<String, String> headers, InputStream body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query
            .computeIfAbsent(
                URLDecoder.decode(name, StandardCharsets.UTF_8), key -> new ArrayList<>())
            .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
  }

  Request bind(Map<String, String> values) {
    this.variables = values;
    return this;
  }

  /** The same request with its body cut short; reading on fails. */
  Request cutAfter(long bytes) {
    return new Request(method, target, headers, new CutStream(body, bytes));
  }

  String method() {
    return method;
  }

  public String target() {
    return target;
  }

  List<String> segments() {
    return segments;
  }

  public InputStream body() {
    return body;
  }

  public ObjectNode json() throws IOException {
    return Json.parse(body.readAllBytes());
  }

  /** A variable of the path; there, as the route has it. */
  public String variable(String name) {
    return variables.get(name);
  }

  public Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  public boolean flag(String name) {
    return parameter(name).map(Boolean::parseBoolean).orElse(false);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A stream that breaks. */
  private static final class CutStream extends InputStream {
    private final InputStream in;
    private long left;

    CutStream(InputStream in, long bytes) {
      this.in = in;
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new CutException();
      }
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
