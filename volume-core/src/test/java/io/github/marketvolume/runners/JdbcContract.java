package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.jdbc.JdbcSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.quality.BarRules;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runner makes of tables of databases. */
public abstract class JdbcContract {

  private static final String URL = "jdbc:duckdb:";

  private static final DuckDbSource DATABASE = DuckDbSource.of("contract");

  /** The runner that reads, with the adapter. */
  protected abstract Runner runner(JdbcAdapter adapter);

  private Runner runner() {
    return runner(JdbcAdapter.of(DATABASE));
  }

  private static JdbcSource table(String columns) throws SQLException {
    DATABASE.having("create or replace table t as select " + columns);
    return JdbcSource.table(URL, "t");
  }

  private List<String> read(JdbcSource source) {
    return BarsStage.from(source)
        .checkedBy(BarRules.standard().withoutLimits())
        .collect(runner())
        .stream()
        .map(bar -> bar.ticker() + " " + bar.tradeDate() + " " + bar.volume().orElse(0))
        .toList();
  }

  private List<String> rejected(JdbcSource source) {
    return BarsStage.from(source)
        .checkedBy(BarRules.standard().failingAbove(1))
        .rejected()
        .collect(runner())
        .stream()
        .map(row -> row.describe() + "|" + row.text().orElseThrow())
        .sorted()
        .toList();
  }

