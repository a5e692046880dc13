package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.ADJ_CLOSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.TRADES;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VWAP;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isDay;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static io.github.marketvolume.metric.Smoothing.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.Listed;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.ScoreFormula;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.testing.BarArbitraries;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * A runner gives what the definitions give, on pipelines and bars that nobody chose. The seeds are
 * fixed, so that a failure is everybody's; leave them out and raise the tries to look for more.
 */
public abstract class ParityContract {

  /** The kinds of metrics up to here are computed of any other; those after it cancel digits. */
  private static final int LAST_OF_ANY = 23;

  private static final int LAST_KIND = 33;

  private static final int LAST_MODEL = 8;

  private static final LocalDate AS_OF = LocalDate.of(2100, 1, 1);

  /** The runner that is compared with the definitions. */
  protected abstract Runner runner();

  private final Runner reference = ReferenceRunner.create();

  @Property(tries = 6, seed = "20261123")
  void runner_equalsTheDefinitions(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll Random random) {
    requireEqual(bars, metrics, random);
  }

  @Property(tries = 5, seed = "20261130")
  void runner_equalsTheDefinitionsOfModels(
      @ForAll("longBars") List<Bar> bars,
      @ForAll("models") List<NumericMetric<Bar, ?>> metrics,
      @ForAll Random random) {
    requireEqual(bars, metrics, random);
  }

  @FullBuild
  @Property(tries = 25, seed = "20261129")
  void runner_equalsTheDefinitionsOnMore(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll Random random) {
    requireEqual(bars, metrics, random);
  }

  private void requireEqual(List<Bar> bars, List<NumericMetric<Bar, ?>> metrics, Random random) {
    FractionalVolume[] treatments = FractionalVolume.values();
    FractionalVolume treatment = treatments[random.nextInt(treatments.length)];
    BarsStage all =
        from(withFractions(withSplits(bars, random), random))
            .checkedBy(BarRules.standard().withoutLimits().fractionalVolume(treatment));
    BarsStage prices = random.nextBoolean() ? all : published(all, bars, random);
    List<NumericMetric<Bar, ?>> wanted = new ArrayList<>(metrics);
    for (int left = random.nextInt(3); left > 0; left--) {
      prices = prices.where(condition(bars, random));
    }
    if (random.nextInt(3) == 0) {
      BarsStage periods = periods(prices, random);
      wanted.removeIf(metric -> isOfSessions(periods, metric));
      prices = random.nextBoolean() ? periods : periods.where(condition(bars, random));
    }
    if (random.nextBoolean()) {
      prices = prices.groupedBy(grouping(bars, random));
    }
    if (random.nextInt(3) > 0) {
      prices = prices.inBasis(Basis.RAW);
      if (random.nextBoolean()) {
        prices = prices.splitAdjusted();
      } else {
        wanted.add(VOLUME.raw());
      }
      wanted.add(CLOSE.splitAdjusted().times(VOLUME.splitAdjusted()));
      wanted.add(VOLUME.splitAdjusted().log().modifiedZScore().over(bars(5).requiring(2)));
      wanted.add(Rank.acrossTickers(VOLUME.splitAdjusted().descending()));
    }

    List<Stage<?>> stages = new ArrayList<>(stages(prices, wanted));
    BarsStage others = published(all, bars, random).where(condition(bars, random));
    stages.add(others.measure(metrics.get(0)));
    stages.add(others.market(total(VOLUME), mean(LOG_VOLUME)));
    stages.add(
        others.groupedBy(grouping(bars, random)).leaderboard(VOLUME.total(), CLOSE.median()));
    Flag<Bar> spike = LOG_VOLUME.zScore().over(bars(4).requiring(2)).atLeast(0.5);
    Condition<? super Bar> asked =
        isOfPeriods(prices) ? isTicker("AAA").or(spike) : condition(bars, random);
    stages.add(prices.flagAnomalies(spike.rule()).anomalies().where(asked));
    stages.add(
        prices
            .leaderboard(VOLUME.total(), CLOSE.median())
            .top(1 + random.nextInt(3))
            .where(ofRows(bars, random)));
    stages.add(
        prices
            .leaderboard(VOLUME.max(), VOLUME.count())
            .each(CalendarPeriod.MONTH)
            .where(VOLUME.count().atLeast(1 + random.nextInt(9))));
    Results actual = run(runner(), stages);
    Results expected = run(reference, stages);

    for (int i = 0; i < stages.size(); i++) {
      RowComparison.assertSame(expected.rows.get(i), actual.rows.get(i), stages.get(i));
    }
    assertThat(actual.report.inputs()).isEqualTo(expected.report.inputs());
    assertThat(actual.report.outputs()).isEqualTo(expected.report.outputs());
    assertThat(actual.report.groups()).isEqualTo(expected.report.groups());
    assertThat(ofGroups(actual.report)).isEqualTo(ofGroups(expected.report));
    RunReport.Input input = actual.report.inputs().get(0);
    assertThat(input.rowsAccepted() + input.rowsRejected() + input.duplicatesDropped())
        .isEqualTo(input.rowsRead())
        .isEqualTo(bars.size());
  }

