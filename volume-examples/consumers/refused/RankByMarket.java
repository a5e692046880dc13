import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** The market has no tickers to rank across. */
final class RankByMarket {
  void refused(BarsStage prices, MarketStage market) {
    market.rankAcrossTickers(); // refused: cannot find symbol.*method rankAcrossTickers
  }
}