  private static List<Bar> someBars() {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      LocalDate date = LocalDate.parse("2021-01-04").plusDays(i / 5 * 7 + i % 5);
      for (String ticker : List.of("A", "BRK.B", "Ł")) {
        Bar.Builder bar = Bar.builder().ticker(Ticker.of(ticker)).tradeDate(date);
        if (i % 7 > 0) {
          bar.volume(1000 + i * 31L % 977);
        }
        if (i % 11 > 0) {
          bar.close(10 + i / 8.0).trades(i);
        }
        bars.add(bar.build());
      }
    }
    return bars;
  }

  private static JdbcSource stored(List<Bar> bars) throws SQLException {
    StringBuilder rows = new StringBuilder();
    for (Bar bar : bars) {
      rows.append(rows.isEmpty() ? "" : ", ")
          .append("('%s', '%s', ".formatted(bar.tradeDate(), bar.ticker()))
          .append(bar.close().isPresent() ? bar.close().getAsDouble() : "null")
          .append(", ")
          .append(bar.volume().isPresent() ? bar.volume().getAsLong() : "null")
          .append(", ")
          .append(bar.trades().isPresent() ? bar.trades().getAsLong() : "null")
          .append(")");
    }
    DATABASE.having(
        "create or replace table \"My \"\"Bars\" (\"Day\" date, \"Symbol\" varchar, \"select\""
            + " double, v bigint, n integer)",
        "insert into \"My \"\"Bars\" values " + rows);
    return JdbcSource.table(URL, "My \"Bars")
        .date("day")
        .ticker("symbol")
        .close("select")
        .volume("V")
        .trades("n");
  }

  @Test
  void barsOfATable_areThoseInMemory_inAnyParts() throws SQLException {
    List<Bar> bars = someBars();
    JdbcSource whole = stored(bars);
    RollingMetric<Bar, Double> mean = VOLUME.mean().over(bars(20));
    LocalDate from = LocalDate.parse("2022-03-01");
    LocalDate to = LocalDate.parse("2022-06-30");
    BarsStage memory = BarsStage.from(InMemoryBars.of(bars));
    for (JdbcSource source :
        List.of(
            whole,
            whole.partitionedBy(BarColumn.TRADE_DATE, 7),
            whole.partitionedBy(BarColumn.TICKER, 2),
            whole.partitionedBy(BarColumn.TICKER, 50))) {
      BarsStage read = BarsStage.from(source);
      assertThat(read.collect(runner())).isEqualTo(memory.collect(runner()));
      assertThat(read.between(from, to).measure(mean).collect(runner()))
          .isEqualTo(memory.between(from, to).measure(mean).collect(runner()));
    }
    assertThat(
            BarsStage.from(whole.partitionedBy(BarColumn.TRADE_DATE, 3))
                .collect(runner(JdbcAdapter.of(DATABASE.pooled()))))
        .isEqualTo(memory.collect(runner()));
  }

  @Test
  void rowsOfAQuery_areRead() throws SQLException {
    table("date '2024-01-02' + i::int d, 'A' s, i * 10 v from range(5) r(i)");
    assertThat(
            read(
                JdbcSource.query(URL, "select d, s, v + 1 as w from t where v > 20")
                    .date("d")
                    .ticker("s")
                    .volume("w")
                    .partitionedBy(BarColumn.TICKER, 4)))
        .containsExactly("A 2024-01-05 31", "A 2024-01-06 41");
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2024-01-02",
    "timestamp, 2024-01-02 23:59:59.999999",
    "timestamp_ns, 2024-01-02 00:00:00",
    "timestamptz, 2024-01-03 04:59:59+00",
    "varchar, 2024-01-02"
  })
  void dates_areReadFromAnyType(String type, String value) throws SQLException {
    JdbcSource source =
        table("'%s'::%s trade_date, 'A' ticker, 7 volume".formatted(value, type))
            .zone(ZoneId.of("America/New_York"));
    assertThat(read(source)).containsExactly("A 2024-01-02 7");
    assertThat(
            BarsStage.from(source)
                .between(LocalDate.parse("2024-01-02"), LocalDate.parse("2024-01-02"))
                .collect(runner()))
        .hasSize(1);
    if (!type.equals("varchar")) {
      assertThat(read(source.partitionedBy(BarColumn.TRADE_DATE, 3)))
          .containsExactly("A 2024-01-02 7");
      assertThat(requested(source, "2024-01-02", "2024-01-02")).isEqualTo(1);
      assertThat(requested(source, "2024-01-03", "2024-01-09")).isZero();
      assertThat(requested(source, "2023-01-03", "2024-01-01")).isZero();
    }
  }

  /** How many rows the database gives for these dates. */
  private static long requested(JdbcSource source, String from, String to) {
    ReadRequest request =
        ReadRequest.everything().from(LocalDate.parse(from)).to(LocalDate.parse(to));
    return JdbcAdapter.of(DATABASE).parts(source, request).stream()
        .mapToLong(
            part -> {
              long rows = 0;
              try (var bars = part.get()) {
                while (bars.next()) {
                  rows++;
                }
              }
              return rows;
            })
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"double", "float", "decimal(9,1)", "decimal(38,10)"})
  void fractionalVolume_isRejectedAsItIs(String type) throws SQLException {
    JdbcSource source =
        table(
            "date '2024-01-02' + i::int trade_date, 'A' ticker, v::"
                + type
                + " volume from (values (0, 7), (1, 100.5), (2, null)) rows(i, v)");
    assertThat(read(source)).containsExactly("A 2024-01-02 7", "A 2024-01-04 0");
    assertThat(rejected(source))
        .containsExactly(
            "t of jdbc:duckdb: (JDBC): volume 100.5 is not a whole number (rule"
                + " volume-is-integer)|2024-01-03,A,,,,,,100.5");
  }

  @Test
  void keysThatAreMissingOrUnfit_areRejected_whateverTheDatesAskedFor() throws SQLException {
    JdbcSource source =
        table(
                "d trade_date, s ticker, 7 volume from (values ('20240102', 'A'), ('20240230',"
                    + " 'A'), (null, 'A'), ('20240103', null), ('20240104', 'B  ')) rows(d, s)")
            .datePattern("uuuuMMdd");
    assertThat(read(source)).containsExactly("A 2024-01-02 7", "B 2024-01-04 7");
    String origin = "t of jdbc:duckdb: (JDBC): ";
    assertThat(rejected(source.partitionedBy(BarColumn.TICKER, 2)))
        .containsExactly(
            origin + "there is no date (rule date-is-present)|,A,,,,,,7",
            origin + "there is no ticker (rule ticker-is-present)|2024-01-03,,,,,,,7",
            origin
                + "trade date \"20240230\" is not a date (rule date-is-valid)|20240230,A,,,,,,7");
    JdbcSource dated =
        table(
            "d::date trade_date, 'A' ticker, 7 volume from (values ('2024-01-02'), (null))"
                + " rows(d)");
    assertThat(requested(dated, "2030-01-01", "2030-01-02"))
        .as("the row without a date")
        .isEqualTo(1);
    assertThat(requested(dated.partitionedBy(BarColumn.TRADE_DATE, 2), "2020-01-01", "2030-01-02"))
        .isEqualTo(2);
  }

  @Test
  void emptyTable_hasNoRows() throws SQLException {
    JdbcSource source = table("current_date trade_date, 'A' ticker, 7 volume where false");
    for (JdbcSource each :
        List.of(
            source,
            source.partitionedBy(BarColumn.TRADE_DATE, 2),
            source.partitionedBy(BarColumn.TICKER, 2))) {
      assertThat(requested(each, "2020-01-01", "2030-01-01")).isZero();
    }
  }

  @Test
  void unfitTables_areRefused_beforeAnyRowIsRead() throws SQLException {
    assertRefused(
        JdbcSource.table(URL, "nowhere"),
        "nowhere of jdbc:duckdb: (JDBC) cannot be read: Catalog Error: Table with name nowhere does"
            + " not exist!");
    assertRefused(
        table("current_date trade_date, 'A' ticker, 7 volume").close("last"),
        "t of jdbc:duckdb: (JDBC): column last is missing; name one of trade_date, ticker, volume");
    assertRefused(
        table("7 trade_date, 'A' ticker, 7 volume"),
        "t of jdbc:duckdb: (JDBC): column trade_date is of type INTEGER; it must be of type date,"
            + " timestamp or text");
    assertRefused(
        table("current_date trade_date, 'A' ticker, '7' volume"),
        "t of jdbc:duckdb: (JDBC): column volume is of type VARCHAR; it must be of type number");
    assertRefused(
        table("now() trade_date, 'A' ticker, 7 volume"),
        "t of jdbc:duckdb: (JDBC): column trade_date holds instants, whose day depends on the time"
            + " zone; state it with zone(...)");
    assertRefused(
        table("'2024-01-02' trade_date, 'A' ticker, 7 volume")
            .partitionedBy(BarColumn.TRADE_DATE, 2),
        "t of jdbc:duckdb: (JDBC): dates that are texts have no ranges to read in parts; use"
            + " partitionedBy(TICKER, ...)");
  }

  private void assertRefused(JdbcSource source, String message) {
    assertThatThrownBy(() -> BarsStage.from(source).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void failureInTheMiddle_isOneLine() throws SQLException {
    DATABASE.having(
        "create or replace view t_failing as select date '2024-01-02' + i::int trade_date, 'A'"
            + " ticker, cast(case when i = 9000 then 'x' else '7' end as integer) volume from"
            + " range(10000) r(i)");
    assertThatThrownBy(() -> BarsStage.from(JdbcSource.table(URL, "t_failing")).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(
            "t_failing of jdbc:duckdb: (JDBC) cannot be read: Conversion Error: Could not convert")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void runnerWithoutAdapter_saysWhatToDo() {
    assertThatThrownBy(() -> BarsStage.from(JdbcSource.table(URL, "t")).collect(withoutAdapter()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("t of jdbc:duckdb: (JDBC): no ")
        .hasMessageEndingWith("give it to with(...)");
  }

  /** The runner that has no adapter. */
  protected abstract Runner withoutAdapter();
}
