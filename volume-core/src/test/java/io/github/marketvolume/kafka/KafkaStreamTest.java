package io.github.marketvolume.kafka;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams on Spark from a real broker, each a process of its own: Spark's connector has clients of
 * its own. With {@code -Dvolume.kafka.tickers=4000} of a million bars, with {@code
 * -Dvolume.kafka.kills=true} ended at every step.
 */
@FullBuild
@Timeout(900)
class KafkaStreamTest {

  private static final int TICKERS = Integer.getInteger("volume.kafka.tickers", 20);

  private static final LocalDate FIRST = LocalDate.of(2021, 1, 4);
  private static final int PARTITIONS = 3;

  /** Where a stream is ended, in turn, before one goes to the end; all only with a property. */
  private static final List<String> ENDS =
      Boolean.getBoolean("volume.kafka.kills")
          ? List.of(
              "read and check",
              "compute the states",
              "write",
              "publish",
              KafkaStreamProgram.PUBLISHED)
          : List.of("publish", KafkaStreamProgram.PUBLISHED);

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "a stream that is ended at each of its steps ends as a run; nothing is lost or twice")
  void ended() throws Exception {
    Path connector = connector();
    assumeTrue(Files.exists(connector), "Spark " + spark() + " has no connector to Kafka here");
    Path out = Files.createDirectory(folder.resolve("out"));
    try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(folder.resolve("broker")))) {
      broker.createTopic("bars", PARTITIONS);
      broker.createTopic(KafkaStreamProgram.DAYS, 1);
      List<LocalDate> sessions = NYSE.sessions(FIRST, LocalDate.of(2021, 12, 31));
      int cut = sessions.size() * 3 / 4;
      List<Bar> sent = new ArrayList<>(send(broker, sessions.subList(0, cut), 1));
      for (String end : ENDS) {
        assertThat(stream(broker, connector, out, end)).as(end).isEqualTo(KafkaStreamProgram.ENDED);
      }
      broker.kill();
      broker.restart();
      assertThat(stream(broker, connector, out, "")).isZero();
      sent.addAll(send(broker, sessions.subList(cut, sessions.size()), 2));
      sent.addAll(send(broker, sessions.subList(cut - 3, cut), 3));
      assertThat(stream(broker, connector, out, "")).isZero();
      requireAsOfRun(sent, out);
      assertThat(broker.records(KafkaStreamProgram.DAYS).stream().map(KafkaSinkTest::id).distinct())
          .containsExactlyInAnyOrderElementsOf(sessions.stream().map(LocalDate::toString).toList());
    }
  }

  private static String spark() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  private static Path connector() {
    String version = scala.util.Properties$.MODULE$.versionNumberString();
    return Path.of(
        "target/kafka-of-spark", spark() + "-" + version.substring(0, version.lastIndexOf('.')));
  }

  /** Sends the bars of some days, a few of them with an error before, some twice; says which. */
  private static List<Bar> send(KafkaBroker broker, List<LocalDate> days, long seed) {
    Random random = new Random(seed);
    List<Bar> bars = new ArrayList<>();
    try (Producer<String, byte[]> producer = broker.producer(Map.of())) {
      for (LocalDate day : days) {
        for (int number = 0; number < TICKERS; number++) {
          Bar bar = Bar.of("T" + number, day, 1_000 + random.nextInt(5_000));
          String value =
              "{\"trade_date\":\"%s\",\"ticker\":\"%s\",\"volume\":%d}"
                  .formatted(day, bar.ticker().symbol(), bar.volume().orElseThrow());
          int partition = number % PARTITIONS;
          if (number == 0 && day.getDayOfMonth() == 15) {
            send(producer, partition, value.replace("20", "x"));
          }
          send(producer, partition, value);
          if (random.nextInt(50) == 0) {
            send(producer, partition, value);
          }
          bars.add(bar);
        }
      }
    }
    return bars;
  }

  private static void send(Producer<String, byte[]> producer, int partition, String value) {
    KafkaBroker.send(
        producer, new ProducerRecord<>("bars", partition, null, value.getBytes(UTF_8)));
  }

  /** Runs the program to its end; says its exit code. */
  private int stream(KafkaBroker broker, Path connector, Path out, String end)
      throws IOException, InterruptedException {
    String own =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("kafka-clients"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(opened());
    command.addAll(
        List.of(
            "-cp",
            own + File.pathSeparator + connector + "/*",
            KafkaStreamProgram.class.getName(),
            broker.address(),
            "bars",
            out.toString(),
            end));
    Path log = folder.resolve("stream.log");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != (end.isEmpty() ? 0 : KafkaStreamProgram.ENDED)) {
      throw new IllegalStateException(end + ": exit code " + exit + "\n" + Files.readString(log));
    }
    return exit;
  }

  /** What Spark needs of this process's own options. */
  private static List<String> opened() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX:+Ignore"))
        .toList();
  }

  private void requireAsOfRun(List<Bar> sent, Path out) {
    TreeMap<String, Bar> last = new TreeMap<>();
    sent.forEach(bar -> last.put(bar.tradeDate() + bar.ticker().symbol(), bar));
    Path whole = folder.resolve("whole");
    KafkaStreamProgram.pipeline(InMemoryBars.of(new ArrayList<>(last.values())), whole.toString())
        .run(LocalRunner.create());
    long days = last.values().stream().map(Bar::tradeDate).distinct().count();
    String same =
        """
        select count(*), count(*) filter (
            abs(coalesce(a.%1$s, 0) - coalesce(b.%1$s, 0)) <= 1e-9 * abs(coalesce(b.%1$s, 1)))
        from '%2$s/*.parquet' a join '%3$s/*.parquet' b using (%4$s)
        """;
    assertThat(
            query(
                same,
                "volume_modified_z_20",
                out.resolve("daily"),
                whole.resolve("daily"),
                "ticker, trade_date, volume"))
        .containsExactly(last.size() + "|" + last.size());
    assertThat(query("select count(*) from '" + out.resolve("daily") + "/*.parquet'"))
        .containsExactly(String.valueOf(last.size()));
    assertThat(
            query(
                same, "total_volume", out.resolve("market"), whole.resolve("market"), "trade_date"))
        .containsExactly(days + "|" + days);
    long wrong =
        sent.stream()
            .filter(bar -> bar.ticker().symbol().equals("T0"))
            .filter(bar -> bar.tradeDate().getDayOfMonth() == 15)
            .count();
    assertThat(
            query(
                "select count(*), count(distinct origin || line) from '"
                    + out.resolve("rejected")
                    + "/*.parquet'"))
        .containsExactly(wrong + "|" + wrong);
  }
}
