package io.github.marketvolume.gcp.fake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults on the wire, seen without any client and with one. */
class FaultsTest {

  private static final String GET = "storage.objects.get";

  private final FakeGcs fake =
      FakeGcs.start().bucket("lake", "US").put("lake", "a", new byte[100_000]);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    assertThat(fake.unexpected()).isEmpty();
    fake.close();
  }

  private HttpResponse<byte[]> get() throws IOException, InterruptedException {
    URI uri = URI.create(fake.endpoint() + "/storage/v1/b/lake/o/a?alt=media");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  static Stream<Fault> statuses() {
    return Stream.of(
        Fault.unauthorized(),
        Fault.accessDenied(),
        Fault.quotaExceeded(),
        Fault.rateLimitExceeded(),
        Fault.notFound(),
        Fault.conflict(),
        Fault.preconditionFailed(),
        Fault.tooManyRequests(),
        Fault.internalError(),
        Fault.unavailable());
  }

  @ParameterizedTest
  @MethodSource("statuses")
  @DisplayName("a status comes with a body that says why")
  void status(Fault fault) throws Exception {
    fake.faults().at(GET, 1, fault);
    HttpResponse<byte[]> answer = get();
    assertThat(answer.statusCode()).isEqualTo(fault.status());
    var error = Json.parse(answer.body()).path("error");
    assertThat(error.path("code").asInt()).isEqualTo(fault.status());
    assertThat(error.path("errors").path(0).path("reason").asText()).isEqualTo(fault.reason());
    assertThat(error.path("message").asText()).isEqualTo(fault.message());
    assertThat(get().statusCode()).as("once").isEqualTo(200);
  }

  @Test
  @DisplayName("requests are counted, and a repeated fault stays")
  void counting() throws Exception {
    fake.faults().at(GET, 2, Fault.notFound()).from(Faults.ANY, 3, Fault.unavailable());
    assertThat(get().statusCode()).isEqualTo(200);
    assertThat(get().statusCode()).isEqualTo(404);
    assertThat(get().statusCode()).isEqualTo(503);
    assertThat(get().statusCode()).isEqualTo(503);
    fake.faults().clear();
    assertThat(get().statusCode()).isEqualTo(200);
    assertThat(fake.calls()).hasSize(5).allMatch(call -> call.operation().equals(GET));
  }

  @Test
  @DisplayName("a cut connection has no answer, or half of one")
  void cuts() throws Exception {
    fake.faults().from(GET, 1, Fault.cutBeforeAnswer());
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    fake.faults().clear();
    fake.faults().at(GET, 1, Fault.cutMidBody());
    assertThatThrownBy(this::get)
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("received: 50000");
    assertThat(get().body()).hasSize(100_000);
  }

  @Test
  @DisplayName("a slow answer is the right one")
  void slow() throws Exception {
    fake.faults().at(GET, 1, Fault.slow(Duration.ofMillis(300)));
    long start = System.nanoTime();
    assertThat(get().body()).hasSize(100_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  @DisplayName("a lost answer: the work is done, and the client's own retry meets it")
  void lost() {
    Storage storage = FakeGcsTest.client(fake);
    fake.faults().at("storage.objects.insert", 1, Fault.lostResponse());
    assertThatThrownBy(
            () ->
                storage.create(
                    BlobInfo.newBuilder("lake", "b").build(),
                    new byte[] {1},
                    BlobTargetOption.doesNotExist()))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
    assertThat(fake.bytes("lake", "b")).hasValue(new byte[] {1});
  }

  @Test
  @DisplayName("the client reads on where a body was cut")
  void readsOn() {
    fake.faults().at(GET, 1, Fault.cutMidBody());
    assertThat(FakeGcsTest.client(fake).readAllBytes("lake", "a")).hasSize(100_000);
    assertThat(fake.calls()).hasSize(2);
  }
}
