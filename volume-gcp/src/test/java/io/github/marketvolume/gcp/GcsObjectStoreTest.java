package io.github.marketvolume.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.local.LocalRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cloud Storage where something goes wrong, over the wire; {@link GcsContract} has the rest. */
class GcsObjectStoreTest {

  private static final String NO_CREDENTIALS =
      ": there are no valid credentials; run 'gcloud auth application-default login', or name a key"
          + " with GOOGLE_APPLICATION_CREDENTIALS";

  private static final CsvLayout MINE =
      CsvLayout.named("mine").date("Date").ticker("Symbol").volume("Volume");

  @TempDir private Path scratch;

  private FakeGcs gcs;
  private GcsObjectStore store;

  @BeforeEach
  void start() {
    gcs = FakeGcs.start().bucket("lake", "EU");
    StorageOptions options =
        StorageOptions.newBuilder()
            .setHost(gcs.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(BigQueryContract.impatient())
            .build();
    store = GcsObjectStore.of(options);
  }

  @AfterEach
  void stop() {
    List<String> unexpected = gcs.unexpected();
    gcs.close();
    assertThat(unexpected).isEmpty();
  }

  private void put(String name, String text) {
    gcs.put("lake", name, text.getBytes(UTF_8));
  }

  @Test
  void isFoundByItself() {
    assertThat(ServiceLoader.load(ObjectStore.class))
        .singleElement()
        .isInstanceOf(GcsObjectStore.class);
  }

  @Test
  void anObjectIsReadWhole_alsoIfTheConnectionBreaks() throws IOException {
    byte[] bytes = new byte[8 << 20];
    new Random(1).nextBytes(bytes);
    gcs.put("lake", "big", bytes);
    ObjectStore.StoredObject object = store.find("gs://lake/big").orElseThrow();
    gcs.faults()
        .at("storage.objects.get", 1, Fault.cutMidBody())
        .at("storage.objects.get", 2, Fault.unavailable());
    try (InputStream in = store.open(object, 5)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 5, bytes.length));
    }
    assertThat(gcs.faults().pending()).isFalse();
  }

  /** What goes wrong once the connection broke in the middle of an object, and what is said. */
  static Stream<Arguments> failuresInMidRead() {
    String changed = " changed or vanished while it was read; run again when nothing writes to it";
    String cut = ": Cloud Storage failed: Unexpected end of file from server; run again later";
    return Stream.of(
        arguments(Fault.notFound(), changed),
        arguments(Fault.preconditionFailed(), changed),
        arguments(
            Fault.accessDenied(),
            ": permission is missing: Access Denied: the caller has no permission for this; grant"
                + " it to the account, or use another"),
        arguments(Fault.unauthorized(), NO_CREDENTIALS),
        arguments(
            Fault.quotaExceeded(),
            ": Cloud Storage asks for fewer requests: Quota exceeded: too many operations on this"
                + " resource; run again later"),
        arguments(
            Fault.tooManyRequests(),
            ": Cloud Storage asks for fewer requests: Too many requests; slow down; run again"
                + " later"),
        arguments(
            Fault.unavailable(),
            ": Cloud Storage failed: The service is unavailable; try again; run again later"),
        arguments(Fault.cutBeforeAnswer(), cut),
        arguments(Fault.lostResponse(), cut));
  }

  @ParameterizedTest
  @MethodSource("failuresInMidRead")
  void aFailureInMidRead_saysWhatAndWhereAndWhatToDo(Fault fault, String words) throws IOException {
    gcs.put("lake", "big", new byte[8 << 20]);
    ObjectStore.StoredObject object = store.find("gs://lake/big").orElseThrow();
    gcs.faults()
        .at("storage.objects.get", 1, Fault.cutMidBody())
        .from("storage.objects.get", 2, fault);
    try (InputStream in = store.open(object, 0)) {
      assertThatThrownBy(in::readAllBytes)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("gs://lake/big" + words);
    }
  }

  @Test
  void anObjectThatIsReplacedInMidRead_isNotReadToItsEnd() throws IOException {
    gcs.put("lake", "big", new byte[8 << 20]);
    ObjectStore.StoredObject object = store.find("gs://lake/big").orElseThrow();
    gcs.faults().at("storage.objects.get", 1, Fault.cutMidBody());
    try (InputStream in = store.open(object, 0)) {
      in.readNBytes(1 << 20);
      gcs.put("lake", "big", new byte[8 << 20]);
      assertThatThrownBy(in::readAllBytes)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage(
              "gs://lake/big changed or vanished while it was read; run again when nothing writes"
                  + " to it");
    }
  }

  @Test
  void aTokenThatExpires_isSaidToBeNotValid_andIsNotShown() throws IOException {
    GcsObjectStore withToken =
        GoogleCloud.withAccessToken("ya29.secret")
            .inProject("p")
            .withStorageAt(gcs.endpoint())
            .withPlaintext(BigQueryContract.impatient())
            .store();
    gcs.put("lake", "big", new byte[8 << 20]);
    ObjectStore.StoredObject object = withToken.find("gs://lake/big").orElseThrow();
    gcs.faults()
        .at("storage.objects.get", 1, Fault.cutMidBody())
        .from("storage.objects.get", 2, Fault.unauthorized())
        .from("storage.objects.insert", 1, Fault.unauthorized());
    try (InputStream in = withToken.open(object, 0)) {
      assertThatThrownBy(in::readAllBytes).hasMessage("gs://lake/big" + NO_CREDENTIALS);
    }
    Path file = Files.writeString(scratch.resolve("file"), "text");
    assertThatThrownBy(() -> withToken.upload(file, "gs://lake/file"))
        .hasMessage("gs://lake/file" + NO_CREDENTIALS);
  }

  @Test
  void ofTwoThatCreateAnObject_oneDoes_alsoIfItsAnswerIsLost() throws IOException {
    gcs.faults().at("storage.objects.insert", 1, Fault.lostResponse());
    assertThat(store.createIfAbsent("gs://lake/pending", "one".getBytes(UTF_8))).isTrue();
    assertThat(store.createIfAbsent("gs://lake/pending", "other".getBytes(UTF_8))).isFalse();
    assertThat(gcs.bytes("lake", "pending")).contains("one".getBytes(UTF_8));
  }

  @Test
  void aFile_isUploadedWhole_alsoIfTheServerFalters() throws IOException {
    Path file = Files.write(scratch.resolve("file"), new byte[3_000_000]);
    gcs.faults().at("storage.objects.insert", 1, Fault.unavailable());
    store.upload(file, "gs://lake/file");
    assertThat(gcs.bytes("lake", "file").orElseThrow()).hasSize(3_000_000);
  }

  static Stream<Arguments> failuresOfARun() {
    String unreadable = " cannot be read: ";
    return Stream.of(
        arguments(Fault.notFound(), " vanished while it was read; run again"),
        arguments(
            Fault.accessDenied(),
            unreadable
                + "permission is missing: Access Denied: the caller has no permission for this;"
                + " grant it to the account, or use another"),
        arguments(
            Fault.unavailable(),
            unreadable
                + "Cloud Storage failed: The service is unavailable; try again; run again later"),
        arguments(
            Fault.cutBeforeAnswer(),
            unreadable
                + "Cloud Storage failed: Unexpected end of file from server; run again later"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfARun")
  void aRunThatFailsInMidRead_saysSoInOneLine(Fault fault, String words) {
    put("raw/a.csv", "Date,Symbol,Volume\n" + "2020-01-06,AAA,1\n".repeat(1 << 18));
    gcs.faults()
        .at("storage.objects.get", 2, Fault.cutMidBody())
        .from("storage.objects.get", 3, fault);
    LocalRunner runner = LocalRunner.create().withScratchFolder(scratch).with(store);
    assertThatThrownBy(
            () -> BarsStage.from(CsvSource.at("gs://lake/raw/a.csv", MINE)).collect(runner))
        .isInstanceOf(SourceException.class)
        .hasMessage("gs://lake/raw/a.csv" + words);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aRunThatCannotListOrWrite_namesEachPlaceOnce() {
    LocalRunner runner = LocalRunner.create().withScratchFolder(scratch).with(store);
    String refused =
        "permission is missing: Access Denied: the caller has no permission for this; grant it to"
            + " the account, or use another";
    gcs.faults().from("storage.objects.list", 1, Fault.accessDenied());
    for (String location : List.of("gs://lake/raw/*.csv", "gs://lake/raw", "gs://lake/raw/")) {
      assertThatThrownBy(() -> BarsStage.from(CsvSource.at(location, MINE)).collect(runner))
          .isInstanceOf(SourceException.class)
          .hasMessage(location + " cannot be listed: " + refused);
    }
    gcs.faults().clear();
    put("raw/a.csv", "Date,Symbol,Volume\n2020-01-06,AAA,1\n");
    gcs.faults().from("storage.objects.insert", 3, Fault.accessDenied());
    VolumePipeline pipeline =
        VolumePipeline.named(
            "write",
            BarsStage.from(CsvSource.at("gs://lake/raw/a.csv", MINE))
                .into(CsvSink.at("gs://lake/out")));
    assertThatThrownBy(() -> pipeline.run(runner))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "gs://lake/out cannot be written: part-0.csv: permission is missing: 403 Forbidden;"
                + " grant it to the account, or use another");
  }

  @Test
  void errors_sayWhatAndWhereAndWhatToDo() {
    gcs.faults().from("storage.objects.list", 1, Fault.unauthorized());
    assertThatThrownBy(() -> store.list("gs://lake/raw/"))
        .isInstanceOf(IOException.class)
        .hasMessage("gs://lake/raw/" + NO_CREDENTIALS);
    assertThatThrownBy(() -> store.list("gs://elsewhere/raw/"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("gs://elsewhere/raw/");
    assertThatThrownBy(() -> store.list("gs://Not A Bucket/raw/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the name of a bucket");
  }
}
