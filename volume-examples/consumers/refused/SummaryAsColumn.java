import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** A summary of a whole ticker is no column of a bar. */
final class SummaryAsColumn {
  void refused(BarsStage prices, MarketStage market) {
    prices.measure(VOLUME.max()); // refused: method measure in class BarsStage cannot be applied
  }
}
