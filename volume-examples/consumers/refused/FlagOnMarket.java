import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** A flag of bars does not judge the market's days. */
final class FlagOnMarket {
  void refused(BarsStage prices, MarketStage market) {
    market.flag(VOLUME.atLeast(3)); // refused: method flag in class MarketStage cannot be applied
  }
}
