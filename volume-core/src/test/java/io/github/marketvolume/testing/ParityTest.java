package io.github.marketvolume.testing;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.testing.Parity.assertSameOnAll;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ParityTest {

  private static final List<Bar> BARS =
      Bars.of(BarSeries.of("A").volumes(1, 2, 3), BarSeries.of("B").volumes(4, 0, 6));

  /** Gives the reference's rows of other bars. */
  private static final class TwistedRunner implements Runner {

    private final UnaryOperator<List<?>> twist;

    TwistedRunner(UnaryOperator<List<?>> twist) {
      this.twist = twist;
    }

    @Override
    public RunReport run(VolumePipeline pipeline) {
      throw new UnsupportedOperationException("stages are only collected here");
    }

    @Override
    @SuppressWarnings("unchecked") // a twist keeps the rows
    public <S> List<S> collect(Stage<S> stage) {
      return (List<S>) twist.apply(ReferenceRunner.create().collect(stage));
    }
  }

  @Test
  @DisplayName("runners that agree pass")
  void agree() {
    assertSameOnAll(
        stage -> stage.measure(VOLUME.mean().over(bars(2).requiring(1))),
        BARS,
        LocalRunner.create(),
        ReferenceRunner.create());
    assertSameOnAll(stage -> stage.leaderboard(VOLUME.max()), BARS, LocalRunner.create());
  }

  @Test
  @DisplayName("another value is caught, with runner, row and column")
  void otherValue() {
    Runner other = new TwistedRunner(rows -> List.of(rows.get(0), rows.get(0), rows.get(2)));
    assertThatThrownBy(
            () ->
                assertSameOnAll(stage -> stage, Bars.of(BarSeries.of("A").volumes(1, 2, 3)), other))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "TwistedRunner differs: row 2 (trade_date=2020-01-07, ticker=A), column trade_date:"
                + " expected 2020-01-07 but was 2020-01-06");
  }

  @Test
  @DisplayName("so is a row too few")
  void otherNumberOfRows() {
    Runner fewer = new TwistedRunner(rows -> rows.subList(0, 5));
    assertThatThrownBy(() -> assertSameOnAll(stage -> stage, BARS, fewer))
        .isInstanceOf(AssertionError.class)
        .hasMessage("TwistedRunner differs: expected 6 rows but got 5");
  }

  @Test
  @DisplayName("comparing with nobody is a mistake")
  void noRunner() {
    assertThatThrownBy(() -> assertSameOnAll(BarsStage::rejected, BARS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("give at least one runner to compare");
  }
}
