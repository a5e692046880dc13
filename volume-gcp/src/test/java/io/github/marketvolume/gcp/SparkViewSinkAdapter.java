package io.github.marketvolume.gcp;

import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes a {@link ViewSink}; services name it. */
public final class SparkViewSinkAdapter implements SparkSinkAdapter<ViewSink> {

  @Override
  public Class<ViewSink> descriptorType() {
    return ViewSink.class;
  }

  @Override
  public StagedOutput stage(
      ViewSink sink, Dataset<Row> rows, Schema<?> schema, RunContext context) {
    if (!List.of(rows.columns()).equals(schema.names())) {
      throw new IllegalStateException(List.of(rows.columns()) + " is not " + schema.names());
    }
    List<Row> staged = rows.collectAsList();
    return new StagedOutput() {
      @Override
      public long rows() {
        return staged.size();
      }

      @Override
      public void publish() {
        rows.sparkSession()
            .createDataFrame(staged, rows.schema())
            .createOrReplaceTempView(sink.view());
      }

      @Override
      public void close() {
        // what is staged is in memory
      }
    };
  }
}