  private static Set<String> ofGroups(RunReport report) {
    return report.warnings().stream()
        .filter(line -> line.contains("compared with each other"))
        .collect(Collectors.toSet());
  }

  /** Groups of some of the tickers, some of which change their group or have none for a while. */
  private static Grouping grouping(List<Bar> bars, Random random) {
    List<Membership> members = new ArrayList<>();
    for (Ticker ticker : bars.stream().map(Bar::ticker).distinct().toList()) {
      String first = "group " + random.nextInt(3);
      LocalDate date = bars.get(random.nextInt(bars.size())).tradeDate();
      switch (random.nextInt(4)) {
        case 0 -> members.add(Membership.of(ticker.symbol(), first));
        case 1 -> {
          members.add(Membership.of(ticker.symbol(), first).to(date));
          members.add(
              Membership.of(ticker.symbol(), "group " + random.nextInt(3))
                  .from(date.plusDays(1))
                  .to(date.plusDays(9)));
          members.add(Membership.of(ticker.symbol(), first).from(date.plusDays(12)));
        }
        case 2 -> members.add(Membership.of(ticker.symbol(), first).from(date));
        default -> {
          // It has no group.
        }
      }
    }
    return Grouping.of("sector", members);
  }

  private static BarsStage periods(BarsStage prices, Random random) {
    BarsStage periods =
        switch (random.nextInt(6)) {
          case 0 -> prices.monthly();
          case 1 -> prices.monthly(NYSE);
          case 2 -> prices.quarterly();
          case 3 -> prices.weekly(NYSE);
          default -> prices.weekly();
        };
    return random.nextBoolean() ? periods : periods.keepingUnfinished();
  }

  private static boolean isOfSessions(BarsStage periods, NumericMetric<Bar, ?> metric) {
    try {
      return periods.measure(metric).plan().schema().names().isEmpty();
    } catch (InvalidPlanException e) {
      return true;
    }
  }

  /** Some bars, of those that the plan has so far. */
  static Condition<? super Bar> condition(List<Bar> bars, Random random) {
    if (bars.isEmpty()) {
      return isTicker("NONE");
    }
    Bar any = bars.get(random.nextInt(bars.size()));
    LocalDate date = any.tradeDate();
    Flag<Bar> busy = LOG_VOLUME.zScore().over(bars(4).requiring(2)).atLeast(0);
    return switch (random.nextInt(6)) {
      case 0 -> not(isTicker(any.ticker().symbol()));
      case 1 -> isTicker(any.ticker().symbol()).or(isBetween(date, date.plusDays(20)));
      case 2 -> not(isDay(NYSE, DayKind.NORMAL, DayKind.HALF_DAY));
      case 3 -> not(busy);
      case 4 -> CLOSE.ratioToLagged(1).atMost(1).or(busy.and(isDay(NYSE, DayKind.NORMAL)));
      default -> CLOSE.ratioToMean().over(bars(3).requiring(1)).atLeast(1);
    };
  }

  /** Some rows of a leaderboard. */
  private static Condition<? super TickerSummary> ofRows(List<Bar> bars, Random random) {
    if (bars.isEmpty()) {
      return isTicker("NONE");
    }
    Condition<Listed> one = isTicker(bars.get(random.nextInt(bars.size())).ticker().symbol());
    return switch (random.nextInt(4)) {
      case 0 -> one;
      case 1 -> not(one);
      case 2 -> not(CLOSE.median().atMost(20)).and(not(one));
      default -> VOLUME.total().atLeast(1_000).or(one);
    };
  }

