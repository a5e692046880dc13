package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.SPLIT_COEFFICIENT;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.bars;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Flag;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The columns of one series. */
class SeriesColumnsTest {

  @Test
  void of_givesTheFieldsOfTheBars() {
    Bar bar =
        Bar.builder()
            .ticker(Ticker.of("A"))
            .tradeDate(LocalDate.ofEpochDay(7))
            .close(2.5)
            .volume(10)
            .splitCoefficient(4)
            .build();
    SeriesColumns columns = SeriesColumns.of(bars(List.of(bar)));
    assertThat(columns.size()).isOne();
    assertThat(columns.key(0)).isEqualTo(7);
    assertThat(columns.get(CLOSE)[0]).isEqualTo(2.5);
    assertThat(columns.get(VOLUME)[0]).isEqualTo(10);
    assertThat(columns.get(SPLIT_COEFFICIENT)[0]).isEqualTo(4);
  }

  @Test
  void get_goesByDefinition() {
    assertThat(volumes(1, 2).get(VOLUME.as("shares"))).containsExactly(1, 2);
  }

  @Test
  void getOfAColumnThatIsNotThere_fails() {
    SeriesColumns columns = volumes(1, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> columns.get(CLOSE))
        .withMessage("close was neither given nor computed");
  }

  @Test
  void published_areAllRowsUnlessTold() {
    SeriesColumns columns = volumes(1, 2, 3);
    assertThat(columns.publishedFrom()).isZero();
    assertThat(columns.publishedTo()).isEqualTo(3);
    columns.published(1, 2);
    assertThat(columns.publishedFrom()).isOne();
    assertThat(columns.publishedTo()).isEqualTo(2);
  }

  @Test
  void countPublished_countsTheRowsWhereAFlagIsSet() {
    Flag<Bar> flag = VOLUME.atLeast(3);
    SeriesColumns columns = volumes(3, 3, 3, 3, 3).put(flag, new double[] {1, 1, 0, NaN, 1});
    assertThat(columns.countPublished(flag)).isEqualTo(3);
    assertThat(columns.published(1, 4).countPublished(flag)).isOne();
  }

  @Test
  void wholes_areNullUnlessGiven() {
    assertThat(volumes(1, 2).wholes(VOLUME)).isNull();
    assertThat(volumes(1, 2).put(VOLUME, new double[] {3}, new long[] {3}).wholes(VOLUME))
        .containsExactly(3);
  }

  @Test
  void setWhole_makesLongsAtTheFirstNumberThatNoDoubleHolds() {
    long big = (1L << 53) + 1;
    SeriesColumns.Values values = new SeriesColumns.Values(new double[4], null);
    values.setWhole(0, 5);
    values.setWhole(1, Wholes.MISSING);
    assertThat(values.wholes).isNull();
    values.setWhole(2, big);
    values.setWhole(3, Wholes.MISSING);
    assertThat(values.wholes).containsExactly(5, Wholes.MISSING, big, Wholes.MISSING);
    assertThat(values.numbers).containsExactly(5, NaN, 0x1p53, NaN);
  }
}
