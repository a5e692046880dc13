package io.github.marketvolume.evaluation;

import static io.github.marketvolume.ReferenceFiles.rows;
import static io.github.marketvolume.calendar.DayKind.HALF_DAY;
import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Shocks, alarms and measures of eleven years against values that were computed independently of
 * this project. Needs the data: set {@code MARKET_DATA_DIR}; the values are in the folder {@code
 * reference} beside it.
 */
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
class DetectionOracleTest {

  private static final DateRange FIT =
      new DateRange(LocalDate.parse("2010-05-01"), LocalDate.parse("2015-12-31"));

  private static final DateRange TEST =
      new DateRange(LocalDate.parse("2016-01-01"), LocalDate.parse("2021-02-05"));

  private static final int JOINED_WITHIN = 5;
  private static final int NEAR = 1;

  private static final RollingWindow MONTH = bars(20).requiring(15);
  private static final RollingWindow QUARTER = bars(60).requiring(45);

  private static final CrossSection<Double> SCORE =
      CrossSection.across(
              LOG_VOLUME
                  .adjustedFor(CalendarEffects.published(NYSE))
                  .modifiedZScore()
                  .over(QUARTER)
                  .median())
          .requiring(50)
          .as("score");

  private static final CrossSection<Long> SHARES = total(VOLUME);
  private static final CrossSection<Double> DOLLARS = total(DOLLAR_VOLUME);
  private static final Score<MarketDay> Z_SHARES = SHARES.zScore().over(MONTH).as("z_shares");
  private static final Score<MarketDay> Z_DOLLARS = DOLLARS.zScore().over(MONTH).as("z_dollars");

  private static final Score<MarketDay> M_SHARES =
      SHARES.log().modifiedZScore().over(QUARTER).as("m_shares");

  private static final Score<MarketDay> M_DOLLARS =
      DOLLARS.log().modifiedZScore().over(QUARTER).as("m_dollars");

  private static MarketTruth truth;

  /** The market's days by range. */
  private static final Map<DateRange, List<Flagged<MarketDay>>> MARKET = new HashMap<>();

  /** What an alarm is. */
  private record Detector(NumericMetric<MarketDay, Double> score, double threshold) {

    /** Detectors by the names that the file of the expected measures has. */
    static final Map<String, Detector> BY_NAME = byName();

    private static Map<String, Detector> byName() {
      Map<String, Detector> detectors = new LinkedHashMap<>();
      for (double threshold : new double[] {0.55, 0.8, 1.1, 1.5, 2.0}) {
        detectors.put("medM60cal>=" + threshold, new Detector(SCORE, threshold));
      }
      detectors.put("raw total shares z20>=3", new Detector(Z_SHARES, 3));
      detectors.put("raw total shares z20>=2", new Detector(Z_SHARES, 2));
      detectors.put("dollar z20>=3", new Detector(Z_DOLLARS, 3));
      detectors.put("log dollar M60>=3.5", new Detector(M_DOLLARS, 3.5));
      detectors.put("log shares M60>=3.5", new Detector(M_SHARES, 3.5));
      return detectors;
    }

    Flag<MarketDay> flag() {
      return score.atLeast(threshold).except(NYSE, HALF_DAY);
    }

    Episodes alarms(DateRange range) {
      return Episodes.of(MARKET.get(range), flag(), score, JOINED_WITHIN);
    }

    Detection against(TruthRule rule, DateRange range) {
      return Detection.of(truth.episodes(rule, range, JOINED_WITHIN), alarms(range), NEAR);
    }
  }

