package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.testing.Causality.assertCausal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickers that are compared within groups. */
public abstract class GroupingContract {

  /** From 2020-01-06, a Monday, on. */
  private static final List<Bar> BARS =
      Bars.of(
          BarSeries.of("A").volumes(10, 11, 12, 13, 14, 15),
          BarSeries.of("B").volumes(20, 21, 22, 23, 24, 25),
          BarSeries.of("C").volumes(5, 5, 5, 5, 5, 5),
          BarSeries.of("D").volumes(1, 2, 300, 4, 5, 6),
          BarSeries.of("X").volumes(7, 0, 7));

  /** A and B are miners; C moves from banks to miners on Wednesday; D is a bank; X is neither. */
  private static final Grouping SECTOR =
      Grouping.of(
          "sector",
          List.of(
              Membership.of("B", "Mining"),
              Membership.of("A", "Mining"),
              Membership.of("D", "Banks"),
              Membership.of("C", "Banks").to(LocalDate.of(2020, 1, 7)),
              Membership.of("C", "Mining").from(LocalDate.of(2020, 1, 8)),
              Membership.of("OTHER", "Air")));

  private static final LocalDate WEDNESDAY = LocalDate.of(2020, 1, 8);

  @TempDir Path folder;

  /** The runner. */
  protected abstract Runner runner();

  /** Whether it reads and writes files. */
  protected boolean readsFiles() {
    return true;
  }

  private static BarsStage prices() {
    return BarsStage.from(InMemoryBars.of(BARS)).to(WEDNESDAY);
  }

  private static BarsStage grouped() {
    return prices().groupedBy(SECTOR);
  }

  /** The rows of a stage, cells between bars. */
  private <S> List<String> rows(Stage<S> stage) {
    return stage.collect(runner()).stream()
        .map(
            row ->
                stage.plan().schema().columns().stream()
                    .map(column -> String.valueOf(column.valueOn(row)))
                    .collect(Collectors.joining("|")))
        .toList();
  }

  @Test
  @DisplayName("the market has a row for each group and day, that of no group last")
  void market() {
    assertThat(grouped().market(total(VOLUME)).plan().schema().names())
        .containsExactly("trade_date", "sector", "total_volume");
    assertThat(rows(grouped().market(total(VOLUME), tickersTraded(), tickerOfLargest(VOLUME))))
        .containsExactly(
            "2020-01-06|Banks|6|2|C",
            "2020-01-07|Banks|7|2|C",
            "2020-01-08|Banks|300|1|D",
            "2020-01-06|Mining|30|2|B",
            "2020-01-07|Mining|32|2|B",
            "2020-01-08|Mining|39|3|B",
            "2020-01-06|null|7|1|X",
            "2020-01-07|null|null|0|null",
            "2020-01-08|null|7|1|X");
  }

  @Test
  @DisplayName("windows over the market are over the days of a group")
  void market_measured() {
    assertThat(
            rows(
                grouped()
                    .market(total(VOLUME))
                    .measure(total(VOLUME).lagged(1).as("before"))
                    .where(total(VOLUME).atLeast(30))))
        .containsExactly(
            "2020-01-08|Banks|300|7",
            "2020-01-06|Mining|30|null",
            "2020-01-07|Mining|32|30",
            "2020-01-08|Mining|39|32");
  }

  @Test
  @DisplayName("ranks and differences across tickers are within the group of the day")
  void ranks() {
    assertThat(
            rows(
                grouped()
                    .measure(
                        Rank.acrossTickers(VOLUME.descending()).as("place"),
                        Demeaned.acrossTickers(VOLUME).as("own"))
                    .where(not(isTicker("D")))))
        .extracting(row -> row.replaceAll("\\|null\\|null\\|null\\|null\\|null", ""))
        .containsExactly(
            "2020-01-06|A|Mining|10|2|-5.0",
            "2020-01-07|A|Mining|11|2|-5.0",
            "2020-01-08|A|Mining|12|2|-1.0",
            "2020-01-06|B|Mining|20|1|5.0",
            "2020-01-07|B|Mining|21|1|5.0",
            "2020-01-08|B|Mining|22|1|9.0",
            "2020-01-06|C|Banks|5|1|2.0",
            "2020-01-07|C|Banks|5|1|1.5",
            "2020-01-08|C|Mining|5|3|-8.0",
            "2020-01-06|X|null|7|1|0.0",
            "2020-01-07|X|null|null|null|null",
            "2020-01-08|X|null|7|1|0.0");
  }

