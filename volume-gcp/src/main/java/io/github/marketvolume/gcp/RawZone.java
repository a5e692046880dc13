package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a lake that keeps files as they came, for ever: {@code
 * raw/ingested=2026-11-25/5f0c8a2b91e4d7c3/prices.csv.gz}, named after the day on which the file
 * came first, its content, and itself. A file that is there already, by name and content, is not
 * stored again, on whatever day it comes; so that ingesting twice is ingesting once. Nothing in it
 * is ever replaced or deleted.
 *
 * <p>The folder that stands for the content is the beginning of its SHA-256, in hexadecimal digits.
 */
public final class RawZone {

  private static final int HASH_DIGITS = 16;
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final ObjectStore store;
  private final String folder;
  private final Duration pause;

  /**
   * A file that the zone keeps.
   *
   * @param uri where it is
   * @param isNew whether it came just now; if not, it was there
   */
  public record KeptFile(String uri, boolean isNew) {}

  private RawZone(ObjectStore store, String folder, Duration pause) {
    this.store = store;
    this.folder = folder.replaceFirst("/+$", "");
    this.pause = pause;
  }

  /**
   * A zone in a folder.
   *
   * @param store where the folder is, as {@link GoogleCloud#store()}
   * @param folder its URI, such as {@code gs://lake/raw}; it need not exist
   */
  public static RawZone at(ObjectStore store, String folder) {
    return new RawZone(store, folder, Duration.ofSeconds(1));
  }

  /** The same with another pause before a download is tried for the second time. */
  RawZone pausing(Duration firstPause) {
    return new RawZone(store, folder, firstPause);
  }

  /**
   * Keeps a file of this machine.
   *
   * @param day the day on which it came, unless it came before
   * @throws SourceException if the file cannot be read, or is written to meanwhile
   * @throws SinkException if it cannot be stored; nothing is there then
   */
  public KeptFile keep(Path file, LocalDate day) {
    String hash = hash(file);
    String name = hash + "/" + file.getFileName();
    try {
      Optional<StoredObject> there =
          store.list(folder + "/ingested=").stream()
              .filter(object -> object.uri().endsWith("/" + name))
              .findFirst();
      if (there.isPresent()) {
        return new KeptFile(there.get().uri(), false);
      }
      String uri = folder + "/ingested=" + day + "/" + name;
      store.upload(file, uri);
      if (!hash(file).equals(hash)) {
        store.delete(uri);
        throw new SourceException(file + " was written to while it was read; run again");
      }
      return new KeptFile(uri, true);
    } catch (IOException e) {
      throw new SinkException(
          Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()), e);
    }
  }

  private static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of()
          .formatHex(digested.getMessageDigest().digest())
          .substring(0, HASH_DIGITS);
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Downloads a file and keeps it under the last part of the URL's path. Where a server fails, or a
   * connection breaks, it is asked again, with growing pauses.
   *
   * @param url of http or https; redirections are followed
   * @throws SourceException if it cannot be had; what the URL has of secrets is not shown
   * @throws SinkException if it cannot be stored; nothing is there then
   */
  public KeptFile keep(URI url, LocalDate day) {
    String name = url.getPath() == null ? "" : url.getPath().replaceFirst(".*/", "");
    if (name.matches("\\.{0,2}") || url.getHost() == null) {
      throw new SourceException(shown(url) + " names no file; give the URL of one");
    }
    if (!name.codePoints().allMatch(c -> c == ' ' || SafeText.isVisible(c))) {
      throw new SourceException(
          shown(url)
              + " names a file with a control character or an invisible one; keep it under another"
              + " name");
    }
    try {
      Path scratch = Files.createTempDirectory("volume-download");
      Path file = scratch.resolve(name);
      try {
        download(url, file);
        return keep(file, day);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(scratch);
      }
    } catch (IOException e) {
      throw new SourceException(
          shown(url) + " cannot be downloaded: " + BigQueryWords.firstLine(e), e);
    }
  }

  private void download(URI url, Path file) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    for (int attempt = 1; ; attempt++) {
      boolean isLast = attempt == ATTEMPTS;
      try {
        int status =
            client
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofFile(file))
                .statusCode();
        if (status == OK) {
          return;
        }
        if (isLast || (status < SERVER_ERROR && status != TOO_MANY_REQUESTS)) {
          throw new SourceException(
              shown(url)
                  + ": the server answers "
                  + status
                  + "; check the URL, or run again later");
        }
      } catch (IOException e) {
        if (isLast) {
          throw e;
        }
      } catch (InterruptedException e) {
        throw interrupted(url, e);
      }
      pause(url, attempt);
    }
  }

  private void pause(URI url, int attempt) {
    try {
      Thread.sleep(pause.toMillis() << (attempt - 1));
    } catch (InterruptedException e) {
      throw interrupted(url, e);
    }
  }

  private static SourceException interrupted(URI url, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException("the download of " + shown(url) + " was interrupted", e);
  }

  /** A URL without its secrets. */
  private static String shown(URI url) {
    return SafeText.location(url.toString());
  }
}