  @BeforeAll
  static void measure() throws IOException {
    Path data = Path.of(System.getenv("MARKET_DATA_DIR"));
    truth = MarketTruth.of(closes(data.resolve("gspc.csv")), closes(data.resolve("vix.csv")));
    List<Flag<MarketDay>> flags = Detector.BY_NAME.values().stream().map(Detector::flag).toList();
    for (DateRange range : List.of(FIT, TEST)) {
      MARKET.put(
          range,
          prices()
              .between(range.first(), range.last())
              .market(SCORE, SHARES, DOLLARS)
              .measure(Z_SHARES, Z_DOLLARS, M_SHARES, M_DOLLARS)
              .flagAll(flags)
              .collect(LocalRunner.create().withThreads(2)));
    }
  }

  private static BarsStage prices() {
    Path data = Path.of(System.getenv("MARKET_DATA_DIR"));
    return BarsStage.from(
        CsvSource.at(data.resolve("sp500_stocks.csv.gz").toString(), CsvLayout.KAGGLE));
  }

  @Test
  void returnsAndChangesOfIndices() throws IOException {
    Map<LocalDate, IndexDay> days = new HashMap<>();
    truth.days().forEach(day -> days.put(day.tradeDate(), day));
    int compared = 0;
    for (Map<String, String> expected : rows("market_daily_2010_2015.csv")) {
      IndexDay day = days.get(LocalDate.parse(expected.get("date")));
      assertClose(day.logReturn(), expected.get("gspc_logret"));
      assertClose(day.z252(), expected.get("gspc_z252"));
      assertClose(day.volatilityChange(), expected.get("vix_change"));
      for (TruthRule rule : TruthRule.values()) {
        assertThat(rule.isShock(day))
            .as(rule + " " + day)
            .isEqualTo(expected.get("truth" + rule).equals("1"));
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(1500);
  }

  /** The file has ten digits of each. */
  private static void assertClose(OptionalDouble actual, String expected) {
    double value = Double.parseDouble(expected);
    assertThat(actual.getAsDouble()).isCloseTo(value, within(1e-9 * Math.abs(value) + 1e-12));
  }

  @Test
  void episodesOfShocks() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Map<String, String> row : rows("truth_episodes_2010_2015.csv")) {
      expected.add(
          String.join(
              " ",
              row.get("kind"),
              row.get("start"),
              row.get("end"),
              row.get("shock_days"),
              row.get("hit_0_55"),
              row.get("hit_1_1")));
    }
    List<String> actual = new ArrayList<>();
    for (TruthRule rule : TruthRule.values()) {
      Detection often = Detector.BY_NAME.get("medM60cal>=0.55").against(rule, FIT);
      Detection usual = Detector.BY_NAME.get("medM60cal>=1.1").against(rule, FIT);
      for (Episode shock : truth.episodes(rule, FIT, JOINED_WITHIN).list()) {
        actual.add(
            String.join(
                " ",
                "truth" + rule,
                shock.start().toString(),
                shock.end().toString(),
                Integer.toString(shock.flaggedDays()),
                often.found().contains(shock) ? "1" : "0",
                usual.found().contains(shock) ? "1" : "0"));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void episodesOfAStage_areThose() {
    List<Detector> detectors =
        List.of(Detector.BY_NAME.get("medM60cal>=0.55"), Detector.BY_NAME.get("medM60cal>=1.1"));
    List<InMemorySink<FlaggedEpisode<MarketDay>>> sinks =
        List.of(new InMemorySink<>(), new InMemorySink<>());
    BarsStage prices = prices().between(FIT.first(), FIT.last());
    Output<?>[] outputs = new Output<?>[detectors.size()];
    for (int i = 0; i < outputs.length; i++) {
      Flag<MarketDay> flag = detectors.get(i).flag();
      outputs[i] =
          prices
              .market(SCORE)
              .flag(flag)
              .episodes(flag)
              .joinedWithin(bars(JOINED_WITHIN))
              .into(sinks.get(i));
    }
    VolumePipeline.named("episodes", outputs).run(LocalRunner.create().withThreads(2));

    for (int i = 0; i < outputs.length; i++) {
      assertThat(
              sinks.get(i).rows().stream()
                  .map(
                      row ->
                          new Episode(
                              row.start(),
                              row.end(),
                              (int) row.flaggedDays(),
                              row.peak().tradeDate(),
                              row.peakScore())))
          .isNotEmpty()
          .isEqualTo(detectors.get(i).alarms(FIT).list());
    }
  }

  @Test
  void episodesOfAlarms() throws IOException {
    List<Map<String, String>> rows = rows("detector_episodes_2010_2015.csv");
    List<String> expected = new ArrayList<>();
    for (Map<String, String> row : rows) {
      expected.add(
          String.join(
              " ",
              row.get("threshold"),
              row.get("start"),
              row.get("end"),
              row.get("flagged_days"),
              row.get("peak_date"),
              row.get("peak_score"),
              row.get("overlaps_truthA"),
              row.get("overlaps_truthB")));
    }
    List<String> actual = new ArrayList<>();
    for (String threshold : List.of("0.55", "1.1")) {
      Detector detector = Detector.BY_NAME.get("medM60cal>=" + threshold);
      Detection byA = detector.against(TruthRule.A, FIT);
      Detection byB = detector.against(TruthRule.B, FIT);
      for (Episode alarm : detector.alarms(FIT).list()) {
        actual.add(
            String.join(
                " ",
                threshold,
                alarm.start().toString(),
                alarm.end().toString(),
                Integer.toString(alarm.flaggedDays()),
                alarm.peakDate().toString(),
                String.format(Locale.ROOT, "%.6f", alarm.peakScore()),
                byA.right().contains(alarm) ? "1" : "0",
                byB.right().contains(alarm) ? "1" : "0"));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void measuresOfTheFitRange() throws IOException {
    List<Map<String, String>> rows = rows("market_detector_metrics_fit.csv");
    assertThat(rows).hasSize(2 * Detector.BY_NAME.size());
    for (Map<String, String> expected : rows) {
      String name = expected.get("detector");
      Detector detector = Detector.BY_NAME.get(name);
      Detection actual = detector.against(TruthRule.valueOf(expected.get("truth")), FIT);
      assertThat(
              new double[] {
                actual.truthEpisodes(),
                actual.alarmEpisodes(),
                actual.recall().getAsDouble(),
                actual.precision().getAsDouble(),
                actual.f1().getAsDouble(),
                actual.falseAlarmsPerYear().getAsDouble(),
                detector.alarms(FIT).flaggedDays().size() * 252.0 / actual.days()
              })
          .as(name + ", truth " + expected.get("truth"))
          .containsExactly(
              List.of("T", "A", "rec", "prec", "F1", "fa_yr", "days_yr").stream()
                  .mapToDouble(column -> Double.parseDouble(expected.get(column)))
                  .toArray(),
              within(0.00005001));
    }
  }

  @Test
  void measuresOfTheTestRange() {
    assertMeasures("medM60cal>=1.1", 9, 22, 9, 14, 0.98);
    assertMeasures("raw total shares z20>=3", 6, 22, 6, 35, 5.7);
  }

  private static void assertMeasures(
      String name, int found, int shocks, int right, int alarms, double falseAlarms) {
    Detection actual = Detector.BY_NAME.get(name).against(TruthRule.B, TEST);
    assertThat(actual.found()).hasSize(found);
    assertThat(actual.truthEpisodes()).isEqualTo(shocks);
    assertThat(actual.right()).hasSize(right);
    assertThat(actual.alarmEpisodes()).isEqualTo(alarms);
    assertThat(actual.falseAlarmsPerYear().getAsDouble()).isCloseTo(falseAlarms, within(0.05));
  }

  private static SortedMap<LocalDate, Double> closes(Path file) throws IOException {
    SortedMap<LocalDate, Double> closes = new TreeMap<>();
    for (Map<String, String> row : rows(file)) {
      closes.put(LocalDate.parse(row.get("Date")), Double.valueOf(row.get("Close")));
    }
    return closes;
  }
}
