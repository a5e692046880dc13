import io.github.marketvolume.*;
import io.github.marketvolume.gcp.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.local.*;
import io.github.marketvolume.testing.*;

/** The runner of tests has nothing to do with a cloud. */
final class CloudOfOtherRunner {
  void refused(BarsStage prices, TableRef table, GoogleCloud cloud) {
    cloud.on(ReferenceRunner.create()); // refused: no suitable method found for on
  }
}
