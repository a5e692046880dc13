package io.github.marketvolume.spark.stream;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A source that goes on, as Structured Streaming reads it. */
public interface StreamedInput {

  /** What arrives, as a streaming dataset. */
  Dataset<Row> arriving(SparkSession spark);

  /** What a batch of it has. It is closed when the batch is done. */
  Batch batch(Dataset<Row> rows);

  /** A batch. */
  interface Batch extends AutoCloseable {

    /** Its bars; empty if it has none at all. */
    Optional<Source<Bar>> bars();

    /** Rows that are no bars. */
    default List<RejectedRow> rejected() {
      return List.of();
    }

    @Override
    default void close() {}
  }
}
