package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bars of weeks and longer periods. */
public abstract class PeriodsContract {

  private static final LocalDate MONDAY = LocalDate.of(2020, 3, 2);

  /** The runner that makes them. */
  protected abstract Runner runner();

  private static Bar.Builder bar(String ticker, int day) {
    return Bar.builder().ticker(Ticker.of(ticker)).tradeDate(LocalDate.of(2020, 3, day));
  }

  private static Bar bar(String ticker, int day, double open, double close, long volume) {
    return bar(ticker, day)
        .open(open)
        .high(Math.max(open, close) + 1)
        .low(Math.min(open, close) - 1)
        .close(close)
        .adjClose(close / 2)
        .volume(volume)
        .build();
  }

  private static BarsStage of(Bar... bars) {
    return BarsStage.from(InMemoryBars.of(bars));
  }

  /** A is there all week but Friday, B on Tuesday and Friday; the week after begins. */
  private static BarsStage twoWeeks() {
    return of(
        bar("A", 2, 10, 11, 100),
        bar("A", 3, 11, 15, 200),
        bar("A", 4, 15, 9, 0),
        bar("A", 5, 9, 12, 400),
        bar("B", 3, 50, 51, 5),
        bar("B", 6, 51, 49, 7),
        bar("A", 9, 12, 13, 1_000),
        bar("A", 10, 13, 14, 2_000));
  }

  @Test
  @DisplayName("the bar of a week has its open, extremes, close and total, on its last session")
  void bars_ofAWeek() {
    assertThat(twoWeeks().weekly().collect(runner()))
        .containsExactly(
            bar("A", 6).open(10).high(16).low(8).close(12).adjClose(6).volume(700).build(),
            bar("B", 6).open(50).high(52).low(48).close(49).adjClose(24.5).volume(12).build());
  }

  @Test
  @DisplayName("a missing value is passed over, and missing if all are")
  void missingValues() {
    assertThat(
            of(
                    bar("A", 2).volume(10).vwap(2).trades(1).build(),
                    bar("A", 3).open(5).high(6).adjClose(3).build(),
                    bar("A", 4).high(5.5).low(4).volume(30).vwap(6).trades(3).build(),
                    bar("B", 2).volume(10).vwap(2).trades(1).build(),
                    bar("B", 3).volume(10).build(),
                    bar("A", 9).volume(1).build())
                .weekly()
                .collect(runner()))
        .containsExactly(
            bar("A", 4).open(5).high(6).low(4).adjClose(3).volume(40).vwap(5).trades(4).build(),
            bar("B", 4).volume(20).build());
  }

  @Test
  @DisplayName("an unfinished week is left out, and the run says so")
  void unfinishedWeek() {
    InMemorySink<Bar> rows = new InMemorySink<>();
    RunReport report = VolumePipeline.named("weeks", twoWeeks().weekly().into(rows)).run(runner());
    assertThat(rows.rows()).extracting(Bar::tradeDate).containsOnly(LocalDate.of(2020, 3, 6));
    assertThat(report.warnings())
        .contains(
            "8 bars in memory: the week from 2020-03-09 is left out as unfinished: its last bars"
                + " are of 2020-03-10, and none is of a later week; keep it with"
                + " keepingUnfinished(), or state the calendar that tells its last session");
    RunReport byCalendar =
        VolumePipeline.named("weeks", twoWeeks().weekly(NYSE).into(new InMemorySink<>()))
            .run(runner());
    assertThat(byCalendar.warnings())
        .contains(
            "8 bars in memory: the week from 2020-03-09 is left out as unfinished: its last bars"
                + " are of 2020-03-10, which is not its last session on NYSE; keep it with"
                + " keepingUnfinished()");
  }

