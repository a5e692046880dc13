package io.github.marketvolume.examples.extending;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Verdict;
import java.util.List;

record DriesUp(RollingWindow window) implements AnomalyRule<Bar> {

  @Override
  public String name() {
    return "dries_up_" + window.length();
  }

  @Override
  public String describe() {
    return "less volume than on any of " + window;
  }

  @Override
  public List<NumericMetric<Bar, ?>> inputs() {
    return List.of(VOLUME, VOLUME.min().over(window));
  }

  @Override
  public Verdict judge(double... inputs) {
    return new Verdict(inputs[0] < inputs[1], inputs[1] / inputs[0], 1);
  }
}
