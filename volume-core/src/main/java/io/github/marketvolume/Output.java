package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Sink;
import java.util.List;

/**
 * A stage and the sink for its rows.
 *
 * @param isRebuilt whether each update computes all rows again
 * @param <S> the rows
 */
public record Output<S>(Stage<S> stage, Sink<? super S> sink, boolean isRebuilt) {

  /** A stage and a sink, which an update adds to. */
  public Output(Stage<S> stage, Sink<? super S> sink) {
    this(stage, sink, false);
  }

  /**
   * The same output, all of whose rows each {@linkplain VolumePipeline#update update} computes
   * again. That takes the time of a run over all kept bars, and is needed where later days change
   * earlier rows: ranks in hindsight, bars that later splits adjust, bars of weeks and longer
   * periods, groups that a table changes.
   */
  public Output<S> rebuiltByUpdates() {
    return new Output<>(stage, sink, true);
  }

  public Output {
    Arguments.required(stage, "stage");
    Arguments.required(sink, "sink");
    if (sink instanceof ParquetSink parquet) {
      List<String> names = stage.plan().schema().names();
      if (parquet.isByMonth() && stage.plan().schema().firstDate().isEmpty()) {
        throw new InvalidPlanException(
            SafeText.location(parquet.location())
                + " cannot be divided by month: no column of the rows is a date ("
                + String.join(", ", names)
                + "); leave out byMonth()");
      }
      for (String column : parquet.partitionColumns()) {
        if (!names.contains(column)) {
          throw new InvalidPlanException(
              parquet.location()
                  + " cannot be partitioned by "
                  + column
                  + "; the rows have these columns: "
                  + String.join(", ", names));
        }
      }
      if (names.size() == parquet.partitionColumns().size()) {
        throw new InvalidPlanException(
            parquet.location()
                + " is partitioned by every column; leave at least one in the files");
      }
    }
  }
}