  @Property(tries = 4, seed = "20261123")
  void theOrderOfTheInput_changesNothing(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll Random random) {
    List<Bar> shuffled = new ArrayList<>(bars);
    Collections.shuffle(shuffled, random);
    List<Stage<?>> stages = stages(from(bars), metrics);
    List<Stage<?>> others = stages(from(shuffled), metrics);

    Results one = run(runner(), stages.subList(0, stages.size() - 1));
    Results other = run(runner(), others.subList(0, others.size() - 1));

    for (int i = 0; i < stages.size() - 1; i++) {
      RowComparison.assertSame(one.rows.get(i), other.rows.get(i), stages.get(i));
    }
  }

  /** Splits, reverse splits and what vendors make of them, on some of the bars. */
  static List<Bar> withSplits(List<Bar> bars, Random random) {
    double[] coefficients = {1, 2, 0.1, 7.00000700001, 1.054};
    return bars.stream()
        .map(
            bar ->
                random.nextInt(8) > 0
                    ? bar
                    : Bar.builder()
                        .from(bar)
                        .splitCoefficient(coefficients[random.nextInt(coefficients.length)])
                        .build())
        .toList();
  }

  /**
   * Fractional shares, on some of the bars: not next to other volumes, for the reason that {@link
   * #nastyBars} states.
   */
  static List<Bar> withFractions(List<Bar> bars, Random random) {
    double[] factors = {0.3, 0.0625, -0.75, 1.0625};
    return bars.stream()
        .map(
            bar ->
                random.nextInt(6) > 0 || bar.exactVolume().isEmpty()
                    ? bar
                    : Bar.builder()
                        .from(bar)
                        .exactVolume(
                            bar.exactVolume().getAsDouble()
                                * factors[random.nextInt(factors.length)])
                        .build())
        .toList();
  }

  private static BarsStage from(List<Bar> bars) {
    return BarsStage.from(InMemoryBars.of(bars))
        .asOf(AS_OF)
        .checkedBy(BarRules.standard().withoutLimits());
  }

  /** The stage restricted to some range within the bars' dates. */
  static BarsStage published(BarsStage all, List<Bar> bars, Random random) {
    if (bars.isEmpty()) {
      return all;
    }
    LocalDate a = bars.get(random.nextInt(bars.size())).tradeDate();
    LocalDate b = bars.get(random.nextInt(bars.size())).tradeDate();
    return a.isBefore(b) ? all.between(a, b) : all.between(b, a);
  }

  /** Whether the run itself adjusts the bars, so that no rule judges by their levels. */
  private static boolean isRestated(BarsStage prices) {
    return prices.plan().bars().adjustsForSplits();
  }

  private static boolean isOfPeriods(BarsStage prices) {
    return prices.plan().bars().aggregated().isPresent();
  }

