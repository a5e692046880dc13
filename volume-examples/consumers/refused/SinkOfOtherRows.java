import static io.github.marketvolume.metric.BarMetrics.*;
import static io.github.marketvolume.metric.CrossSection.*;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.*;
import io.github.marketvolume.io.*;
import io.github.marketvolume.market.*;
import io.github.marketvolume.metric.*;
import java.util.List;

/** A sink of anomalies takes no bars. */
final class SinkOfOtherRows {
  void refused(BarsStage prices, MarketStage market) {
    prices.into(new InMemorySink<Anomaly<Bar>>()); // refused: incompatible types: InMemorySink<Anomaly<Bar>>
  }
}