  @Test
  @DisplayName("an unfinished week is kept on demand, and marked in every row of it")
  void unfinishedWeek_kept() {
    BarsStage weeks = twoWeeks().weekly().keepingUnfinished();
    List<Bar> rows = weeks.collect(runner());
    assertThat(rows).extracting(Bar::isUnfinished).containsExactly(false, true, false);
    assertThat(rows.get(1))
        .isEqualTo(
            bar("A", 10)
                .open(12)
                .high(15)
                .low(11)
                .close(14)
                .adjClose(7)
                .volume(3_000)
                .isUnfinished(true)
                .build());
    assertThat(cells(weeks, "is_unfinished")).containsExactly(false, true, false);
    assertThat(cells(weeks.market(total(VOLUME)), "is_unfinished")).containsExactly(false, true);
    assertThat(cells(weeks.market(total(VOLUME)).measure(total(VOLUME).lagged(1)), "is_unfinished"))
        .containsExactly(false, true);
    assertThat(
            cells(
                weeks.market(total(VOLUME)).flag(total(VOLUME).atLeast(1)).anomalies(),
                "is_unfinished"))
        .containsExactly(false, true);
    assertThat(cells(weeks.leaderboard(VOLUME.total()), "is_unfinished"))
        .containsExactly(true, false);
    assertThat(cells(weeks.leaderboard(VOLUME.total()).each(CalendarPeriod.WEEK), "is_unfinished"))
        .containsExactly(false, false, true);
    assertThat(
            cells(
                weeks.to(LocalDate.of(2020, 3, 9)).leaderboard(VOLUME.total()).where(isTicker("B")),
                "is_unfinished"))
        .containsExactly(false);
    assertThat(cells(weeks.measure(VOLUME.lagged(1)), "is_unfinished"))
        .containsExactly(false, true, false);
    assertThat(cells(weeks.measure().where(not(isTicker("B"))), "is_unfinished"))
        .containsExactly(false, true);
    assertThat(weeks.where(VOLUME.atMost(1_000)).collect(runner()))
        .extracting(Bar::isUnfinished)
        .containsExactly(false, false);
    BarsStage finished = twoWeeks().weekly();
    for (Stage<?> stage :
        List.of(finished, finished.market(total(VOLUME)), finished.leaderboard(VOLUME.total()))) {
      assertThat(stage.plan().schema().names()).doesNotContain("is_unfinished");
    }
    assertThat(VolumePipeline.named("weeks", weeks.into(new InMemorySink<>())).run(runner()))
        .extracting(RunReport::warnings)
        .isEqualTo(List.of());
  }

  private <S> List<Object> cells(Stage<S> stage, String name) {
    return stage.collect(runner()).stream()
        .map(
            row ->
                stage.plan().schema().columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .valueOn(row))
        .toList();
  }

  @Test
  @DisplayName("with a calendar a week is finished by a bar on its last session, of any ticker")
  void calendar() {
    BarsStage first = twoWeeks().to(LocalDate.of(2020, 3, 6));
    assertThat(first.weekly().collect(runner())).isEmpty();
    assertThat(first.weekly(NYSE).collect(runner()))
        .isEqualTo(twoWeeks().weekly().collect(runner()));
    assertThat(twoWeeks().to(LocalDate.of(2020, 3, 5)).weekly(NYSE).collect(runner())).isEmpty();
    BarsStage early = of(bar("A", 2).volume(1).build(), bar("A", 9).volume(2).build());
    assertThat(early.weekly(NYSE).collect(runner())).containsExactly(bar("A", 6).volume(1).build());
    assertThat(early.weekly().collect(runner())).containsExactly(bar("A", 2).volume(1).build());
  }

  @Test
  @DisplayName("what is left out before is not in the weeks, but ends them; after, weeks are")
  void where() {
    assertThat(
            twoWeeks()
                .where(not(isBetween(LocalDate.of(2020, 3, 3), LocalDate.of(2020, 3, 6))))
                .weekly()
                .collect(runner()))
        .containsExactly(
            bar("A", 6).open(10).high(12).low(9).close(11).adjClose(5.5).volume(100).build());
    assertThat(twoWeeks().weekly().where(VOLUME.atLeast(100)).collect(runner()))
        .extracting(row -> row.ticker().symbol())
        .containsExactly("A");
  }

