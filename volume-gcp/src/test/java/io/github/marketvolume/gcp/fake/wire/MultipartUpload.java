package io.github.marketvolume.gcp.fake.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code multipart/related} upload: a JSON part, then one of bytes, which goes into a file. The
 * closing boundary is cut off the file's end, so the bytes are not searched for it.
 */
public record MultipartUpload(ObjectNode metadata, Optional<String> contentType, Path media) {

  public static MultipartUpload read(Request request, Path media) throws IOException {
    String boundary = boundary(request.header("Content-Type").orElse(""));
    InputStream in = new BufferedInputStream(request.body(), 1 << 16);
    require(skipBlank(in).equals("--" + boundary));
    headers(in);
    StringBuilder json = new StringBuilder();
    for (String line = line(in); !line.equals("--" + boundary); line = line(in)) {
      json.append(line).append('\n');
    }
    Map<String, String> headers = headers(in);
    Files.copy(in, media);
    cutTail(media, ("\r\n--" + boundary + "--").getBytes(StandardCharsets.UTF_8));
    return new MultipartUpload(
        Json.parse(json.toString().strip().getBytes(StandardCharsets.UTF_8)),
        Optional.ofNullable(headers.get("content-type")),
        media);
  }

  public static String boundary(String contentType) {
    for (String part : contentType.split(";", -1)) {
      String parameter = part.strip();
      if (parameter.startsWith("boundary=")) {
        String value = parameter.substring("boundary=".length());
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
      }
    }
    throw ApiException.invalid("Content-Type names no boundary: " + contentType);
  }

  private static void cutTail(Path file, byte[] tail) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int window = (int) Math.min(channel.size(), tail.length + 8L);
      ByteBuffer end = ByteBuffer.allocate(window);
      long start = channel.size() - window;
      while (end.hasRemaining() && channel.read(end, start + end.position()) >= 0) {}
      int at =
          new String(end.array(), StandardCharsets.ISO_8859_1)
              .lastIndexOf(new String(tail, StandardCharsets.ISO_8859_1));
      require(at >= 0);
      channel.truncate(start + at);
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      require(colon > 0);
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String skipBlank(InputStream in) throws IOException {
    String line = line(in);
    while (line.isEmpty()) {
      line = line(in);
    }
    return line;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    require(next >= 0);
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void require(boolean wellFormed) {
    if (!wellFormed) {
      throw ApiException.invalid("Missing end boundary in multipart body.");
    }
  }
}
