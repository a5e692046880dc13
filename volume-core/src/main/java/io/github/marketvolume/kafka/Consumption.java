package io.github.marketvolume.kafka;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.kafka.KafkaFeed.Polled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The reading of a topic. A consumer fetches records; what is to be known of the topic, and whether
 * brokers answer at all, is asked beside it, so that no poll waits longer than it may.
 */
final class Consumption {

  /** How long a topic may be unknown, as one is whose broker has just started. */
  private static final long UNKNOWN_FOR = Duration.ofSeconds(5).toNanos();

  /** How long brokers may be silent before that is told. */
  private static final long SILENT_FOR = Duration.ofSeconds(2).toNanos();

  private static final long SLICE = Duration.ofMillis(100).toNanos();

  private final KafkaTopic topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final long maxAge;
  private final Question<TopicDescription> description;
  private final Question<Map<TopicPartition, ListOffsetsResultInfo>> sign;

  private volatile boolean closed;
  private volatile KafkaPosition position;

  /** Those that are read; none before the topic was described. */
  private final Set<Integer> partitions = new TreeSet<>();

  private long describedAt;

  /** Since when brokers say that there is no such topic; null while they do not. */
  private @Nullable Long unknownSince;

  /** When what no broker has answered yet was asked; null if all is answered. */
  private @Nullable Long silentSince;

  /** Whether the last poll gave nothing. */
  private boolean idle;

  /** Why the feed cannot go on; null while it can. */
  private @Nullable RuntimeException failure;

