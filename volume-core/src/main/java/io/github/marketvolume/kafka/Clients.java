package io.github.marketvolume.kafka;

import io.github.marketvolume.error.SourceException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's clients of a topic, and what their failures mean. */
final class Clients {

  /** Where a topic says nothing else. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
          CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 30_000,
          CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000,
          CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);

  private Clients() {}

  /** A consumer that is in no group, commits nothing, and never jumps. */
  static Consumer<byte[], byte[]> consumer(KafkaTopic topic) {
    Map<String, Object> config = common(topic);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw refused(topic, e);
    }
  }

  /** A producer whose messages are there when they are acknowledged, each once. */
  static Producer<String, byte[]> producer(KafkaTopic topic) {
    Map<String, Object> config = common(topic);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    try {
      return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw refused(topic, e);
    }
  }

  /** A client that asks about the topic. */
  static Admin admin(KafkaTopic topic) {
    try {
      return Admin.create(common(topic));
    } catch (KafkaException e) {
      throw refused(topic, e);
    }
  }

  /** How long what is known of the topic is taken to be so. */
  static long maxAgeMillis(KafkaTopic topic) {
    String property = CommonClientConfigs.METADATA_MAX_AGE_CONFIG;
    return Long.parseLong(
        topic.properties().getOrDefault(property, String.valueOf(DEFAULTS.get(property))).strip());
  }

  private static Map<String, Object> common(KafkaTopic topic) {
    Map<String, Object> config = new HashMap<>(DEFAULTS);
    config.putAll(topic.properties());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topic.servers());
    return config;
  }

  /** The failure to make a client; without its cause, which may quote a secret. */
  private static SourceException refused(KafkaTopic topic, KafkaException failure) {
    return new SourceException(
        topic.describe()
            + ": Kafka's client refuses its properties: "
            + topic.withoutWords(reason(failure))
            + "; correct them");
  }

  /** The failure of a client that waiting does not help. */
  static SourceException failure(KafkaTopic topic, KafkaException failure) {
    String reason = topic.withoutValues(reason(failure));
    String told =
        failure instanceof AuthorizationException
            ? "permission denied: " + reason + "; let the user READ and DESCRIBE the topic"
            : failure instanceof AuthenticationException
                ? "the login is refused: "
                    + reason
                    + "; correct the properties security.protocol, sasl.* and ssl.*"
                : failure instanceof UnsupportedVersionException
                    ? "the brokers are too old: " + reason + "; use brokers of version 2.8 or later"
                    : "cannot be read: " + reason;
    return new SourceException(topic.describe() + ": " + told);
  }

  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause().getMessage() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.strip().replaceFirst("[.;]+$", "");
  }
}
