package io.github.marketvolume.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions as values and as texts. */
class KafkaPositionTest {

  private static KafkaPosition position(Map<Integer, Long> offsets) {
    return new KafkaPosition("bars", "Qa_-1", new TreeMap<>(offsets));
  }

  @Provide
  Arbitrary<KafkaPosition> positions() {
    return Arbitraries.maps(
            Arbitraries.integers().between(0, 5), Arbitraries.longs().between(0, 1_000_000))
        .map(KafkaPositionTest::position);
  }

  @Property
  void aPositionAsText_isTheSamePosition(@ForAll("positions") KafkaPosition position) {
    assertThat(KafkaPosition.parse(position.text())).isEqualTo(position);
    assertThat(KafkaPosition.parse(position.text()).text()).isEqualTo(position.text());
  }

  @Property
  void bothPositions_areAtLeastTheEarlierOfThem(
      @ForAll("positions") KafkaPosition one, @ForAll("positions") KafkaPosition other) {
    KafkaPosition earlier = one.min(other);
    assertThat(one.isAtLeast(earlier)).isTrue();
    assertThat(other.isAtLeast(earlier)).isTrue();
    assertThat(other.min(one)).isEqualTo(earlier);
    assertThat(one.min(one)).isEqualTo(one);
  }

  @Property
  void fromTheEarliestOfARecord_itComesAgain(
      @ForAll("positions") KafkaPosition position, @ForAll("positions") KafkaPosition records) {
    KafkaPosition kept = position;
    for (Map.Entry<Integer, Long> record : records.offsets().entrySet()) {
      kept = kept.earliest(record.getKey(), record.getValue());
      assertThat(kept.offsets().getOrDefault(record.getKey(), 0L))
          .isLessThanOrEqualTo(record.getValue());
    }
    assertThat(position.isAtLeast(kept)).isTrue();
  }

  @Test
  @DisplayName("the text has the topic, its id, and the partitions in their order")
  void text() {
    assertThat(position(Map.of(10, 5L, 2, 998L, 0, 1234L)).text())
        .isEqualTo("bars/Qa_-1/0:1234,2:998,10:5")
        .isEqualTo(position(Map.of(10, 5L, 2, 998L, 0, 1234L)).toString());
    assertThat(KafkaPosition.beginningOf("bars").text()).isEqualTo("bars//");
    assertThat(KafkaPosition.parse("bars//").offsets()).isEmpty();
  }

  @Test
  @DisplayName("a partition that a position does not name is at its beginning")
  void unnamed() {
    assertThat(position(Map.of(0, 5L)).isAtLeast(position(Map.of(0, 5L, 1, 1L)))).isFalse();
    assertThat(position(Map.of(0, 5L)).isAtLeast(position(Map.of(0, 5L, 1, 0L)))).isTrue();
    assertThat(position(Map.of(0, 5L)).min(position(Map.of(1, 7L))).offsets()).isEmpty();
    assertThat(position(Map.of(0, 5L)).earliest(1, 7)).isEqualTo(position(Map.of(0, 5L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0:1",
        "bars/0:1",
        "bars/id/0:1,",
        "bars/id/,0:1",
        "bars/id/0:-1",
        "bars/id/0:x",
        "bars/id/0:1,0:2",
        "bars/id/0:1 ",
        "b ars/id/0:1",
        "bars/id/0:1/2",
        "bars/id/0:1,,1:2",
        "bars/id/0:9999999999999999999"
      })
  @DisplayName("a text that is not a position is refused")
  void refused(String text) {
    assertThatThrownBy(() -> KafkaPosition.parse(text))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "\""
                + text.strip()
                + "\" is not a position in a topic; give one as KafkaFeed gave it, such as"
                + " bars/ID/0:1234,1:998");
  }

  @Test
  @DisplayName("positions of different topics are not compared")
  void differentTopics() {
    KafkaPosition other = new KafkaPosition("bars", "other", new TreeMap<>());
    assertThatThrownBy(() -> position(Map.of(0, 1L)).min(other))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the positions \"bars/Qa_-1/0:1\" and \"bars/other/\" are of different topics; compare"
                + " those of one");
    assertThatThrownBy(() -> position(Map.of(0, 1L)).isAtLeast(KafkaPosition.beginningOf("trades")))
        .isInstanceOf(InvalidPlanException.class);
    assertThat(position(Map.of(0, 1L)).isAtLeast(KafkaPosition.beginningOf("bars"))).isTrue();
  }

  @Test
  @DisplayName("the map that a position was made of can change without it")
  void copied() {
    TreeMap<Integer, Long> offsets = new TreeMap<>(Map.of(0, 1L));
    KafkaPosition position = new KafkaPosition("bars", "", offsets);
    offsets.put(1, 2L);
    assertThat(position.text()).isEqualTo("bars//0:1");
    assertThatThrownBy(() -> position.offsets().put(1, 2L))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
