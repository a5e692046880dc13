package io.github.marketvolume.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.kafka.KafkaFeed.Polled;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds of a real broker. */
@Timeout(120)
class KafkaFeedTest {

  private static final Duration SHORTLY = Duration.ofMillis(200);

  /** The first Monday after which bars of a test come, one a day. */
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);

  @TempDir private static Path folder;

  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws IOException {
    broker = KafkaBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static KafkaTopic created(String name, int partitions) {
    broker.createTopic(name, partitions);
    return KafkaTopic.at(broker.address(), name);
  }

  private static byte[] bar(long volume) {
    return ("{\"trade_date\":\"2020-01-06\",\"ticker\":\"AAA\",\"volume\":" + volume + "}")
        .getBytes(UTF_8);
  }

  /** Bars with the volumes from one number to another. */
  private static List<byte[]> bars(long from, long to) {
    List<byte[]> values = new ArrayList<>();
    for (long volume = from; volume <= to; volume++) {
      values.add(bar(volume));
    }
    return values;
  }

  private static long volume(KafkaValue value) {
    return ((KafkaValue.Taken) value).bar().volume().orElseThrow();
  }

  /** All values from a position to the end of the topic, and the position there. */
  private static Polled readToEnd(KafkaTopic topic, Optional<String> position) {
    try (KafkaFeed feed = KafkaFeed.open(topic, position)) {
      List<KafkaValue> values = new ArrayList<>();
      KafkaPosition end = feed.end();
      while (!feed.position().isAtLeast(end)) {
        values.addAll(feed.poll(SHORTLY).values());
      }
      assertThat(feed.isAtEnd()).isTrue();
      return new Polled(values, feed.position(), Optional.empty());
    }
  }

  @Test
  @DisplayName("a feed gives bars and rejected rows of all partitions, with their offsets")
  void values() {
    KafkaTopic topic = created("values", 2);
    broker.send("values", 0, "AAA", List.of(bar(1), "{".getBytes(UTF_8), bar(3)));
    broker.send("values", 1, null, List.of(bar(4)));

    Polled read = readToEnd(topic, Optional.empty());

    assertThat(read.values())
        .extracting(value -> value.partition() + ":" + value.offset())
        .containsExactlyInAnyOrder("0:0", "0:1", "0:2", "1:0");
    assertThat(read.values())
        .contains(new KafkaValue.Taken(1, 0, Bar.of("AAA", FIRST, 4)))
        .filteredOn(value -> value instanceof KafkaValue.Rejected)
        .singleElement()
        .satisfies(
            value ->
                assertThat(((KafkaValue.Rejected) value).row().describe())
                    .isEqualTo(
                        "kafka://"
                            + broker.address()
                            + "/values partition 0:1: the value is not JSON (rule"
                            + " row-is-complete)"));
    assertThat(read.position()).matches("values/[\\w-]{22}/0:3,1:1");
    assertThat(read.trouble()).isEmpty();
  }

  @Test
  @DisplayName("an empty topic is at its end")
  void empty() {
    KafkaTopic topic = created("empty", 1);
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThat(feed.isAtEnd()).isTrue();
      assertThat(feed.poll(SHORTLY).values()).isEmpty();
      broker.send("empty", 0, null, List.of(bar(1)));
      assertThat(feed.isAtEnd()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("feeds that each go on at the last position give every value once")
  void resume(long seed) {
    Random random = new Random(seed);
    String name = "resume" + seed;
    KafkaTopic topic = created(name, 3).with("max.poll.records", "7");
    Map<Integer, List<Long>> sent = new HashMap<>();
    Map<Integer, List<Long>> got = new HashMap<>();
    Optional<String> position = Optional.empty();
    long volume = 0;
    for (int feeds = 0; feeds < 12; feeds++) {
      int partition = random.nextInt(3);
      int count = random.nextInt(40);
      broker.send(name, partition, "AAA", bars(volume + 1, volume + count));
      for (int i = 0; i < count; i++) {
        sent.computeIfAbsent(partition, key -> new ArrayList<>()).add(++volume);
      }
      try (KafkaFeed feed = KafkaFeed.open(topic, position)) {
        for (int polls = random.nextInt(5); polls > 0; polls--) {
          Polled polled = feed.poll(Duration.ofMillis(100));
          collect(polled, got);
          position = Optional.of(polled.position());
        }
      }
    }
    collect(readToEnd(topic, position), got);
    assertThat(got).isEqualTo(sent);
  }

  private static void collect(Polled polled, Map<Integer, List<Long>> got) {
    polled
        .values()
        .forEach(
            value ->
                got.computeIfAbsent(value.partition(), key -> new ArrayList<>())
                    .add(volume(value)));
  }

  @Test
  @DisplayName("from the earliest of some values they come again, and those after them")
  void again() {
    KafkaTopic topic = created("again", 2);
    broker.send("again", 0, null, bars(1, 5));
    broker.send("again", 1, null, bars(6, 9));
    Polled all = readToEnd(topic, Optional.empty());

    KafkaPosition kept = all.next().earliest(0, 4).earliest(0, 3).earliest(1, 9);

    assertThat(readToEnd(topic, Optional.of(kept.text())).values())
        .extracting(KafkaFeedTest::volume)
        .containsExactly(4L, 5L);
  }

  @Test
  @DisplayName("a broker that is killed and started again while a feed polls loses nothing")
  void killed() throws Exception {
    KafkaTopic topic = created("killed", 2);
    broker.send("killed", 0, null, bars(1, 1000));
    broker.send("killed", 1, null, bars(1001, 2000));
    List<Long> got = new ArrayList<>();
    try (KafkaFeed feed = KafkaFeed.open(topic.with("max.poll.records", "600"), Optional.empty())) {
      while (got.isEmpty()) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      broker.kill();
      List<String> troubles = new ArrayList<>();
      while (troubles.isEmpty()) {
        long began = System.nanoTime();
        Polled polled = feed.poll(SHORTLY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORTLY.multipliedBy(5));
        polled.values().forEach(value -> got.add(volume(value)));
        polled.trouble().ifPresent(troubles::add);
      }
      assertThat(troubles.get(0))
          .matches("kafka://\\S+/killed: no broker has answered for \\d+ s; waiting for one");
      assertThat(feed.isAtEnd()).isFalse();

      CompletableFuture<Void> restarted =
          CompletableFuture.runAsync(
              () -> {
                try {
                  broker.restart();
                  broker.send("killed", 1, null, bars(2001, 2500));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Polled last = feed.poll(SHORTLY);
      while (!restarted.isDone() || !feed.isAtEnd()) {
        last.values().forEach(value -> got.add(volume(value)));
        last = feed.poll(SHORTLY);
      }
      last.values().forEach(value -> got.add(volume(value)));
      restarted.get();
      assertThat(feed.poll(SHORTLY).trouble()).isEmpty();
    }
    assertThat(got.stream().sorted().toList())
        .isEqualTo(IntStream.rangeClosed(1, 2500).mapToObj(Long::valueOf).toList());
  }

  @Test
  @DisplayName("records of aborted transactions are not seen, nor open ones before they commit")
  void transactions() {
    KafkaTopic topic = created("transactions", 1);
    try (Producer<String, byte[]> producer = broker.producer(Map.of("transactional.id", "bars"));
        KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      producer.initTransactions();
      producer.beginTransaction();
      KafkaBroker.send(producer, new ProducerRecord<>("transactions", bar(1)));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      KafkaBroker.send(producer, new ProducerRecord<>("transactions", bar(2)));
      producer.flush();

      List<Long> got = new ArrayList<>();
      while (!feed.isAtEnd()) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      assertThat(got).isEmpty();
      producer.commitTransaction();
      while (got.isEmpty() || !feed.isAtEnd()) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      assertThat(got).containsExactly(2L);
      assertThat(readToEnd(topic, Optional.of(feed.position().text())).values()).isEmpty();
    }
  }

  @Test
  @DisplayName("values that retention has deleted are told, with the position to go on at")
  void gap() {
    KafkaTopic topic = created("gap", 2);
    broker.send("gap", 0, null, bars(1, 50));
    String position = readToEnd(topic, Optional.empty()).position();
    broker.send("gap", 0, null, bars(51, 150));
    broker.deleteBefore("gap", 0, 120);
    String later = position.replace("/0:50", "/0:120");

    assertThatThrownBy(() -> readToEnd(topic, Optional.of(position)))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            topic.describe()
                + " partition 0: offsets 50 to 119 are gone (70), deleted before they were read;"
                + " lengthen the topic's retention, and to go on without them open the feed at \""
                + later
                + "\"");
    assertThat(readToEnd(topic, Optional.of(later)).values()).hasSize(30);
    assertThat(readToEnd(topic, Optional.empty()).values()).hasSize(30);
  }

  @Test
  @DisplayName("a feed that has failed fails again, and does not pass over what it could not give")
  void failsAgain() {
    KafkaTopic topic = created("fails", 1);
    broker.send("fails", 0, null, bars(1, 5));
    String position = readToEnd(topic, Optional.empty()).next().with(Map.of(0, 99L)).text();
    String told =
        topic.describe()
            + " partition 0 ends at offset 5, before the position 99: the topic has lost its end;"
            + " to go on with what comes open the feed at \""
            + position.replace("0:99", "0:5")
            + "\"";
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.of(position))) {
      assertThatThrownBy(() -> feed.poll(Duration.ofSeconds(20))).hasMessage(told);
      assertThatThrownBy(() -> feed.poll(SHORTLY)).hasMessage(told);
    }
  }

  @Test
  @DisplayName("a partition that comes later is read from its beginning")
  void newPartition() {
    KafkaTopic topic = created("grows", 1).with("metadata.max.age.ms", "300");
    broker.send("grows", 0, null, bars(1, 2));
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      List<Long> got = new ArrayList<>();
      while (got.size() < 2) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      broker.addPartitions("grows", 2);
      broker.send("grows", 1, null, bars(3, 4));
      while (got.size() < 4) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      assertThat(got).containsExactly(1L, 2L, 3L, 4L);
      assertThat(feed.position().offsets()).isEqualTo(Map.of(0, 2L, 1, 2L));
    }
  }

  @Test
  @DisplayName("a position of a topic that was created again is refused")
  void createdAgain() {
    KafkaTopic topic = created("again2", 1);
    String position = readToEnd(topic, Optional.empty()).position();
    broker.deleteTopic("again2");
    broker.createTopic("again2", 1);

    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.of(position))) {
      assertThatThrownBy(() -> feed.poll(Duration.ofSeconds(20)))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              topic.describe()
                  + ": the position \""
                  + position
                  + "\" is not of this topic, which was deleted and created again; open the feed"
                  + " without a position to read it from its beginning");
    }
  }

  @Test
  @DisplayName("a position of another topic is refused")
  void otherTopic() {
    KafkaTopic topic = KafkaTopic.at(broker.address(), "one");
    assertThatThrownBy(() -> KafkaFeed.open(topic, Optional.of("other/x/0:1")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            topic.describe()
                + ": the position \"other/x/0:1\" is of the topic other; give one of this topic, or"
                + " none to begin at its beginning");
  }

  @Test
  @DisplayName("a topic that does not exist is told")
  void unknownTopic() {
    KafkaTopic topic = KafkaTopic.at(broker.address(), "none");
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThatThrownBy(() -> feed.poll(Duration.ofSeconds(20)))
          .isInstanceOf(SourceException.class)
          .hasMessage(topic.describe() + ": there is no such topic; check its name, or create it");
    }
  }

  private static KafkaTopic withLogin(String topic, String password) {
    return KafkaTopic.at(broker.loginAddress(), topic)
        .with("security.protocol", "SASL_PLAINTEXT")
        .with("sasl.mechanism", "PLAIN")
        .with(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"reader\" password=\""
                + password
                + "\";");
  }

  @Test
  @DisplayName("a login that is refused is told, without the password")
  void login() {
    KafkaTopic topic = withLogin("values", "guessed");
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThatThrownBy(() -> feed.poll(Duration.ofSeconds(20)))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              topic.describe()
                  + ": the login is refused: Authentication failed: Invalid username or password;"
                  + " correct the properties security.protocol, sasl.* and ssl.*");
    }
  }

  @Test
  @DisplayName("a permission that is refused is told")
  void permission() {
    broker.createTopic("secret", 1);
    KafkaTopic topic = withLogin("secret", "open-sesame");
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThatThrownBy(() -> feed.poll(Duration.ofSeconds(20)))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith(topic.describe() + ": permission denied: ")
          .hasMessageEndingWith("; let the user READ and DESCRIBE the topic");
    }
  }

  @Test
  @DisplayName("properties that the client refuses are told without their values")
  void properties() {
    KafkaTopic topic =
        withLogin("values", "x").with("sasl.jaas.config", "my.secret.Module hush-hush");
    assertThatThrownBy(() -> KafkaFeed.open(topic, Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(topic.describe() + ": Kafka's client refuses its properties: ")
        .hasMessageEndingWith("; correct them")
        .hasMessageNotContainingAny("hush", "Module");
    KafkaTopic never =
        KafkaTopic.at(broker.address(), "values").with("metadata.max.age.ms", "soon");
    assertThatThrownBy(() -> KafkaFeed.open(never, Optional.empty()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(never.describe() + ": Kafka's client refuses its properties: ")
        .hasMessageContaining("metadata.max.age.ms");
  }

  @Test
  @DisplayName("a feed waits for brokers that are not there yet, and says so")
  void noBroker() {
    KafkaTopic topic = KafkaTopic.at("127.0.0.1:1", "bars");
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThat(feed.poll(SHORTLY).trouble()).isEmpty();
      Polled polled = feed.poll(Duration.ofMillis(2500));
      assertThat(polled.values()).isEmpty();
      assertThat(polled.trouble())
          .contains(topic.describe() + ": no broker has answered for 2 s; waiting for one");
      assertThat(polled.position()).isEqualTo("bars//");
      assertThat(feed.isAtEnd()).isFalse();
    }
  }

  @Test
  @DisplayName("a feed that is closed during a poll ends the poll")
  void closed() throws Exception {
    KafkaTopic topic = created("closed", 1);
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      assertThat(feed.isAtEnd()).isTrue();
      CompletableFuture<Polled> poll =
          CompletableFuture.supplyAsync(() -> feed.poll(Duration.ofMinutes(1)));
      Thread.sleep(300);
      Runnable leaving = feed::close;
      leaving.run();
      assertThat(poll.get().values()).isEmpty();
      assertThatThrownBy(() -> feed.poll(SHORTLY))
          .hasMessage(topic.describe() + ": the feed is closed; open another");
    }
  }

  @Test
  @DisplayName("an interrupted poll gives nothing and loses nothing")
  void interrupted() {
    KafkaTopic topic = created("interrupted", 1);
    broker.send("interrupted", 0, null, bars(1, 3));
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      Thread.currentThread().interrupt();
      assertThat(feed.poll(SHORTLY).values()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      List<Long> got = new ArrayList<>();
      while (got.size() < 3) {
        feed.poll(SHORTLY).values().forEach(value -> got.add(volume(value)));
      }
      assertThat(got).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  @DisplayName("many bars are read, each once")
  void many() {
    readAll("many", 50_000);
  }

  @Test
  @FullBuild
  @DisplayName("a million bars are read, each once")
  void million() {
    readAll("million", 1_000_000);
  }

  private static void readAll(String name, int count) {
    KafkaTopic topic = created(name, 4);
    List<Ticker> tickers = IntStream.range(0, 4).mapToObj(i -> Ticker.of("T" + i)).toList();
    try (Producer<String, byte[]> producer = broker.producer(Map.of())) {
      for (int i = 0; i < count; i++) {
        String ticker = tickers.get(i % 4).symbol();
        String value =
            "{\"trade_date\":\""
                + FIRST.plusDays(i % 1000)
                + "\",\"ticker\":\""
                + ticker
                + "\",\"open\":10.5,\"high\":11.25,\"low\":10.01,\"close\":10.75,"
                + "\"adj_close\":10.75,\"volume\":"
                + (i + 1)
                + "}";
        KafkaBroker.send(
            producer, new ProducerRecord<>(name, i % 4, ticker, value.getBytes(UTF_8)));
      }
    }
    long read = 0;
    long[] next = {1, 2, 3, 4};
    try (KafkaFeed feed = KafkaFeed.open(topic, Optional.empty())) {
      KafkaPosition end = feed.end();
      while (!feed.position().isAtLeast(end)) {
        for (KafkaValue value : feed.poll(SHORTLY).values()) {
          if (value.offset() != (next[value.partition()] - 1) / 4) {
            assertThat(value.offset()).isEqualTo((next[value.partition()] - 1) / 4);
          }
          if (volume(value) != next[value.partition()]) {
            assertThat(volume(value)).isEqualTo(next[value.partition()]);
          }
          next[value.partition()] += 4;
          read++;
        }
      }
    }
    assertThat(read).isEqualTo(count);
  }
}