  /** One stage of every kind; the rejected rows, whose places depend on the input's order, last. */
  static List<Stage<?>> stages(BarsStage prices, List<NumericMetric<Bar, ?>> metrics) {
    Flag<Bar> spike = LOG_VOLUME.modifiedZScore().over(bars(5).requiring(3)).atLeast(2).as("spike");
    List<Flag<Bar>> flags =
        List.of(
            spike,
            Flag.of(AnomalyRules.tukeyFence(VOLUME, bars(6).requiring(4), 1.5)).as("fence"),
            Flag.of(AnomalyRules.ewmaControlLimit(LOG_VOLUME, ewma(0.1).startingAfter(4), 2))
                .as("chart"),
            Flag.of(AnomalyRules.percentile(DOLLAR_VOLUME, bars(8).requiring(2), 0.8)).as("top"),
            isRestated(prices) ? ADJ_CLOSE.atLeast(1).as("busy") : VOLUME.atLeast(1_000).as("busy"),
            isOfPeriods(prices)
                ? VOLUME.ratioToMean().over(bars(3).requiring(1)).atLeast(1).as("odd")
                : spike.except(NYSE, DayKind.NORMAL, DayKind.MONTH_END).as("odd"));
    FlaggedStage<Bar> daily = prices.flagAnomalies(spike.rule());
    var measured = prices.measure(DayKindOf.on(NYSE));
    for (int i = 0; i < metrics.size(); i++) {
      measured = measured.measure(metrics.get(i).as("m" + i));
    }
    for (Flag<Bar> flag : flags) {
      for (var input : flag.rule().inputs()) {
        if (!input.equals(VOLUME) && !input.equals(ADJ_CLOSE)) {
          measured = measured.measure(input.as(flag.name() + "_" + input.name()));
        }
      }
    }
    measured = measured.measure(spike.level(Levels.of("HIGH", 2).and("HIGHER", 5)));
    FlaggedStage<Bar> flagged = measured.flagAll(flags);
    MarketStage market =
        prices.market(
            total(VOLUME),
            largest(CLOSE),
            tickerOfLargest(VOLUME),
            total(DOLLAR_VOLUME),
            mean(LOG_VOLUME),
            tickersTraded(),
            count(spike),
            share(spike),
            concentration(VOLUME),
            across(VOLUME.median()),
            across(LOG_VOLUME.mad()).requiring(2),
            across(CLOSE.quantile(0.75)).requiring(3),
            across(VOLUME.min()),
            across(LOG_VOLUME.standardDeviation()),
            across(CLOSE.summary(Distinct.VALUES)).as("distinct"));
    Flag<MarketDay> hot =
        total(VOLUME).log().modifiedZScore().over(bars(4).requiring(2)).atLeast(1).as("hot");
    var shocks =
        market
            .measure(
                total(VOLUME).log().modifiedZScore().over(bars(4).requiring(2)).as("shock"),
                total(VOLUME).mean().over(bars(3).requiring(1)).as("usual"),
                total(VOLUME).ratioToLagged(1).as("ratio"),
                total(DOLLAR_VOLUME).dividedBy(total(VOLUME)).as("average_price"),
                Rank.inHindsight(total(VOLUME).descending()).as("rank"),
                DayKindOf.on(NYSE),
                hot.level(Levels.of("HOT", 1.5).and("HOTTER", 3)),
                total(VOLUME).log().mean().over(sessions(5).on(NYSE).requiring(1)).as("week"))
            .flag(
                hot,
                isOfPeriods(prices)
                    ? total(VOLUME).ratioToLagged(1).atLeast(1).as("growing")
                    : hot.except(NYSE, DayKind.NORMAL).as("hot_on_special_days"));
    return List.of(
        prices,
        daily,
        measured,
        flagged,
        flagged.anomalies(),
        flagged
            .anomalies()
            .where(spike.or(CLOSE.ratioToLagged(1).atLeast(1).and(isDay(NYSE, DayKind.NORMAL)))),
        measured.where(not(isDay(NYSE, DayKind.NORMAL)).or(spike)),
        prices.measure().where(Rank.acrossTickers(DOLLAR_VOLUME.descending()).atMost(1)),
        flagged.where(
            spike.and(not(isBetween(LocalDate.of(2020, 2, 1), LocalDate.of(2020, 3, 1))))),
        prices.leaderboard(VOLUME.total(), spike.count()).each(CalendarPeriod.WEEK).top(2),
        prices.leaderboard(CLOSE.median(), VOLUME.max()).each(CalendarPeriod.QUARTER),
        flagged.episodes(spike),
        flagged.episodes(flags.get(1)).joinedWithin(days(9)),
        flagged.episodes(flags.get(4)).joinedWithin(sessions(3).on(NYSE)),
        prices.leaderboard(
            VOLUME.max(), VOLUME.total(), CLOSE.median(), VOLUME.count(), spike.count()),
        prices.leaderboard(spike.count()).ties(Ties.DENSE).top(2),
        market,
        shocks,
        shocks.anomalies(),
        shocks
            .anomalies()
            .where(isDay(NYSE, DayKind.MONTH_END).or(total(VOLUME).ratioToLagged(1).atLeast(1))),
        shocks.where(hot.or(isDay(NYSE, DayKind.MONTH_END))),
        market.measure().where(mean(DOLLAR_VOLUME).ratioToLagged(1).atLeast(1).or(hot)),
        shocks.episodes(hot).joinedWithin(bars(2)),
        prices.rejected());
  }