  @Test
  @DisplayName("bars have their group as a value")
  void bars_haveTheirGroup() {
    List<Bar> bars = grouped().where(isTicker("C", "X")).collect(runner());
    assertThat(bars)
        .extracting(bar -> bar.group().orElse("none"))
        .containsExactly("Banks", "Banks", "Mining", "none", "none", "none");
    assertThat(grouped().measure(VOLUME.lagged(1)).collect(runner()).get(0).base().group())
        .hasValue("Mining");
    assertThat(prices().collect(runner())).allMatch(bar -> bar.group().isEmpty());
    assertThat(BarsStage.from(InMemoryBars.of(grouped().collect(runner()))).collect(runner()))
        .isEqualTo(prices().collect(runner()));
  }

  @Test
  @DisplayName("a leaderboard ranks the tickers of each group by their bars in it")
  void leaderboard() {
    assertThat(rows(grouped().leaderboard(VOLUME.total(), VOLUME.count())))
        .containsExactly(
            "Banks|D|303|3|1",
            "Banks|C|10|2|2",
            "Mining|B|63|3|1",
            "Mining|A|33|3|2",
            "Mining|C|5|1|3",
            "null|X|14|2|1");
    assertThat(rows(grouped().leaderboard(VOLUME.total()).each(CalendarPeriod.MONTH).top(1)))
        .containsExactly(
            "2020-01-01|Banks|D|303|1", "2020-01-01|Mining|B|63|1", "2020-01-01|null|X|14|1");
  }

  @Test
  @DisplayName("a ticker that returns to a group has its bars in it as one row")
  void leaderboard_ofATickerThatReturns() {
    Grouping sector =
        Grouping.of(
            "sector",
            List.of(
                Membership.of("A", "Mining").to(LocalDate.of(2020, 1, 6)),
                Membership.of("A", "Mining").from(WEDNESDAY)));
    assertThat(
            rows(
                prices()
                    .where(isTicker("A"))
                    .groupedBy(sector)
                    .leaderboard(VOLUME.total(), VOLUME.atLeast(12).as("busy").count())))
        .containsExactly("Mining|A|22|1|1", "null|A|11|0|1");
  }

  @Test
  @DisplayName("episodes are of a group's market, or of a ticker, with its group at the peak")
  void episodes() {
    Flag<Bar> busy = VOLUME.atLeast(5).as("busy");
    assertThat(rows(grouped().where(isTicker("C")).flag(busy).episodes(busy)))
        .extracting(row -> row.substring(0, 35))
        .containsExactly("C|Banks|2020-01-06|2020-01-08|3|3|t");
    var high = total(VOLUME).atLeast(7).as("high");
    assertThat(rows(grouped().market(total(VOLUME)).flag(high).episodes(high)))
        .containsExactly(
            "Banks|2020-01-07|2020-01-08|2|2|true|300.0|2020-01-08|300",
            "Mining|2020-01-06|2020-01-08|3|3|true|39.0|2020-01-08|39",
            "null|2020-01-06|2020-01-06|1|1|false|7.0|2020-01-06|7",
            "null|2020-01-08|2020-01-08|1|1|true|7.0|2020-01-08|7");
  }

  @Test
  @DisplayName("anomalies have their group")
  void anomalies() {
    Flag<Bar> busy = VOLUME.atLeast(22).as("busy");
    assertThat(rows(grouped().flag(busy).anomalies()))
        .extracting(row -> row.split("\\|null", -1)[0])
        .containsExactly("2020-01-08|B|Mining", "2020-01-08|D|Banks");
  }

