package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.market.Bar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What users call metrics. */
class LabelTest {

  private static final List<Metric<Bar, ?>> METRICS =
      List.of(
          VOLUME.mean().over(bars(20)),
          VOLUME.raw(),
          VOLUME.log(),
          Rank.trailing(VOLUME.descending(), bars(20)),
          Rank.inHindsight(VOLUME.descending()));

  @Test
  @DisplayName("a metric has its default name until it is given one, and equals itself again")
  void labelled() {
    assertThat(METRICS)
        .allSatisfy(
            metric -> {
              assertThat(metric.as("mine").name()).isEqualTo("mine");
              assertThat(metric.as("mine")).isEqualTo(metric.as("mine")).isNotEqualTo(metric);
              assertThat(metric.as("mine").definition()).isEqualTo(metric);
            });
  }

  @Test
  @DisplayName("a metric is the same where it was sent to, with a name and without")
  void travels() throws IOException, ClassNotFoundException {
    for (Metric<Bar, ?> metric : METRICS) {
      assertThat(sent(metric)).isEqualTo(metric);
      assertThat(sent(metric.as("mine"))).isEqualTo(metric.as("mine"));
    }
  }

  @Test
  @DisplayName("a label is a column name, and an empty one is none")
  void names() {
    assertThat(Label.NONE.isNone()).isTrue();
    assertThat(Label.of("mine").isNone()).isFalse();
    assertThat(Label.of("mine")).hasToString("mine");
    assertThatThrownBy(() -> Label.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Label("Mine")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Object sent(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