  @Test
  @DisplayName("raw bars before a split count in the shares of the week's last bar")
  void splitInAWeek() {
    BarsStage raw =
        of(
                bar("A", 2).open(8).close(8).volume(11).vwap(8).splitCoefficient(3).build(),
                bar("A", 3).open(4).close(4).volume(30).vwap(4).splitCoefficient(1.5).build(),
                bar("A", 4).close(5).volume(30).vwap(5).build(),
                bar("A", 9).open(2).volume(50).splitCoefficient(2).build(),
                bar("A", 16).volume(1).build())
            .inBasis(Basis.RAW);
    assertThat(raw.weekly().collect(runner()))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("vwap", "open")
        .containsExactly(
            bar("A", 4).volume(76).close(5).splitCoefficient(4.5).build(),
            bar("A", 9).volume(50).splitCoefficient(2).build());
    Bar week = raw.weekly().collect(runner()).get(0);
    assertThat(week.open().orElseThrow()).isEqualTo(8 / 1.5);
    assertThat(week.vwap().orElseThrow())
        .isCloseTo((11 * 8 + 30 * 4 + 30 * 5) / 76.5, within(1e-12));
    Bar adjusted = raw.splitAdjusted().weekly().collect(runner()).get(0);
    assertThat(adjusted.exactVolume()).hasValue(11 * 3 + 60 + 60);
    assertThat(adjusted.close()).hasValue(2.5);
  }

  @Test
  @DisplayName("a total beyond the largest volume is missing, and the run says so")
  void largeTotals() {
    BarsStage weeks =
        of(
                bar("A", 2).volume(999_999_999_999_998L).build(),
                bar("A", 3).volume(1).build(),
                bar("B", 2).volume(999_999_999_999_999L).build(),
                bar("B", 3).volume(1).build(),
                bar("A", 9).volume(1).build())
            .weekly();
    assertThat(weeks.collect(runner()))
        .containsExactly(bar("A", 3).volume(999_999_999_999_999L).build(), bar("B", 3).build());
    String warning =
        "5 bars in memory: the volumes of the week from 2020-03-02 of B add up to a number out of"
            + " range, and so to a missing one; check them, and the split coefficients";
    assertThat(warnings(weeks)).contains(warning);
    assertThat(warnings(weeks.leaderboard(VOLUME.total()))).contains(warning);
    assertThat(warnings(weeks.from(LocalDate.of(2020, 3, 9))))
        .noneMatch(line -> line.contains("out of range"));
  }

  @Test
  @DisplayName("raw bars of periods warn of splits inside them as adjusted days do")
  void splitsInPeriods() {
    BarsStage weeks =
        of(
                bar("A", 2).volume(100_000_000_000_000L).build(),
                bar("A", 3).close(1).volume(1).splitCoefficient(20).build(),
                bar("B", 2).close(3).volume(9).trades(999_999_999_999_999L).build(),
                bar("B", 3).close(3).volume(9).trades(1).build(),
                bar("B", 4).close(3).volume(9).splitCoefficient(2).build(),
                bar("B", 4).close(4).volume(9).splitCoefficient(3).build(),
                bar("A", 9).volume(1).build())
            .checkedBy(BarRules.standard().withoutLimits())
            .inBasis(Basis.RAW)
            .weekly();
    assertThat(warnings(weeks))
        .contains(
            "7 bars in memory: a rejected row of B on 2020-03-04 carries a split coefficient of 2,"
                + " which is not applied; mend the input, or the bars before that date count in"
                + " other shares",
            "7 bars in memory: the volumes of the week from 2020-03-02 of A add up to a number out"
                + " of range, and so to a missing one; check them, and the split coefficients",
            "7 bars in memory: the numbers of trades of the week from 2020-03-02 of B add up to a"
                + " number out of range, and so to a missing one; check them, and the split"
                + " coefficients");
    assertThat(warnings(weeks)).isEqualTo(warnings(weeks, ReferenceRunner.create()));
    assertThat(warnings(weeks.splitAdjusted()))
        .isEqualTo(warnings(weeks.splitAdjusted(), ReferenceRunner.create()));
  }

  private List<String> warnings(Stage<?> stage) {
    return warnings(stage, runner());
  }

  private static <S> List<String> warnings(Stage<S> stage, Runner runner) {
    return VolumePipeline.named("warnings", stage.into(new InMemorySink<>()))
        .run(runner)
        .warnings();
  }

  private static final List<Bar> MARKET =
      BarsStage.from(
              SyntheticMarket.standard()
                  .withTickers(3)
                  .between(LocalDate.of(2019, 12, 1), LocalDate.of(2020, 5, 5)))
          .collect(ReferenceRunner.create());