  @Test
  @DisplayName("the bar of a period has the group of its last session")
  void periods() {
    BarsStage weeks = BarsStage.from(InMemoryBars.of(BARS)).where(isTicker("C", "D")).weekly();
    List<String> rows = rows(weeks.groupedBy(SECTOR).market(total(VOLUME)));
    assertThat(rows).containsExactly("2020-01-10|Banks|312", "2020-01-10|Mining|25");
    assertThat(
            rows(
                BarsStage.from(InMemoryBars.of(BARS))
                    .groupedBy(SECTOR)
                    .where(isTicker("C", "D"))
                    .weekly()
                    .market(total(VOLUME))))
        .isEqualTo(rows);
  }

  @Test
  @DisplayName("one table of all tickers gives what no groups give")
  void oneGroup() {
    Grouping one =
        Grouping.of(
            "everything",
            BARS.stream()
                .map(bar -> bar.ticker().symbol())
                .distinct()
                .collect(Collectors.toMap(ticker -> ticker, ticker -> "all")));
    assertThat(rows(prices().groupedBy(one).market(total(VOLUME), tickerOfLargest(VOLUME))))
        .extracting(row -> row.replace("|all|", "|"))
        .isEqualTo(rows(prices().market(total(VOLUME), tickerOfLargest(VOLUME))));
    assertThat(rows(prices().groupedBy(one).leaderboard(VOLUME.total())))
        .extracting(row -> row.replace("all|", ""))
        .isEqualTo(rows(prices().leaderboard(VOLUME.total())));
  }

  @Test
  @DisplayName("bars without a group are told of, of those that are published")
  void ungrouped() {
    InMemorySink<Object> rows = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named("groups", grouped().market(total(VOLUME)).into(rows)).run(runner());
    assertThat(report.warnings())
        .containsExactly(
            BARS.size()
                + " bars in memory: 3 bars without a sector, of 1 ticker, such as that of X on"
                + " 2020-01-06; they are compared with each other, and their sector is missing;"
                + " add the tickers to 6 memberships in memory");
    assertThat(report.groups())
        .singleElement()
        .satisfies(
            groups -> {
              assertThat(groups.grouping()).isEqualTo("sector, from 6 memberships in memory");
              assertThat(groups.rows()).isEqualTo(6);
              assertThat(groups.tickers()).isEqualTo(5);
              assertThat(groups.groups()).isEqualTo(3);
              assertThat(groups.sha256()).matches("[0-9a-f]{64}");
            });
    assertThat(
            VolumePipeline.named(
                    "groups",
                    grouped().where(not(isTicker("X"))).into(new InMemorySink<>()),
                    grouped().rejected().into(new InMemorySink<>()))
                .run(runner())
                .warnings())
        .isEmpty();
  }

  @Test
  @DisplayName("groups do not look ahead")
  void causality() {
    assertCausal(bars -> bars.groupedBy(SECTOR).market(total(VOLUME)), BARS, runner());
    assertCausal(
        bars -> bars.groupedBy(SECTOR).measure(Rank.acrossTickers(VOLUME.descending())),
        BARS,
        runner());
    Flag<Bar> busy = VOLUME.atLeast(5).as("busy");
    assertCausal(bars -> bars.groupedBy(SECTOR).flag(busy).episodes(busy), BARS, runner());
  }

