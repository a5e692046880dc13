package io.github.marketvolume.days;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.series.SmallSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A ticker's kept bars and those that arrived, put together. */
class MergedBarsTest {

  private static Bar bar(int day, long volume, double close) {
    return Bar.builder().from(Bar.of("A", LocalDate.ofEpochDay(day), volume)).close(close).build();
  }

  /** Bars of these days, each with its volume. */
  private static BarColumns bars(Map<Integer, Long> volumes) {
    List<Bar> bars = new ArrayList<>();
    new TreeMap<>(volumes).forEach((day, volume) -> bars.add(bar(day, volume, 10)));
    return SmallSeries.bars(bars);
  }

  private static BarColumns closes(int firstDay, double... closes) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < closes.length; i++) {
      bars.add(bar(firstDay + i, 1, closes[i]));
    }
    return SmallSeries.bars(bars);
  }

  private static Map<Integer, Long> volumes(BarColumns bars) {
    Map<Integer, Long> volumes = new TreeMap<>();
    for (int row = 0; row < bars.size(); row++) {
      volumes.put(bars.epochDay(row), bars.toBar("A", row).volume().orElseThrow());
    }
    return volumes;
  }

  @Test
  @DisplayName("what arrived takes the place of what was kept")
  void arrived() {
    MergedBars merged =
        MergedBars.of(
            bars(Map.of(1, 10L, 2, 20L, 3, 30L)),
            bars(Map.of(0, 5L, 2, 21L, 3, 30L, 9, 9L)),
            0,
            -1);
    assertThat(volumes(merged.bars())).isEqualTo(Map.of(0, 5L, 1, 10L, 2, 21L, 3, 30L, 9, 9L));
    assertThat(merged.touched()).containsExactly(0, 2, 9);
    assertThat(merged.added()).isEqualTo(2);
    assertThat(merged.changed()).isOne();
    assertThat(merged.repeated()).isOne();
    assertThat(merged.removed()).isZero();
  }

  @Test
  @DisplayName("of days that are complete, what did not arrive is removed")
  void complete() {
    BarColumns kept = bars(Map.of(1, 10L, 2, 20L, 3, 30L, 4, 40L, 5, 50L));
    MergedBars merged = MergedBars.of(kept, bars(Map.of(3, 30L)), 2, 4);
    assertThat(volumes(merged.bars())).isEqualTo(Map.of(1, 10L, 3, 30L, 5, 50L));
    assertThat(merged.touched()).containsExactly(2, 4);
    assertThat(merged.removed()).isEqualTo(2);
    assertThat(MergedBars.of(kept, bars(Map.of()), 1, 5).bars().size()).isZero();
  }

  @Test
  @DisplayName("a price that comes or goes changes a bar, as another one does")
  void fields() {
    BarColumns without = bars(Map.of());
    BarColumns priced = closes(1, 10);
    BarColumns unpriced = SmallSeries.bars(List.of(Bar.of("A", LocalDate.ofEpochDay(1), 1)));
    assertThat(MergedBars.of(priced, unpriced, 0, -1).changed()).isOne();
    assertThat(MergedBars.of(unpriced, priced, 0, -1).changed()).isOne();
    assertThat(MergedBars.of(unpriced, unpriced, 0, -1).repeated()).isOne();
    assertThat(MergedBars.of(without, unpriced, 0, -1).added()).isOne();
    assertThat(MergedBars.of(priced, closes(1, 10.01), 0, -1).bars().toBar("A", 0).close())
        .hasValue(10.01);
  }

  @Property(tries = 300)
  @DisplayName("the bars are those of a map that is overwritten")
  void likeAMap(
      @ForAll @Size(max = 12)
          Map<@IntRange(min = -5, max = 15) Integer, @IntRange(max = 3) Integer> kept,
      @ForAll @Size(max = 12)
          Map<@IntRange(min = -5, max = 15) Integer, @IntRange(max = 3) Integer> arrived,
      @ForAll @IntRange(min = -6, max = 16) int from,
      @ForAll @IntRange(min = -6, max = 16) int to) {
    Map<Integer, Long> old = new TreeMap<>();
    kept.forEach((day, volume) -> old.put(day, (long) volume));
    Map<Integer, Long> now = new TreeMap<>();
    arrived.forEach((day, volume) -> now.put(day, (long) volume));
    MergedBars merged = MergedBars.of(bars(old), bars(now), from, to);
    Map<Integer, Long> expected = new TreeMap<>(old);
    expected.keySet().removeIf(day -> from <= day && day <= to);
    expected.putAll(now);
    assertThat(volumes(merged.bars())).isEqualTo(expected);
    List<Integer> touched = new ArrayList<>();
    for (int day = -6; day <= 16; day++) {
      Long one = old.get(day);
      if (!Objects.equals(one, expected.get(day))) {
        touched.add(day);
      }
    }
    assertThat(merged.touched()).containsExactlyElementsOf(touched);
    assertThat(merged.added() + merged.changed() + merged.removed()).isEqualTo(touched.size());
    assertThat(merged.added() + merged.changed() + merged.repeated()).isEqualTo(now.size());
  }

  @Test
  @DisplayName("closes that are all multiplied by one number are restated")
  void restated() {
    assertThat(MergedBars.restatedBy(closes(1, 10, 20, 30), closes(2, 5, 9)))
        .as("on two days by two numbers")
        .isEqualTo(1);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20, 30), closes(2, 10, 15, 9))).isEqualTo(0.5);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20, 30), closes(1, 40, 80, 120))).isEqualTo(4);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20), closes(1, 5.001, 10)))
        .as("but for rounding")
        .isEqualTo(0.5001);
  }

  @Test
  @DisplayName("days on which a close is missing say nothing of a split")
  void missingCloses() {
    Bar without = Bar.of("A", LocalDate.ofEpochDay(2), 1);
    BarColumns kept = SmallSeries.bars(List.of(bar(1, 1, 10), without, bar(3, 1, 30)));
    BarColumns arrived = SmallSeries.bars(List.of(bar(1, 2, 5), without, bar(3, 2, 15)));
    assertThat(MergedBars.restatedBy(kept, arrived)).isEqualTo(0.5);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20, 30), arrived)).isEqualTo(0.5);
    assertThat(MergedBars.restatedBy(kept, closes(1, 5, 10, 15))).isEqualTo(0.5);
  }

  @Test
  @DisplayName("the first of the kept bars that nothing takes the place of")
  void left() {
    BarColumns kept = bars(Map.of(1, 10L, 2, 20L, 3, 30L));
    assertThat(MergedBars.of(kept, bars(Map.of(1, 5L, 3, 5L)), 0, -1).firstLeft()).hasValue(2);
    assertThat(MergedBars.of(kept, bars(Map.of(1, 5L, 3, 5L)), 1, 3).firstLeft()).isEmpty();
    assertThat(MergedBars.of(kept, kept, 0, -1).firstLeft()).isEmpty();
  }

  @Test
  @DisplayName("one day, small corrections and missing closes tell of no split")
  void corrections() {
    assertThat(MergedBars.restatedBy(closes(1, 10), closes(1, 5))).isEqualTo(1);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20), closes(1, 10.05, 20.1))).isEqualTo(1);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20, 30), closes(1, 5, 20, 15))).isEqualTo(1);
    assertThat(MergedBars.restatedBy(closes(1, 10, 20), closes(7, 5, 10))).isEqualTo(1);
    assertThat(MergedBars.restatedBy(SmallSeries.bars(1, 2, 3), closes(0, 1, 2, 3))).isEqualTo(1);
    assertThat(MergedBars.restatedBy(bars(Map.of()), closes(0, 1, 2, 3))).isEqualTo(1);
  }
}
