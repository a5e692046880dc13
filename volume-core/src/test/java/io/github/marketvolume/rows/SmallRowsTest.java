package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.total;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.DayPass;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which rows the outputs have that are no rows of bars. */
class SmallRowsTest {

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of());
  private static final CrossSection<Long> TOTAL = total(VOLUME);
  private static final MarketStage MARKET = BARS.market(TOTAL);
  private static final Flag<MarketDay> HIGH = TOTAL.atLeast(6);

  /** A market with the totals 5, 6 and 8 on the days 0, 1 and 2, published from day 1 on. */
  private static final class Market extends SmallRows {

    private int asked;

    Market(Stage<?>... outputs) {
      super(plans(outputs), null);
    }

    private static List<PlanNode<?>> plans(Stage<?>... stages) {
      List<PlanNode<?>> plans = new ArrayList<>();
      for (Stage<?> stage : stages) {
        plans.add(stage.plan());
      }
      return plans;
    }

    @Override
    protected Iterator<RejectedRow> rejected() {
      return List.of(RejectedRow.builder().rule("r").reason("because").origin("a.csv").build())
          .iterator();
    }

    @Override
    protected List<TickerSummary> leaderboard(LeaderboardNode node) {
      return List.of(
          new SummaryRow(
              Ticker.of("A"),
              Optional.empty(),
              Optional.empty(),
              OptionalLong.of(1),
              false,
              node.summaries(),
              List.of(5L)));
    }

    @Override
    protected List<DayPass.Day> days(List<Metric<MarketDay, ?>> crossSections) {
      asked++;
      List<DayPass.Day> days = new ArrayList<>();
      for (long total : new long[] {5, 6, 8}) {
        Object[] values = crossSections.stream().map(metric -> (Object) total).toArray();
        days.add(new DayPass.Day(days.size(), 0, values));
      }
      return days;
    }

    @Override
    protected int firstDay() {
      return 1;
    }

    @Override
    protected OptionalInt unfinishedDay() {
      return OptionalInt.of(2);
    }
  }

  private static <S> List<S> rows(SmallRows market, Stage<S> stage) {
    List<S> rows = new ArrayList<>();
    market.of(stage.plan()).forEachRemaining(rows::add);
    return rows;
  }

  @Test
  void crossSections_comeOnce() {
    SmallRows market = new Market(MARKET, BARS.market(TOTAL.as("shares"), largest(VOLUME)));
    assertThat(market.crossSections()).isEqualTo(List.of(TOTAL, largest(VOLUME)));
  }

  @Test
  void market_isTheDaysWithTheirCrossSections() {
    List<Measured<MarketDay>> rows = rows(new Market(MARKET), MARKET);
    assertThat(rows).extracting(row -> row.get(TOTAL).orElseThrow()).containsExactly(6L, 8L);
  }

  @Test
  void measuredMarket_hasItsCrossSectionsAndMetrics() {
    Stage<Measured<MarketDay>> measured = MARKET.measure(TOTAL.lagged(1));
    List<Measured<MarketDay>> rows = rows(new Market(measured), measured);
    assertThat(rows).extracting(row -> row.get(TOTAL).orElseThrow()).containsExactly(6L, 8L);
    assertThat(rows)
        .extracting(row -> row.get(TOTAL.lagged(1)).orElseThrow())
        .containsExactly(5L, 6L);
  }

  @Test
  void flaggedMarket_hasItsFlags() {
    var flagged = MARKET.flag(TOTAL.atLeast(7));
    assertThat(rows(new Market(flagged), flagged))
        .extracting(row -> row.is(TOTAL.atLeast(7)))
        .containsExactly(false, true);
  }

  @Test
  void anomaliesOfTheMarket_areTheDaysOfSetFlags() {
    var anomalies = MARKET.flag(HIGH, TOTAL.atLeast(7)).anomalies();
    assertThat(rows(new Market(anomalies), anomalies))
        .extracting(anomaly -> anomaly.row().get(TOTAL).orElseThrow())
        .containsExactly(6L, 8L, 8L);
  }

  @Test
  void days_areAskedForOnce() {
    Market market = new Market(MARKET);
    rows(market, MARKET);
    rows(market, MARKET.flag(HIGH));
    assertThat(market.asked).isOne();
  }

  @Test
  void rejectedRowsAndLeaderboards_areThoseOfTheRunner() {
    Market market = new Market(BARS.rejected());
    assertThat(rows(market, BARS.rejected()))
        .extracting(RejectedRow::reason)
        .containsExactly("because");
    assertThat(rows(market, BARS.leaderboard(VOLUME.max())))
        .extracting(row -> row.get(VOLUME.max()).orElseThrow())
        .containsExactly(5L);
    assertThat(market.asked).isZero();
  }

  @Test
  void rowsOfBars_areRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Market(BARS).of(BARS.plan()))
        .withMessage("rows of bars have a layout");
  }
}
