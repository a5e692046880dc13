package io.github.marketvolume.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import com.sun.net.httpserver.HttpServer;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.gcp.RawZone.KeptFile;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawZoneTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  /** The beginning of what sha256sum prints of "abc". */
  private static final String HASH_OF_ABC = "ba7816bf8f01cfea";

  /** An answer of a web server. */
  private record Answer(int status, String body, int promisedBytes) {
    static Answer of(int status, String body) {
      return new Answer(status, body, body.length());
    }
  }

  @TempDir private Path folder;

  private final Deque<Answer> answers = new ArrayDeque<>();
  private FakeGcs gcs;
  private HttpServer web;
  private RawZone zone;

  @BeforeEach
  void start() throws IOException {
    gcs = FakeGcs.start().bucket("lake", "EU");
    StorageOptions options =
        StorageOptions.newBuilder()
            .setHost(gcs.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build();
    zone = RawZone.at(GcsObjectStore.of(options), "gs://lake/raw/").pausing(Duration.ofMillis(1));
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          Answer answer = answers.remove();
          exchange.sendResponseHeaders(answer.status, answer.promisedBytes);
          exchange.getResponseBody().write(answer.body.getBytes(UTF_8));
          exchange.close();
        });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
    List<String> unexpected = gcs.unexpected();
    gcs.close();
    assertThat(unexpected).isEmpty();
    assertThat(answers).as("answers that nobody asked for").isEmpty();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort() + path);
  }

  @Test
  void aFile_isKeptAsItIs_underItsDayAndContent() throws IOException {
    KeptFile kept = zone.keep(file("prices.csv", "abc"), MONDAY);

    assertThat(kept)
        .isEqualTo(
            new KeptFile("gs://lake/raw/ingested=2026-11-23/" + HASH_OF_ABC + "/prices.csv", true));
    assertThat(gcs.bytes("lake", "raw/ingested=2026-11-23/" + HASH_OF_ABC + "/prices.csv"))
        .contains("abc".getBytes(UTF_8));
  }

  @Test
  void theSameFile_isKeptOnce_onWhateverDayItComes() throws IOException {
    KeptFile first = zone.keep(file("prices.csv", "abc"), MONDAY);
    KeptFile again = zone.keep(file("prices.csv", "abc"), TUESDAY);

    assertThat(again).isEqualTo(new KeptFile(first.uri(), false));
    assertThat(gcs.objects("lake")).hasSize(1);
  }

  @Test
  void anotherContent_andAnotherName_areKeptBesides() throws IOException {
    zone.keep(file("AAPL.csv", "abc"), MONDAY);
    assertThat(zone.keep(file("MSFT.csv", "abc"), MONDAY).isNew()).isTrue();
    assertThat(zone.keep(file("AAPL.csv", "abcd"), MONDAY).isNew()).isTrue();
    assertThat(gcs.objects("lake")).hasSize(3);
    assertThat(gcs.bytes("lake", "raw/ingested=2026-11-23/" + HASH_OF_ABC + "/AAPL.csv"))
        .contains("abc".getBytes(UTF_8));
  }

  @Test
  void aDownload_isKeptUnderTheNameInItsUrl() {
    answers.add(Answer.of(200, "abc"));
    answers.add(Answer.of(200, "abc"));

    KeptFile kept = zone.keep(url("/data/prices.csv?token=s3cret"), MONDAY);

    assertThat(kept.uri())
        .isEqualTo("gs://lake/raw/ingested=2026-11-23/" + HASH_OF_ABC + "/prices.csv");
    assertThat(zone.keep(url("/data/prices.csv"), TUESDAY))
        .isEqualTo(new KeptFile(kept.uri(), false));
  }

  @Test
  void aServerThatFails_orBreaksOff_isAskedAgain() {
    answers.add(Answer.of(503, ""));
    answers.add(new Answer(200, "ab", 3));
    answers.add(Answer.of(200, "abc"));
    assertThat(zone.keep(url("/prices.csv"), MONDAY).uri()).contains(HASH_OF_ABC);
  }

  @Test
  void aDownloadThatCannotBeHad_isOneLineWithoutSecrets_andNothingIsKept() {
    answers.add(Answer.of(404, "no"));
    URI url = url("/prices.csv?token=s3cret");
    assertThatThrownBy(() -> zone.keep(url, MONDAY))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "http://127.0.0.1:%d/prices.csv?token=***: the server answers 404; check the URL, or"
                + " run again later",
            web.getAddress().getPort());

    for (int attempt = 0; attempt < 4; attempt++) {
      answers.add(Answer.of(500, ""));
    }
    assertThatThrownBy(() -> zone.keep(url, MONDAY)).hasMessageContaining("answers 500");
    assertThat(gcs.objects("lake")).isEmpty();
  }

  @Test
  void aUrlWithoutAFile_isRefused() {
    assertThatThrownBy(() -> zone.keep(url("/data/"), MONDAY))
        .isInstanceOf(SourceException.class)
        .hasMessageEndingWith("/data/ names no file; give the URL of one");
    assertThatThrownBy(() -> zone.keep(url("/data/.."), MONDAY))
        .hasMessageEndingWith("/data/.. names no file; give the URL of one");
  }

  @Test
  void aFileThatIsNotThere_isASourceError_andABucketThatIsNot_aSinkError() throws IOException {
    Path missing = folder.resolve("prices.csv");
    assertThatThrownBy(() -> zone.keep(missing, MONDAY))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(missing + " cannot be read");

    gcs.close();
    FakeGcs empty = FakeGcs.start();
    gcs = empty;
    StorageOptions options =
        StorageOptions.newBuilder()
            .setHost(empty.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build();
    RawZone nowhere = RawZone.at(GcsObjectStore.of(options), "gs://lake/raw");
    Path there = file("prices.csv", "abc");
    assertThatThrownBy(() -> nowhere.keep(there, MONDAY))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("gs://lake/raw")
        .hasMessageEndingWith("check bucket and name");
  }
}