  /** Gives only the bars that are asked for. */
  private record Sparing(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.stream()
          .filter(bar -> request.from().map(d -> !bar.tradeDate().isBefore(d)).orElse(true))
          .filter(bar -> request.to().map(d -> !bar.tradeDate().isAfter(d)).orElse(true))
          .iterator();
    }

    @Override
    public String describe() {
      return "sparing bars";
    }
  }

  @Test
  @DisplayName("a week is published if its date is, and has all its days and look-back")
  void publishedRange() {
    BarsStage prices = BarsStage.from(new Sparing(MARKET));
    for (BarsStage weeks :
        List.of(
            prices.weekly(),
            prices.monthly(NYSE),
            prices.weekly(NYSE).keepingUnfinished(),
            prices.where(CLOSE.ratioToLagged(1).atLeast(1)).weekly(),
            prices.where(CLOSE.ratioToMean().over(days(9)).atLeast(1)).weekly())) {
      for (int day = 0; day < 9; day += 2) {
        LocalDate first = MONDAY.plusDays(day);
        LocalDate last = first.plusDays(40);
        List<Stage<Measured<Bar>>> published = measured(weeks.between(first, last));
        List<Stage<Measured<Bar>>> all = measured(weeks.to(last));
        for (int i = 0; i < all.size(); i++) {
          List<Measured<Bar>> expected =
              all.get(i).collect(runner()).stream()
                  .filter(row -> !row.tradeDate().isBefore(first))
                  .toList();
          assertThat(published.get(i).collect(runner())).isNotEmpty().isEqualTo(expected);
        }
      }
    }
  }

  @SuppressWarnings("unchecked") // measured bars all
  private static List<Stage<Measured<Bar>>> measured(BarsStage weeks) {
    return List.of(
        (Stage<Measured<Bar>>) (Stage<?>) weeks.measure(),
        (Stage<Measured<Bar>>) (Stage<?>) weeks.measure(VOLUME.mean().over(days(15))),
        (Stage<Measured<Bar>>) (Stage<?>) weeks.measure(VOLUME.mean().over(bars(2))));
  }

  @Test
  @DisplayName("the totals of periods are those of their days, and every market row is a period")
  void totals() {
    BarsStage prices = BarsStage.from(InMemoryBars.of(MARKET)).to(LocalDate.of(2020, 4, 30));
    for (CalendarPeriod period : CalendarPeriod.values()) {
      Map<LocalDate, Long> expected = new TreeMap<>();
      prices.market(total(VOLUME)).collect(runner()).stream()
          .filter(row -> row.tradeDate().isBefore(period.startOf(LocalDate.of(2020, 4, 30))))
          .forEach(
              row ->
                  expected.merge(
                      period.startOf(row.tradeDate()),
                      row.get(total(VOLUME)).orElseThrow(),
                      Long::sum));
      Map<LocalDate, Long> actual = new TreeMap<>();
      List<Measured<MarketDay>> rows =
          List.copyOf(
              each(prices, period).market(total(VOLUME), tickersTraded()).collect(runner()));
      rows.forEach(
          row -> actual.put(period.startOf(row.tradeDate()), row.get(total(VOLUME)).orElseThrow()));
      assertThat(actual).isNotEmpty().isEqualTo(expected).hasSameSizeAs(rows);
    }
  }

  private static BarsStage each(BarsStage prices, CalendarPeriod period) {
    return switch (period) {
      case WEEK -> prices.weekly();
      case MONTH -> prices.monthly();
      case QUARTER -> prices.quarterly();
      case YEAR -> prices.yearly();
    };
  }

  @Test
  @DisplayName("a week of one day is that day's bar")
  void weeksOfOneDay() {
    List<Bar> mondays =
        new ArrayList<>(
            MARKET.stream().filter(bar -> bar.tradeDate().getDayOfWeek().getValue() == 2).toList());
    LocalDate last = mondays.stream().map(Bar::tradeDate).max(LocalDate::compareTo).orElseThrow();
    BarsStage prices = BarsStage.from(InMemoryBars.of(mondays));
    assertThat(prices.weekly().keepingUnfinished().to(last.minusDays(1)).collect(runner()))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("isUnfinished")
        .isEqualTo(prices.to(last.minusDays(1)).collect(runner()));
    assertThat(prices.weekly().collect(runner()))
        .isNotEmpty()
        .isEqualTo(prices.to(last.minusDays(1)).collect(runner()));
  }
}
