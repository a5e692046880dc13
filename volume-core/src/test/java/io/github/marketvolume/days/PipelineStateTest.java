package io.github.marketvolume.days;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.SmallSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What outputs need of the days so far, in bytes. */
class PipelineStateTest {

  private static final BarsStage PRICES = BarsStage.from(InMemoryBars.of(List.of()));
  private static final Flag<Bar> BUSY = VOLUME.atLeast(40).as("busy");

  private static final List<PlanNode<?>> OUTPUTS =
      List.of(
          PRICES.measure(VOLUME.mean().over(bars(2))).plan(),
          PRICES.measure(VOLUME.lagged(1)).flag(BUSY).episodes(BUSY).plan(),
          PRICES.leaderboard(VOLUME.max(), VOLUME.total()).plan());

  /** Bars of ticker A, the first on a day. */
  private static Bars block(int firstDay, long... volumes) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < volumes.length; i++) {
      bars.add(Bar.of("A", LocalDate.ofEpochDay(firstDay + i), volumes[i]));
    }
    return new Bars() {
      @Override
      public List<String> tickers() {
        return List.of("A");
      }

      @Override
      public BarColumns of(String ticker) {
        return SmallSeries.bars(bars);
      }
    };
  }

  private static PipelineState after(long... volumes) {
    PipelineState state = new PipelineState(OUTPUTS);
    state.advance(block(18_700, volumes), (node, rows) -> {});
    return state;
  }

  @Test
  @DisplayName("a state that was written goes on as the one that wrote it")
  void roundTrip() {
    PipelineState one = after(10, 50, 20);
    PipelineState two = PipelineState.ofBytes(one.toBytes(), OUTPUTS, "s");
    assertThat(two.toBytes()).isEqualTo(one.toBytes());
    List<String> ofOne = new ArrayList<>();
    List<String> ofTwo = new ArrayList<>();
    one.advance(block(18_703, 70, 3), (node, rows) -> ofOne.add(rows.toString()));
    two.advance(block(18_703, 70, 3), (node, rows) -> ofTwo.add(rows.toString()));
    assertThat(ofTwo).isEqualTo(ofOne).isNotEmpty();
    assertThat(two.leaderboard(OUTPUTS.get(2)).toString())
        .isEqualTo(one.leaderboard(OUTPUTS.get(2)).toString())
        .contains("70", "153");
  }

  @Test
  @DisplayName("an open episode is told from one that has ended")
  void betweenEpisodes() {
    assertThat(after(10, 20).isBetweenEpisodes()).isTrue();
    assertThat(after(10, 50).isBetweenEpisodes()).isFalse();
    assertThat(PipelineState.ofBytes(after(10, 50).toBytes(), OUTPUTS, "s").isBetweenEpisodes())
        .isFalse();
  }

  @Test
  @DisplayName("a state of other outputs is refused")
  void otherPlan() {
    byte[] bytes = after(10, 50).toBytes();
    assertThatThrownBy(() -> PipelineState.ofBytes(bytes, OUTPUTS.subList(0, 2), "s"))
        .isInstanceOf(SourceException.class)
        .hasMessage("s is of another plan; rebuild");
  }

  @Test
  @DisplayName("a state of another version is refused")
  void otherVersion() {
    byte[] bytes = after(10, 50).toBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> PipelineState.ofBytes(bytes, OUTPUTS, "s"))
        .isInstanceOf(SourceException.class)
        .hasMessage("s is of version 9, and this library reads version 1; rebuild");
  }

  @Test
  @DisplayName("a state that is cut short, longer or changed anywhere is refused in one line")
  void damaged() {
    byte[] bytes = after(10, 50, 20, 60).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      requireRefused(cut, length);
    }
    requireRefused(Arrays.copyOf(bytes, bytes.length + 1), bytes.length);
    for (int place = 0; place < bytes.length; place++) {
      byte[] changed = bytes.clone();
      changed[place] ^= 0x11;
      requireRefused(changed, place);
    }
  }

  private static void requireRefused(byte[] bytes, int place) {
    assertThatThrownBy(() -> PipelineState.ofBytes(bytes, OUTPUTS, "s"))
        .as("at byte " + place)
        .isInstanceOf(SourceException.class)
        .hasMessageMatching("s is (damaged \\(.*\\)|of another plan|of version .*); rebuild");
  }
}
