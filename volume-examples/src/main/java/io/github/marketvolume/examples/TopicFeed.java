package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.kafka.KafkaFeed;
import io.github.marketvolume.kafka.KafkaPosition;
import io.github.marketvolume.kafka.KafkaValue;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records of a topic. The position as text is two of {@link KafkaPosition}, with a space between:
 * that from which everything comes again that is not published, and that up to which records were
 * taken. Between them a feed repeats what was there.
 */
final class TopicFeed implements Feed {

  /** What a topic gives. */
  interface Records extends AutoCloseable {

    /** Waits for values, as {@link KafkaFeed#poll} does. */
    KafkaFeed.Polled poll(Duration atMost);

    /** The position after the last value of now. */
    KafkaPosition end();

    @Override
    void close();
  }

  private final String name;
  private final Records records;
  private final Optional<Basis> basis;
  private final Optional<KafkaPosition> repeatedTo;
  private Optional<KafkaPosition> end = Optional.empty();
  private Optional<KafkaPosition> reached = Optional.empty();
  private String trouble = "";

  /**
   * A feed of records.
   *
   * @param name the topic in words
   * @param position the text at which the records begin; empty for the beginning of the topic
   */
  TopicFeed(String name, Records records, Optional<Basis> basis, Optional<String> position) {
    this.name = name;
    this.records = records;
    this.basis = basis;
    this.repeatedTo = position.map(text -> KafkaPosition.parse(parts(text)[1]));
  }

  /**
   * Where to open the topic, of a position.
   *
   * @throws InvalidPlanException if it is of something else than a topic
   */
  static String start(String position) {
    return parts(position)[0];
  }

  private static String[] parts(String position) {
    String[] parts = position.split(" ", -1);
    if (parts.length != 2) {
      throw new InvalidPlanException(
          "the outputs are of other inputs than a topic, at "
              + position
              + "; choose another --output");
    }
    return parts;
  }

  @Override
  public Polled poll(Duration atMost) {
    KafkaFeed.Polled polled = records.poll(atMost);
    reached = Optional.of(polled.next());
    List<Arrival> bars = new ArrayList<>();
    List<Refusal> rejected = new ArrayList<>();
    for (KafkaValue value : polled.values()) {
      Place place = new Place(value.partition(), value.offset());
      if (value instanceof KafkaValue.Taken taken) {
        bars.add(new Arrival(taken.bar(), place));
      } else if (value instanceof KafkaValue.Rejected refused) {
        rejected.add(new Refusal(refused.row(), place));
      }
    }
    String said = polled.trouble().orElse("");
    List<String> troubles = said.isEmpty() || said.equals(trouble) ? List.of() : List.of(said);
    trouble = said;
    return new Polled(bars, rejected, List.of(), troubles);
  }

  @Override
  public boolean isRepeating() {
    return repeatedTo.isPresent()
        && !reached.map(at -> at.isAtLeast(repeatedTo.get())).orElse(false);
  }

  @Override
  public boolean isAtEnd() {
    if (end.isEmpty()) {
      end = Optional.of(records.end());
    }
    return reached.map(at -> at.isAtLeast(end.get())).orElse(false);
  }

  @Override
  public String position(Collection<Place> pending) {
    KafkaPosition here = reached.orElseThrow();
    KafkaPosition from = here;
    for (Place place : pending) {
      from = from.earliest(place.part(), place.number());
    }
    return from.text() + " " + here.text();
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public Optional<Basis> basis() {
    return basis;
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return Set.of();
  }

  @Override
  public void close() {
    records.close();
  }
}
