package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.runners.UpdateLawsContract;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class LocalUpdateLawsTest extends UpdateLawsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }

  @AfterContainer
  static void everyWayIsDrawn() {
    requireBothWays();
    requireRefused();
  }

  @Property(tries = 12, seed = "20261201")
  void updates_endAsOneRun(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed)
      throws IOException, SQLException {
    requireEqual(bars, metrics, seed);
  }

  @Property(tries = 5, seed = "20261201")
  void updates_endAsOneRunOfModels(
      @ForAll("longBars") List<Bar> bars,
      @ForAll("models") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed)
      throws IOException, SQLException {
    requireEqual(bars, metrics, seed);
  }
}
