package io.github.marketvolume.gcp;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ObjectStore.StoredObject;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Cloud Storage does where nothing goes wrong, whoever plays it. */
abstract class GcsContract {

  private static final CsvLayout MINE =
      CsvLayout.named("mine").date("Date").ticker("Symbol").volume("Volume");

  @TempDir private Path scratch;

  private final String bucket = "lake-" + UUID.randomUUID();
  private GcsObjectStore store;
  private Storage client;

  /** The address of the service, such as {@code http://127.0.0.1:1234}. */
  abstract String endpoint();

  @BeforeEach
  final void makeBucket() {
    StorageOptions options =
        StorageOptions.newBuilder()
            .setHost(endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build();
    client = options.getService();
    client.create(BucketInfo.of(bucket));
    store = GcsObjectStore.of(options);
  }

  private String uri(String name) {
    return "gs://" + bucket + "/" + name;
  }

  private void put(String name, byte[] content) throws IOException {
    Path file = Files.write(scratch.resolve("content"), content);
    store.upload(file, uri(name));
    Files.delete(file);
  }

  private void put(String name, String text) throws IOException {
    put(name, text.getBytes(UTF_8));
  }

  private byte[] bytes(String name, long offset) throws IOException {
    try (InputStream in = store.open(store.find(uri(name)).orElseThrow(), offset)) {
      return in.readAllBytes();
    }
  }

  private List<String> names() throws IOException {
    return store.list(uri("")).stream()
        .map(object -> object.uri().substring(uri("").length()))
        .toList();
  }

  @Test
  void objects_areListedReadCopiedAndDeleted() throws IOException {
    put("raw/b.csv", "bbb");
    put("raw/a.csv", "0123456789");
    put("other", "");

    assertThat(store.list(uri("raw/")))
        .extracting(StoredObject::uri)
        .containsExactly(uri("raw/a.csv"), uri("raw/b.csv"));
    assertThat(names()).containsExactly("other", "raw/a.csv", "raw/b.csv");
    StoredObject object = store.find(uri("raw/a.csv")).orElseThrow();
    assertThat(object.size()).isEqualTo(10);
    assertThat(bytes("raw/a.csv", 7)).asString(UTF_8).isEqualTo("789");

    store.copy(object, uri("copy"));
    assertThat(bytes("copy", 0)).asString(UTF_8).isEqualTo("0123456789");
    store.delete(uri("copy"));
    store.delete(uri("copy"));
    assertThat(store.find(uri("copy"))).isEmpty();
  }

  @Test
  void anObjectOfAContentEncoding_isGivenAsItIsStored_andSaysSo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("Date,Symbol,Volume\n2020-01-06,A,1\n".repeat(100).getBytes(UTF_8));
    }
    byte[] stored = packed.toByteArray();
    client.create(
        BlobInfo.newBuilder(bucket, "enc/AAA.csv")
            .setContentType("text/csv")
            .setContentEncoding("gzip")
            .build(),
        stored);
    put("enc/plain.csv", "x");
    assertThat(store.list(uri("enc/")))
        .extracting(StoredObject::gzipEncoded)
        .containsExactly(true, false);
    StoredObject object = store.find(uri("enc/AAA.csv")).orElseThrow();
    assertThat(store.list(uri("enc/AAA.csv"))).containsExactly(object);
    assertThat(object.size()).isEqualTo(stored.length);
    assertThat(bytes("enc/AAA.csv", 0)).isEqualTo(stored);
    assertThat(bytes("enc/AAA.csv", 5)).isEqualTo(Arrays.copyOfRange(stored, 5, stored.length));
  }

  @Test
  void aLargeObject_goesInSeveralRequests_andComesBackAsItWas() throws IOException {
    byte[] content = new byte[40_000_001];
    new Random(1).nextBytes(content);
    put("large", content);
    assertThat(store.find(uri("large")).orElseThrow().size()).isEqualTo(content.length);
    assertThat(bytes("large", 30_000_000))
        .isEqualTo(Arrays.copyOfRange(content, 30_000_000, content.length));
  }

  @Test
  void anObjectThatWasReplaced_hasAnotherVersion_andIsNotReadAsIfItWereTheSame()
      throws IOException {
    put("a", "old");
    StoredObject old = store.find(uri("a")).orElseThrow();
    put("a", "new");
    assertThat(store.find(uri("a")).orElseThrow().version()).isNotEqualTo(old.version());
    assertThatThrownBy(
            () -> {
              try (InputStream in = store.open(old, 0)) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(uri("a") + " changed or vanished");
  }

  @Test
  void ofTwoThatCreateAnObject_oneDoes() throws IOException {
    assertThat(store.createIfAbsent(uri("pending"), "one".getBytes(UTF_8))).isTrue();
    assertThat(store.createIfAbsent(uri("pending"), "other".getBytes(UTF_8))).isFalse();
    assertThat(bytes("pending", 0)).asString(UTF_8).isEqualTo("one");
  }

  @Test
  void aFile_isKeptOnce() throws IOException {
    RawZone raw = RawZone.at(store, uri("raw"));
    Path file = Files.writeString(scratch.resolve("prices.csv"), "abc");
    String kept = raw.keep(file, LocalDate.of(2026, 11, 23)).uri();
    assertThat(raw.keep(file, LocalDate.of(2026, 11, 24)))
        .isEqualTo(new RawZone.KeptFile(kept, false));
    assertThat(names()).hasSize(1);
  }

  @Test
  void aPipeline_readsFromAndWritesToTheLake_alsoTwice() throws IOException {
    put("raw/a.csv", "Date,Symbol,Volume\n2020-01-06,AAA,1\n2020-01-07,AAA,3\n");
    put("raw/b.csv", "Date,Symbol,Volume\n2020-01-06,BBB,5\n");
    LocalRunner runner = LocalRunner.create().withScratchFolder(scratch).with(store);
    VolumePipeline pipeline =
        VolumePipeline.named(
            "lake",
            BarsStage.from(CsvSource.at(uri("raw/*.csv"), MINE))
                .measure(VOLUME.mean().over(bars(1)))
                .into(ParquetSink.at(uri("curated/daily")).replacingExisting()));
    pipeline.run(runner);
    pipeline.run(runner);
    assertThat(names())
        .allMatch(
            name ->
                name.startsWith("raw/")
                    || name.startsWith("curated/daily/part-")
                    || name.equals("curated/daily/.marketvolume"));
    assertThat(BarsStage.from(ParquetSource.at(uri("curated/daily"))).collect(runner))
        .extracting(bar -> bar.ticker() + " " + bar.volume().orElse(0))
        .containsExactly("AAA 1", "AAA 3", "BBB 5");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aBucketThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> store.list("gs://" + bucket + "-not/raw/"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("gs://" + bucket + "-not/raw/ does not exist")
        .hasMessageEndingWith("check bucket and name");
  }
}
