package io.github.marketvolume.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A question to the brokers, which may stay unanswered over any number of polls and is asked again
 * until it is.
 */
final class Question<T> {

  private final Supplier<KafkaFuture<T>> asking;
  private @Nullable KafkaFuture<T> pending;

  Question(Supplier<KafkaFuture<T>> asking) {
    this.asking = asking;
  }

  /**
   * Asks, unless an answer is pending, and takes the answer if it comes in time.
   *
   * @param nanos how long to wait
   * @throws RuntimeException the failure of Kafka, unless asking again may help
   */
  Optional<T> answer(long nanos) {
    KafkaFuture<T> asked = pending == null ? asking.get() : pending;
    pending = asked;
    try {
      T answer = asked.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      pending = null;
      return Optional.of(answer);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      pending = null;
      if (e.getCause() instanceof RetriableException
          && !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        return Optional.empty();
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
