package io.github.marketvolume.spark.stream;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A pipeline over a source that goes on. It takes what arrives in batches, and updates the outputs
 * with each: they are then those of one run over all that has arrived.
 *
 * <p>Structured Streaming's checkpoint says what belongs to which batch; the ledger of the store,
 * which is published together with the outputs, says which batch they have. A batch that is taken
 * again after a crash is recognised, and changes nothing. Not for use by several threads.
 */
public final class SparkStream {

  private final String name;
  private final StreamedInput input;
  private final BatchUpdates updates;

  /** For {@code StreamingRunner}. */
  public SparkStream(String name, StreamedInput input, BatchUpdates updates) {
    this.name = name;
    this.input = input;
    this.updates = updates;
  }

  /**
   * Takes all that is there now, in one batch or several, and ends.
   *
   * @return the report of each batch
   * @throws VolumeException if a batch fails. What it would have changed is not published; the next
   *     call takes it again
   */
  public List<RunReport> availableNow() {
    Batches batches = new Batches(input, updates);
    StreamingQuery query = started(batches, Trigger.AvailableNow());
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      throw failure(e);
    }
    return batches.reports();
  }

  /**
   * Takes what arrives until it is closed.
   *
   * @param every how often it looks; zero for as soon as the batch before is done
   */
  public RunningStream start(Duration every) {
    Batches batches = new Batches(input, updates);
    return new RunningStream(
        started(batches, Trigger.ProcessingTime(every.toMillis())), this::failure);
  }

  private StreamingQuery started(Batches batches, Trigger trigger) {
    VoidFunction2<Dataset<Row>, Long> take = batches::take;
    DataStreamWriter<Row> writer =
        input.arriving(updates.spark()).writeStream().trigger(trigger).foreachBatch(take);
    setOption(writer, "checkpointLocation", updates.checkpoint());
    try {
      return writer.start();
    } catch (TimeoutException e) {
      throw new VolumeException(name + " was not started in time: " + Failures.reason(e), e);
    }
  }

  /** Sets an option, by reflection: class files cannot call what Spark 3.5 and 4 declare apart. */
  private static void setOption(DataStreamWriter<Row> writer, String name, String value) {
    try {
      Object same =
          DataStreamWriter.class
              .getMethod("option", String.class, String.class)
              .invoke(writer, name, value);
      assert same == writer;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark's writer of streams takes no options", e);
    }
  }

  /** What a query failed for, in the words of whoever found it. */
  private VolumeException failure(StreamingQueryException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof VolumeException said) {
        return said;
      }
    }
    return new VolumeException(
        "the stream of " + name + " failed: " + Failures.reason(Failures.root(failed)), failed);
  }
}
