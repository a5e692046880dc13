package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.ADJ_CLOSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Numbers at the ends of their ranges and beyond: whatever a source holds, every cell that a runner
 * gives is a finite number and the one that the definitions give, and every row is accounted for.
 */
public abstract class ExtremesContract {

  private static final long MAX = 999_999_999_999_999L;
  private static final LocalDate MONDAY = LocalDate.of(2020, 1, 6);

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  private final Runner reference = ReferenceRunner.create();

  @Property(tries = 2, seed = "20261129")
  void runner_givesFiniteNumbers_whichAreThoseOfTheDefinitions(
      @ForAll("extremeBars") List<Bar> bars,
      @ForAll("rules") BarRules rules,
      @ForAll Random random) {
    requireDefined(bars, rules, random);
  }

  @FullBuild
  @Property(tries = 8, seed = "20261130")
  void runner_givesFiniteNumbers_onMore(
      @ForAll("extremeBars") List<Bar> bars,
      @ForAll("rules") BarRules rules,
      @ForAll Random random) {
    requireDefined(bars, rules, random);
  }

  private void requireDefined(List<Bar> bars, BarRules rules, Random random) {
    BarsStage raw = BarsStage.from(InMemoryBars.of(bars)).inBasis(Basis.RAW).checkedBy(rules);
    List<Stage<?>> ofRaw = new ArrayList<>(stages(raw));
    ofRaw.add(
        raw.measure(
            VOLUME.splitAdjusted(),
            CLOSE.splitAdjusted(),
            CLOSE.splitAdjusted().times(VOLUME.splitAdjusted()).as("money")));
    ofRaw.add(raw.rejected());
    assertSame(ofRaw, bars.size());
    assertSame(stages(raw.splitAdjusted()), bars.size());
    if (!rules.lastOfRepeatedDays()) {
      List<Bar> shuffled = new ArrayList<>(bars);
      Collections.shuffle(shuffled, random);
      assertThat(BarsStage.from(InMemoryBars.of(shuffled)).checkedBy(rules).collect(runner()))
          .isEqualTo(BarsStage.from(InMemoryBars.of(bars)).checkedBy(rules).collect(runner()));
    }
  }

  private void assertSame(List<Stage<?>> stages, int rowsRead) {
    Results expected = run(reference, stages);
    Results actual = run(runner(), stages);
    for (int i = 0; i < stages.size(); i++) {
      for (List<Object> row : actual.rows.get(i)) {
        assertThat(row).allMatch(cell -> !(cell instanceof Double d) || Double.isFinite(d));
      }
      RowComparison.assertSame(expected.rows.get(i), actual.rows.get(i), stages.get(i));
    }
    RunReport report = actual.report;
    assertThat(report.inputs()).isEqualTo(expected.report.inputs());
    assertThat(report.warnings()).isEqualTo(expected.report.warnings());
    RunReport.Input input = report.inputs().get(0);
    assertThat(input.rowsAccepted() + input.rowsRejected() + input.duplicatesDropped())
        .isEqualTo(input.rowsRead())
        .isEqualTo(rowsRead);
  }

