package io.github.marketvolume.kafka;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in a topic: the next offset to read in each partition. A partition that it does not name
 * is read from its beginning. An immutable value.
 *
 * <p>As text it is {@code TOPIC/ID/0:1234,1:998}, with the partitions in their order. The id is the
 * one that the brokers gave to the topic, so that a topic which was deleted and created again is
 * not taken for the one before; it is empty before a broker has told it.
 *
 * @param topic the name of the topic
 * @param topicId the id of the topic, empty if it is not known
 * @param offsets the next offset by partition
 */
public record KafkaPosition(String topic, String topicId, SortedMap<Integer, Long> offsets) {

  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})/([\\w-]{0,64})/((\\d{1,9}:\\d{1,18}(,(?!$)|$))*)");

  public KafkaPosition {
    Arguments.required(topic, "topic");
    Arguments.required(topicId, "topicId");
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
  }

  /** The beginning of a topic of which nothing is known but its name. */
  static KafkaPosition beginningOf(String topic) {
    return new KafkaPosition(topic, "", new TreeMap<>());
  }

  /**
   * The position that {@link #text} has written.
   *
   * @throws InvalidPlanException if the text is not a position
   */
  public static KafkaPosition parse(String text) {
    Matcher parts = TEXT.matcher(Arguments.required(text, "text"));
    if (!parts.matches()) {
      throw notOne(text);
    }
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    if (!parts.group(3).isEmpty()) {
      for (String each : parts.group(3).split(",", -1)) {
        int colon = each.indexOf(':');
        int partition = Integer.parseInt(each.substring(0, colon));
        if (offsets.put(partition, Long.parseLong(each.substring(colon + 1))) != null) {
          throw notOne(text);
        }
      }
    }
    return new KafkaPosition(parts.group(1), parts.group(2), offsets);
  }

  private static InvalidPlanException notOne(String text) {
    return new InvalidPlanException(
        "\""
            + SafeText.line(text)
            + "\" is not a position in a topic; give one as KafkaFeed gave it, such as"
            + " bars/ID/0:1234,1:998");
  }

  /** The position as text, the same for equal positions. */
  public String text() {
    return offsets.entrySet().stream()
        .map(each -> each.getKey() + ":" + each.getValue())
        .collect(Collectors.joining(",", topic + "/" + topicId + "/", ""));
  }

  /**
   * This position, or one before it from which a record comes again: no later in its partition than
   * its offset.
   */
  public KafkaPosition earliest(int partition, long offset) {
    Long next = offsets.get(partition);
    return next == null || next <= offset ? this : with(Map.of(partition, offset));
  }

  /**
   * The earlier of both positions in each partition, from which all comes again that either has
   * still to read.
   *
   * @throws InvalidPlanException if they are of different topics
   */
  public KafkaPosition min(KafkaPosition other) {
    requireSameTopic(other);
    SortedMap<Integer, Long> earlier = new TreeMap<>();
    offsets.forEach(
        (partition, offset) -> {
          Long another = other.offsets.get(partition);
          if (another != null) {
            earlier.put(partition, Math.min(offset, another));
          }
        });
    return new KafkaPosition(topic, topicId.isEmpty() ? other.topicId : topicId, earlier);
  }

  /**
   * Whether all before another position has been read at this one.
   *
   * @throws InvalidPlanException if they are of different topics
   */
  public boolean isAtLeast(KafkaPosition other) {
    requireSameTopic(other);
    return other.offsets.entrySet().stream()
        .allMatch(each -> offsets.getOrDefault(each.getKey(), 0L) >= each.getValue());
  }

  /** This position with other next offsets in some partitions. */
  KafkaPosition with(Map<Integer, Long> others) {
    SortedMap<Integer, Long> changed = new TreeMap<>(offsets);
    changed.putAll(others);
    return new KafkaPosition(topic, topicId, changed);
  }

  /** This position in the topic that has this id. */
  KafkaPosition of(String id) {
    return new KafkaPosition(topic, id, offsets);
  }

  private void requireSameTopic(KafkaPosition other) {
    Arguments.required(other, "other");
    boolean isSameId =
        topicId.equals(other.topicId) || topicId.isEmpty() || other.topicId.isEmpty();
    if (!topic.equals(other.topic) || !isSameId) {
      throw new InvalidPlanException(
          "the positions \""
              + text()
              + "\" and \""
              + other.text()
              + "\" are of different topics; compare those of one");
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
