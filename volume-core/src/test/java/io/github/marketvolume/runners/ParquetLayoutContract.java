package io.github.marketvolume.runners;

import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runner makes of Parquet files of other systems that a layout describes. */
public abstract class ParquetLayoutContract {

  private static final ParquetLayout LAYOUT =
      ParquetLayout.named("own").date("Date").ticker("Symbol").volume("Volume");

  @TempDir private Path folder;

  /** The runner that reads. */
  protected abstract Runner runner();

  private String at(String name) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  private String parquet(String name, String columns) {
    writeParquet(at(name), "select " + columns);
    return at(name);
  }

  private List<String> read(String location, ParquetLayout layout) {
    return BarsStage.from(ParquetSource.at(location, layout))
        .checkedBy(BarRules.standard().withoutLimits())
        .collect(runner())
        .stream()
        .map(bar -> bar.ticker() + " " + bar.tradeDate() + " " + bar.volume().orElse(0))
        .toList();
  }

  private List<String> rejected(String location, ParquetLayout layout) {
    return BarsStage.from(ParquetSource.at(location, layout)).rejected().collect(runner()).stream()
        .map(RejectedRow::describe)
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void filesOfYfinance_areReadByTheirNames() {
    String file =
        parquet(
            "AAPL.parquet",
            "timestamp_ns '2024-01-02 00:00:00' \"Date\", 187.15::double \"Open\", 188.44 \"High\","
                + " 183.89::float \"Low\", 185.64::double \"Close\", 184.9::double \"Adj Close\","
                + " 82488700::bigint \"Volume\"");
    ParquetLayout yfinance =
        ParquetLayout.named("yfinance")
            .date("Date")
            .prices("Open", "High", "Low", "Close")
            .adjClose("Adj Close")
            .volume("Volume");
    assertThat(BarsStage.from(ParquetSource.at(file, yfinance)).collect(runner()))
        .containsExactly(
            Bar.builder()
                .ticker(Ticker.of("AAPL"))
                .tradeDate(LocalDate.parse("2024-01-02"))
                .open(187.15)
                .high(188.44)
                .low(183.89f)
                .close(185.64)
                .adjClose(184.9)
                .volume(82_488_700)
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp_ns", "timestamp", "timestamp_ms", "date", "varchar"})
  void localDates_areTheDaysThatTheyName(String type) {
    parquet(
        "d/a.parquet",
        "d::"
            + type
            + " as \"DATE\", 'A' \"symbol\", 7 \"volume\" from (values ('2024-01-02'),"
            + " ('1969-12-31'), ('2021-03-14')) rows(d)");
    assertThat(read(at("d"), LAYOUT))
        .containsExactly("A 1969-12-31 7", "A 2021-03-14 7", "A 2024-01-02 7");
  }

  @ParameterizedTest
  @CsvSource({
    "America/New_York, 2024-01-02 04:59:59+00, 2024-01-01",
    "America/New_York, 2024-01-02 05:00:00+00, 2024-01-02",
    "America/New_York, 2024-07-02 04:00:00+00, 2024-07-02",
    "Asia/Tokyo, 2024-01-02 23:30:00+00, 2024-01-03",
    "UTC, 1969-12-31 23:59:59.999999+00, 1969-12-31"
  })
  void instants_fallOnTheDayOfTheZone(String zone, String instant, String day) {
    String file =
        parquet(
            "a.parquet",
            "timestamptz '" + instant + "' \"Date\", 'A' \"Symbol\", 7::smallint \"Volume\"");
    assertThat(read(file, LAYOUT.zone(ZoneId.of(zone)))).containsExactly("A " + day + " 7");
  }

  @Test
  void instants_withoutZone_areRefused() {
    String file =
        parquet("a.parquet", "timestamptz '2024-01-02' \"Date\", 'A' \"Symbol\", 7 \"Volume\"");
    assertThatThrownBy(() -> read(file, LAYOUT))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file
                + ": column Date holds instants, whose day depends on the time zone; state it in"
                + " layout own with zone(...)");
  }

  @Test
  void texts_areReadByThePattern_andRejectedWithTheirText() {
    String file =
        parquet(
            "a.parquet",
            "d \"Date\", 'A' \"Symbol\", 7 \"Volume\" from (values ('20240102'), ('20240230'),"
                + " (null), (' '), ('20240103')) rows(d)");
    ParquetLayout layout = LAYOUT.datePattern("uuuuMMdd");
    assertThat(read(file, layout)).containsExactly("A 2024-01-02 7", "A 2024-01-03 7");
    BarsStage bars =
        BarsStage.from(ParquetSource.at(file, layout))
            .checkedBy(BarRules.standard().failingAbove(1));
    assertThat(bars.rejected().collect(runner()))
        .extracting(row -> row.describe() + "|" + row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            file
                + ": trade date \"20240230\" is not a date of the form uuuuMMdd (rule"
                + " date-is-valid)|20240230,A,,,,,,7",
            file + ": there is no date (rule date-is-present)|,A,,,,,,7",
            file + ": there is no date (rule date-is-present)|,A,,,,,,7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"double", "float", "decimal(9,1)", "decimal(38,10)"})
  void fractionalVolume_isRejectedAsItIs(String type) {
    String file =
        parquet(
            "a.parquet",
            "date '2024-01-02' + i::int \"Date\", 'A' \"Symbol\", v::"
                + type
                + " \"Volume\" from (values (0, 7), (1, 100.5)) rows(i, v)");
    assertThat(read(file, LAYOUT)).containsExactly("A 2024-01-02 7");
    assertThat(rejected(file, LAYOUT))
        .containsExactly("a.parquet: volume 100.5 is not a whole number (rule volume-is-integer)");
  }

  @Test
  void namedColumn_mustBeInEachFile() {
    parquet("d/a.parquet", "date '2024-01-02' \"Date\", 'A' \"Symbol\", 7 \"Volume\", 1 \"Last\"");
    String file =
        parquet("d/b.parquet", "date '2024-01-03' \"Date\", 'A' \"Symbol\", 7 \"Volume\"");
    assertThat(read(at("d"), LAYOUT)).hasSize(2);
    assertThatThrownBy(() -> read(at("d"), LAYOUT.close("Last")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file + ": column Last is missing; it must be of type number, as layout own says");
    assertThatThrownBy(
            () ->
                read(
                    file,
                    ParquetLayout.named("own").date("Volume").ticker("Symbol").volume("Date")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file
                + ": column Volume is of type int; it must be of type date, timestamp or string, as"
                + " layout own says");
  }

  @Test
  void foldersAreNamedByTheLayoutsColumns() {
    parquet("d/Symbol=A/DATE=20240102/p.parquet", "7 \"Volume\"");
    parquet("d/Symbol=B/DATE=20240103/p.parquet", "8 \"Volume\"");
    assertThat(read(at("d"), LAYOUT.datePattern("uuuuMMdd")))
        .containsExactly("A 2024-01-02 7", "B 2024-01-03 8");
    assertThatThrownBy(() -> read(at("d"), LAYOUT))
        .hasMessage(
            at("d/Symbol=A/DATE=20240102/p.parquet")
                + ": the folder DATE=20240102 is not named by a date of the form uuuu-MM-dd; rename"
                + " it, or put the column into the file");
  }

  @Test
  void tickerThatNoColumnHas_isThatOfTheFolder_orElseOfTheFile() {
    ParquetLayout layout = ParquetLayout.named("own").date("d").volume("v");
    parquet("d/BF.B.parquet", "date '2024-01-02' d, 7 v");
    parquet("d/ticker=X/part-0.parquet", "date '2024-01-02' d, 8 v");
    assertThat(read(at("d"), layout)).containsExactly("BF.B 2024-01-02 7", "X 2024-01-02 8");
  }

  @Test
  void columnsThatTheLayoutDoesNotName_areIgnored() {
    String file =
        parquet(
            "a.parquet",
            "date '2024-01-02' \"Date\", 'A' \"Symbol\", 7 \"Volume\", 'x' as close, -1 as vwap, 9"
                + " as n");
    assertThat(BarsStage.from(ParquetSource.at(file, LAYOUT.trades("n"))).collect(runner()))
        .containsExactly(
            Bar.builder().from(Bar.of("A", LocalDate.parse("2024-01-02"), 7)).trades(9).build());
  }
}
