import io.github.marketvolume.*;
import io.github.marketvolume.gcp.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.local.*;
import io.github.marketvolume.testing.*;

/** A pipeline has outputs: rows on their way into a sink. */
final class SinkWithoutRows {
  void refused(BarsStage prices, TableRef table, GoogleCloud cloud) {
    VolumePipeline.named("daily", BigQuerySink.append(table)); // refused: incompatible types: BigQuerySink cannot be converted to Output
  }
}
