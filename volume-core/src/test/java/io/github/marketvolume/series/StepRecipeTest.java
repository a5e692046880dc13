package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.SessionMinutes;
import io.github.marketvolume.metric.Volumes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which step computes which kind of metric. */
class StepRecipeTest {

  private static Step step(Metric<?, ?> metric) {
    return StepRecipe.of(metric).start(List.of(metric), Volumes.WHOLE);
  }

  @Test
  void of_findsTheStepByTheClassOfTheMetric() {
    assertThat(step(VOLUME.mean().over(bars(5)))).isInstanceOf(WindowStep.class);
    assertThat(step(VOLUME.zScore().over(bars(5)))).isInstanceOf(WindowStep.class);
    assertThat(step(VOLUME.smoothed(ewma(0.1)).mean())).isInstanceOf(SmoothingStep.class);
    assertThat(step(VOLUME.expectedBy(HarModel.rolling(60)).forecast()))
        .isInstanceOf(ExpectationStep.class);
    assertThat(step(VOLUME.log())).isInstanceOf(PointwiseStep.class);
    assertThat(step(VOLUME.lagged(1))).isInstanceOf(LagStep.class);
    assertThat(step(VOLUME.cumulative())).isInstanceOf(CumulativeStep.class);
    assertThat(step(VOLUME.cusumUp(0.5, 5))).isInstanceOf(CumulativeStep.class);
    assertThat(step(SessionMinutes.<Bar>on(NYSE))).isInstanceOf(CalendarStep.class);
    assertThat(step(EstimatedOffset.of(VOLUME, CalendarEffects.estimated(NYSE))))
        .isInstanceOf(EstimatedOffsetStep.class);
    assertThat(step(VOLUME.atLeast(1))).isInstanceOf(FlagStep.class);
    assertThat(step(VOLUME.raw())).isInstanceOf(RestateStep.class);
  }

  @Test
  void of_tellsTrailingRanksFromThoseInHindsight() {
    assertThat(step(Rank.trailing(VOLUME.descending(), bars(5)))).isInstanceOf(WindowStep.class);
    assertThat(step(Rank.inHindsight(VOLUME.descending()))).isInstanceOf(HindsightRankStep.class);
  }

  @Test
  void of_refusesWhatNoStepComputes() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StepRecipe.of(Demeaned.acrossTickers(CLOSE)))
        .withMessage("no step computes close less its mean across tickers on the day");
  }
}