  private static List<Stage<?>> stages(BarsStage prices) {
    NumericMetric<Bar, Long> sum = VOLUME.total().over(bars(12).requiring(1).includingCurrent());
    NumericMetric<Bar, Double> eighth =
        CLOSE.times(CLOSE).times(CLOSE.times(CLOSE)).times(DOLLAR_VOLUME.times(DOLLAR_VOLUME));
    boolean isRestated = prices.plan().bars().adjustsForSplits();
    var measured =
        prices.measure(
            sum.as("sum"),
            sum.lagged(3).as("lagged_sum"),
            VOLUME.lagged(2).as("lagged"),
            sum.change().cumulative().as("cumulative"),
            eighth.plus(eighth).dividedBy(DOLLAR_VOLUME).as("seventh"),
            sum.total().over(bars(5).requiring(2)).as("sum_of_sums"),
            sum.max().over(bars(4).requiring(1)).as("max_of_sums"),
            sum.min().over(bars(4).requiring(1)).as("min_of_sums"),
            Rank.trailing(sum.descending(), bars(6).requiring(1)).as("trailing"),
            Rank.inHindsight(sum.descending()).as("hindsight"),
            Rank.acrossTickers(sum.descending()).as("across"),
            sum.log().as("log"),
            VOLUME.standardDeviation().over(bars(7).requiring(2)).as("deviation"),
            DOLLAR_VOLUME.total().over(bars(9).requiring(1)).as("money"),
            eighth.as("eighth"),
            eighth.standardDeviation().over(bars(5).requiring(2)).as("eighth_deviation"),
            eighth.times(eighth).as("sixteenth"),
            CLOSE.mean().over(bars(3).requiring(1)).as("mean"),
            CLOSE.median().over(bars(4).requiring(1)).as("median"),
            CLOSE.mad().over(bars(4).requiring(1)).as("mad"),
            CLOSE.percentileRank().over(bars(5).requiring(1)).as("percentile"),
            DOLLAR_VOLUME.smoothed(ewma(0.3).startingAfter(2)).deviation().as("smoothed"),
            eighth.expectedBy(HarModel.expanding(5)).score().as("unexpected"),
            eighth.expectedBy(HarModel.rolling(9).requiring(5)).forecast().as("expected"),
            eighth.cusumUp(1, 1e99).as("cusum"),
            VOLUME.summary(new Exploding()).over(bars(3).requiring(1)).as("exploding"));
    var market =
        prices.market(
            total(VOLUME),
            largest(CLOSE),
            total(sum).as("total_of_sums"),
            largest(sum).as("largest_of_sums"),
            tickerOfLargest(sum),
            mean(sum).as("mean_of_sums"),
            total(DOLLAR_VOLUME),
            total(eighth).as("total_eighth"),
            tickersTraded(),
            concentration(VOLUME));
    return List.of(
        prices,
        measured,
        measured
            .flag((isRestated ? ADJ_CLOSE.atLeast(1) : VOLUME.atLeast(MAX)).as("full"))
            .anomalies(),
        prices.leaderboard(VOLUME.total(), sum.total().as("sums"), sum.max().as("largest_sum")),
        prices.leaderboard(sum.max().as("most"), DOLLAR_VOLUME.max(), CLOSE.standardDeviation()),
        market,
        market.measure(
            total(VOLUME).total().over(bars(5).requiring(1)).as("week"),
            total(VOLUME).max().over(bars(5).requiring(1)).as("most"),
            Rank.inHindsight(total(sum).as("total_of_sums").descending()).as("rank")));
  }

  /** A statistic of a user's own, which overflows. */
  private record Exploding() implements Statistic<Double> {

    @Override
    public String name() {
      return "explosion";
    }

    @Override
    public Class<Double> type() {
      return Double.class;
    }

    @Override
    public WindowKernel kernel(int window) {
      return new WindowKernel() {
        private double last;

        @Override
        public void add(double value) {
          last = value;
        }

        @Override
        public void evict(double value) {
          // The last value stays.
        }

        @Override
        public double result() {
          return Math.exp(last);
        }
      };
    }
  }

  @Provide
  Arbitrary<BarRules> rules() {
    BarRules standard = BarRules.standard().withoutLimits();
    return Arbitraries.of(
        standard,
        standard.tradingOnWeekends(),
        standard.keepingLastOfRepeatedDays().rejecting(StandardRule.DATE_IS_A_WEEKDAY),
        standard
            .relaxing(StandardRule.PRICE_IS_IN_RANGE)
            .relaxing(StandardRule.SPLIT_COEFFICIENT_IS_IN_RANGE)
            .relaxing(StandardRule.VOLUME_IS_INTEGER),
        standard
            .keepingLastOfRepeatedDays()
            .relaxing(StandardRule.PRICE_IS_IN_RANGE)
            .relaxing(StandardRule.PRICE_IS_NOT_NEGATIVE)
            .relaxing(StandardRule.SPLIT_COEFFICIENT_IS_IN_RANGE));
  }

