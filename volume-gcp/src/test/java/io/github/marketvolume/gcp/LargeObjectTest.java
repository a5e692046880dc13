package io.github.marketvolume.gcp;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.io.ObjectStore.StoredObject;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is larger than the heap goes to and from the cloud: a process with a small heap is the
 * client, and the services are in this one, which keep what they are sent on disk.
 */
class LargeObjectTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("an object that is larger than a heap of 128 MB is uploaded and read back")
  void object() throws Exception {
    requireTransfer((160L << 20) + 12_345);
  }

  @FullBuild
  @Test
  @DisplayName("so is one of more bytes than an int can count")
  void objectOfTwoGigabytes() throws Exception {
    requireTransfer((2L << 30) + 12_345);
  }

  /** The size is no whole number of any buffer. */
  private void requireTransfer(long size) throws Exception {
    try (FakeGcs gcs = FakeGcs.start().bucket("lake", "EU")) {
      String said =
          JavaProcess.run(
              "128m",
              JavaProcess.ownClassPath(),
              Transfer.class,
              gcs.endpoint(),
              folder.resolve("file").toString(),
              Long.toString(size));
      Storage storage =
          StorageOptions.newBuilder()
              .setHost(gcs.endpoint())
              .setProjectId("p")
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      Blob stored = storage.get("lake", "file");
      assertThat(stored.getSize()).isEqualTo(size);
      assertThat(said)
          .contains("made " + stored.getCrc32c() + "\n")
          .contains("read " + stored.getCrc32c() + "\n");
      assertThat(gcs.unexpected()).isEmpty();
      print("an object of " + size + " bytes in a heap of 128 MB", said);
    }
  }

  @FullBuild
  @Test
  @DisplayName("a table is loaded from a Parquet file that is larger than a heap of 192 MB")
  void loadOfSixMillionRows() throws Exception {
    requireLoad(192, 6_000_000);
  }

  private void requireLoad(int megabytes, long rows) throws Exception {
    try (FakeBigQuery fake = FakeBigQuery.start().dataset("p", "d", "EU")) {
      String said =
          JavaProcess.run(
              megabytes + "m",
              JavaProcess.ownClassPath(),
              Load.class,
              fake.endpoint(),
              fake.plaintextStorageEndpoint(),
              folder.toString(),
              Long.toString(rows));
      BigQuery bigQuery =
          BigQueryOptions.newBuilder()
              .setHost(fake.endpoint())
              .setProjectId("p")
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      long sent = 0;
      for (Job job : bigQuery.listJobs().iterateAll()) {
        if (job.getStatistics() instanceof LoadStatistics load) {
          sent += load.getInputBytes();
        }
      }
      assertThat(sent).isGreaterThan((long) megabytes << 20);
      FieldValueList row =
          bigQuery
              .query(QueryJobConfiguration.of("SELECT COUNT(*), SUM(volume) FROM `p.d.bars`"))
              .iterateAll()
              .iterator()
              .next();
      assertThat(row.get(0).getLongValue()).isEqualTo(rows);
      assertThat(row.get(1).getLongValue()).isEqualTo(rows * (rows + 1) / 2);
      assertThat(fake.unexpected()).isEmpty();
      print("Parquet of " + sent + " bytes in a heap of " + megabytes + " MB", said);
    }
  }

  /** Figures, for who reads the log. */
  private static void print(String what, String said) {
    System.out.println(what + ": " + said.replace("\n", "; "));
  }

  /** What the heap of a process holds at most, looked at a hundred times a second. */
  private static final class Peak extends TimerTask {

    private volatile long bytes;

    static Peak watch() {
      Peak peak = new Peak();
      new Timer(true).schedule(peak, 0, 10);
      return peak;
    }

    @Override
    public void run() {
      bytes = Math.max(bytes, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    void print() {
      System.out.println("peak " + (bytes >> 20) + " MB");
    }
  }

  /** Makes a file, uploads it and reads it back. */
  static final class Transfer {

    private Transfer() {}

    public static void main(String[] arguments) throws IOException {
      Peak peak = Peak.watch();
      GcsObjectStore store =
          GcsObjectStore.of(
              StorageOptions.newBuilder()
                  .setHost(arguments[0])
                  .setProjectId("p")
                  .setCredentials(NoCredentials.getInstance())
                  .build());
      Path file = Path.of(arguments[1]);
      System.out.println("made " + make(file, Long.parseLong(arguments[2])));
      long start = System.nanoTime();
      store.upload(file, "gs://lake/file");
      Files.delete(file);
      System.out.println("uploaded in " + secondsSince(start) + " s");
      start = System.nanoTime();
      StoredObject object = store.find("gs://lake/file").orElseThrow();
      CRC32C read = new CRC32C();
      try (InputStream in = store.open(object, 0)) {
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          read.update(buffer, 0, length);
        }
      }
      System.out.println("read " + base64(read));
      System.out.println("read in " + secondsSince(start) + " s");
      peak.print();
    }

    /** Writes bytes of which no two blocks are the same; gives their checksum. */
    private static String make(Path file, long size) throws IOException {
      byte[] block = new byte[1 << 20];
      new Random(1).nextBytes(block);
      CRC32C made = new CRC32C();
      try (OutputStream out = Files.newOutputStream(file)) {
        for (long from = 0; from < size; from += block.length) {
          ByteBuffer.wrap(block).putLong(from);
          int length = (int) Math.min(block.length, size - from);
          out.write(block, 0, length);
          made.update(block, 0, length);
        }
      }
      return base64(made);
    }

    private static String base64(CRC32C checksum) {
      return Base64.getEncoder()
          .encodeToString(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private static long secondsSince(long start) {
      return (System.nanoTime() - start) / 1_000_000_000;
    }
  }

  /** Makes a Parquet file of bars, whose volumes are 1, 2, 3 and so on, and loads it. */
  static final class Load {

    private Load() {}

    public static void main(String[] arguments) throws Exception {
      Peak peak = Peak.watch();
      Path folder = Path.of(arguments[2]);
      Path file = folder.resolve("bars.parquet");
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = database.createStatement()) {
        statement.execute(
            """
            COPY (
              SELECT DATE '2000-01-03' + CAST(i %% 4000 AS INTEGER) AS trade_date,
                     'T' || (i // 4000) AS ticker, 1 + random() AS open, 2 + random() AS high,
                     random() AS low, 1 + random() AS close, random() AS adj_close,
                     i + 1 AS volume
              FROM range(%s) bars(i))
            TO '%s' (FORMAT PARQUET)\
            """
                .formatted(arguments[3], file));
      }
      System.out.println("made " + Files.size(file) + " bytes");
      long start = System.nanoTime();
      LocalRunner runner =
          GoogleCloud.withAccessToken("none")
              .inProject("p")
              .withBigQueryAt(arguments[0], arguments[1])
              .withPlaintext(BigQueryContract.impatient())
              .on(
                  LocalRunner.create()
                      .withThreads(1)
                      .withMemory(64 << 20)
                      .withScratchFolder(folder)); // one file
      TableRef table = TableRef.parse("p.d.bars");
      VolumePipeline.named(
              "load",
              BarsStage.from(ParquetSource.at(file.toString()))
                  .measure(VOLUME.mean().over(bars(20)).as("mean"))
                  .into(
                      BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker())))
          .run(runner);
      System.out.println("ran " + (System.nanoTime() - start) / 1_000_000_000 + " s");
      peak.print();
    }
  }
}
