package io.github.marketvolume.kafka;

import io.github.marketvolume.error.MissingDependencyException;

/** The libraries that only users of Kafka have on the class path. */
final class OptionalLibraries {

  private OptionalLibraries() {}

  /**
   * Fails if the clients of Kafka are not on the class path, or are too old.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void requireKafka() {
    try {
      Class.forName(
              "org.apache.kafka.clients.consumer.ConsumerRecords",
              false,
              OptionalLibraries.class.getClassLoader())
          .getMethod("nextOffsets"); // since 4.0
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new MissingDependencyException(
          "a topic of Kafka needs its clients of version 4: add"
              + " org.apache.kafka:kafka-clients:4.4.0 to the class path",
          e);
    }
  }

  /**
   * Fails if the clients of Kafka are not on the class path. Those that Spark's connector brings
   * are old, and will do to send.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void requireProducer() {
    try {
      Class.forName(
          "org.apache.kafka.clients.producer.KafkaProducer",
          false,
          OptionalLibraries.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new MissingDependencyException(
          "a topic of Kafka needs its clients: add org.apache.kafka:kafka-clients:4.4.0 to the"
              + " class path",
          e);
    }
  }

  /**
   * Fails if Avro is not on the class path.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void requireAvro() {
    try {
      Class.forName("org.apache.avro.Schema", false, OptionalLibraries.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new MissingDependencyException(
          "values in Avro need its library: add org.apache.avro:avro:1.11.5 to the class path, or"
              + " write them as JSON or CSV",
          e);
    }
  }
}
