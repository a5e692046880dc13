package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads that come in pieces, and go on where a broken connection left them. */
public final class ResumableUploads {

  /** Pieces are kept in whole units of this many bytes, unless the upload is complete. */
  private static final int UNIT = 256 * 1024;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  /** What is done with all the bytes. */
  public interface Completion {
    Response complete(Path file, Request last) throws IOException;
  }

  private static final class Session {
    final Path file;
    final Completion completion;
    long kept;
    Response done;

    Session(Path file, Completion completion) {
      this.file = file;
      this.completion = completion;
    }
  }

  private final Spool spool;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  public ResumableUploads(Spool spool) {
    this.spool = spool;
  }

  /**
   * Answers the request that begins an upload.
   *
   * @param url of the following requests, to which the id is added as a parameter
   */
  public Response open(String url, Completion completion) throws IOException {
    String id = UUID.randomUUID().toString();
    Path file = Files.createFile(spool.newFile(".upload"));
    sessions.put(id, new Session(file, completion));
    String location = url + (url.contains("?") ? "&" : "?") + "upload_id=" + id;
    return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
  }

  /** Answers a piece, or a question how much is kept. */
  public Response put(Request request) throws IOException {
    Session session = session(request);
    synchronized (session) {
      if (session.done != null) {
        request.body().transferTo(OutputStream.nullOutputStream());
        return session.done;
      }
      Optional<String> header = request.header("Content-Range");
      Matcher range = CONTENT_RANGE.matcher(header.orElse("bytes 0-0/*"));
      if (!range.matches()) {
        throw ApiException.invalid("Failed to parse Content-Range header: " + header.get());
      }
      Optional<Long> total =
          Optional.of(range.group(3)).filter(text -> !text.equals("*")).map(Long::valueOf);
      if (header.isEmpty()) {
        keep(session, 0, true, request.body());
        total = Optional.of(session.kept);
      } else if (range.group(1) != null) {
        keep(session, Long.parseLong(range.group(1)), total.isPresent(), request.body());
      }
      if (total.isPresent() && session.kept == total.get()) {
        session.done = session.completion.complete(session.file, request);
        return session.done;
      }
      Response more = Response.empty(308).with("X-GUploader-UploadID", request.target());
      return session.kept == 0 ? more : more.with("Range", "bytes=0-" + (session.kept - 1));
    }
  }

  /** Forgets an upload. */
  public Response cancel(Request request) throws IOException {
    Session session = session(request);
    sessions.values().remove(session);
    Files.deleteIfExists(session.file);
    return Response.empty(499);
  }

  private Session session(Request request) {
    Session session = sessions.get(request.parameter("upload_id").orElse(""));
    if (session == null) {
      throw ApiException.notFound("No such upload");
    }
    return session;
  }

  /** Appends a piece; of a broken one what makes whole units. */
  private static void keep(Session session, long from, boolean last, InputStream in)
      throws IOException {
    if (from > session.kept) {
      throw new ApiException(
          400,
          "invalid",
          "Invalid request.  The piece begins at byte "
              + from
              + ", but "
              + session.kept
              + " bytes are kept.");
    }
    in.skipNBytes(session.kept - from);
    try (RandomAccessFile file = new RandomAccessFile(session.file.toFile(), "rw")) {
      file.seek(session.kept);
      boolean whole = false;
      try {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          file.write(buffer, 0, read);
        }
        whole = true;
      } finally {
        long end = file.getFilePointer();
        session.kept = whole && last ? end : end - end % UNIT;
        file.setLength(session.kept);
      }
    }
  }
}
