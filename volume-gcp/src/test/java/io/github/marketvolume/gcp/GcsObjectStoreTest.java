package io.github.marketvolume.gcp;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.gcp.fake.FakeGcs;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloud Storage as the local runner uses it, over the wire. */
class GcsObjectStoreTest {

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
  void objects_areListedReadCopiedAndDeleted() throws IOException {
    put("raw/b.csv", "bbb");
    put("raw/a.csv", "0123456789");
    assertThat(store.list("gs://lake/raw/"))
        .extracting(ObjectStore.StoredObject::uri)
        .containsExactly("gs://lake/raw/a.csv", "gs://lake/raw/b.csv");
    ObjectStore.StoredObject object = store.find("gs://lake/raw/a.csv").orElseThrow();
    assertThat(object.size()).isEqualTo(10);
    try (InputStream in = store.open(object, 7)) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("789");
    }
    store.copy(object, "gs://lake/copy");
    assertThat(gcs.bytes("lake", "copy")).contains("0123456789".getBytes(UTF_8));
    store.delete("gs://lake/copy");
    store.delete("gs://lake/copy");
    assertThat(store.find("gs://lake/copy")).isEmpty();
  }

  @Test
  void anObjectThatChanged_isNotReadAsIfItWereTheSame() throws IOException {
    put("a", "old");
    ObjectStore.StoredObject old = store.find("gs://lake/a").orElseThrow();
    put("a", "new");
    assertThatThrownBy(
            () -> {
              try (InputStream in = store.open(old, 0)) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class);
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

  @Test
  void aPipeline_readsFromAndWritesToTheLake() {
    put("raw/a.csv", "Date,Symbol,Volume\n2020-01-06,AAA,1\n2020-01-07,AAA,3\n");
    put("raw/b.csv", "Date,Symbol,Volume\n2020-01-06,BBB,5\n");
    CsvLayout layout = CsvLayout.named("mine").date("Date").ticker("Symbol").volume("Volume");
    LocalRunner runner = LocalRunner.create().withScratchFolder(scratch).with(store);
    VolumePipeline pipeline =
        VolumePipeline.named(
            "lake",
            BarsStage.from(CsvSource.at("gs://lake/raw/*.csv", layout))
                .measure(VOLUME.mean().over(bars(1)))
                .into(ParquetSink.at("gs://lake/curated/daily").replacingExisting()));
    pipeline.run(runner);
    pipeline.run(runner);
    assertThat(gcs.objects("lake"))
        .allMatch(name -> name.startsWith("raw/") || name.startsWith("curated/daily/part-"));
    assertThat(BarsStage.from(ParquetSource.at("gs://lake/curated/daily")).collect(runner))
        .extracting(bar -> bar.ticker() + " " + bar.volume().orElse(0))
        .containsExactly("AAA 1", "AAA 3", "BBB 5");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void errors_sayWhatAndWhereAndWhatToDo() {
    gcs.faults().from("storage.objects.list", 1, Fault.unauthorized());
    assertThatThrownBy(() -> store.list("gs://lake/raw/"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "gs://lake/raw/: there are no valid credentials; run 'gcloud auth"
                + " application-default login', or name a key with GOOGLE_APPLICATION_CREDENTIALS");
    assertThatThrownBy(() -> store.list("gs://elsewhere/raw/"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("gs://elsewhere/raw/");
    assertThatThrownBy(() -> store.list("gs://Not A Bucket/raw/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the name of a bucket");
  }
}
