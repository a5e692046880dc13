package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.OPEN;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.runners.DuckDbQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an analyst asks on the first day, of eleven years of the S&amp;P 500, against SQL. Needs the
 * data: set {@code MARKET_DATA_DIR}.
 */
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
class LocalQuestionsTest {

  private static final String FILE =
      Path.of(String.valueOf(System.getenv("MARKET_DATA_DIR")), "sp500_stocks.csv.gz").toString();

  /** The bars in SQL; a zero volume is a missing one. */
  private static final String WITH_BARS =
      """
      with bars as (
        select "Date" as day, "Symbol" as ticker, "Open" as open, "Close" as close,
               "High" as high, "Low" as low, "Adj Close" as adj_close,
               nullif("Volume", 0) as volume
        from read_csv('%s', header = true, columns = {
          'Date': 'DATE', 'Symbol': 'VARCHAR', 'Adj Close': 'DOUBLE', 'Close': 'DOUBLE',
          'High': 'DOUBLE', 'Low': 'DOUBLE', 'Open': 'DOUBLE', 'Volume': 'BIGINT'}))
      """
          .formatted(FILE);

  private final Runner runner = LocalRunner.create().withThreads(2);
  private final BarsStage prices = BarsStage.from(CsvSource.at(FILE, CsvLayout.KAGGLE));

  private static List<String> sql(String select) {
    return DuckDbQueries.query(WITH_BARS + select);
  }

  @Test
  @DisplayName("the five most traded tickers of each month")
  void mostTradedOfEachMonth() {
    List<String> rows =
        prices
            .leaderboard(VOLUME.total(), VOLUME.max())
            .each(CalendarPeriod.MONTH)
            .top(5)
            .collect(runner)
            .stream()
            .map(
                row ->
                    row.period().orElseThrow()
                        + "|"
                        + row.ticker().symbol()
                        + "|"
                        + row.get(VOLUME.total()).orElseThrow()
                        + "|"
                        + row.get(VOLUME.max()).orElseThrow()
                        + "|"
                        + row.rank().orElseThrow())
            .toList();
    assertThat(rows)
        .hasSize(134 * 5)
        .isEqualTo(
            sql(
                """
                , months as (
                  select date_trunc('month', day) as period, ticker, sum(volume) as total,
                         max(volume) as largest
                  from bars group by all)
                select period::date, ticker, total, largest,
                       rank() over (partition by period order by total desc) as place
                from months qualify place <= 5 order by period, place, ticker
                """));
  }

  @Test
  @DisplayName("the market without two tickers and without March 2020")
  void marketOfSomeBars() {
    List<String> rows =
        prices
            .where(not(isTicker("AAPL", "BAC")))
            .where(not(isBetween(LocalDate.of(2020, 3, 1), LocalDate.of(2020, 3, 31))))
            .market(total(VOLUME))
            .measure(total(VOLUME).total().over(bars(2)).as("before"))
            .collect(runner)
            .stream()
            .map(
                row ->
                    row.tradeDate()
                        + "|"
                        + row.get(total(VOLUME)).orElseThrow()
                        + "|"
                        + row.get(total(VOLUME).total().over(bars(2))).orElse(null))
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(2_700)
        .isEqualTo(
            sql(
                """
                , days as (
                  select day, sum(volume) as total from bars
                  where ticker not in ('AAPL', 'BAC')
                    and day not between '2020-03-01' and '2020-03-31'
                  group by day)
                select day, total,
                       case when count(*) over before = 2 then sum(total) over before end
                from days window before as (order by day rows between 2 preceding and 1 preceding)
                order by day
                """));
  }

  /** Made-up sectors: by the first letter, but a new one from 2016 on for A, and none for Z. */
  private static final String SECTORS =
      """
      , sectors as (
        select *,
               case when ticker like 'Z%' then null
                    when ticker like 'A%' and day >= '2016-01-01' then 'New'
                    else ticker[1] end as sector
        from bars)
      """;

