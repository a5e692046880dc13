import io.github.marketvolume.*;
import io.github.marketvolume.gcp.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.local.*;
import io.github.marketvolume.testing.*;

/** A table to write is a value that was checked, not text. */
final class SinkOfText {
  void refused(BarsStage prices, TableRef table, GoogleCloud cloud) {
    prices.into(BigQuerySink.append("project.dataset.table")); // refused: incompatible types: String cannot be converted to TableRef
  }
}
