import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** There are no anomalies without a flag. */
final class AnomaliesBeforeFlags {
  void refused(BarsStage prices, MarketStage market) {
    prices.measure(VOLUME.mean().over(bars(5))).anomalies(); // refused: cannot find symbol.*method anomalies
  }
}
