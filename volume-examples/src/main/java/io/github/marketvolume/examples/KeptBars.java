package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Says which of some bars are other than those that a store keeps. */
final class KeptBars {

  private KeptBars() {}

  /**
   * What bars of closed days change, a line each, such as {@code 2021-02-03 AAPL corrected}.
   *
   * @param late the bars, in the order of their days
   */
  static List<String> changes(RunningEngine engine, RunStore store, List<Bar> late) {
    Map<String, Bar> kept = new HashMap<>();
    InMemorySink<Bar> rows = new InMemorySink<>();
    BarsStage bars =
        BarsStage.from(ParquetSource.at(store.bars()))
            .checkedBy(BarRules.standard().fractionalVolume(FractionalVolume.KEEP))
            .between(late.get(0).tradeDate(), late.get(late.size() - 1).tradeDate());
    try {
      engine.run(VolumePipeline.named("kept-bars", bars.into(rows)));
    } catch (VolumeException e) {
      return List.of(); // the update, which reads them, too, says what is wrong
    }
    rows.rows().forEach(bar -> kept.put(key(bar), bar));
    List<String> lines = new ArrayList<>();
    for (Bar bar : late) {
      Bar before = kept.get(key(bar));
      if (before == null) {
        lines.add(key(bar) + " late");
      } else if (!isSame(before, bar)) {
        lines.add(key(bar) + " corrected" + volumes(before, bar));
      }
    }
    return lines;
  }

  private static String key(Bar bar) {
    return bar.tradeDate() + " " + bar.ticker();
  }

  private static String volumes(Bar before, Bar after) {
    return before.exactVolume().equals(after.exactVolume())
        ? ""
        : ": " + text(before.exactVolume()) + " to " + text(after.exactVolume()) + " shares";
  }

  private static String text(OptionalDouble volume) {
    return volume.isPresent() ? String.format(Locale.ROOT, "%,.0f", volume.getAsDouble()) : "no";
  }

  private static boolean isSame(Bar one, Bar other) {
    return one.exactVolume().equals(other.exactVolume())
        && one.open().equals(other.open())
        && one.high().equals(other.high())
        && one.low().equals(other.low())
        && one.close().equals(other.close())
        && one.adjClose().equals(other.adjClose());
  }
}
