package io.github.marketvolume.gcp.fake.storage;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes of objects, whole or a range of them. */
final class GcsMedia {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private final ObjectStore store;

  GcsMedia(ObjectStore store) {
    this.store = store;
  }

  Response get(Request request) throws IOException {
    ObjectStore.Opened opened =
        store.open(
            request.variable("bucket"),
            request.variable("object"),
            request.parameter("generation"),
            Preconditions.of(request));
    StoredObject object = opened.object();
    long size = object.content().size();
    long from = 0;
    long to = size - 1;
    Matcher range = RANGE.matcher(request.header("Range").orElse(""));
    boolean partial = range.matches();
    if (partial && range.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(range.group(2)));
    } else if (partial) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
    }
    InputStream bytes = opened.bytes();
    if (partial && from >= size) {
      bytes.close();
      return new ApiException(416, "requestedRangeNotSatisfiable", "Request range not satisfiable")
          .response()
          .with("Content-Range", "bytes */" + size);
    }
    bytes.skipNBytes(from);
    long length = to - from + 1;
    Response response =
        Response.stream(partial ? 206 : 200, length, new Slice(bytes, length))
            .with(
                "Content-Type",
                object.attributes().path("contentType").asText("application/octet-stream"))
            .with("ETag", object.etag())
            .with("Accept-Ranges", "bytes")
            .with("x-goog-generation", Long.toString(object.generation()))
            .with("x-goog-metageneration", Long.toString(object.metageneration()))
            .with("x-goog-stored-content-length", Long.toString(size))
            .with("x-goog-storage-class", "STANDARD")
            .with(
                "x-goog-hash",
                "crc32c="
                    + object.content().crc32c()
                    + (object.components() == 0 ? ",md5=" + object.content().md5() : ""));
    String encoding = Json.text(object.attributes(), "contentEncoding");
    response =
        response.with("x-goog-stored-content-encoding", encoding.isEmpty() ? "identity" : encoding);
    if (!encoding.isEmpty()) {
      response = response.with("Content-Encoding", encoding);
    }
    return partial
        ? response.with("Content-Range", "bytes " + from + "-" + to + "/" + size)
        : response;
  }

  /** So many bytes of a stream and no more. */
  private static final class Slice extends InputStream {
    private final InputStream in;
    private long left;

    Slice(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
