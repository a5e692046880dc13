package io.github.marketvolume.kafka;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Bars of a topic, from a position that whoever takes them keeps.
 *
 * <p>A feed joins no group and commits nothing to a broker: save {@link Polled#position} with what
 * became of the values, and open the next feed at it. Records of aborted transactions are not seen,
 * and those of open ones not yet. Each record is given once, in the order of its partition; there
 * is no order between partitions. Partitions that the topic gets later are found by the client's
 * {@code metadata.max.age.ms}, 30 seconds unless the topic says otherwise, and read from their
 * beginning.
 *
 * <p>A feed waits for brokers that are down, and says so in {@link Polled#trouble}. Methods may be
 * called by one thread at a time; {@link #close} by any, also during a poll.
 */
public final class KafkaFeed implements AutoCloseable {

  private final Consumption consumption;

  private KafkaFeed(Consumption consumption) {
    this.consumption = consumption;
  }

  /**
   * What a poll gave.
   *
   * @param values the bars and rejected rows, by partition and offset; may be empty
   * @param next where to go on after these values
   * @param trouble why nothing came, in one line, where the brokers do not answer; the feed waits
   *     for them
   */
  public record Polled(List<KafkaValue> values, KafkaPosition next, Optional<String> trouble) {

    public Polled {
      values = List.copyOf(values);
    }

    /** The position after these values as text, such as {@code TOPIC/ID/0:1234,1:998}. */
    public String position() {
      return next.text();
    }
  }

  /**
   * A feed of a topic. Brokers are asked by the first poll.
   *
   * @param position as a feed gave it; empty for the beginning, which is the oldest record that the
   *     topic still has
   * @throws InvalidPlanException if the position is of another topic, or is not one
   * @throws SourceException if the client refuses its properties
   * @throws MissingDependencyException if Kafka's clients are not on the class path
   */
  public static KafkaFeed open(KafkaTopic topic, Optional<String> position) {
    Arguments.required(topic, "topic");
    KafkaPosition from =
        Arguments.required(position, "position")
            .map(KafkaPosition::parse)
            .orElseGet(() -> KafkaPosition.beginningOf(topic.name()));
    if (!from.topic().equals(topic.name())) {
      throw new InvalidPlanException(
          topic.describe()
              + ": the position \""
              + from.text()
              + "\" is of the topic "
              + from.topic()
              + "; give one of this topic, or none to begin at its beginning");
    }
    OptionalLibraries.requireKafka();
    return new KafkaFeed(new Consumption(topic, from));
  }

  /**
   * Waits for values, and gives those that are there.
   *
   * <p>A poll whose thread is interrupted gives no values and leaves the thread interrupted.
   *
   * @param atMost how long to wait
   * @throws SourceException if the topic cannot be read: it does not exist, the login or the
   *     permission is refused, or values after the position are gone, such as by retention. The
   *     feed has to be opened anew then
   */
  public Polled poll(Duration atMost) {
    return consumption.poll(Arguments.required(atMost, "atMost"));
  }

  /** The position after the values that were given so far. */
  public KafkaPosition position() {
    return consumption.position();
  }

  /**
   * Whether all values that the topic has now were given; false too if no broker answers within a
   * second.
   *
   * @throws SourceException if the topic cannot be read
   */
  public boolean isAtEnd() {
    return consumption
        .end(Duration.ofSeconds(1))
        .map(end -> consumption.position().isAtLeast(end))
        .orElse(false);
  }

  /**
   * The position after the last value that the topic has now, for a caller that stops there: when
   * {@link #position} {@linkplain KafkaPosition#isAtLeast is at least} this.
   *
   * @throws SourceException if the topic cannot be read, or no broker answers within ten seconds
   */
  public KafkaPosition end() {
    return consumption.end(Duration.ofSeconds(10)).orElseThrow(consumption::unanswered);
  }

  /** Leaves the brokers. A poll that is waiting gives no values. */
  @Override
  public void close() {
    consumption.close();
  }
}
