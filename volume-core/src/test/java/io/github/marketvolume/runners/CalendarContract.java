package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.testing.Causality;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a runner knows of an exchange's days. */
public abstract class CalendarContract {

  private static final CalendarEffects EFFECTS = CalendarEffects.published(NYSE);
  private static final Derived<Bar> ADJUSTED = LOG_VOLUME.adjustedFor(EFFECTS);
  private static final Derived<Bar> PER_MINUTE = VOLUME.perMinute(NYSE);
  private static final DayKindOf<Bar> KIND = DayKindOf.on(NYSE);

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  private static BarsStage stageOf(String... dates) {
    List<Bar> bars = new ArrayList<>();
    for (String date : dates) {
      bars.add(Bar.of("A", LocalDate.parse(date), 1_000));
    }
    return BarsStage.from(InMemoryBars.of(bars));
  }

  @Test
  @DisplayName("the kind of a day is a column, and its effect is taken from log volume")
  void kindsAndEffects() {
    List<Measured<Bar>> rows =
        List.copyOf(
            stageOf("2020-11-25", "2020-11-27", "2020-11-28")
                .measure(KIND, LOG_VOLUME, ADJUSTED, PER_MINUTE)
                .collect(runner()));

    assertThat(rows)
        .extracting(row -> row.get(KIND).orElse("none"))
        .containsExactly("PRE_HOLIDAY", "HALF_DAY", "none");
    assertThat(rows.get(1).get(ADJUSTED)).contains(Math.log(1_000) + 0.88);
    assertThat(rows)
        .extracting(row -> row.get(PER_MINUTE).orElse(-1.0))
        .containsExactly(1_000 / 390.0, 1_000 / 210.0, -1.0);
    assertThat(rows.get(2).get(ADJUSTED)).isEqualTo(rows.get(2).get(LOG_VOLUME));
  }

  @Test
  @DisplayName("days beyond the coverage have no kind and no effect, and one warning says so")
  void beyondTheCoverage() {
    RollingMetric<Bar, Long> before = VOLUME.total().over(sessions(2).on(NYSE).requiring(1));
    BarsStage prices = stageOf("1962-11-21", "1962-11-22", "1962-11-26", "1999-01-04");
    InMemorySink<Measured<Bar>> rows = new InMemorySink<>();

    RunReport report =
        VolumePipeline.named("old", prices.measure(KIND, ADJUSTED, before).into(rows))
            .run(runner());

    assertThat(report.warnings())
        .containsExactly(
            "4 bars in memory: bars from 1962-11-21 to 1999-01-04 are not all in the coverage of"
                + " the calendar NYSE, 1999-01-01 to 2030-12-31; the days beyond it have no kind"
                + " and no effect, no rule judges them, and their Mondays to Fridays count as"
                + " sessions");
    assertThat(rows.rows())
        .extracting(row -> row.get(KIND).isPresent())
        .containsExactly(false, false, false, true);
    assertThat(rows.rows().get(0).get(ADJUSTED)).contains(Math.log(1_000));
    assertThat(rows.rows())
        .extracting(row -> row.get(before).orElse(0L))
        .containsExactly(0L, 1_000L, 1_000L, 0L);
    assertThat(
            VolumePipeline.named(
                    "new", stageOf("2020-01-02").measure(KIND).into(new InMemorySink<>()))
                .run(runner())
                .warnings())
        .isEmpty();
  }

  @Test
  @DisplayName("without a calendar no day has a kind, weekdays are sessions, and nobody is warned")
  void withoutCalendar() {
    RollingMetric<Bar, Long> before =
        VOLUME.total().over(sessions(2).on(TradingCalendar.NONE).requiring(1)).as("before");
    DayKindOf<Bar> kind = DayKindOf.on(TradingCalendar.NONE);
    Derived<Bar> adjusted =
        LOG_VOLUME.adjustedFor(CalendarEffects.published(TradingCalendar.NONE)).as("adjusted");
    InMemorySink<Measured<Bar>> rows = new InMemorySink<>();

    RunReport report =
        VolumePipeline.named(
                "none",
                stageOf("1969-12-31", "1970-01-01", "2020-11-27", "2020-12-01", "2020-12-04")
                    .measure(kind, adjusted, before)
                    .into(rows))
            .run(runner());

    assertThat(report.warnings()).isEmpty();
    assertThat(rows.rows()).allMatch(row -> row.get(kind).isEmpty());
    assertThat(rows.rows()).allMatch(row -> row.get(adjusted).orElseThrow() == Math.log(1_000));
    assertThat(rows.rows())
        .extracting(row -> row.get(before).orElse(0L))
        .containsExactly(0L, 1_000L, 0L, 1_000L, 0L);
  }

