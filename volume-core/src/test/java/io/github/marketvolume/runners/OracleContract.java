package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.SPLIT_COEFFICIENT;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.ReferenceFiles;
import io.github.marketvolume.Runner;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.Smoothing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A runner against values that were computed independently of this project, from eleven years of
 * five tickers. Needs the data: set {@code MARKET_DATA_DIR}; the values are in the folder {@code
 * reference} beside it.
 */
public abstract class OracleContract {

  private static final LocalDate LAST_DAY_OF_REFERENCE = LocalDate.of(2021, 2, 5);

  /** The runner that is compared with the values. */
  protected abstract Runner runner();

  /** Whether it reads files, and a million rows in a few seconds. */
  protected boolean readsFiles() {
    return true;
  }

  /** The metric that each column of the samples holds. */
  private static Map<String, Metric<Bar, ?>> metrics() {
    RollingWindow month = bars(20).requiring(15);
    RollingWindow quarter = bars(60).requiring(45);
    RollingWindow year = bars(252).requiring(189);
    RollingWindow monthWithCurrent = month.includingCurrent();
    Map<String, Metric<Bar, ?>> metrics = new LinkedHashMap<>();
    metrics.put("x", LOG_VOLUME);
    metrics.put("sum20inc", VOLUME.total().over(monthWithCurrent));
    metrics.put("mean20inc", VOLUME.mean().over(monthWithCurrent));
    metrics.put("sd20inc", VOLUME.standardDeviation().over(monthWithCurrent));
    metrics.put("median20inc", VOLUME.median().over(monthWithCurrent));
    metrics.put("max20inc", VOLUME.max().over(monthWithCurrent));
    metrics.put("min20inc", VOLUME.min().over(monthWithCurrent));
    metrics.put("mean20", LOG_VOLUME.mean().over(month));
    metrics.put("sd20", LOG_VOLUME.standardDeviation().over(month));
    metrics.put("z20", LOG_VOLUME.zScore().over(month));
    metrics.put("med20", LOG_VOLUME.median().over(month));
    metrics.put("mad20", LOG_VOLUME.mad().over(month));
    metrics.put("M20", LOG_VOLUME.modifiedZScore().over(month));
    metrics.put("med60", LOG_VOLUME.median().over(quarter));
    metrics.put("mad60", LOG_VOLUME.mad().over(quarter));
    metrics.put("M60", LOG_VOLUME.modifiedZScore().over(quarter));
    Derived<Bar> adjusted = LOG_VOLUME.adjustedFor(CalendarEffects.published(NYSE));
    metrics.put("day_type", DayKindOf.on(NYSE));
    metrics.put("med60cal", adjusted.median().over(quarter));
    metrics.put("mad60cal", adjusted.mad().over(quarter));
    metrics.put("M60cal", adjusted.modifiedZScore().over(quarter));
    metrics.put("z252", LOG_VOLUME.zScore().over(year));
    metrics.put("M252", LOG_VOLUME.modifiedZScore().over(year));
    metrics.put("ewma0_1", LOG_VOLUME.smoothed(Smoothing.ewma(0.1)).score());
    metrics.put("pctrank252", LOG_VOLUME.percentileRank().over(year.includingCurrent()));
    return metrics;
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("rolling statistics and scores of five tickers")
  void rollingSamples() throws IOException {
    List<Bar> input = new ArrayList<>();
    for (Map<String, String> row : ReferenceFiles.rows("input_volume_5_tickers.csv")) {
      input.add(bar(row));
    }
    Map<String, Metric<Bar, ?>> metrics = metrics();
    MeasuredStage<Bar> stage = BarsStage.from(InMemoryBars.of(input)).measure();
    for (Metric<Bar, ?> metric : metrics.values()) {
      stage = stage.measure(metric);
    }
    Map<String, Measured<Bar>> rows = new HashMap<>();
    for (Measured<Bar> row : stage.collect(runner())) {
      rows.put(row.base().ticker() + " " + row.tradeDate(), row);
    }
    List<Map<String, String>> samples = ReferenceFiles.rows("ticker_rolling_samples.csv");
    assertThat(samples).hasSizeGreaterThan(600);
    for (Map<String, String> sample : samples) {
      String key = sample.get("ticker") + " " + sample.get("date");
      metrics.forEach(
          (column, metric) ->
              requireClose(
                  key + " " + column, rows.get(key).get(metric).orElse(null), sample.get(column)));
    }
  }

  private static void requireClose(String what, Object value, String expected) {
    if (expected.isEmpty()) {
      assertThat(value).as(what).isNull();
    } else if (value instanceof String text) {
      assertThat(text).as(what).isEqualTo(expected);
    } else if (value instanceof Long whole) {
      assertThat((double) whole).as(what).isEqualTo(Double.parseDouble(expected));
    } else {
      double wanted = Double.parseDouble(expected);
      assertThat((Double) value)
          .as(what)
          .isCloseTo(wanted, within(Math.max(1e-12, 1e-9 * Math.abs(wanted))));
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("ranks across tickers, ties included")
  void ranksAcrossTickers() throws IOException {
    Rank<Bar> rank = Rank.acrossTickers(VOLUME.descending());
    List<Map<String, String>> listed = ReferenceFiles.rows("cross_section_ranks.csv");
    Set<String> days = listed.stream().map(row -> row.get("date")).collect(toSet());
    Map<String, Measured<Bar>> rows = new HashMap<>();
    BarsStage.from(InMemoryBars.of(barsOn(days)))
        .measure(rank, rank.ties(Ties.DENSE), rank.ties(Ties.ORDINAL))
        .collect(runner())
        .forEach(row -> rows.put(row.base().ticker() + " " + row.tradeDate(), row));
    assertThat(rows).hasSizeGreaterThan(1400);
    for (Map<String, String> expected : listed) {
      String key = expected.get("ticker") + " " + expected.get("date");
      Measured<Bar> row = rows.get(key);
      assertThat(row.get(rank)).as(key).isEqualTo(whole(expected, "rank_min_desc"));
      assertThat(row.get(rank.ties(Ties.DENSE)))
          .as(key)
          .isEqualTo(whole(expected, "rank_dense_desc"));
      assertThat(row.get(rank.ties(Ties.ORDINAL)))
          .as(key)
          .isEqualTo(whole(expected, "row_number_tie_by_symbol"));
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("the largest day of every year, as traded, split-adjusted and in dollars")
  void largestDayOfYears() throws IOException {
    List<Bar> apple = rawBars("AAPL");
    int years = 0;
    for (Map<String, String> expected : ReferenceFiles.rows("yearly_max_volume.csv")) {
      int year = Integer.parseInt(expected.get("year"));
      BarsStage raw = BarsStage.from(InMemoryBars.of(apple)).inBasis(Basis.RAW);
      BarField<Long> adjusted = VOLUME.splitAdjusted();
      // The adjustment goes to the last day of all, and what is published is one year.
      List<Measured<Bar>> rows =
          raw.measure(VOLUME.raw(), adjusted, DOLLAR_VOLUME).collect(runner()).stream()
              .filter(row -> row.tradeDate().getYear() == year)
              .filter(row -> !row.tradeDate().isAfter(LAST_DAY_OF_REFERENCE))
              .toList();
      assertThat(largest(rows, VOLUME.raw())).isEqualTo(number(expected, "aapl_raw_max"));
      assertThat(largest(rows, adjusted)).isEqualTo(number(expected, "aapl_adj_max"));
      assertThat(largest(rows, DOLLAR_VOLUME))
          .isCloseTo(number(expected, "aapl_dollar_max"), within(0.01));
      years++;
    }
    assertThat(years).isEqualTo(12);
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("splits of real files, odd coefficients and spin-offs among them")
  void splits() throws IOException {
    int found = 0;
    for (String ticker : List.of("AAPL", "BRK.B", "C", "DD", "GE", "NFLX", "TSLA")) {
      Map<LocalDate, Double> listed = new HashMap<>();
      for (Map<String, String> row : ReferenceFiles.rows("splits_2010_on.csv")) {
        if (row.get("ticker").equals(ticker)) {
          listed.put(LocalDate.parse(row.get("date")), number(row, "split_coefficient"));
        }
      }
      List<Measured<Bar>> rows =
          BarsStage.from(InMemoryBars.of(rawBars(ticker)))
              .inBasis(Basis.RAW)
              .from(LocalDate.of(2010, 1, 1))
              .measure(SPLIT_COEFFICIENT.as("split"))
              .collect(runner());
      for (Measured<Bar> row : rows) {
        double coefficient = row.get(SPLIT_COEFFICIENT).orElse(1.0);
        if (coefficient != 1 || listed.containsKey(row.tradeDate())) {
          assertThat(coefficient)
              .as(ticker + " " + row.tradeDate())
              .isCloseTo(listed.get(row.tradeDate()), within(1e-6));
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(8);
  }

  private static double largest(List<Measured<Bar>> rows, NumericMetric<Bar, ?> metric) {
    return rows.stream()
        .flatMap(row -> row.get(metric).stream())
        .mapToDouble(Number::doubleValue)
        .max()
        .orElseThrow();
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /** A vendor's raw bars of one ticker. */
  private static List<Bar> rawBars(String ticker) throws IOException {
    Path file = Path.of(System.getenv("MARKET_DATA_DIR"), "alphavantage").resolve(ticker + ".csv");
    List<Bar> bars = new ArrayList<>();
    for (Map<String, String> row : ReferenceFiles.rows(file)) {
      bars.add(
          Bar.builder()
              .from(
                  Bar.of(
                      ticker,
                      LocalDate.parse(row.get("timestamp")),
                      Long.parseLong(row.get("volume"))))
              .close(number(row, "close"))
              .splitCoefficient(number(row, "split_coefficient"))
              .build());
    }
    return bars;
  }

  /** All bars of some dates. */
  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("calendar-adjusted flags of every year, and the market's score of every day")
  void calendarAdjustedScores() throws IOException {
    assumeTrue(readsFiles(), "this runner takes rows in memory, and is too slow for so many");
    Path all = Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz");
    BarsStage prices = BarsStage.from(CsvSource.at(all.toString(), CsvLayout.KAGGLE));
    Score<Bar> m60 =
        LOG_VOLUME
            .adjustedFor(CalendarEffects.published(NYSE))
            .modifiedZScore()
            .over(bars(60).requiring(45));
    CrossSection<Long> valid = CrossSection.across(m60.count());
    CrossSection<Long> high = CrossSection.count(m60.atLeast(3.5));
    CrossSection<Long> low = CrossSection.count(m60.atMost(-3.5));
    CrossSection<Double> score = CrossSection.across(m60.median()).requiring(50);
    CrossSection<Double> breadth2 = CrossSection.share(m60.atLeast(2)).requiring(50);
    CrossSection<Double> breadth35 = CrossSection.share(m60.atLeast(3.5)).requiring(50);
    DayKindOf<MarketDay> kind = DayKindOf.on(NYSE);
    Map<String, Measured<MarketDay>> days = new HashMap<>();
    Map<Integer, long[]> years = new HashMap<>();
    prices
        .market(valid, high, low, score, breadth2, breadth35)
        .measure(kind)
        .collect(runner())
        .forEach(
            day -> {
              days.put(day.tradeDate().toString(), day);
              long[] year = years.computeIfAbsent(day.tradeDate().getYear(), y -> new long[3]);
              year[0] += day.get(valid).orElseThrow();
              year[1] += day.get(high).orElseThrow();
              year[2] += day.get(low).orElseThrow();
            });
    int compared = 0;
    for (Map<String, String> expected : ReferenceFiles.rows("ticker_flag_totals_M60cal_3.5.csv")) {
      if (!expected.get("year").equals("all")) {
        long[] year = years.get(Integer.parseInt(expected.get("year")));
        assertThat(year)
            .as(expected.get("year"))
            .containsExactly(
                Long.parseLong(expected.get("valid")),
                Long.parseLong(expected.get("high")),
                Long.parseLong(expected.get("low")));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(12);
    List<Map<String, String>> listed = ReferenceFiles.rows("market_daily_2010_2015.csv");
    assertThat(listed).hasSizeGreaterThan(1500);
    for (Map<String, String> expected : listed) {
      String date = expected.get("date");
      Measured<MarketDay> day = days.get(date);
      assertThat(day.get(kind)).as(date).contains(expected.get("day_type"));
      assertThat(day.get(valid)).as(date).isEqualTo(whole(expected, "n_eligible"));
      requireClose(date + " score", day.get(score).orElse(null), expected.get("score"));
      requireClose(
          date + " breadth at 2", day.get(breadth2).orElse(null), expected.get("breadth_ge2"));
      requireClose(
          date + " breadth at 3.5", day.get(breadth35).orElse(null), expected.get("breadth_ge3_5"));
    }
  }

  private static List<Bar> barsOn(Set<String> dates) throws IOException {
    Path all = Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(all)), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(","))
          .filter(cells -> dates.contains(cells[0]))
          .map(cells -> Bar.of(cells[1], LocalDate.parse(cells[0]), Long.parseLong(cells[7])))
          .toList();
    }
  }

  private static Optional<Long> whole(Map<String, String> row, String column) {
    return Optional.of(row.get(column)).filter(cell -> !cell.isEmpty()).map(Long::valueOf);
  }

  private static Bar bar(Map<String, String> row) {
    String volume = row.get("volume");
    return Bar.of(
        row.get("ticker"),
        LocalDate.parse(row.get("date")),
        volume.isEmpty() ? 0 : Long.parseLong(volume));
  }
}