  @Provide
  Arbitrary<List<Bar>> extremeBars() {
    Arbitrary<OptionalDouble> close =
        Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of(1.0, 2.5, 1e-20, 1e20, 1e-10, 1e15, 0.0)),
                Tuple.of(1, Arbitraries.of(1e308, 1e-308, 4.9e-324, 1.1e20, 0.9e-20, -1e300)))
            .map(OptionalDouble::of)
            .injectDuplicates(0.1);
    Arbitrary<Long> volume =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(MAX, MAX - 1, 1L, 2L)),
            Tuple.of(2, Arbitraries.longs().between(MAX - 1_000_000, MAX)),
            Tuple.of(1, Arbitraries.of(0L, MAX + 1, 1L << 60)));
    Arbitrary<OptionalDouble> split =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(OptionalDouble.empty())),
            Tuple.of(3, Arbitraries.of(1.0, 2.0, 1e-9, 1e9, 0.001, 1e6).map(OptionalDouble::of)),
            Tuple.of(1, Arbitraries.of(1e300, 1e-300, 1e10, 0.9e-9).map(OptionalDouble::of)));
    Arbitrary<Integer> day =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 4)),
            Tuple.of(1, Arbitraries.integers().between(5, 6)));
    Arbitrary<Bar> bar =
        Combinators.combine(
                Arbitraries.of("A", "B", "C"),
                Arbitraries.integers().between(0, 7),
                day,
                Arbitraries.frequencyOf(
                    Tuple.of(6, close), Tuple.of(1, Arbitraries.just(OptionalDouble.empty()))),
                volume,
                split)
            .as(
                (ticker, week, weekday, price, shares, coefficient) ->
                    Bar.builder()
                        .from(Bar.of(ticker, MONDAY.plusWeeks(week).plusDays(weekday), shares))
                        .close(price)
                        .splitCoefficient(coefficient)
                        .build());
    return bar.list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .withSizeDistribution(RandomDistribution.uniform())
        .flatMap(ExtremesContract::withRepeatedDays)
        .withoutEdgeCases();
  }

  /** Adds rows of the same days that say the same, less, nothing, or something else. */
  private static Arbitrary<List<Bar>> withRepeatedDays(List<Bar> bars) {
    return Combinators.combine(Arbitraries.of(bars), Arbitraries.integers().between(0, 5))
        .as(
            (bar, kind) ->
                switch (kind) {
                  case 0 -> bar;
                  case 1 -> Bar.of(bar.ticker().symbol(), bar.tradeDate(), 0);
                  case 2 -> Bar.builder().from(bar).close(OptionalDouble.empty()).build();
                  case 3 -> Bar.builder().from(bar).splitCoefficient(1).build();
                  case 4 -> Bar.builder().from(bar).volume(77).build();
                  default -> Bar.builder().from(bar).high(1e30).build();
                })
        .list()
        .ofMaxSize(8)
        .map(more -> Stream.concat(bars.stream(), more.stream()).toList());
  }

  private static Bar bar(String ticker, int day, long volume) {
    int weeks = day / 5;
    return Bar.builder()
        .ticker(Ticker.of(ticker))
        .tradeDate(MONDAY.plusWeeks(weeks).plusDays(day % 5))
        .close(1)
        .volume(volume)
        .build();
  }

  @Example
  void totalsBeyondTheWholeNumbersOfADouble_areExact() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      for (int ticker = 0; ticker < 30; ticker++) {
        bars.add(bar("T" + (10 + ticker), day, MAX - ticker));
      }
    }
    BarsStage prices = BarsStage.from(InMemoryBars.of(bars));
    RollingMetric<Bar, Long> month = VOLUME.total().over(bars(20).includingCurrent());
    SeriesSummary<Bar, Long> all = VOLUME.total();
    CrossSection<Long> day = total(VOLUME);
    RollingMetric<MarketDay, Long> week = day.total().over(bars(5));

    Flagged<Bar> last = lastOf(prices.measure(month).flag(VOLUME.atLeast(1)).collect(runner()));
    assertThat(last.get(month)).hasValue(20 * (MAX - 29));
    List<TickerSummary> leaders = prices.leaderboard(all).collect(runner());
    assertThat(leaders.get(0).get(all)).hasValue(40 * MAX);
    assertThat(leaders.get(29).get(all)).hasValue(40 * (MAX - 29));
    assertThat(leaders).extracting(row -> row.rank().orElseThrow()).doesNotHaveDuplicates();
    Measured<MarketDay> lastDay = lastOf(prices.market(day).measure(week).collect(runner()));
    long expected = 30 * MAX - 29 * 30 / 2;
    assertThat(lastDay.get(day)).hasValue(expected);
    assertThat(lastDay.get(week)).hasValue(5 * expected);
  }

  @Example
  void totalsBeyondALong_areMissing_andWarnedOf() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < 9_224; day++) {
      bars.add(bar("A", day, MAX));
    }
    bars.add(bar("B", 0, 5));
    BarsStage prices = BarsStage.from(InMemoryBars.of(bars)).asOf(LocalDate.of(2100, 1, 1));
    SeriesSummary<Bar, Long> all = VOLUME.total();
    RollingMetric<Bar, Long> most = VOLUME.total().over(bars(9_223));
    InMemorySink<TickerSummary> leaders = new InMemorySink<>();
    InMemorySink<Measured<Bar>> measured = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "totals",
                prices.leaderboard(all).into(leaders),
                prices.measure(most).into(measured))
            .run(runner());
    assertThat(leaders.rows())
        .extracting(row -> row.ticker() + " " + row.get(all))
        .containsExactly("B " + Optional.of(5L), "A " + Optional.empty());
    assertThat(measured.rows().get(9_223).get(most)).hasValue(9_223 * MAX);
    assertThat(report.warnings())
        .containsExactly(
            "9225 bars in memory: all volumes together are more than 9,223,372,036,854,775,807;"
                + " totals beyond that are missing");
  }

  @Example
  void adjustedValuesOutOfRange_areMissing_andWarnedOf() {
    Bar before = Bar.builder().from(bar("A", 0, MAX)).open(1e15).low(1).high(1e15).close(1).build();
    List<Bar> bars =
        List.of(before, Bar.builder().from(bar("A", 1, 7)).splitCoefficient(1e6).build());
    BarsStage many = BarsStage.from(InMemoryBars.of(bars)).inBasis(Basis.RAW).splitAdjusted();
    RunReport report =
        VolumePipeline.named("splits", many.into(new InMemorySink<>())).run(runner());
    assertThat(many.collect(runner()).get(0))
        .isEqualTo(
            Bar.builder()
                .ticker(Ticker.of("A"))
                .tradeDate(MONDAY)
                .open(1e9)
                .low(1e-6)
                .high(1e9)
                .close(1e-6)
                .build());
    assertThat(report.warnings())
        .containsExactly(
            "2 bars in memory: prices and volumes that are missing, as adjusting them for splits"
                + " takes them out of range: 1; check the split coefficients");
  }

  @Example
  void manyHugeCoefficients_leaveValuesMissing() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < 80; day++) {
      double coefficient = day < 40 ? 1e9 : 1e-9;
      bars.add(Bar.builder().from(bar("A", day, 1_000)).splitCoefficient(coefficient).build());
    }
    List<Bar> adjusted =
        BarsStage.from(InMemoryBars.of(bars)).inBasis(Basis.RAW).splitAdjusted().collect(runner());
    assertThat(adjusted.get(79).close()).hasValue(1);
    assertThat(adjusted.get(77).close()).hasValue(1 / (1e-9 * 1e-9));
    assertThat(adjusted.subList(0, 77))
        .allSatisfy(
            bar -> {
              assertThat(bar.close()).isEmpty();
              assertThat(bar.volume()).isEmpty();
            });
  }

  private static <T> T lastOf(List<? extends T> rows) {
    return rows.get(rows.size() - 1);
  }

  private record Results(List<List<List<Object>>> rows, RunReport report) {}

  private static Results run(Runner runner, List<Stage<?>> stages) {
    List<InMemorySink<Object>> sinks = new ArrayList<>();
    List<Output<?>> outputs = new ArrayList<>();
    for (Stage<?> stage : stages) {
      InMemorySink<Object> sink = new InMemorySink<>();
      sinks.add(sink);
      outputs.add(stage.into(sink));
    }
    RunReport report = new VolumePipeline("extremes", outputs).run(runner);
    List<List<List<Object>>> rows = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      rows.add(cells(stages.get(i).plan().schema(), sinks.get(i).rows()));
    }
    return new Results(rows, report);
  }

  @SuppressWarnings("unchecked") // the rows came from the stage that the schema is of
  private static <S> List<List<Object>> cells(Schema<S> schema, List<Object> rows) {
    List<List<Object>> cells = new ArrayList<>();
    for (Object row : rows) {
      List<Object> values = new ArrayList<>();
      schema.columns().forEach(column -> values.add(column.valueOn((S) row)));
      cells.add(values);
    }
    return cells;
  }
}