  @Test
  @DisplayName("a flag with exceptions is never set on them, and its anomalies are not there")
  void exceptions() {
    Flag<MarketDay> busy = total(VOLUME).atLeast(1).except(NYSE, DayKind.HALF_DAY).as("busy");

    var flagged =
        stageOf("2020-11-25", "2020-11-27", "2020-11-30").market(total(VOLUME)).flag(busy);

    List<Flagged<MarketDay>> days = List.copyOf(flagged.collect(runner()));
    assertThat(days).extracting(day -> day.is(busy)).containsExactly(true, false, true);
    assertThat(flagged.anomalies().collect(runner())).hasSize(2);
  }

  @FullBuild // the parity of generated models has them on fewer rows
  @Test
  @DisplayName("effects that are estimated from years of a series are those of the definition")
  void estimatedEffects() {
    List<Bar> bars = years(2013, 2017);
    Stage<Measured<Bar>> stage =
        BarsStage.from(InMemoryBars.of(bars))
            .from(LocalDate.of(2016, 6, 1))
            .measure(
                EstimatedOffset.of(LOG_VOLUME, CalendarEffects.estimated(NYSE)).as("of_8"),
                EstimatedOffset.of(LOG_VOLUME, CalendarEffects.estimated(NYSE).requiring(1))
                    .as("of_1"),
                LOG_VOLUME
                    .adjustedFor(CalendarEffects.estimated(NYSE))
                    .expectedBy(HarModel.rolling(60).requiring(40))
                    .score()
                    .as("unexpected"));
    Schema<Measured<Bar>> schema = stage.plan().schema();

    List<Measured<Bar>> rows = List.copyOf(stage.collect(runner()));

    List<List<Object>> expected =
        stage.collect(ReferenceRunner.create()).stream().map(row -> cells(schema, row)).toList();
    RowComparison.assertSame(
        expected, rows.stream().map(row -> cells(schema, row)).toList(), stage);
    CalendarEffects published = CalendarEffects.published(NYSE);
    Set<DayKind> estimated = EnumSet.noneOf(DayKind.class);
    EstimatedOffset<Bar> offset = EstimatedOffset.of(LOG_VOLUME, CalendarEffects.estimated(NYSE));
    for (Measured<Bar> row : rows) {
      DayKind kind = NYSE.kind(row.tradeDate()).orElseThrow();
      if (row.get(offset.as("of_8")).orElseThrow() != published.offset(kind)) {
        estimated.add(kind);
      }
    }
    assertThat(estimated).contains(DayKind.MONTHLY_OPEX).doesNotContain(DayKind.RUSSELL);
  }

  private static List<Object> cells(Schema<Measured<Bar>> schema, Measured<Bar> row) {
    List<Object> cells = new ArrayList<>();
    schema.columns().forEach(column -> cells.add(column.valueOn(row)));
    return cells;
  }

  /** Bars of two tickers on most sessions, from the beginning of a year to the end of another. */
  private static List<Bar> years(int first, int last) {
    List<Bar> bars = new ArrayList<>();
    Random random = new Random(first);
    for (LocalDate day = LocalDate.of(first, 1, 1); day.getYear() <= last; day = day.plusDays(1)) {
      for (String ticker : List.of("A", "B")) {
        if (NYSE.isSession(day) && random.nextInt(30) > 0) {
          long volume = random.nextInt(40) == 0 ? 0 : 1_000 + random.nextInt(1_000);
          bars.add(Bar.of(ticker, day, volume));
        }
      }
    }
    return bars;
  }