  Consumption(KafkaTopic topic, KafkaPosition from) {
    this.topic = topic;
    this.position = from;
    this.consumer = Clients.consumer(topic);
    this.maxAge = Duration.ofMillis(Clients.maxAgeMillis(topic)).toNanos();
    try {
      this.admin = Clients.admin(topic);
    } catch (SourceException e) {
      consumer.close();
      throw e;
    }
    this.description =
        new Question<>(
            () -> admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()));
    this.sign = new Question<>(() -> offsets(partitions, OffsetSpec.latest()));
  }

  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Set<Integer> of, OffsetSpec which) {
    return admin
        .listOffsets(
            of.stream().collect(Collectors.toMap(this::partition, each -> which)),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all();
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic.name(), number);
  }

  KafkaPosition position() {
    return position;
  }

  synchronized Polled poll(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<KafkaValue> values =
        going(() -> locate(deadline) ? fetch(deadline) : List.<KafkaValue>of()).orElse(List.of());
    return new Polled(values, position, trouble());
  }

  /** The position after the last record of now; empty if no broker answers in time. */
  synchronized Optional<KafkaPosition> end(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    return going(
            () ->
                locate(deadline)
                    ? ask(new Question<>(() -> offsets(partitions, OffsetSpec.latest())), deadline)
                    : Optional.<Map<TopicPartition, ListOffsetsResultInfo>>empty())
        .flatMap(answer -> answer)
        .map(ends -> position.with(byPartition(ends)));
  }

  /** Does something that may fail, after which a feed does not go on; empty if it is stopped. */
  private <T> Optional<T> going(Supplier<T> action) {
    if (failure != null) {
      throw failure;
    }
    if (closed) {
      throw new IllegalStateException(topic.describe() + ": the feed is closed; open another");
    }
    try {
      return Optional.of(action.get());
    } catch (WakeupException | InterruptException e) {
      return Optional.empty();
    } catch (OffsetOutOfRangeException e) {
      failure = gap(e.offsetOutOfRangePartitions());
    } catch (KafkaException e) {
      failure = Clients.failure(topic, e);
    } catch (RuntimeException e) {
      failure = e;
    }
    throw failure;
  }

  private List<KafkaValue> fetch(long deadline) {
    if (idle) {
      askForSign();
    }
    ConsumerRecords<byte[], byte[]> records =
        consumer.poll(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    if (records.nextOffsets().isEmpty()) {
      askForSign();
      idle = true;
      return List.of();
    }
    silentSince = null;
    idle = false;
    KafkaRecords conversion = new KafkaRecords(topic);
    for (ConsumerRecord<byte[], byte[]> each : records) {
      conversion.add(each.partition(), each.offset(), each.key(), each.value());
    }
    Map<Integer, Long> next = new TreeMap<>();
    records.nextOffsets().forEach((each, to) -> next.put(each.partition(), to.offset()));
    position = position.with(next);
    return conversion.values();
  }

  /** Asks for anything at all, without waiting: whether brokers answer is seen by that. */
  private void askForSign() {
    var unused = ask(sign, System.nanoTime());
  }

  /** Finds the partitions, unless they are known; false if they are not known in time. */
  private boolean locate(long deadline) {
    if (!partitions.isEmpty() && System.nanoTime() - describedAt < maxAge) {
      return true;
    }
    Optional<TopicDescription> found =
        describe(partitions.isEmpty() ? deadline : System.nanoTime());
    return found.isPresent() ? assign(found.get(), deadline) : !partitions.isEmpty();
  }

  private Optional<TopicDescription> describe(long deadline) {
    while (true) {
      try {
        Optional<TopicDescription> found = ask(description, deadline);
        unknownSince = found.isPresent() ? null : unknownSince;
        return found;
      } catch (UnknownTopicOrPartitionException e) {
        long now = System.nanoTime();
        silentSince = null;
        unknownSince = unknownSince == null ? Long.valueOf(now) : unknownSince;
        if (now - unknownSince > UNKNOWN_FOR) {
          throw new SourceException(
              topic.describe()
                  + ": there is no such topic"
                  + (partitions.isEmpty() ? "; check its name, or create it" : " any more"));
        }
        if (closed || now + SLICE > deadline || !pause()) {
          return Optional.empty();
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(Duration.ofNanos(SLICE).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Begins to read the partitions that are not read yet; false if it is not known where. */
  private boolean assign(TopicDescription found, long deadline) {
    String id = found.topicId().toString();
    Set<Integer> all =
        found.partitions().stream()
            .map(each -> each.partition())
            .collect(Collectors.toCollection(TreeSet::new));
    boolean isSame = position.topicId().isEmpty() || position.topicId().equals(id);
    if (!isSame || !all.containsAll(position.offsets().keySet())) {
      throw new SourceException(
          topic.describe()
              + ": the position \""
              + position.text()
              + "\" is not of this topic, which was deleted and created again; open the feed"
              + " without a position to read it from its beginning");
    }
    Map<Integer, Long> starts = new TreeMap<>();
    if (position.offsets().isEmpty()) {
      Optional<Map<TopicPartition, ListOffsetsResultInfo>> beginnings =
          ask(new Question<>(() -> offsets(all, OffsetSpec.earliest())), deadline);
      if (beginnings.isEmpty()) {
        return false;
      }
      starts.putAll(byPartition(beginnings.get()));
    }
    Set<Integer> added = new TreeSet<>(all);
    added.removeAll(partitions);
    added.forEach(each -> starts.putIfAbsent(each, position.offsets().getOrDefault(each, 0L)));
    starts.keySet().retainAll(added);
    if (!added.isEmpty()) {
      consumer.assign(all.stream().map(this::partition).toList());
      starts.forEach((each, offset) -> consumer.seek(partition(each), offset));
      partitions.addAll(added);
      position = position.of(id).with(starts);
    }
    describedAt = System.nanoTime();
    return true;
  }

  private static Map<Integer, Long> byPartition(
      Map<TopicPartition, ListOffsetsResultInfo> offsets) {
    Map<Integer, Long> numbers = new TreeMap<>();
    offsets.forEach((partition, info) -> numbers.put(partition.partition(), info.offset()));
    return numbers;
  }

  private <T> Optional<T> ask(Question<T> question, long deadline) {
    silentSince = silentSince == null ? Long.valueOf(System.nanoTime()) : silentSince;
    Optional<T> answer;
    long left;
    do {
      left = deadline - System.nanoTime();
      answer = question.answer(Math.min(SLICE, left));
    } while (answer.isEmpty()
        && left > SLICE
        && !closed
        && !Thread.currentThread().isInterrupted());
    silentSince = answer.isPresent() ? null : silentSince;
    return answer;
  }

  private Optional<String> trouble() {
    Long since = silentSince;
    long seconds = since == null ? 0 : Duration.ofNanos(System.nanoTime() - since).toSeconds();
    return since == null || System.nanoTime() - since < SILENT_FOR
        ? Optional.empty()
        : Optional.of(
            topic.describe() + ": no broker has answered for " + seconds + " s; waiting for one");
  }

  /** The failure of a call that waited for brokers in vain. */
  SourceException unanswered() {
    return new SourceException(
        topic.describe() + ": no broker answers; check that they run and can be reached");
  }

  /** The failure to read at offsets that the topic does not have, by partition. */
  private SourceException gap(Map<TopicPartition, Long> wanted) {
    Map.Entry<TopicPartition, Long> first = wanted.entrySet().iterator().next();
    int partition = first.getKey().partition();
    long offset = first.getValue();
    Set<Integer> one = Set.of(partition);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      long start = offset(one, OffsetSpec.earliest(), deadline);
      long end = offset(one, OffsetSpec.latest(), deadline);
      String place = topic.describe() + " partition " + partition;
      String goingOn = position.with(Map.of(partition, offset < start ? start : end)).text();
      return new SourceException(
          offset < start
              ? place
                  + ": offsets "
                  + offset
                  + " to "
                  + (start - 1)
                  + " are gone ("
                  + (start - offset)
                  + "), deleted before they were read; lengthen the topic's retention, and to go on"
                  + " without them open the feed at \""
                  + goingOn
                  + "\""
              : place
                  + " ends at offset "
                  + end
                  + ", before the position "
                  + offset
                  + ": the topic has lost its end; to go on with what comes open the feed at \""
                  + goingOn
                  + "\"");
    } catch (KafkaException e) {
      return Clients.failure(topic, e);
    }
  }

  private long offset(Set<Integer> of, OffsetSpec which, long deadline) {
    return ask(new Question<>(() -> offsets(of, which)), deadline)
        .orElseThrow(this::unanswered)
        .values()
        .iterator()
        .next()
        .offset();
  }

  void close() {
    closed = true;
    consumer.wakeup();
    synchronized (this) {
      consumer.close();
      admin.close(Duration.ZERO);
    }
  }
}