  @Test
  @DisplayName("outputs of several groupings share a reading, and each has its own groups")
  void severalGroupings() {
    Grouping letter = Grouping.of("letter", Map.of("A", "first", "B", "first"));
    InMemorySink<Object> sectors = new InMemorySink<>();
    InMemorySink<Object> letters = new InMemorySink<>();
    InMemorySink<Object> all = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "groups",
                grouped().market(total(VOLUME)).into(sectors),
                prices().groupedBy(letter).market(total(VOLUME)).into(letters),
                prices().market(total(VOLUME)).into(all))
            .run(runner());
    assertThat(report.inputs()).hasSize(1);
    assertThat(report.groups()).hasSize(2);
    assertThat(sectors.rows()).hasSize(9);
    assertThat(letters.rows()).hasSize(6);
    assertThat(all.rows()).hasSize(3);
  }

  private String write(String name, String... lines) {
    Path file = folder.resolve(name);
    try {
      Files.write(file, List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  private static final String[] LINES = {
    "ticker,sector,valid_from,valid_to,note",
    "A,Mining,,,\"a, b\"",
    "",
    "B,\"Mining\",,,",
    " C , Banks ,2019-01-01,2020-01-07,",
    "C,Mining,2020-01-08,,",
    "D,Banks",
    "X,,,,"
  };

  @Test
  @DisplayName("a CSV file has what the same table in memory has")
  void csv() {
    assumeThat(readsFiles()).isTrue();
    Grouping sector = Grouping.csv("sector", write("sectors.csv", LINES));
    assertThat(rows(prices().groupedBy(sector).market(total(VOLUME))))
        .isEqualTo(rows(grouped().market(total(VOLUME))));
    RunReport report =
        VolumePipeline.named(
                "groups",
                prices().groupedBy(sector).market(total(VOLUME)).into(new InMemorySink<>()))
            .run(runner());
    assertThat(report.groups().get(0).rows()).isEqualTo(5);
    assertThat(report.groups().get(0).grouping()).endsWith("sectors.csv (CSV)");
  }

  @Test
  @DisplayName("columns may have other names")
  void csv_ofOtherNames() {
    assumeThat(readsFiles()).isTrue();
    String file =
        write(
            "names.csv",
            "\ufeffSymbol,GICS Sector,since,until",
            "C,Banks,,2020-01-07",
            "C,Mining,2020-01-08,");
    Grouping sector =
        Grouping.csv("sector", file)
            .columns("Symbol", "GICS Sector")
            .validBetween("since", "until");
    assertThat(rows(prices().where(isTicker("C")).groupedBy(sector).market(total(VOLUME))))
        .containsExactly("2020-01-06|Banks|5", "2020-01-07|Banks|5", "2020-01-08|Mining|5");
  }

  @Test
  @DisplayName("a Parquet file has what the same table in memory has")
  void parquet() {
    assumeThat(readsFiles()).isTrue();
    String file = folder.resolve("sectors.parquet").toString();
    DuckDbQueries.writeParquet(
        file,
        """
        select * from (values
          ('A', 'Mining', null::date, null::date), ('B', 'Mining', null, null),
          ('C', 'Banks', date '2019-01-01', date '2020-01-07'),
          ('C', 'Mining', date '2020-01-08', null), ('D', 'Banks', null, null),
          ('X', null, null, null)) t(ticker, sector, valid_from, valid_to)
        """);
    assertThat(rows(prices().groupedBy(Grouping.parquet("sector", file)).market(total(VOLUME))))
        .isEqualTo(rows(grouped().market(total(VOLUME))));
    String codes = folder.resolve("codes.parquet").toString();
    DuckDbQueries.writeParquet(codes, "select 'A' as ticker, 10::smallint as code");
    assertThat(
            rows(
                prices()
                    .where(isTicker("A"))
                    .groupedBy(Grouping.parquet("code", codes))
                    .market(total(VOLUME))))
        .startsWith("2020-01-06|10|10");
  }

  @Test
  @DisplayName("what a file of groups may not have is refused in one line that says where")
  void unfitFiles() {
    assumeThat(readsFiles()).isTrue();
    requireRefused(
        write("a.csv", "ticker,industry", "A,x"),
        "a.csv has no column sector; it has ticker, industry; name its columns with columns(...)"
            + " and validBetween(...)");
    requireRefused(
        write("b.csv", "ticker,sector,valid_from", "A,x,2020-01-06T00:00:00Z"),
        "b.csv:2: valid_from \"2020-01-06T00:00:00Z\" is not a date such as 2020-01-31; write the"
            + " date alone, without a time");
    requireRefused(
        write(
            "c.csv",
            "ticker,sector,valid_from,valid_to",
            "A,x,,2020-01-06",
            "B,x,,",
            "A,y,2020-01-06,"),
        "c.csv: A is in two groups on 2020-01-06: x and y; end one before the other begins");
    requireRefused(
        write("d.csv", "ticker,sector,valid_from,valid_to", "A,x,2020-01-07,2020-01-06"),
        "d.csv:2: the membership of A ends on 2020-01-06, before it begins on 2020-01-07; swap the"
            + " dates");
    requireRefused(
        write("e.csv", "ticker,sector", ",x"),
        "e.csv:2: ticker is missing; give 1 to 32 visible characters without white space");
    requireRefused(write("f.csv"), "f.csv is empty; give a table of groups");
    requireRefused(
        write("g.csv", "ticker,sector", "A,\"x"), "g.csv:2: a quote is not closed; close it");
    requireRefused(
        folder.resolve("none.csv").toString(),
        "none.csv; give a file, a folder with files, or a glob");
    String instants = folder.resolve("instants.parquet").toString();
    DuckDbQueries.writeParquet(
        instants, "select 'A' as ticker, 'x' as sector, timestamp '2020-01-06' as valid_from");
    assertThatThrownBy(
            () -> prices().groupedBy(Grouping.parquet("sector", instants)).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessageEndingWith(
            "instants.parquet: valid_from is of type timestamp_ntz; store the dates of validity as"
                + " dates, not as instants or texts");
  }

  private void requireRefused(String file, String message) {
    assertThatThrownBy(() -> prices().groupedBy(Grouping.csv("sector", file)).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  @DisplayName("an output does not replace the table that the run reads")
  void outputInTheTablesFolder() {
    assumeThat(readsFiles()).isTrue();
    String file = write("sectors.csv", LINES);
    assertThatThrownBy(
            () ->
                VolumePipeline.named(
                        "groups",
                        prices()
                            .groupedBy(Grouping.csv("sector", file))
                            .into(CsvSink.at(folder.toString()).replacingExisting()))
                    .run(runner()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining(" is not replaced: ")
        .hasMessageContaining("sectors.csv")
        .hasMessageEndingWith("choose another folder");
  }

  @Test
  @DisplayName("files have a column of groups, empty where there is none")
  void sinks() {
    assumeThat(readsFiles()).isTrue();
    String csv = folder.resolve("csv").toString();
    String parquet = folder.resolve("parquet").toString();
    String leaders = folder.resolve("leaders").toString();
    var busy = VOLUME.atLeast(5).as("busy");
    String episodes = folder.resolve("episodes").toString();
    VolumePipeline.named(
            "groups",
            grouped().measure(CLOSE.lagged(1)).into(ParquetSink.at(parquet)),
            grouped().market(total(VOLUME)).into(CsvSink.at(csv)),
            grouped().leaderboard(VOLUME.total()).into(ParquetSink.at(leaders)),
            grouped().flag(busy).episodes(busy).into(ParquetSink.at(episodes)))
        .run(runner());
    assertThat(
            DuckDbQueries.query(
                "select ticker, trade_date, sector from '%s/*.parquet' where ticker in ('C', 'X')"
                    + " order by all",
                parquet))
        .containsExactly(
            "C|2020-01-06|Banks",
            "C|2020-01-07|Banks",
            "C|2020-01-08|Mining",
            "X|2020-01-06|null",
            "X|2020-01-07|null",
            "X|2020-01-08|null");
    assertThat(
            DuckDbQueries.query(
                "select sector, sum(total_volume) from read_csv('%s/*.csv', header = true)"
                    + " group by sector order by all nulls last",
                csv))
        .containsExactly("Banks|313", "Mining|101", "null|14");
    assertThat(
            DuckDbQueries.query(
                "select sector, ticker, rank from '%s/*.parquet' where rank = 1 order by all nulls"
                    + " last",
                leaders))
        .containsExactly("Banks|D|1", "Mining|B|1", "null|X|1");
    assertThat(
            DuckDbQueries.query(
                "select ticker, sector from '%s/*.parquet' where ticker = 'C'", episodes))
        .containsExactly("C|Banks");
  }
}
