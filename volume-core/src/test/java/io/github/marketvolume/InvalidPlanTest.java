package io.github.marketvolume;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.InputRule;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot mean anything is refused while the pipeline is built, in one line. */
class InvalidPlanTest {

  private static final InMemorySink<Bar> MEMORY = new InMemorySink<>();

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of());

  /** A rule that is neither a record nor an enum. */
  private static final class RuleWithoutValue implements AnomalyRule<Bar> {

    private static final long serialVersionUID = 1L;

    @Override
    public String describe() {
      return "always";
    }

    @Override
    public String name() {
      return "always";
    }

    @Override
    public List<NumericMetric<Bar, ?>> inputs() {
      return List.of(VOLUME);
    }

    @Override
    public Verdict judge(double... inputs) {
      return new Verdict(true, inputs[0], 1);
    }
  }

  /** A statistic that is neither a record nor an enum. */
  private static final class StatisticWithoutValue implements Statistic<Double> {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "own";
    }

    @Override
    public Class<Double> type() {
      return Double.class;
    }

    @Override
    public WindowKernel kernel(int window) {
      throw new UnsupportedOperationException("a plan never asks for one");
    }
  }

  /** A rule for bars under any name. */
  private record NamedRule(String ruleName) implements BarRule {

    @Override
    public Optional<String> violation(Bar bar) {
      return Optional.empty();
    }
  }

  static Stream<Arguments> plans() {
    Score<Bar> score = VOLUME.zScore().over(bars(20));
    Rank<Bar> hindsight = Rank.inHindsight(VOLUME.descending());
    return Stream.of(
        refused(
            () -> BARS.measure(VOLUME.mean().over(bars(20)), score.as("volume_mean_20")),
            "there are two columns named volume_mean_20; give one of them another name with"
                + " as(...)"),
        refused(
            () -> BARS.measure(score.as("close")),
            "there are two columns named close; give one of them another name with as(...)"),
        refused(
            () -> BARS.flagAnomalies(score.atLeast(3).rule()).episodes(score.atLeast(4)),
            "the stage does not set the flag volume_z_20_at_least_4 (volume_z_20 at least"
                + " 4.0), whose rows are to be joined; add flag(...) of it before episodes(...)"),
        refused(
            () ->
                BARS.flagAnomalies(score.atLeast(3).rule())
                    .episodes(score.atLeast(3))
                    .joinedWithin(bars(5).requiring(2)),
            "flagged rows cannot be joined within the 5 bars before (at least 2 with a value); give"
                + " a distance such as bars(5), days(7) or sessions(5).on(NYSE)"),
        refused(
            () ->
                BARS.flagAnomalies(score.atLeast(3).rule())
                    .episodes(score.atLeast(3))
                    .joinedWithin(sameKind(2).on(NYSE)),
            "flagged rows cannot be joined within the 2 bars on days of the same kind on NYSE"
                + " before; give a distance such as bars(5), days(7) or sessions(5).on(NYSE)"),
        refused(
            () -> BARS.measure(score.as("severity")).flag(score.atLeast(3)).anomalies(),
            "there are two columns named severity; give one of them another name with as(...)"),
        refused(
            () -> BARS.leaderboard(VOLUME.max(), VOLUME.max()),
            "there are two columns named max_volume; give one of them another name with as(...)"),
        refused(
            () -> BARS.measure(VOLUME.atLeast(5)),
            "volume_at_least_5 is a flag; set it with flag(...), after measure(...)"),
        refused(
            () -> BARS.measure(VOLUME.zScore().over(bars(21))).flag(score.atLeast(3).as("spike")),
            "flag spike judges by volume_z_20, which the stage does not measure; add measure(...)"
                + " of it before flag(...)"),
        refused(
            () -> BARS.where(not(Rank.acrossTickers(VOLUME.descending()).atLeast(100))),
            "bars cannot be kept where not (volume_rank_across_tickers at least 100.0):"
                + " volume_rank_across_tickers compares tickers; measure it, and use where(...)"
                + " after measure(...)"),
        refused(
            () -> BARS.leaderboard(VOLUME.max()).where(not(VOLUME.total().as("all").atLeast(5))),
            "where(...) asks all (total of volume), which the leaderboard does not show; add it to"
                + " leaderboard(...)"),
        refused(
            () -> BARS.flag(VOLUME.atLeast(1)).anomalies().where(VOLUME.raw().atLeast(1)),
            "raw_volume cannot be computed: the basis of 0 bars in memory is not stated; state it"
                + " with inBasis(...)"),
        refused(
            () -> BARS.weekly().monthly(),
            "the bars are of a week already, and cannot be combined by month; combine the bars of"
                + " days"),
        refused(
            BARS::keepingUnfinished,
            "only a period can be unfinished; use keepingUnfinished() after weekly(), monthly(),"
                + " quarterly() or yearly()"),
        refused(
            () -> BARS.monthly().measure(VOLUME.mean().over(sameKind(8).on(NYSE))),
            "volume_mean_8k depends on the kind or the hours of single sessions, and the bars are"
                + " of a month each; measure it of the bars of days"),
        refused(
            () -> BARS.weekly().market(total(VOLUME.perMinute(NYSE).as("pace"))),
            "total_pace depends on the kind or the hours of single sessions, and the bars are of a"
                + " week each; measure it of the bars of days"),
        refused(
            () ->
                BARS.weekly()
                    .where(
                        LOG_VOLUME
                            .adjustedFor(CalendarEffects.published(NYSE))
                            .atLeast(3)
                            .as("busy")),
            "busy depends on the kind or the hours of single sessions, and the bars are of a week"
                + " each; measure it of the bars of days"),
        refused(
            () -> hindsight.atMost(10),
            "rule \"volume_rank_in_hindsight at most 10.0\" judges by volume_rank_in_hindsight,"
                + " which looks ahead (rank of volume, largest first, in hindsight over"
                + " the whole series); judge by a trailing window instead"),
        refused(
            () -> hindsight.mean().over(bars(3)).as("smooth").atMost(10),
            "rule \"smooth at most 10.0\" judges by smooth, which looks ahead (mean of rank of"
                + " volume, largest first, in hindsight over the whole series over the 3 bars"
                + " before); judge by a trailing window instead"),
        refused(
            () -> Flag.of(new RuleWithoutValue()),
            "rule io.github.marketvolume.InvalidPlanTest$RuleWithoutValue does not compare by"
                + " value; write it as a record or an enum"),
        refused(
            () -> VOLUME.summary(new StatisticWithoutValue()),
            "statistic io.github.marketvolume.InvalidPlanTest$StatisticWithoutValue does not"
                + " compare by value; write it as a record or an enum"),
        refused(
            () -> VolumePipeline.named("empty"),
            "pipeline empty has no output; send a stage into a sink"),
        refused(
            () -> VolumePipeline.named(" ", BARS.into(CsvSink.at("out"))),
            "a pipeline needs a name, for its report"),
        refused(
            () ->
                VolumePipeline.named(
                    "two", BARS.into(CsvSink.at("out")), BARS.into(ParquetSink.at("out/"))),
            "two outputs go to out/; give each a folder of its own"),
        refused(
            () -> VolumePipeline.named("two", BARS.into(MEMORY), BARS.into(MEMORY)),
            "two outputs go to one memory sink; give each a sink of its own"),
        refused(
            () -> ParquetSink.at(" "), "a folder to write to has no name; give a path or a URI"),
        refused(
            () -> ParquetSink.at("out").partitionedBy("ticker", "ticker"),
            "out is partitioned by a column twice; name each once"),
        refused(
            () -> BARS.rejected().into(ParquetSink.at("out").partitionedBy("ticker")),
            "out cannot be partitioned by ticker; the rows have these columns: origin, line, rule,"
                + " reason, text"),
        refused(
            () ->
                BARS.leaderboard(VOLUME.max())
                    .into(ParquetSink.at("out").partitionedBy("ticker", "max_volume", "rank")),
            "out is partitioned by every column; leave at least one in the files"),
        refused(
            () -> BARS.rejected().into(ParquetSink.at("out").byMonth()),
            "out cannot be divided by month: no column of the rows is a date (origin, line, rule,"
                + " reason, text); leave out byMonth()"),
        refused(
            () -> BARS.leaderboard(VOLUME.max()).into(ParquetSink.at("out").byMonth()),
            "out cannot be divided by month: no column of the rows is a date (ticker, max_volume,"
                + " rank); leave out byMonth()"),
        refused(
            () -> ParquetSink.at("out").byMonth().partitionedBy("ticker", "volume"),
            "out is divided by month and partitioned by ticker, volume; leave out byMonth() or"
                + " partitionedBy(...)"),
        refused(
            () -> ParquetSink.at("out").partitionedBy("ticker").byMonth(),
            "out is divided by month and partitioned by ticker; leave out byMonth() or"
                + " partitionedBy(...)"),
        refused(
            BARS::leaderboard, "a leaderboard needs a summary to rank by, such as VOLUME.max()"),
        refused(BARS::market, "a market stage needs a cross-section, such as total(VOLUME)"),
        refused(
            () -> BARS.market(total(VOLUME).mean().over(bars(3))),
            "total_volume_mean_3 is not computed across tickers; measure it after market(...)"),
        refused(
            () -> BARS.between(LocalDate.of(2020, 1, 2), LocalDate.of(2020, 1, 1)),
            "the date range 2020-01-02 to 2020-01-01 is empty: the first date is after the last;"
                + " swap them"),
        refused(
            () -> BarRules.standard().relaxing(StandardRule.BARS_DO_NOT_CONFLICT),
            "rule bars-do-not-conflict cannot be relaxed: a row that breaks it has no place in a"
                + " series"),
        refused(
            () ->
                BarsStage.from(ParquetSource.at("bars"))
                    .checkedBy(BarRules.standard().keepingLastOfRepeatedDays()),
            "bars (Parquet) has no order, so it has no last bar of a repeated day; leave out"
                + " keepingLastOfRepeatedDays()"),
        refused(
            () -> BarRules.standard().relaxing(new NamedRule("own")),
            "rule own is not among the rules; add it with and(...) first"),
        refused(
            () -> BarRules.standard().and(new NamedRule("date-is-valid")),
            "there are two rules named date-is-valid; give one of them another name"),
        refused(
            () -> BarRules.standard().rejecting(StandardRule.DATE_IS_A_SESSION),
            "rule date-is-a-session is not asked without sessions; state them first with"
                + " expectingSessionsOf(calendar)"),
        refused(
            () ->
                BarRules.standard()
                    .expectingSessionsOfMarket()
                    .failingAbove(StandardRule.DATE_IS_A_SESSION, 0.1),
            "rule date-is-a-session is not asked without sessions; state them first with"
                + " expectingSessionsOf(calendar)"),
        refused(
            () -> BarRules.standard().failingAbove(InputRule.LAST_DAY_IS_COMPLETE, 0),
            "rule last-day-is-complete is not asked without sessions; state them first with"
                + " expectingSessionsOf(calendar) or expectingSessionsOfMarket()"),
        refused(
            () ->
                BarRules.standard()
                    .expectingSessionsOfMarket()
                    .rejecting(InputRule.TICKERS_HAVE_EVERY_SESSION),
            "rule tickers-have-every-session is about days that have no row, so it cannot reject"
                + " one; let it fail the run with failingAbove(rule, share)"),
        refused(
            () -> CsvSource.at(List.of(), CsvLayout.KAGGLE),
            "a CSV source needs at least one file, folder or glob"),
        refused(
            () -> CsvSource.at(List.of("a.csv", " "), CsvLayout.KAGGLE),
            "a location of a CSV source has no name; give a file, a folder or a glob"),
        refused(
            () -> ParquetSource.at(""),
            "a location of a Parquet source has no name; give a file, a folder or a glob"),
        refused(
            () -> CsvSource.at("prices.csv", CsvLayout.named("mine").date("day")),
            "layout mine lacks a date or a volume; declare both with date(...) and volume(...)"));
  }

  private static Arguments refused(ThrowingCallable plan, String message) {
    return arguments(message, plan);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  @DisplayName("a plan that cannot mean anything")
  void invalidPlans(String message, ThrowingCallable plan) {
    assertThatThrownBy(plan).isInstanceOf(InvalidPlanException.class).hasMessage(message);
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        refused(
            () -> VOLUME.as("Volume 2"),
            "column name \"Volume 2\" cannot be used; write lower-case letters, digits and"
                + " underscores, a letter first, at most 128"),
        refused(() -> bars(0), "a window of 0 bars is not possible; give 1 to 25200"),
        refused(() -> bars(25_201), "a window of 25201 bars is not possible; give 1 to 25200"),
        refused(
            () -> bars(20).requiring(21),
            "a window of 20 bars cannot require 21 values; give 1 to 20"),
        refused(
            () -> bars(20).requiring(0),
            "a window of 20 bars cannot require 0 values; give 1 to 20"),
        refused(
            () -> VOLUME.quantile(95),
            "a quantile at 95.0 is not possible; give a share from 0 to 1"),
        refused(
            () -> VOLUME.atLeast(Double.NaN),
            "volume cannot be compared with a threshold of NaN; give a finite number"),
        refused(
            () -> VOLUME.beyond(-3),
            "volume cannot be compared with a threshold of -3.0; give a number above 0"),
        refused(
            () -> VOLUME.percentileRank().over(bars(252)).atLeast(99),
            "volume_percentile_rank_252 cannot be compared with a threshold of 99.0, because its"
                + " values are from 0 to 1; give a share, such as 0.95 for 95 %"),
        refused(
            () -> AnomalyRules.percentile(VOLUME, bars(252), 1.5),
            "volume_percentile_rank_252_incl cannot be compared with a threshold of 1.5, because"
                + " its values are from 0 to 1; give a share, such as 0.95 for 95 %"),
        refused(
            () -> across(VOLUME.percentileRank().over(bars(252)).median()).lagged(1).atMost(-0.1),
            "median_volume_percentile_rank_252_lag_1 cannot be compared with a threshold of -0.1,"
                + " because its values are from 0 to 1; give a share, such as 0.95 for 95 %"),
        refused(
            () -> share(VOLUME.atLeast(5)).atLeast(50),
            "share_volume_at_least_5 cannot be compared with a threshold of 50.0, because its"
                + " values are from 0 to 1; give a share, such as 0.95 for 95 %"),
        refused(
            () -> VOLUME.zScore().over(bars(1)),
            "a z-score of volume over a window of 1 is not possible, because one value has no"
                + " spread; give a window of 2 or more"),
        refused(
            () -> VOLUME.modifiedZScore().over(days(1).includingCurrent()),
            "a modified z-score of volume over a window of 1 is not possible, because one value has"
                + " no spread; give a window of 2 or more"),
        refused(
            () -> AnomalyRules.ratio(VOLUME, VOLUME.mean().over(bars(20)), 0),
            "volume cannot be compared with 0.0 times volume_mean_20; give a number above 0"),
        refused(
            () -> AnomalyRules.tukeyFence(VOLUME, bars(20), -1),
            "a Tukey fence at -1.0 interquartile ranges is not possible; give 0 or more"),
        refused(
            () -> Smoothing.ewma(1),
            "a smoothing weight of 1.0 is not possible; give one between 0 and 1"),
        refused(
            () -> Smoothing.ewma(0.1).startingAfter(1),
            "a smoothing cannot start after 1 values; give at least 2"),
        refused(
            () -> BARS.leaderboard(VOLUME.max()).top(0),
            "a leaderboard cannot keep the top 0; give 1 or more"),
        refused(
            () -> BarRules.standard().failingAbove(5),
            "a share of 5.0 rows is not possible; give 0 to 1, where 0.01 is one in a hundred"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  @DisplayName("a name or a number out of bounds")
  void outOfBounds(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
