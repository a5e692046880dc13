import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** A mean is no text. */
final class ValueOfOtherType {
  void refused(BarsStage prices, MarketStage market) {
    String mean = prices.measure(VOLUME.mean().over(bars(5))).collect(null).get(0).get(VOLUME.mean().over(bars(5))).get(); // refused: incompatible types: Double
  }
}
