import io.github.marketvolume.*;
import io.github.marketvolume.gcp.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.local.*;
import io.github.marketvolume.testing.*;

/** What is read is no place to write to. */
final class SourceAsSink {
  void refused(BarsStage prices, TableRef table, GoogleCloud cloud) {
    prices.into(BigQuerySource.table(table)); // refused: incompatible types: BigQuerySource cannot be converted to Sink
  }
}
