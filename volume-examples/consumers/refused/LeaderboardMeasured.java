import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** A leaderboard has nothing to roll over. */
final class LeaderboardMeasured {
  void refused(BarsStage prices, MarketStage market) {
    prices.leaderboard(VOLUME.max()).measure(VOLUME.mean().over(bars(5))); // refused: cannot find symbol.*method measure
  }
}
