package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
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

@FullBuild
class SparkUpdateLawsTest extends UpdateLawsContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }

  @Override
  protected int mostOutputs() {
    return 3;
  }

  @AfterContainer
  static void everyWayIsDrawn() {
    requireBothWays();
  }

  @Property(tries = 4, seed = "20261201")
  void updates_endAsOneRun(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed)
      throws IOException, SQLException {
    requireEqual(bars, metrics, seed);
  }

  @Property(tries = 2, seed = "20261201")
  void updates_endAsOneRunOfModels(
      @ForAll("longBars") List<Bar> bars,
      @ForAll("models") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed)
      throws IOException, SQLException {
    requireEqual(bars, metrics, seed);
  }
}
