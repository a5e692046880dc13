package io.github.marketvolume.spark.stream;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** A stream that has started. It goes on until it is closed, or a batch fails. */
public final class RunningStream implements AutoCloseable {

  private final StreamingQuery query;
  private final Function<StreamingQueryException, VolumeException> failure;

  RunningStream(StreamingQuery query, Function<StreamingQueryException, VolumeException> failure) {
    this.query = query;
    this.failure = failure;
  }

  /**
   * Waits until all that is there now is taken.
   *
   * @throws VolumeException if the stream has failed
   */
  public void takeAllAvailable() {
    try {
      query.processAllAvailable();
    } catch (RuntimeException e) {
      throw query.exception().isDefined() ? failure.apply(query.exception().get()) : e;
    } catch (Exception e) { // Spark throws one that it does not declare
      throw query.exception().isDefined()
          ? failure.apply(query.exception().get())
          : new VolumeException("the stream failed: " + Failures.reason(e), e);
    }
  }

  /**
   * Waits until the stream ends.
   *
   * @return whether it has ended
   * @throws VolumeException if it has failed
   */
  public boolean awaitEnd(Duration atMost) {
    try {
      return query.awaitTermination(atMost.toMillis());
    } catch (StreamingQueryException e) {
      throw failure.apply(e);
    }
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return query.isActive();
  }

  /** Spark's own handle, for its progress and listeners. */
  public StreamingQuery query() {
    return query;
  }

  /** Ends the stream. A batch that is at work is given up, and taken again by the next start. */
  @Override
  public void close() {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new VolumeException("the stream does not end: " + Failures.reason(e), e);
    }
  }
}
