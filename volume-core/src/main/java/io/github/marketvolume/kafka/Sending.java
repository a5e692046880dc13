package io.github.marketvolume.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.error.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends messages, and waits until the brokers have them. */
final class Sending {

  private Sending() {}

  /**
   * Sends messages in their order.
   *
   * @throws SinkException if not all of them are acknowledged
   */
  static void all(KafkaTopic topic, List<KafkaSink.Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    try (Producer<String, byte[]> producer = Clients.producer(topic)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (KafkaSink.Message message : messages) {
        ProducerRecord<String, byte[]> record =
            new ProducerRecord<>(topic.name(), message.key(), message.json().getBytes(UTF_8));
        record.headers().add(KafkaSink.ID, message.id().getBytes(UTF_8));
        sent.add(producer.send(record));
      }
      for (Future<RecordMetadata> one : sent) {
        RecordMetadata unused = one.get();
      }
    } catch (ExecutionException e) {
      throw failure(topic, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw failure(topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException(
          topic.describe() + ": the run was interrupted; some of its messages may be sent", e);
    }
  }

  private static SinkException failure(KafkaTopic topic, Throwable failure) {
    return new SinkException(
        topic.describe()
            + ": the messages are not sent, or not all of them: "
            + topic.withoutValues(Clients.reason(failure))
            + "; run again when the brokers take them");
  }
}
