package io.github.marketvolume.notebook;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StagePreviewTest {

  private static final BarsStage MARKET = BarsStage.from(SyntheticMarket.standard().withTickers(4));

  /** Whose bars never come. */
  private record Stalled() implements RowSource<Bar> {

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        INTERRUPTED.countDown();
        Thread.currentThread().interrupt();
      }
      return BarSeries.of("AAA").volumes(1).bars().iterator();
    }

    @Override
    public String describe() {
      return "a feed";
    }
  }

  private record Elsewhere() implements Source<Bar> {

    @Override
    public String describe() {
      return "a warehouse";
    }
  }

  private static String shown(StagePreview preview, Stage<?> stage) {
    return preview.of(stage).orElseThrow().text();
  }

  @AfterEach
  void asItBegan() {
    Notebook.showStagesOn(LocalRunner.create());
  }

  @Test
  void ofManyRowsTheFirstAreShown() {
    Rendering many = StagePreview.bounded().of(MARKET.measure(VOLUME.log())).orElseThrow();

    assertThat(many.text())
        .contains("SYN000000")
        .doesNotContain("SYN000001")
        .endsWith("the first 10 of more than 10,000 rows; collect(runner) brings all");
    assertThat(many.html().split("<tr>", -1)).hasSize(1 + 1 + 10);
  }

  @Test
  void fewRowsAreDrawn() {
    BarsStage month = MARKET.between(LocalDate.parse("2020-03-01"), LocalDate.parse("2020-03-31"));

    assertThat(StagePreview.bounded().of(month.market(total(VOLUME))).orElseThrow().html())
        .contains("<svg", "22 rows");
    assertThat(shown(StagePreview.bounded(), month.leaderboard(VOLUME.max()))).endsWith("4 rows");
  }

  @Test
  void noRowsAreSaidToBeNone() {
    Flag<Bar> never = VOLUME.atLeast(1e15).as("never");

    assertThat(shown(StagePreview.bounded(), MARKET.flag(never).anomalies())).isEqualTo("no rows");
  }

  @Test
  void anErrorIsItsOneLine() {
    BarsStage missing = BarsStage.from(CsvSource.at("/nowhere/prices.csv", CsvLayout.KAGGLE));

    assertThat(shown(StagePreview.bounded(), missing))
        .contains("/nowhere/prices.csv")
        .hasLineCount(1);
  }

  @Test
  void whatIsNotOnThisMachineIsNotRead() {
    BarsStage bucket = BarsStage.from(CsvSource.at("gs://lake/*.csv", CsvLayout.KAGGLE));

    assertThat(shown(StagePreview.bounded(), bucket))
        .isEqualTo(
            "gs://lake/*.csv (CSV, kaggle layout) is not read for display; collect(runner) brings"
                + " the rows, and after showStagesOn(runner) stages show them");
    assertThat(shown(StagePreview.bounded(), BarsStage.from(new Elsewhere())))
        .startsWith("a warehouse is not read for display;");
    assertThat(shown(StagePreview.on(LocalRunner.create()), BarsStage.from(new Elsewhere())))
        .startsWith("a warehouse: no local adapter reads a Elsewhere;");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void whatTakesTooLongIsStopped() throws InterruptedException {
    StagePreview hasty = StagePreview.bounded(LocalRunner.create(), Duration.ofSeconds(1));

    assertThat(shown(hasty, BarsStage.from(new Stalled())))
        .isEqualTo(
            "the rows take longer than 1 s; collect(runner) brings them, and after"
                + " showStagesOn(runner) stages show them");
    assertThat(Stalled.INTERRUPTED.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRunnerThatIsGivenComputes() {
    Notebook.showStagesOn(ReferenceRunner.create());

    assertThat(Rendering.of(BarsStage.from(CsvSource.at("a.csv", CsvLayout.KAGGLE))))
        .hasValueSatisfying(
            look -> assertThat(look.text()).contains("the reference runner cannot read"));
  }

  @Test
  void plansAloneReadNothing() {
    Notebook.showPlansOnly();
    Rendering plan = Rendering.of(MARKET.measure(VOLUME.log())).orElseThrow();

    assertThat(plan.text()).isEqualTo(MARKET.measure(VOLUME.log()).explain());
    assertThat(plan.html()).startsWith("<pre").contains(">ticker</td>").doesNotContain("<details");
  }
}
