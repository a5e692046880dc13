package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rule says of each row. */
class FlagStepTest {

  @Test
  void flag_isSetWhereTheRuleFires() {
    assertThat(compute(VOLUME.atLeast(3), volumes(2, 3, 4))).containsExactly(0, 1, 1);
  }

  @Test
  void missingInput_cannotBeJudged() {
    assertThat(compute(VOLUME.atLeast(3), volumes(2, NaN, 4))).containsExactly(0, NaN, 1);
  }

  @Test
  void everyInput_mustBePresent() {
    SeriesColumns columns = volumes(9, 9, NaN).put(CLOSE, new double[] {3, NaN, 3});
    assertThat(compute(Flag.of(AnomalyRules.ratio(VOLUME, CLOSE, 2)), columns))
        .containsExactly(1, NaN, NaN);
  }

  @Test
  void verdictThatIsNotFinite_setsNoFlag() {
    assertThat(compute(Flag.of(new Scored(true, Double.POSITIVE_INFINITY)), volumes(1)))
        .containsExactly(NaN);
    assertThat(compute(Flag.of(new Scored(false, NaN)), volumes(1))).containsExactly(0);
  }

  @Test
  void verdict_saysWhatWasCompared() {
    SeriesColumns columns = volumes(2, 5);
    AnomalyRule<Bar> rule = VOLUME.atLeast(3).rule();
    assertThat(FlagStep.verdict(rule, columns, 0)).isEqualTo(new Verdict(false, 2, 3));
    assertThat(FlagStep.verdict(rule, columns, 1)).isEqualTo(new Verdict(true, 5, 3));
  }

  /** A rule that says the same of every row. */
  private record Scored(boolean fires, double score) implements AnomalyRule<Bar> {

    @Override
    public String describe() {
      return "scored " + score;
    }

    @Override
    public String name() {
      return "scored";
    }

    @Override
    public List<NumericMetric<Bar, ?>> inputs() {
      return List.of(VOLUME);
    }

    @Override
    public Verdict judge(double... inputs) {
      return new Verdict(fires, score, 1);
    }
  }
}
