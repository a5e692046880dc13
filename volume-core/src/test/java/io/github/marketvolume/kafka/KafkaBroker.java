package io.github.marketvolume.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker of Kafka in a process of its own, reached on this machine only. It can be killed, and
 * started again on the same ports and folder.
 */
final class KafkaBroker implements AutoCloseable {

  /** Written by the build. */
  private static final Path CLASS_PATH = Path.of("target/kafka-broker.classpath");

  private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = freePort();
  private final int loginPort = freePort();
  private final int controllerPort = freePort();
  private Process process;

  private KafkaBroker(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("broker.properties"), properties());
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        status = error
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d %p %c{1}: %m%n
        rootLogger.level = warn
        rootLogger.appenderRef.out.ref = out
        """);
    this.process = launched();
    awaitStart();
  }

  /** Starts a broker that keeps all its data in an empty folder. */
  static KafkaBroker start(Path folder) throws IOException {
    return new KafkaBroker(folder);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String properties() {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%3$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=PLAINTEXT
    sasl.enabled.mechanisms=PLAIN
    listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="open-sesame";
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    super.users=User:ANONYMOUS
    log.dirs=%4$s
    auto.create.topics.enable=false
    offsets.topic.num.partitions=1
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    log.cleaner.dedupe.buffer.size=2000000
    num.network.threads=2
    broker.session.timeout.ms=2000
    broker.heartbeat.interval.ms=500
    num.io.threads=2
    """
        .formatted(port, loginPort, controllerPort, folder.resolve("data"));
  }

  private Process launched() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"),
            "-cp",
            Path.of("target/test-classes") + ":" + Files.readString(CLASS_PATH),
            BrokerProcess.class.getName(),
            folder.resolve("broker.properties").toString(),
            CLUSTER)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
        .start();
  }

  private void awaitStart() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    try (Admin admin = admin()) {
      while (true) {
        try {
          admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
          return;
        } catch (Exception e) {
          if (!process.isAlive() || System.nanoTime() > deadline) {
            throw new IOException(Files.readString(folder.resolve("broker.log")), e);
          }
        }
      }
    }
  }

  /** Where clients reach it without a login; all is permitted there. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /**
   * Where clients log in, by SASL with the mechanism PLAIN; the user {@code reader} may nothing.
   */
  String loginAddress() {
    return "127.0.0.1:" + loginPort;
  }

  /** Ends the process at once, as kill -9 does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again, on the same ports and folder. */
  void restart() throws IOException {
    process = launched();
    awaitStart();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }

  void createTopic(String name, int partitions) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
      for (int i = 0; i < partitions; i++) {
        awaitPartition(admin, new TopicPartition(name, i));
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a new partition can be written; what is sent before may be refused. */
  private static void awaitPartition(Admin admin, TopicPartition partition)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all().get();
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  void deleteTopic(String name) {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void addPartitions(String topic, int inAll) {
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(inAll))).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the records before an offset, as retention does. */
  void deleteBefore(String topic, int partition, long offset) {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A producer with further properties; it sends fast. */
  Producer<String, byte[]> producer(Map<String, Object> properties) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put("bootstrap.servers", address());
    config.putIfAbsent("linger.ms", 5);
    config.putIfAbsent("max.in.flight.requests.per.connection", 1); // none overtakes another
    config.putIfAbsent("batch.size", 1 << 18);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** Sends values to one partition, all with one key. */
  void send(String topic, int partition, @Nullable String key, List<byte[]> values) {
    try (Producer<String, byte[]> producer = producer(Map.of())) {
      values.forEach(value -> send(producer, new ProducerRecord<>(topic, partition, key, value)));
    }
  }

  /** Sends a record without waiting for it; that it has arrived, the test's feed tells. */
  static void send(Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
    var unused = producer.send(record);
  }

  /** All records of the first partition of a topic. */
  List<ConsumerRecord<String, String>> records(String topic) {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  @Override
  public void close() {
    kill();
  }
}