  /**
   * Nasty bars, with volumes near a billion spread out: the score of logarithms that first differ
   * in their ninth digit has no nine digits itself, whoever computes it. The kernels' own laws hold
   * for such volumes.
   */
  @Provide
  Arbitrary<List<Bar>> nastyBars() {
    return BarArbitraries.nasty().map(bars -> bars.stream().map(ParityContract::spread).toList());
  }

  /** Realistic ones are up to 60 a ticker, so that models of a month have what they need. */
  @Provide
  Arbitrary<List<Bar>> longBars() {
    return Arbitraries.oneOf(nastyBars(), BarArbitraries.realistic());
  }

  private static Bar spread(Bar bar) {
    long volume = bar.volume().orElse(0);
    long beyond = volume - 1_000_000_000L;
    return Math.abs(beyond) < 1_000 && beyond != 0
        ? Bar.builder().from(bar).volume(volume + beyond * 100_000_000L).build()
        : withOptionalFields(bar);
  }

  /** On some bars, whatever they are, the fields that few vendors deliver. */
  private static Bar withOptionalFields(Bar bar) {
    int kind = Math.floorMod(bar.hashCode(), 5);
    Bar.Builder builder = Bar.builder().from(bar);
    if (kind % 2 == 1) {
      builder.trades(bar.volume().orElse(0) / 100);
    }
    if (kind > 2) {
      builder.vwap(bar.close());
    }
    return builder.build();
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> metrics() {
    Arbitrary<NumericMetric<Bar, ?>> series =
        Arbitraries.of(VOLUME, LOG_VOLUME, DOLLAR_VOLUME, CLOSE, ADJ_CLOSE, VWAP, TRADES);
    Arbitrary<RollingWindow> windows =
        Combinators.combine(
                Arbitraries.integers().between(1, 12),
                Arbitraries.integers().between(1, 12),
                Arbitraries.of(true, false),
                Arbitraries.frequency(
                    Tuple.of(6, bars(1).unit()),
                    Tuple.of(1, days(1).unit()),
                    Tuple.of(1, sessions(1).on(NYSE).unit()),
                    Tuple.of(1, sameKind(1).on(NYSE).unit())))
            .as(
                (length, required, inclusive, unit) -> {
                  RollingWindow window =
                      new RollingWindow(length, unit, false, Math.min(required, length));
                  return inclusive ? window.includingCurrent() : window;
                });
    Arbitrary<NumericMetric<Bar, ?>> one =
        Combinators.combine(series, windows, Arbitraries.integers().between(0, LAST_KIND))
            .as(ParityContract::metric);
    Arbitrary<NumericMetric<Bar, ?>> nested =
        Combinators.combine(one, windows, Arbitraries.integers().between(0, LAST_OF_ANY))
            .as(ParityContract::metric);
    return Arbitraries.frequencyOf(Tuple.of(3, one), Tuple.of(1, nested))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** A window that has a spread. */
  private static RollingWindow ofTwo(RollingWindow window) {
    int length = Math.max(2, window.length());
    return new RollingWindow(length, window.unit(), window.includesCurrent(), window.required());
  }

  private static NumericMetric<Bar, ?> metric(
      NumericMetric<Bar, ?> series, RollingWindow window, int kind) {
    return switch (kind) {
      case 0 -> series.total().over(window);
      case 1 -> series.mean().over(window);
      case 2 -> series.standardDeviation().over(window);
      case 3 -> series.min().over(window);
      case 4 -> series.max().over(window);
      case 5 -> series.median().over(window);
      case 6 -> series.mad().over(window);
      case 7 -> series.quantile(0.9).over(window);
      case 8 -> series.zScore().over(ofTwo(window));
      case 9 -> series.modifiedZScore().over(ofTwo(window));
      case 10 -> series.ratioToMean().over(window);
      case 11 -> series.percentileRank().over(window);
      case 12 -> series.smoothed(ewma(0.2).startingAfter(3)).mean();
      case 13 -> series.smoothed(ewma(0.2).startingAfter(3)).deviation();
      case 14 -> series.smoothed(ewma(0.2).startingAfter(3)).score();
      case 15 -> Rank.inHindsight(series.descending());
      case 16 -> Rank.trailing(series.ascending(), window).ties(Ties.DENSE);
      case 17 -> Rank.trailing(series.descending(), window);
      case 18 -> Rank.acrossTickers(series.descending());
      case 19 -> Rank.acrossTickers(series.ascending()).ties(Ties.ORDINAL);
      case 20 -> Rank.acrossTickers(series.descending()).ties(Ties.DENSE);
      case 21 -> series.lagged(window.length());
      case 22 -> series.max(series.lagged(1)).min(1e6);
      case LAST_OF_ANY -> series.smoothed(span(3).includingCurrent()).mean();
      case 24 -> series.lagged(1).orElse(series);
      case 25 -> series.change();
      case 26 -> series.ratioToLagged(window.length());
      case 27 -> series.plus(VOLUME).dividedBy(3);
      case 28 -> series.minus(series.median().over(window)).abs();
      case 29 -> series.change().sign().times(VOLUME).cumulative();
      case 30 -> series.cumulativeFrom(LocalDate.of(2020, 2, 3));
      case 31 -> Demeaned.acrossTickers(series.median());
      case 32 -> series.adjustedFor(CalendarEffects.published(NYSE));
      default -> series.score(DistanceFromMedian.INSTANCE).over(window);
    };
  }

  /** Metrics that follow a series for long, over the fields of bars. */
  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> models() {
    Arbitrary<NumericMetric<Bar, ?>> series =
        Arbitraries.of(VOLUME, LOG_VOLUME, DOLLAR_VOLUME, CLOSE, TRADES);
    return Combinators.combine(
            series,
            Arbitraries.integers().between(5, 25),
            Arbitraries.integers().between(5, 9),
            Arbitraries.integers().between(0, LAST_MODEL))
        .as(ParityContract::model)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  private static NumericMetric<Bar, ?> model(
      NumericMetric<Bar, ?> series, int length, int required, int kind) {
    HarModel model = HarModel.rolling(Math.max(length, required)).requiring(required);
    return switch (kind) {
      case 0 -> series.expectedBy(model).forecast();
      case 1 -> series.expectedBy(model).score();
      case 2 -> series.expectedBy(HarModel.expanding(required)).score();
      case 3 -> series.expectedBy(HarModel.expanding(required)).deviation();
      case 4 -> series.zScore().over(bars(model.rows()).requiring(required)).cusumUp(0.5, 3.14159);
      case 5 -> series.cusumDown(0, 1e6);
      case 6 -> series.minus(series.lagged(1)).cusumUp(1, 1e4);
      case 7 -> series.adjustedFor(CalendarEffects.estimated(NYSE).requiring(1));
      default -> series.perMinute(NYSE).mean().over(bars(length).requiring(1));
    };
  }

  /** A statistic of a user's own. */
  private enum Distinct implements Statistic<Long> {
    VALUES;

    @Override
    public Class<Long> type() {
      return Long.class;
    }

    @Override
    public String describe() {
      return "number of different values";
    }

    @Override
    public WindowKernel kernel(int window) {
      List<Double> inside = new ArrayList<>();
      return new WindowKernel() {
        @Override
        public void add(double value) {
          inside.add(value);
        }

        @Override
        public void evict(double value) {
          inside.remove(0);
        }

        @Override
        public double result() {
          return inside.stream().distinct().count();
        }
      };
    }
  }

  /** A score of a user's own. */
  private enum DistanceFromMedian implements ScoreFormula {
    INSTANCE;

    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      OrderStatistics order = window.order();
      return x -> x / order.median();
    }
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
    RunReport report = new VolumePipeline("parity", outputs).run(runner);
    List<List<List<Object>>> rows = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      rows.add(cells(stages.get(i).plan().schema(), sinks.get(i).rows()));
    }
    return new Results(rows, report);
  }

  @SuppressWarnings("unchecked") // the rows came from the stage that the schema is of
  static <S> List<List<Object>> cells(Schema<S> schema, List<Object> rows) {
    List<List<Object>> cells = new ArrayList<>();
    for (Object row : rows) {
      List<Object> values = new ArrayList<>();
      schema.columns().forEach(column -> values.add(column.valueOn((S) row)));
      cells.add(values);
    }
    return cells;
  }
}
