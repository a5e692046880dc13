package io.github.marketvolume.gcp.fake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.common.collect.Iterables;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the unmodified client of Cloud Storage sees. */
class FakeGcsTest {

  private FakeGcs fake;
  private Storage storage;

  @BeforeEach
  void start() {
    fake = FakeGcs.start().bucket("lake", "europe-west1");
    storage = client(fake);
  }

  @AfterEach
  void stop() {
    assertThat(fake.unexpected()).isEmpty();
    fake.close();
  }

  static Storage client(FakeGcs fake) {
    return StorageOptions.newBuilder()
        .setHost(fake.endpoint())
        .setProjectId("test")
        .setCredentials(NoCredentials.getInstance())
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setMaxRetryDelayDuration(Duration.ofMillis(10))
                .setMaxAttempts(4)
                .setTotalTimeoutDuration(Duration.ofSeconds(20))
                .build())
        .build()
        .getService();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  @DisplayName("buckets are made, found, listed and deleted when empty")
  void buckets() {
    Bucket made = storage.create(BucketInfo.newBuilder("second").setLocation("us-east1").build());
    assertThat(made.getLocation()).isEqualTo("US-EAST1");
    assertThat(storage.get("lake").getLocation()).isEqualTo("EUROPE-WEST1");
    assertThat(storage.get("third")).isNull();
    assertThat(storage.list().iterateAll()).extracting(Bucket::getName).contains("second", "lake");
    storage.create(BlobInfo.newBuilder("second", "a").build(), new byte[1]);
    assertThatThrownBy(() -> storage.delete("second"))
        .isInstanceOf(StorageException.class)
        .hasMessage("The bucket you tried to delete is not empty.");
    assertThat(storage.delete(BlobId.of("second", "a"))).isTrue();
    assertThat(storage.delete("second")).isTrue();
    assertThatThrownBy(() -> storage.create(BucketInfo.of("lake")))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  @DisplayName("an object comes back with its checksums, its type and what its writer said of it")
  void roundTrip() {
    Blob made =
        storage.create(
            BlobInfo.newBuilder("lake", "a/b c+d%/é.txt")
                .setContentType("text/plain")
                .setMetadata(Map.of("run", "7"))
                .build(),
            "hello".getBytes(UTF_8));
    assertThat(made.getSize()).isEqualTo(5);
    Blob blob = storage.get("lake", "a/b c+d%/é.txt");
    assertThat(blob.getContentType()).isEqualTo("text/plain");
    assertThat(blob.getMetadata()).containsEntry("run", "7");
    assertThat(blob.getCrc32cToHexString()).isEqualTo("9a71bb4c");
    assertThat(blob.getMd5ToHexString()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(blob.getGeneration()).isEqualTo(made.getGeneration());
    assertThat(blob.getMetageneration()).isEqualTo(1);
    assertThat(blob.getContent()).asString(UTF_8).isEqualTo("hello");
    Blob patched = blob.toBuilder().setMetadata(Map.of("run", "8", "by", "me")).build().update();
    assertThat(patched.getMetageneration()).isEqualTo(2);
    assertThat(patched.getGeneration()).isEqualTo(made.getGeneration());
    assertThat(patched.getMetadata()).containsEntry("run", "8").containsEntry("by", "me");
    assertThat(storage.get("lake", "missing")).isNull();
    assertThatThrownBy(() -> storage.readAllBytes("lake", "missing"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No such object: lake/missing");
  }

  @Test
  @DisplayName("preconditions on generations hold or answer 412")
  void preconditions() {
    BlobInfo info = BlobInfo.newBuilder("lake", "once").build();
    Blob first = storage.create(info, new byte[] {1}, BlobTargetOption.doesNotExist());
    assertThatThrownBy(() -> storage.create(info, new byte[] {2}, BlobTargetOption.doesNotExist()))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(412);
              assertThat(e.getMessage())
                  .isEqualTo("At least one of the pre-conditions you specified did not hold.");
            });
    Blob second =
        storage.create(
            info, new byte[] {3}, BlobTargetOption.generationMatch(first.getGeneration()));
    assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
    assertThatThrownBy(
            () ->
                storage.delete(
                    BlobId.of("lake", "once"),
                    Storage.BlobSourceOption.generationMatch(first.getGeneration())))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
    assertThat(fake.bytes("lake", "once")).hasValue(new byte[] {3});
    assertThatThrownBy(
            () ->
                storage.get(
                    BlobId.of("lake", "once"),
                    Storage.BlobGetOption.generationNotMatch(second.getGeneration())))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(304));
    assertThatThrownBy(
            () ->
                storage.get(
                    BlobId.of("lake", "once"), Storage.BlobGetOption.metagenerationMatch(9)))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
  }

  @Test
  @DisplayName("a listing comes in pages, with folders")
  void listing() {
    for (String name : new String[] {"d/", "d/a", "d/b", "d/e/f", "d/e/g", "d/h", "e"}) {
      fake.put("lake", name, new byte[0]);
    }
    assertThat(
            storage
                .list("lake", BlobListOption.prefix("d/"), BlobListOption.pageSize(2))
                .iterateAll())
        .extracting(Blob::getName)
        .containsExactly("d/", "d/a", "d/b", "d/e/f", "d/e/g", "d/h");
    Iterable<Blob> folder =
        storage
            .list(
                "lake",
                BlobListOption.prefix("d/"),
                BlobListOption.currentDirectory(),
                BlobListOption.pageSize(1))
            .iterateAll();
    assertThat(folder)
        .extracting(Blob::getName)
        .containsExactlyInAnyOrder("d/", "d/a", "d/b", "d/e/", "d/h");
    assertThat(
            StreamSupport.stream(folder.spliterator(), false)
                .filter(blob -> blob.isDirectory())
                .map(Blob::getName))
        .containsExactly("d/e/");
    assertThat(
            storage
                .list("lake", BlobListOption.startOffset("d/e"), BlobListOption.endOffset("e"))
                .iterateAll())
        .extracting(Blob::getName)
        .containsExactly("d/e/f", "d/e/g", "d/h");
    assertThat(Iterables.size(storage.list("lake", BlobListOption.prefix("x")).iterateAll()))
        .isZero();
  }

  @Test
  @DisplayName("a range of an object is read without the rest")
  void ranges() throws IOException {
    byte[] bytes = random(100_000);
    fake.put("lake", "r", bytes);
    try (ReadChannel channel = storage.reader("lake", "r")) {
      channel.seek(70_000);
      channel.limit(70_010);
      ByteBuffer buffer = ByteBuffer.allocate(20);
      assertThat(channel.read(buffer)).isEqualTo(10);
      assertThat(Arrays.copyOf(buffer.array(), 10))
          .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 70_010));
    }
  }

  @Test
  @DisplayName("an upload in pieces goes on after a cut and after a lost answer")
  void resumable() throws IOException {
    byte[] bytes = random(3_000_000);
    BlobInfo info = BlobInfo.newBuilder("lake", "big").setContentType("x/y").build();
    fake.faults()
        .at("storage.objects.insert", 3, Fault.cutRequestAfter(300_000))
        .at("storage.objects.insert", 5, Fault.lostResponse());
    try (WriteChannel channel = storage.writer(info)) {
      channel.setChunkSize(512 * 1024);
      try (InputStream in = new ByteArrayInputStream(bytes);
          OutputStream out = Channels.newOutputStream(channel)) {
        in.transferTo(out);
      }
    }
    assertThat(fake.faults().pending()).isFalse();
    assertThat(fake.bytes("lake", "big")).hasValue(bytes);
    assertThat(storage.get("lake", "big").getContentType()).isEqualTo("x/y");
  }

  @Test
  @DisplayName("objects are copied, moved and composed")
  void copies() {
    fake.bucket("other", "US").put("lake", "a", "one".getBytes(UTF_8));
    fake.put("lake", "b", "two".getBytes(UTF_8));
    storage.copy(CopyRequest.of("lake", "a", BlobId.of("other", "c"))).getResult();
    assertThat(storage.delete("lake", "a")).isTrue();
    assertThat(fake.bytes("other", "c")).hasValue("one".getBytes(UTF_8));
    storage.copy(CopyRequest.of("other", "c", BlobId.of("lake", "a"))).getResult();
    Blob composed =
        storage.compose(
            ComposeRequest.newBuilder()
                .addSource("a", "b", "a")
                .setTarget(BlobInfo.newBuilder("lake", "abc").build())
                .build());
    assertThat(composed.getMd5()).isNull();
    assertThat(composed.getCrc32c()).isNotNull();
    assertThat(fake.bytes("lake", "abc")).hasValue("onetwoone".getBytes(UTF_8));
  }

  @Test
  @DisplayName("a batch answers each of its requests")
  void batch() {
    fake.put("lake", "a", new byte[1]);
    StorageBatch batch = storage.batch();
    StorageBatchResult<Boolean> first = batch.delete(BlobId.of("lake", "a"));
    StorageBatchResult<Boolean> second = batch.delete(BlobId.of("lake", "b"));
    StorageBatchResult<Blob> third = batch.get(BlobId.of("lake", "a"));
    batch.submit();
    assertThat(first.get()).isTrue();
    assertThat(second.get()).isFalse();
    assertThat(third.get()).isNull();
    assertThat(fake.calls())
        .extracting(Call::operation)
        .containsExactly(
            "storage.batch",
            "storage.objects.delete",
            "storage.objects.delete",
            "storage.objects.get");
  }
}