  @FullBuild
  @Test
  @DisplayName("estimated effects look at no later day")
  void causalityOfEstimates() {
    Causality.assertCausal(
        prices ->
            prices.measure(
                LOG_VOLUME.adjustedFor(CalendarEffects.estimated(NYSE).requiring(1)).as("cal"),
                VOLUME.perMinute(NYSE)),
        years(2018, 2019),
        runner());
  }

  @Test
  @DisplayName("windows of time, effects and exceptions look at no later day")
  void causality() {
    List<Bar> bars = new ArrayList<>();
    Random random = new Random(5);
    for (LocalDate day = LocalDate.of(2019, 11, 18); day.getYear() < 2020; day = day.plusDays(1)) {
      for (String ticker : List.of("A", "B", "C")) {
        if (NYSE.isSession(day) && random.nextInt(8) > 0) {
          bars.add(Bar.of(ticker, day, 1_000 + random.nextInt(1_000)));
        }
      }
    }
    Causality.assertCausal(CalendarContract::everything, bars, runner());
    Causality.assertCausal(CalendarContract::episodes, bars, runner());
  }

  /** Of tickers that lack some sessions. */
  private static Stage<?> episodes(BarsStage prices) {
    Flag<Bar> busy = VOLUME.ratioToMean().over(bars(4).requiring(2)).atLeast(1.1).as("busy");
    return prices
        .measure(busy.level(Levels.of("BUSY", 1.1).and("VERY", 1.3)))
        .measure(VOLUME.ratioToMean().over(bars(4).requiring(2)))
        .flag(busy)
        .episodes(busy)
        .joinedWithin(sessions(2).on(NYSE));
  }

  /** A source that leaves out bars that are not asked for. */
  private record Pruning(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.stream()
          .filter(bar -> request.from().stream().noneMatch(bar.tradeDate()::isBefore))
          .iterator();
    }

    @Override
    public String describe() {
      return "pruned bars";
    }
  }

  @Test
  @DisplayName("what a source leaves out is in no window, whatever gaps a ticker has")
  void lookBack() {
    List<Bar> bars = new ArrayList<>();
    LocalDate last = LocalDate.of(2020, 11, 30);
    for (int i = 1; i <= 5; i++) {
      bars.add(Bar.of("HALTED", LocalDate.of(2018, 3, i), i));
    }
    NYSE.sessions(LocalDate.of(2020, 11, 2), last).forEach(day -> bars.add(Bar.of("A", day, 7)));
    bars.add(Bar.of("HALTED", last, 9));
    List<NumericMetric<Bar, ?>> metrics =
        List.of(
            VOLUME.total().over(bars(4)),
            VOLUME.total().over(days(20)),
            VOLUME.total().over(sessions(9).on(NYSE).requiring(1)),
            VOLUME.total().over(days(5)).max().over(bars(2).requiring(1)));
    for (NumericMetric<Bar, ?> metric : metrics) {
      Stage<Measured<Bar>> some =
          BarsStage.from(new Pruning(bars)).between(last, last).measure(metric);
      assertThat(some.collect(runner()).stream().map(row -> row.get(metric)))
          .as(metric.describe())
          .isEqualTo(
              BarsStage.from(InMemoryBars.of(bars)).measure(metric).collect(runner()).stream()
                  .filter(row -> row.tradeDate().equals(last))
                  .map(row -> row.get(metric))
                  .toList());
    }
  }

  private static Stage<?> everything(BarsStage prices) {
    CrossSection<Double> score =
        across(ADJUSTED.modifiedZScore().over(sessions(6).on(NYSE).requiring(4)).median());
    return prices
        .market(
            score,
            across(VOLUME.mean().over(days(9).requiring(2)).max()),
            across(LOG_VOLUME.zScore().over(sameKind(6).on(NYSE).requiring(3)).mean()))
        .measure(DayKindOf.on(NYSE))
        .flag(score.atLeast(0.5).except(NYSE, DayKind.HALF_DAY).as("shock"));
  }
}