  private Grouping sectors(Path folder) {
    String file = folder.resolve("sectors.csv").toString();
    List<String> lines = new ArrayList<>(List.of("ticker,sector,valid_from,valid_to"));
    for (String ticker : sql("select distinct ticker from bars order by ticker")) {
      if (ticker.startsWith("A")) {
        lines.add(ticker + ",A,,2015-12-31");
        lines.add(ticker + ",New,2016-01-01,");
      } else if (!ticker.startsWith("Z")) {
        lines.add(ticker + "," + ticker.charAt(0) + ",,");
      }
    }
    try {
      Files.write(Path.of(file), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Grouping.csv("sector", file);
  }

  @Test
  @DisplayName("volume by sector and day, beside the sector's two days before")
  void volumeBySector(@TempDir Path folder) {
    List<String> rows =
        prices
            .groupedBy(sectors(folder))
            .market(total(VOLUME), tickersTraded())
            .measure(total(VOLUME).total().over(bars(2)).as("before"))
            .collect(runner)
            .stream()
            .map(
                row ->
                    row.base().group().orElse(null)
                        + "|"
                        + row.tradeDate()
                        + "|"
                        + row.get(total(VOLUME)).orElse(null)
                        + "|"
                        + row.get(tickersTraded()).orElseThrow()
                        + "|"
                        + row.get(total(VOLUME).total().over(bars(2))).orElse(null))
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(50_000)
        .isEqualTo(
            sql(
                SECTORS
                    + """
                    , days as (
                      select sector, day, sum(volume) as total, count(volume) as traded
                      from sectors group by all)
                    select sector, day, total, traded,
                           case when count(total) over before = 2 then sum(total) over before end
                    from days
                    window before as (partition by sector order by day
                                      rows between 2 preceding and 1 preceding)
                    order by sector nulls last, day
                    """));
  }

  @Test
  @DisplayName("the two most traded tickers of each sector, and its busiest ticker of a day")
  void ranksWithinSectors(@TempDir Path folder) {
    BarsStage grouped = prices.groupedBy(sectors(folder));
    List<String> leaders =
        grouped.leaderboard(VOLUME.total()).top(2).collect(runner).stream()
            .map(
                row ->
                    row.group().orElse(null)
                        + "|"
                        + row.ticker()
                        + "|"
                        + row.get(VOLUME.total()).orElseThrow()
                        + "|"
                        + row.rank().orElseThrow())
            .toList();
    assertThat(leaders)
        .hasSizeGreaterThan(40)
        .isEqualTo(
            sql(
                SECTORS
                    + """
                    , totals as (
                      select sector, ticker, sum(volume) as total from sectors group by all)
                    select sector, ticker, total,
                           rank() over (partition by sector order by total desc) as place
                    from totals qualify place <= 2 order by sector nulls last, place, ticker
                    """));
    Rank<Bar> place = Rank.acrossTickers(VOLUME.descending());
    List<String> busiest =
        grouped
            .from(LocalDate.of(2020, 12, 1))
            .measure(place)
            .where(place.atMost(1))
            .collect(runner)
            .stream()
            .map(
                row ->
                    row.base().ticker()
                        + "|"
                        + row.tradeDate()
                        + "|"
                        + row.base().group().orElse(null))
            .toList();
    assertThat(busiest)
        .hasSizeGreaterThan(500)
        .isEqualTo(
            sql(
                SECTORS
                    + """
                    select ticker, day, sector from sectors
                    where day >= '2020-12-01' and volume is not null
                    qualify rank() over (partition by day, sector order by volume desc) = 1
                    order by ticker, day
                    """));
  }

  @Test
  @DisplayName("the days on which a ticker rose on ten times its usual volume")
  void rowsOfSomeDays() {
    List<String> rows =
        prices
            .measure(VOLUME.mean().over(bars(20)))
            .where(VOLUME.ratioToMean().over(bars(20)).atLeast(10).and(CLOSE.atLeast(OPEN)))
            .collect(runner)
            .stream()
            .map(row -> row.base().ticker().symbol() + "|" + row.tradeDate())
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(50)
        .isEqualTo(
            sql(
                """
                , usual as (
                  select *, count(volume) over w as counted, avg(volume) over w as mean
                  from bars
                  window w as (partition by ticker order by day
                               rows between 20 preceding and 1 preceding))
                select ticker, day from usual
                where counted = 20 and volume >= 10 * mean and close >= open
                order by ticker, day
                """));
  }

  @Test
  @DisplayName("the ranks among all tickers of some, and of those that traded most")
  void rowsOfALeaderboard() {
    List<String> rows =
        prices
            .leaderboard(VOLUME.median(), VOLUME.total())
            .top(100)
            .where(VOLUME.total().atLeast(5e10).or(isTicker("AMZN", "NVDA")))
            .collect(runner)
            .stream()
            .map(row -> row.ticker().symbol() + "|" + row.rank().orElseThrow())
            .toList();
    assertThat(rows)
        .hasSizeBetween(10, 90)
        .isEqualTo(
            sql(
                """
                , boards as (
                  select ticker, sum(volume) as total,
                         rank() over (order by median(volume) desc) as place
                  from bars group by ticker)
                select ticker, place from boards
                where place <= 100 and (total >= 5e10 or ticker in ('AMZN', 'NVDA'))
                order by place, ticker
                """));
  }

  @Test
  @DisplayName("the anomalies of tickers that cost 100 dollars and more, in one year")
  void someAnomalies() {
    List<String> rows =
        prices
            .flagAnomalies(VOLUME.ratioToMean().over(bars(20)).atLeast(6).rule())
            .anomalies()
            .where(
                CLOSE
                    .atLeast(100)
                    .and(isBetween(LocalDate.of(2018, 1, 1), LocalDate.of(2018, 12, 31))))
            .collect(runner)
            .stream()
            .map(
                anomaly -> anomaly.row().base().ticker().symbol() + "|" + anomaly.row().tradeDate())
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(10)
        .isEqualTo(
            sql(
                """
                , usual as (
                  select *, count(volume) over w as counted, avg(volume) over w as mean
                  from bars
                  window w as (partition by ticker order by day
                               rows between 20 preceding and 1 preceding))
                select ticker, day from usual
                where counted = 20 and volume >= 6 * mean and close >= 100 and year(day) = 2018
                order by ticker, day
                """));
  }

  @ParameterizedTest
  @EnumSource(CalendarPeriod.class)
  @DisplayName("the bars of weeks, months, quarters and years, but the last, unfinished ones")
  void barsOfPeriods(CalendarPeriod period) {
    BarsStage bars =
        switch (period) {
          case WEEK -> prices.weekly();
          case MONTH -> prices.monthly();
          case QUARTER -> prices.quarterly();
          case YEAR -> prices.yearly();
        };
    List<String> rows = new ArrayList<>();
    for (Bar bar : bars.collect(runner)) {
      rows.add(
          Stream.of(
                  bar.ticker().symbol(),
                  bar.tradeDate(),
                  bar.open(),
                  bar.high(),
                  bar.low(),
                  bar.close(),
                  bar.adjClose(),
                  bar.volume())
              .map(LocalQuestionsTest::text)
              .collect(Collectors.joining("|")));
    }
    assertThat(rows)
        .hasSizeGreaterThan(5_000)
        .isEqualTo(
            sql(
                """
                , days as (
                  select *, date_trunc('%1$s', day) as period,
                         max(day) over (partition by date_trunc('%1$s', day)) as ends
                  from bars)
                select ticker, ends, arg_min(open, day), max(high), min(low), arg_max(close, day),
                       arg_max(adj_close, day), sum(volume)
                from days where period < (select max(period) from days)
                group by ticker, ends order by ticker, ends
                """
                    .formatted(period.word())));
  }

  @Test
  @DisplayName("by the calendar of the NYSE, the last week is finished")
  void barsOfWeeksByTheCalendar() {
    List<String> rows =
        prices.weekly(NYSE).market(total(VOLUME)).collect(runner).stream()
            .map(row -> row.tradeDate() + "|" + row.get(total(VOLUME)).orElseThrow())
            .toList();
    assertThat(rows)
        .hasSize(579)
        .isEqualTo(
            sql(
                "select max(day), sum(volume) from bars group by date_trunc('week', day) order"
                    + " by 1"));
  }

  private static String text(Object value) {
    if (value instanceof OptionalDouble number) {
      return number.isPresent() ? String.valueOf(number.getAsDouble()) : "null";
    }
    if (value instanceof OptionalLong number) {
      return number.isPresent() ? String.valueOf(number.getAsLong()) : "null";
    }
    return value.toString();
  }
}
