package io.github.marketvolume.spark;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.StreamRunner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.kafka.KafkaSource;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.spark.stream.BatchUpdates;
import io.github.marketvolume.spark.stream.SparkStream;
import io.github.marketvolume.spark.stream.StreamedFiles;
import io.github.marketvolume.spark.stream.StreamedInput;
import io.github.marketvolume.spark.stream.StreamedRows;
import io.github.marketvolume.spark.stream.StreamedTopic;
import io.github.marketvolume.update.UpdatePlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines over sources that go on, by Spark's Structured Streaming. An immutable value.
 *
 * <p>Such a source is a {@link CsvSource} or {@link ParquetSource} of folders in which files
 * arrive, a {@link KafkaSource}, or a {@link DatasetSource} of a streaming dataset. A file must be
 * complete when it appears: write it under a name that begins with a dot, and rename it. A file
 * that changes later is not read again; bars are corrected by a file of another name.
 *
 * <p>A stream keeps no state in Spark: what it goes on from is in the store, with the ledger. Its
 * checkpoint has only what has arrived, and is read by later versions of Spark.
 */
public final class StreamingRunner implements StreamRunner<SparkStream> {

  private final SparkRunner runner;
  private final @Nullable String checkpoint;
  private final Consumer<RunReport> listener;

  private StreamingRunner(
      SparkRunner runner, @Nullable String checkpoint, Consumer<RunReport> listener) {
    this.runner = runner;
    this.checkpoint = checkpoint;
    this.listener = listener;
  }

  /** A runner on this session, with the adapters that the class path offers. */
  public static StreamingRunner on(SparkSession spark) {
    return with(SparkRunner.on(spark));
  }

  /** A runner that updates the outputs by another one, with its adapters. */
  public static StreamingRunner with(SparkRunner runner) {
    return new StreamingRunner(Arguments.required(runner, "runner"), null, report -> {});
  }

  /**
   * The same runner with another folder for the checkpoint, a path or a URI. It is {@code
   * checkpoint} in the store unless told otherwise, and belongs to one pipeline.
   */
  public StreamingRunner withCheckpoint(String location) {
    return new StreamingRunner(runner, Arguments.required(location, "location"), listener);
  }

  /** The same runner, which gives the report of each batch to a listener. */
  public StreamingRunner onReport(Consumer<RunReport> receiver) {
    return new StreamingRunner(runner, checkpoint, Arguments.required(receiver, "receiver"));
  }

  @Override
  public SparkStream stream(VolumePipeline pipeline, RunStore store) {
    Arguments.required(pipeline, "pipeline");
    Arguments.required(store, "store");
    UpdatePlan plan = UpdatePlan.of(pipeline, store);
    return new SparkStream(pipeline.name(), input(plan.reading()), new Updates(pipeline, store));
  }

  private static StreamedInput input(Reading reading) {
    Source<Bar> source = reading.source();
    if (source instanceof CsvSource csv) {
      return StreamedFiles.of(csv);
    }
    if (source instanceof ParquetSource parquet) {
      return StreamedFiles.of(parquet);
    }
    if (source instanceof DatasetSource dataset && dataset.isEndless()) {
      return new StreamedRows(dataset.rows(), DatasetSource::of);
    }
    if (source instanceof KafkaSource kafka) {
      KafkaTopic topic = kafka.topic().checkedBy(reading.rules());
      return new StreamedTopic(topic, rows -> DatasetSource.of(having(kafka, rows)));
    }
    throw new InvalidPlanException(
        source.describe()
            + " does not go on: a stream takes files that arrive in folders, a topic of Kafka,"
            + " or a streaming dataset; run the pipeline, or update");
  }

  /** The bars of a topic without the optional columns that the source does not state. */
  private static Dataset<Row> having(KafkaSource kafka, Dataset<Row> rows) {
    return rows.drop(
        BarColumn.fields().stream()
            .filter(column -> column.isOptional() && !kafka.optionalColumns().contains(column))
            .map(BarColumn::columnName)
            .toArray(String[]::new));
  }

  private final class Updates implements BatchUpdates {

    private final VolumePipeline pipeline;
    private final RunStore store;

    Updates(VolumePipeline pipeline, RunStore store) {
      this.pipeline = pipeline;
      this.store = store;
    }

    @Override
    public SparkSession spark() {
      return runner.spark();
    }

    @Override
    public String checkpoint() {
      return checkpoint == null ? store.child("checkpoint") : checkpoint;
    }

    @Override
    public void report(RunReport report) {
      listener.accept(report);
    }

    @Override
    public Optional<String> position() {
      return runner.position(store);
    }

    @Override
    public RunReport update(Source<Bar> arrived, List<RejectedRow> rejected, String position) {
      return runner.update(pipeline, store.withPosition(position), arrived, rejected);
    }
  }
}
