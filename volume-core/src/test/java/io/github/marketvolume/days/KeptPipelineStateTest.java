package io.github.marketvolume.days;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.runners.EveryMetric.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.runners.EveryMetric;
import io.github.marketvolume.runners.KeptFiles;
import io.github.marketvolume.series.SmallSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States of updates that earlier versions of this library wrote are read by this one; see {@link
 * KeptFiles}. They are of every kind of metric and of output.
 */
class KeptPipelineStateTest {

  private static final String NEWEST = "pipeline-1.state";
  private static final int FIRST_DAYS = 90;

  private static final List<PlanNode<?>> OUTPUTS = outputs();

  private static List<PlanNode<?>> outputs() {
    BarsStage prices = BarsStage.from(InMemoryBars.of());
    List<PlanNode<?>> outputs = new ArrayList<>();
    EveryMetric.stages(prices).forEach(stage -> outputs.add(stage.plan()));
    outputs.add(
        prices.leaderboard(VOLUME.max(), VOLUME.total(), VOLUME.mean(), VOLUME.min()).plan());
    return outputs;
  }

  private static PipelineState state() {
    PipelineState state = new PipelineState(OUTPUTS);
    state.advance(block(0, FIRST_DAYS), (node, rows) -> {});
    return state;
  }

  /** The bars of some days. */
  private static Bars block(int from, int to) {
    SortedMap<String, List<Bar>> tickers = new TreeMap<>();
    for (Bar bar : market(from, to)) {
      tickers.computeIfAbsent(bar.ticker().symbol(), ticker -> new ArrayList<>()).add(bar);
    }
    return new Bars() {
      @Override
      public List<String> tickers() {
        return List.copyOf(tickers.keySet());
      }

      @Override
      public BarColumns of(String ticker) {
        return SmallSeries.bars(tickers.get(ticker));
      }
    };
  }

  @Test
  @DisplayName("the newest kept state is what this version writes")
  void newest() throws IOException {
    byte[] state = state().toBytes();
    KeptFiles.write(NEWEST, state);
    assertThat(KeptFiles.read(KeptPipelineStateTest.class, NEWEST)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = NEWEST)
  @DisplayName("a kept state goes on as if this version had written it")
  void goesOn(String file) throws IOException {
    PipelineState now = state();
    byte[] bytes = KeptFiles.read(KeptPipelineStateTest.class, file);
    PipelineState kept = PipelineState.ofBytes(bytes, OUTPUTS, file);
    for (int day = FIRST_DAYS; day < FIRST_DAYS + 60; day += 12) {
      List<String> expected = new ArrayList<>();
      List<String> actual = new ArrayList<>();
      now.advance(block(day, day + 12), (node, rows) -> expected.add(rows.toString()));
      kept.advance(block(day, day + 12), (node, rows) -> actual.add(rows.toString()));
      assertThat(actual).isEqualTo(expected).isNotEmpty();
    }
    PlanNode<?> leaderboard = OUTPUTS.get(OUTPUTS.size() - 1);
    assertThat(kept.leaderboard(leaderboard)).hasToString(now.leaderboard(leaderboard).toString());
    assertThat(kept.toBytes()).isEqualTo(now.toBytes());
  }
}
