package io.github.marketvolume.spark.stream;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What a stream needs of the runner. For {@code StreamingRunner}; not for users. */
public interface BatchUpdates {

  /** The session that the stream runs on. */
  SparkSession spark();

  /** The location of a checkpoint: a path or a URI. */
  String checkpoint();

  /** Is told of each batch, also of those that change nothing. */
  void report(RunReport report);

  /** The position in the ledger; empty where there is none. */
  Optional<String> position();

  /**
   * Updates the outputs.
   *
   * @param arrived the bars of a batch
   * @param rejected rows of the batch that are no bars
   * @param position what the ledger is to say of where the input ends
   */
  RunReport update(Source<Bar> arrived, List<RejectedRow> rejected, String position);
}
