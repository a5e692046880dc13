package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.ScoreFormula;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's code that throws is named, with the ticker and the date that it was called for. */
public abstract class OwnCodeContract {

  /** The volume that no code here can stand. */
  private static final long UNLUCKY = 13;

  /** The runner that runs the code. */
  protected abstract Runner runner();

  private static void refuse(double value) {
    if (value == UNLUCKY) {
      throw new IllegalStateException("13 is unlucky");
    }
  }

  private record Superstition() implements BarRule {

    @Override
    public String ruleName() {
      return "superstition";
    }

    @Override
    public Optional<String> violation(Bar bar) {
      refuse((double) bar.volume().orElse(0));
      return Optional.empty();
    }
  }

  private record Dread<R extends Dated>(NumericMetric<R, ?> series) implements AnomalyRule<R> {

    @Override
    public String name() {
      return "dread";
    }

    @Override
    public String describe() {
      return "dread";
    }

    @Override
    public List<NumericMetric<R, ?>> inputs() {
      return List.of(series);
    }

    @Override
    public Verdict judge(double... inputs) {
      refuse(inputs[0]);
      return new Verdict(false, inputs[0], 0);
    }
  }

  /** A rule that forgets its verdict. */
  private record Forgetful() implements AnomalyRule<Bar> {

    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    public String describe() {
      return "forgetful";
    }

    @Override
    public List<NumericMetric<Bar, ?>> inputs() {
      return List.of(VOLUME);
    }

    @Override
    @SuppressWarnings("NullAway") // what it must not do
    public @Nullable Verdict judge(double... inputs) {
      return inputs[0] == UNLUCKY ? null : new Verdict(false, inputs[0], 0);
    }
  }

  private record LuckyMean() implements Statistic<Double> {

    @Override
    public String name() {
      return "lucky_mean";
    }

    @Override
    public Class<Double> type() {
      return Double.class;
    }

    @Override
    public WindowKernel kernel(int window) {
      return new WindowKernel() {
        @Override
        public void add(double value) {
          refuse(value);
        }

        @Override
        public void evict(double value) {
          // nothing is held
        }

        @Override
        public double result() {
          return 0;
        }
      };
    }
  }

  private record LuckyScore() implements ScoreFormula {

    @Override
    public String name() {
      return "lucky_score";
    }

    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      return x -> {
        refuse(x);
        return x;
      };
    }
  }

  private static final BarsStage BARS =
      BarsStage.from(
          InMemoryBars.of(
              Bars.of(
                  BarSeries.of("AAA").volumes(1, 2, 3, 4), // from 2020-01-06 on
                  BarSeries.of("BBB").volumes(5, 6, UNLUCKY, 8))));

  private static Stream<Arguments> stages() {
    Flag<MarketDay> shock = Flag.of(new Dread<>(total(VOLUME)));
    return Stream.of(
        on("rule superstition", "BBB 2020-01-08", checkedBy(new Superstition())),
        on("rule dread", "BBB 2020-01-08", BARS.flag(Flag.of(new Dread<>(VOLUME)))),
        on("rule dread", "2020-01-06", market(6).flag(shock)),
        on(
            "statistic lucky_mean",
            "BBB 2020-01-08",
            BARS.measure(VOLUME.summary(new LuckyMean()).over(bars(1).includingCurrent()))),
        on(
            "statistic lucky_mean",
            "BBB 2020-01-08",
            BARS.measure(VOLUME.summary(new LuckyMean()).over(days(2).includingCurrent()))),
        on("score lucky_score", "BBB 2020-01-08", BARS.measure(scored())),
        on(
            "statistic lucky_mean",
            "2020-01-08",
            BARS.market(across(VOLUME.summary(new LuckyMean())))),
        on(
            "statistic lucky_mean",
            "2020-01-08",
            BARS.measure(Demeaned.acrossTickers(VOLUME.summary(new LuckyMean())))),
        on(
            "statistic lucky_mean",
            "BBB",
            BARS.leaderboard(VOLUME.summary(new LuckyMean()).as("lucky"))));
  }

  private static NumericMetric<Bar, Double> scored() {
    return VOLUME.score(new LuckyScore()).over(bars(1));
  }

  private static BarsStage checkedBy(BarRule rule) {
    return BARS.checkedBy(BarRules.standard().and(rule));
  }

  /** A market whose first day has the unlucky total. */
  private static MarketStage market(long first) {
    return BarsStage.from(
            InMemoryBars.of(
                Bars.of(
                    BarSeries.of("AAA").volumes(UNLUCKY - first, 2),
                    BarSeries.of("BBB").volumes(first, 6))))
        .market(total(VOLUME));
  }

  private static Arguments on(String code, String row, Stage<?> stage) {
    return arguments(code, row, stage);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("stages")
  @DisplayName("code that throws is named, with ticker and date")
  void named(String code, String row, Stage<?> stage) {
    assertFails(
        stage,
        code
            + " failed on "
            + row
            + ": IllegalStateException: 13 is unlucky; mend its code, or leave it out");
  }

  @Test
  @DisplayName("so is a rule that returns nothing")
  void withoutVerdict() {
    assertFails(
        BARS.flag(Flag.of(new Forgetful())),
        "rule forgetful failed on BBB 2020-01-08: NullPointerException: judge(inputs) returned"
            + " null; mend its code, or leave it out");
  }

  private <S> void assertFails(Stage<S> stage, String message) {
    assertThatThrownBy(() -> stage.collect(runner()))
        .isInstanceOf(ExtensionException.class)
        .hasMessage(message);
    VolumePipeline pipeline = VolumePipeline.named("test", stage.into(new InMemorySink<S>()));
    assertThatThrownBy(() -> pipeline.run(runner()))
        .isInstanceOf(ExtensionException.class)
        .hasMessage(message);
  }
}
