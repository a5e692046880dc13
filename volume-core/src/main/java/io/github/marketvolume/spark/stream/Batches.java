package io.github.marketvolume.spark.stream;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Updates the outputs with each batch, once. */
final class Batches {

  /** The property of a query's threads that has its id, which a checkpoint keeps. */
  private static final String QUERY = "sql.streaming.queryId";

  private static final Pattern POSITION = Pattern.compile("Spark query (\\S+) batch (\\d+)");

  private final StreamedInput input;
  private final BatchUpdates updates;
  private final List<RunReport> reports = new ArrayList<>();

  Batches(StreamedInput input, BatchUpdates updates) {
    this.input = input;
    this.updates = updates;
  }

  /** Takes a batch, unless the outputs have it. */
  void take(Dataset<Row> rows, long number) {
    String query = updates.spark().sparkContext().getLocalProperty(QUERY);
    if (isKnown(query, number)) {
      return;
    }
    try (StreamedInput.Batch batch = input.batch(rows)) {
      Optional<Source<Bar>> bars = batch.bars();
      if (bars.isEmpty()) {
        return;
      }
      RunReport report =
          updates.update(bars.get(), batch.rejected(), "Spark query " + query + " batch " + number);
      reports.add(report);
      updates.report(report);
    }
  }

  /**
   * Whether a batch is in the outputs: it was published, and the process ended before Spark noted
   * that. A new checkpoint is another query, whose bars are compared with those that are kept.
   */
  private boolean isKnown(String query, long number) {
    Optional<Matcher> position = updates.position().map(POSITION::matcher).filter(Matcher::matches);
    return position.isPresent()
        && position.get().group(1).equals(query)
        && Long.parseLong(position.get().group(2)) >= number;
  }

  /** What became of the batches. */
  List<RunReport> reports() {
    return List.copyOf(reports);
  }
}
