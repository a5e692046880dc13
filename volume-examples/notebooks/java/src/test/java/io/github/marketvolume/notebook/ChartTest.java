package io.github.marketvolume.notebook;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartTest {

  private static final Score<Bar> SCORE = LOG_VOLUME.modifiedZScore().over(bars(5)).as("score");
  private static final Flag<Bar> SPIKE = SCORE.atLeast(3.5).as("spike");

  private static final List<Flagged<Bar>> ROWS =
      rows(BarSeries.of("AAA").volumes(100, 110, 90, 105, 95, 400, 0, 100));

  private static List<Flagged<Bar>> rows(BarSeries... series) {
    return BarsStage.from(InMemoryBars.of(Bars.of(series)))
        .measure(SCORE)
        .flag(SPIKE)
        .collect(ReferenceRunner.create());
  }

  @Test
  void aBarIsDrawnForEachRowThatHasAValue() {
    String svg = Chart.titled("Volume").bars(ROWS, VOLUME).toSvg();

    assertThat(svg).startsWith("<svg").endsWith("</svg>");
    assertThat(count(svg, "<rect[^>]*rgb\\(86,180,233\\)")).isEqualTo(7);
  }

  @Test
  void aMarkIsDrawnOnFlaggedRowsOnly() {
    String svg = Chart.titled("Volume").bars(ROWS, VOLUME).marks(ROWS, VOLUME, SPIKE).toSvg();

    assertThat(count(svg, "<(circle|ellipse|path)[^>]*rgb\\(213,94,0\\)"))
        .as("the dot, and the one in the legend")
        .isEqualTo(2);
    assertThat(svg).contains("spike: score at least 3.5");
  }

  @Test
  void aBandIsShadedForEachEpisode_andNamed() {
    List<FlaggedEpisode<Bar>> episodes =
        BarsStage.from(InMemoryBars.of(Bars.of(BarSeries.of("AAA").volumes(9, 8, 9, 8, 9, 99, 9))))
            .measure(SCORE)
            .flag(SPIKE)
            .episodes(SPIKE)
            .collect(ReferenceRunner.create());
    assertThat(episodes).hasSize(1);

    Chart chart = Chart.titled("Volume").bands("shocks", episodes).line(ROWS, VOLUME);

    assertThat(chart).asString().endsWith(", shocks (1 band)");
    assertThat(count(chart.toSvg(), "<(rect|path)[^>]*rgb\\(251,227,208\\)"))
        .as("the band, and the one in the legend")
        .isEqualTo(2);
    assertThat(chart.toSvg()).contains(">shocks<");
    assertThatThrownBy(() -> Chart.titled("Volume").bands("shocks", episodes).toSvg())
        .as("bands alone have no scale")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aChartInWordsSaysWhatIsInIt() {
    assertThat(Chart.titled("A").line("one", Map.of(LocalDate.EPOCH, 1)).line(ROWS, SCORE))
        .hasToString(
            "chart \"A\", one (1 point),"
                + " Modified z-score of ln(volume) against the 5 bars before (1 point)");
  }

  @Test
  void everyMethodGivesANewChart() {
    Chart empty = Chart.titled("A");
    Chart unused = empty.line("one", Map.of(LocalDate.EPOCH, 1)).axis("shares").logarithmic();

    assertThat(empty).hasToString("chart \"A\"");
  }

  @Test
  void twoChartsOfAPageShareNoId() {
    String one = Chart.titled("A").line("a", Map.of(LocalDate.EPOCH, 1)).toSvg();
    String other = Chart.titled("B").line("a", Map.of(LocalDate.EPOCH, 1)).toSvg();

    assertThat(idOf(one)).isNotEqualTo(idOf(other));
  }

  private static String idOf(String svg) {
    return svg.replaceAll("(?s).*clipPath[^>]*id=\"([^\"]*)\".*", "$1");
  }

  @Test
  void textInAChartIsNoMarkup() {
    String svg = Chart.titled("<b> & co").line("<i>", Map.of(LocalDate.EPOCH, 1)).toSvg();

    assertThat(svg).doesNotContain("<b>", "<i>").contains("&lt;b&gt;");
  }

  @Test
  void nothingToDrawIsAnError() {
    assertThatThrownBy(() -> Chart.titled("A").line("one", Map.of()).toSvg())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the chart \"A\" has no value to draw; add line(...), bars(...) or marks(...)");
  }

  @Test
  void aLogarithmicAxisRefusesZero() {
    assertThatThrownBy(
            () -> Chart.titled("A").line("one", Map.of(LocalDate.EPOCH, 0)).logarithmic().toSvg())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the chart \"A\" has a value that is not positive; leave out logarithmic(), or the"
                + " value");
  }

  @Test
  void aLogarithmicAxisHasRoundNumbers() {
    Map<LocalDate, Integer> values = Map.of(LocalDate.EPOCH, 12, LocalDate.EPOCH.plusYears(1), 700);
    String svg = Chart.titled("A").line("one", values).logarithmic().toSvg();

    assertThat(svg).contains(">20</text>", ">50</text>", ">100</text>", ">500</text>");
  }

  @Test
  void rowsOfSeveralTickersAreAnError() {
    List<Flagged<Bar>> two = rows(BarSeries.of("AAA").volumes(1), BarSeries.of("BBB").volumes(2));

    assertThatThrownBy(() -> Chart.titled("A").bars(two, VOLUME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are several rows of 2020-01-06; draw the rows of one ticker at a time");
  }

  @Test
  void ofManyPointsTheExtremesStay() {
    Map<Integer, Double> values = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      values.put(i, i == 4_321 ? 1e9 : i == 8_765 ? -1e9 : i % 7);
    }
    List<Map.Entry<Integer, Double>> thinned =
        ChartDrawing.thinned(new ArrayList<>(values.entrySet()));

    assertThat(thinned).hasSizeLessThanOrEqualTo(1_400);
    assertThat(thinned).extracting(Map.Entry::getKey).contains(4_321, 8_765).isSorted();
  }

  private static long count(String svg, String pattern) {
    return Pattern.compile(pattern).matcher(svg).results().count();
  }
}
