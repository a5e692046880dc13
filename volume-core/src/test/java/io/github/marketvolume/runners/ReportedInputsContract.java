package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.NumberForm;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs that users of other systems reported, and what the guide says of each. They are in a
 * folder {@code cases} beside the real market data: set {@code MARKET_DATA_DIR}.
 */
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
public abstract class ReportedInputsContract {

  private static final CsvLayout PLAIN =
      CsvLayout.named("own").date("Date").close("Close").volume("Volume");
  private static final CsvLayout WITH_TICKER = PLAIN.ticker("Symbol");
  private static final CsvLayout WITH_SPLITS = WITH_TICKER.splitCoefficient("Split");
  private static final CsvLayout GERMAN =
      CsvLayout.named("german")
          .date("Handelstag")
          .datePattern("dd.MM.uuuu")
          .ticker("Kuerzel")
          .volume("Stueck")
          .delimiter(';');
  private static final CsvLayout COINS =
      CsvLayout.named("coins").date("date").ticker("symbol").close("close").volume("Volume BTC");
  private static final CsvLayout SWISS =
      CsvLayout.named("swiss")
          .date("Datum")
          .datePattern("dd.MM.uuuu")
          .close("Schluss")
          .volume("Volumen")
          .delimiter(';');
  private static final CsvLayout DESK =
      CsvLayout.named("desk")
          .date("Handelstag")
          .ticker("Kürzel")
          .close("Schluss")
          .volume("Stück")
          .delimiter(';');
  private static final ParquetLayout PARQUET =
      ParquetLayout.named("own").date("trade_date").ticker("ticker").volume("volume");

  @TempDir private Path temporary;

  /** The runner that reads. */
  protected abstract Runner runner();

  private static Path folder(String name) {
    return Path.of(System.getenv("MARKET_DATA_DIR")).resolveSibling("cases").resolve(name);
  }

  private static void requireCases() {
    assumeThat(folder("")).isDirectory();
  }

  private static Source<Bar> csv(String file, CsvLayout layout) {
    return CsvSource.at(folder(file).toString(), layout);
  }

  private static Source<Bar> parquet(String file) {
    return ParquetSource.at(folder(file).toString());
  }

  private static Source<Bar> parquet(String file, ParquetLayout layout) {
    return ParquetSource.at(folder(file).toString(), layout);
  }

  /** The bars that a runner reads, then why it rejects the other rows, or why it reads none. */
  private List<String> outcome(Source<Bar> source, BarRules rules) {
    BarsStage bars = BarsStage.from(source).checkedBy(rules.withoutLimits());
    try {
      List<String> lines = new ArrayList<>();
      bars.collect(runner()).forEach(bar -> lines.add(line(bar)));
      bars.rejected().collect(runner()).stream()
          .map(RejectedRow::reason)
          .sorted()
          .forEach(lines::add);
      return lines;
    } catch (VolumeException e) {
      return List.of(e.getMessage().replace(folder("") + "/", ""));
    }
  }

  private static String line(Bar bar) {
    return bar.ticker()
        + " "
        + bar.tradeDate()
        + (bar.close().isPresent() ? " at " + bar.close().getAsDouble() : "")
        + (bar.exactVolume().isPresent() ? ": " + number(bar.exactVolume().getAsDouble()) : "");
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static Arguments input(Source<Bar> source, String... outcome) {
    return Arguments.of(source, Arrays.asList(outcome));
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
            headers(),
            numbers(),
            dates(),
            repeatedDaysAndFiles(),
            tickers(),
            parquetFiles(),
            splits())
        .flatMap(inputs -> inputs);
  }

  private static Stream<Arguments> headers() {
    return Stream.of(
        input(
            csv("A02-tab-unnamed-index/x.tsv", WITH_TICKER.delimiter('\t')),
            "AAA 2024-01-02 at 10.5: 1200",
            "AAA 2024-01-03 at 10.6: 1300"),
        input(
            csv("A02-tab-unnamed-index/y.csv", WITH_TICKER),
            "AAA 2024-01-02 at 10.5: 1200",
            "AAA 2024-01-03 at 10.6: 1300"),
        input(
            csv(
                "A03-stooq/aapl.us.txt",
                CsvLayout.named("stooq")
                    .date("<DATE>")
                    .datePattern("uuuuMMdd")
                    .ticker("<TICKER>")
                    .prices("<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>")
                    .volume("<VOL>")),
            "AAPL.US 2024-01-02 at 185.64: 82488674",
            "AAPL.US 2024-01-03 at 184.25: 58414460"),
        input(
            csv(
                "A05-finam/SBER.csv",
                CsvLayout.named("finam")
                    .date("<DATE>")
                    .datePattern("dd/MM/uu")
                    .ticker("<TICKER>")
                    .close("<CLOSE>")
                    .volume("<VOL>")
                    .delimiter(';')),
            "SBER 2024-01-02 at 271.9: 12345600"),
        input(
            csv("A06-leading-line/BTC.csv", COINS),
            "A06-leading-line/BTC.csv does not fit the coins layout: expected"
                + " date,symbol,close,Volume BTC; found https://www.example.com; line 2 fits:"
                + " declare leadingLines(1); mend or remove it, or quarantine unreadable files"),
        input(
            csv("A06-leading-line/BTC.csv", COINS.leadingLines(1)),
            "BTC/USD 2024-01-02 at 44900.0: 1234"),
        input(
            csv(
                "A06-leading-line/CBOE.csv",
                CsvLayout.named("cboe")
                    .date("Trade Date")
                    .datePattern("MM/dd/uuuu")
                    .volume("Total")
                    .leadingLines(1)),
            "CBOE 2013-11-15: 300"),
        input(csv("A07-sep-line/AAA.csv", PLAIN.delimiter(';')), "AAA 2024-01-02 at 10.5: 1200"),
        input(csv("A12-empty-parts/out", WITH_TICKER), "AAA 2024-01-02 at 10.5: 1200"),
        input(
            csv(
                "A15-investing-kmb/SAN.csv",
                CsvLayout.named("investing")
                    .date("Date")
                    .datePattern("MM/dd/uuuu")
                    .close("Price")
                    .volume("Vol.")
                    .missing("-")
                    .numbers(NumberForm.decimalPoint().thousands(',').withSuffixes())),
            "SAN 2023-12-28 at 3.78",
            "SAN 2023-12-29 at 3.78: 950300",
            "SAN 2024-01-02 at 3741.25: 1200000000",
            "SAN 2024-01-03 at 3.7: 32450000"),
        input(
            csv(
                "A16-nasdaq/AAPL.csv",
                CsvLayout.named("nasdaq")
                    .date("Date")
                    .datePattern("MM/dd/uuuu")
                    .prices("Open", "High", "Low", "Close/Last")
                    .volume("Volume")
                    .numbers(NumberForm.decimalPoint().currency("$"))),
            "AAPL 2024-01-02 at 185.64: 82488670",
            "AAPL 2024-01-03 at 184.25: 58414460"),
        input(
            csv("A17-wide/p.csv", PLAIN),
            "A17-wide/p.csv does not fit the own layout: expected Date,Close,Volume; found"
                + " Date,AAPL,MSFT; mend or remove it, or quarantine unreadable files"));
  }

  private static Stream<Arguments> numbers() {
    return Stream.of(
        input(
            csv("B02-scientific-volume/AAA.csv", PLAIN),
            "AAA 2024-01-02 at 10.5: 2999",
            "AAA 2024-01-03 at 10.5: 3000",
            "AAA 2024-01-04 at 10.5: 100000",
            "AAA 2024-01-05 at 10.5: 12345000",
            "Volume \"1.23456e3\" is not a whole number of at most 15 digits"),
        input(csv("B03-thousands/AAA.csv", PLAIN), "Close \"1,234.50\" is not a number"),
        input(
            csv("B03-thousands/AAA.csv", PLAIN.numbers(NumberForm.decimalPoint().thousands(','))),
            "AAA 2024-01-02 at 1234.5: 1234567"),
        input(
            csv("B04-dot-thousands/x.csv", GERMAN),
            "Stueck \"1.250.000\" is not a whole number of at most 15 digits",
            "Stueck \"12.000\" may be a decimal or have thousands; declare which by the layout's"
                + " numbers(...)",
            "Stueck \"250.000\" may be a decimal or have thousands; declare which by the layout's"
                + " numbers(...)",
            "Stueck \"251.300\" may be a decimal or have thousands; declare which by the layout's"
                + " numbers(...)"),
        input(
            csv(
                "B04-dot-thousands/x.csv",
                GERMAN.numbers(NumberForm.decimalComma().thousands('.'))),
            "SAP 2024-01-02: 250000",
            "SAP 2024-01-03: 251300",
            "SAP 2024-01-04: 1250000",
            "SAP 2024-01-05: 12000"),
        input(
            csv(
                "B05-decimal-comma/x.csv",
                CsvLayout.named("german")
                    .date("Datum")
                    .prices("Eroeffnung", "Hoch", "Tief", "Schlusskurs")
                    .volume("Stuecke")
                    .delimiter(';')
                    .numbers(NumberForm.decimalComma())),
            "x 2024-01-02 at 140.8: 250000"),
        input(
            csv("B06-fractional-volume/BTC.csv", PLAIN),
            "Volume \"0.24\" is not a whole number of at most 15 digits",
            "Volume \"123.4567\" is not a whole number of at most 15 digits"),
        input(
            csv("B08-missing-eats-ticker/all.csv", WITH_TICKER.missing("NA")),
            "AAPL 2024-01-02",
            "NA 2024-01-02 at 5.2",
            "NA 2024-01-03 at 5.3: 120000",
            "TRUE 2024-01-02 at 21.5: 900000"),
        input(
            csv("B09-odd-numbers/AAA.csv", PLAIN),
            "AAA 2024-01-08 at 10.5: 100",
            "Close \"$10.5\" is not a number",
            "Close \"+10.5\" is not a number",
            "Close \".5\" is not a number",
            "Close \"10.\" is not a number",
            "Volume \"+100\" is not a whole number of at most 15 digits"),
        input(
            csv("B09-odd-numbers/AAA.csv", PLAIN.numbers(NumberForm.decimalPoint().withBareMark())),
            "AAA 2024-01-04 at 0.5: 100",
            "AAA 2024-01-05 at 10.0: 100",
            "AAA 2024-01-08 at 10.5: 100",
            "Close \"$10.5\" is not a number, like 1234567.89 or .5",
            "Close \"+10.5\" is not a number, like 1234567.89 or .5",
            "Volume \"+100\" is not a whole number of at most 15 digits, like 1234567.89 or .5"),
        input(csv("B13-zero-open/GE.csv", CsvLayout.YAHOO), "open 0.0 is outside 0.77 to 0.79"),
        input(
            csv("B13-zero-open/GE.csv", CsvLayout.YAHOO.missing("0.0")),
            "GE 1962-01-02 at 0.78: 2156500"),
        input(
            csv("B14-apostrophe/NESN.csv", SWISS),
            "Volumen \"2'345'678\" is not a whole number of at most 15 digits"),
        input(
            csv(
                "B14-apostrophe/NESN.csv",
                SWISS.numbers(NumberForm.decimalPoint().thousands('\''))),
            "NESN 2024-01-02 at 97.51: 2345678"),
        input(
            csv(
                "B15-nbsp/MC.csv",
                CsvLayout.named("french").date("Date").volume("Volume").delimiter(';')),
            "Volume \"1\\u00a0234\\u00a0567\" is not a whole number of at most 15 digits"),
        input(
            csv(
                "B15-nbsp/MC.csv",
                PLAIN.delimiter(';').numbers(NumberForm.decimalComma().thousands(' '))),
            "MC 2024-01-02 at 733.6: 1234567"));
  }

  private static Stream<Arguments> dates() {
    return Stream.of(
        input(
            csv(
                "C03-epoch/x.csv",
                CsvLayout.named("polygon")
                    .date("window_start")
                    .ticker("ticker")
                    .close("close")
                    .volume("volume")),
            "window_start \"1704171600000000000\" is a count of nanoseconds since 1970; write the"
                + " date of the session in the form uuuu-MM-dd"),
        input(
            csv(
                "C03-epoch/u.csv",
                CsvLayout.named("unix").date("unix").close("close").volume("volume")),
            "unix \"1704153600\" is a count of seconds since 1970; write the date of the session in"
                + " the form uuuu-MM-dd"),
        input(
            csv("C03-epoch/b.csv", CsvLayout.named("binance").date("t").close("c").volume("v")),
            "t \"1704153600000\" is a count of milliseconds since 1970; write the date of the"
                + " session in the form uuuu-MM-dd"),
        input(
            csv("C04-two-digit-year/AAA.csv", PLAIN.datePattern("d-MMM-uu")),
            "AAA 1998-11-09 at 10.5: 100",
            "AAA 1999-12-31 at 10.5: 100",
            "AAA 2000-01-03 at 10.5: 100",
            "AAA 2006-11-09 at 10.5: 100"),
        input(
            csv("C04-two-digit-year/AAA.csv", PLAIN.datePattern("d-MMM-yy")),
            "AAA 1998-11-09 at 10.5: 100",
            "AAA 1999-12-31 at 10.5: 100",
            "AAA 2000-01-03 at 10.5: 100",
            "AAA 2006-11-09 at 10.5: 100"),
        input(
            csv(
                "C05-uppercase-month/bhav.csv",
                CsvLayout.named("nse")
                    .date("TIMESTAMP")
                    .datePattern("dd-MMM-uuuu")
                    .ticker("SYMBOL")
                    .prices("OPEN", "HIGH", "LOW", "CLOSE")
                    .volume("TOTTRDQTY")),
            "INFY 2024-01-02 at 1530.5: 6512345"),
        input(
            csv("C09-sept/AAA.csv", PLAIN.datePattern("d-MMM-uuuu")),
            "AAA 2024-09-03 at 10.5: 100",
            "AAA 2024-09-04 at 10.5: 100",
            "Date \"September 5 2024\" is not a date of the form d-MMM-uuuu"),
        input(
            csv("C14-wrong-letters/a.csv", PLAIN.datePattern("yyyy-MM-dd")),
            "a 2024-12-30 at 10.5: 100",
            "a 2024-12-31 at 10.5: 100"),
        input(
            csv("C14-wrong-letters/a.csv", PLAIN.datePattern("[uuuu-MM-dd][MM/dd/uuuu]")),
            "a 2024-12-30 at 10.5: 100",
            "a 2024-12-31 at 10.5: 100"));
  }

  private static Stream<Arguments> repeatedDaysAndFiles() {
    return Stream.of(
        input(
            csv("D01-partial-last-bar/AMZN.csv", CsvLayout.YAHOO),
            "AMZN 2019-01-24 at 1654.93: 4089900",
            "2 bars of AMZN on 2019-01-25 differ",
            "2 bars of AMZN on 2019-01-25 differ"),
        input(
            csv(
                "D05-series-eq-be/bhav.csv",
                CsvLayout.named("nse").date("DATE").ticker("SYMBOL").close("CLOSE").volume("VOL")),
            "2 bars of INFY on 2024-01-02 differ",
            "2 bars of INFY on 2024-01-02 differ"),
        input(
            csv("D06-identical-but-coefficient/AAA.csv", WITH_SPLITS),
            "AAA 2020-08-28 at 400.0: 1000"),
        input(
            CsvSource.at(
                List.of(
                    folder("D07-missing-price-duplicate/a").toString(),
                    folder("D07-missing-price-duplicate/b").toString()),
                PLAIN),
            "AAA 2024-01-02 at 10.5: 100"),
        input(csv("E08-blank-first-line/AAA.csv", CsvLayout.YAHOO), "AAA 2024-01-02 at 10.0: 100"),
        input(
            csv("E09-partition-csv/d/*/*.csv", PLAIN),
            "AAA 2024-01-02 at 10.0: 100",
            "BBB 2024-01-02 at 10.0: 100"),
        input(
            csv("E09-partition-csv/d", PLAIN),
            "there is no file at E09-partition-csv/d; give a file, a folder with files, or a glob"),
        input(
            csv("E16-latin1/dax.csv", DESK),
            "E16-latin1/dax.csv is not UTF-8; declare the layout's charset, which is probably"
                + " windows-1252; mend or remove it, or quarantine unreadable files"),
        input(
            csv("E16-latin1/dax.csv", DESK.charset("windows-1252")),
            "SAP 2024-01-02 at 140.1: 5120000"),
        input(
            csv("E16-latin1/ok.csv", GERMAN.datePattern(CsvLayout.ISO_DATE).close("Schluss")),
            "MUV2 2024-01-02 at 380.1: 120000"));
  }

  private static Stream<Arguments> tickers() {
    return Stream.of(
        input(
            csv("F01-space-ticker/all.csv", WITH_TICKER),
            "BRK/B 2024-01-02 at 360.0: 3000000",
            "M&M 2024-01-02 at 360.0: 3000000",
            "^GSPC 2024-01-02 at 360.0: 3000000",
            "ticker \"AAPL US Equity\" is not 1 to 32 visible characters without white space",
            "ticker \"BRK B\" is not 1 to 32 visible characters without white space"),
        input(
            csv("F02-case/all.csv", WITH_TICKER),
            "AAPL 2024-01-03 at 185.0: 2",
            "AAPL 2024-01-04 at 185.0: 3",
            "aapl 2024-01-02 at 185.0: 1"),
        input(
            csv("F03-quoted-formula/all.csv", WITH_TICKER),
            "0700 2024-01-02 at 185.0: 1",
            "AAPL 2024-01-02 at 185.0: 1"),
        input(
            csv("F04-long-file-name/d", PLAIN),
            "ticker \"AAPL_2020-01-01_2024-01-01_1d_adjusted\" is not 1 to 32 visible characters"
                + " without white space",
            "ticker \"CAC 40\" is not 1 to 32 visible characters without white space",
            "ticker \"Iron_ore_fines_62%_Fe_CFR_Futures\" is not 1 to 32 visible characters without"
                + " white space"));
  }

  private static Stream<Arguments> parquetFiles() {
    return Stream.of(
        input(
            parquet("G01-timestamp-date/x.parquet"),
            "G01-timestamp-date/x.parquet: column trade_date is of type timestamp_ntz; it must be"
                + " of type date, or describe the files by a ParquetLayout"),
        input(
            parquet("G01-timestamp-date/x.parquet", PARQUET),
            "AAA 2024-01-02: 100",
            "AAA 2024-01-03: 200"),
        input(
            parquet("G02-int96/x.parquet"),
            "G02-int96/x.parquet: column trade_date is of type timestamp; it must be of type date,"
                + " or describe the files by a ParquetLayout"),
        input(
            parquet("G02-int96/x.parquet", PARQUET),
            "G02-int96/x.parquet: column trade_date holds instants, whose day depends on the time"
                + " zone; state it in layout own with zone(...)"),
        input(
            parquet("G02-int96/x.parquet", PARQUET.zone(ZoneId.of("UTC"))),
            "AAA 2024-01-02: 100",
            "AAA 2024-01-03: 200"),
        input(
            parquet("G03-string-date/x.parquet"),
            "G03-string-date/x.parquet: column trade_date is of type string; it must be of type"
                + " date, or describe the files by a ParquetLayout"),
        input(
            parquet("G03-string-date/x.parquet", PARQUET),
            "AAA 2024-01-02: 100",
            "AAA 2024-01-03: 200"),
        input(
            parquet("G16-delta/d"),
            "G16-delta/d is a table (_delta_log), whose files may hold rows that were deleted; read"
                + " it by a program for such tables, or name its files by a glob"),
        input(
            parquet("G16-delta/d/*.parquet"),
            "AAA 2024-01-03: 200",
            "2 bars of AAA on 2024-01-02 differ",
            "2 bars of AAA on 2024-01-02 differ"),
        input(
            parquet("G18-yfinance-names/x.parquet"),
            "G18-yfinance-names/x.parquet: column trade_date is missing; it must be of type date,"
                + " or describe the files by a ParquetLayout"),
        input(
            parquet(
                "G18-yfinance-names/x.parquet",
                ParquetLayout.named("yfinance")
                    .date("Date")
                    .ticker("Symbol")
                    .adjClose("Adj Close")
                    .volume("Volume")),
            "AAA 2024-01-02: 100"));
  }

  private static Stream<Arguments> splits() {
    return Stream.of(
        input(
            csv("H01-many-reverse-splits/UVXY.csv", WITH_SPLITS),
            "UVXY 2012-03-01 at 10.0: 10000000",
            "UVXY 2012-03-02 at 10.0: 10500000",
            "UVXY 2012-03-05 at 10.0: 9800000",
            "UVXY 2012-03-06 at 10.0: 100000000",
            "UVXY 2012-03-07 at 10.0: 10100000",
            "UVXY 2024-04-11 at 10.0: 9000000"),
        input(
            csv("H03-zero-coefficient/AAPL.csv", PLAIN.splitCoefficient("Splits")),
            "AAPL 2020-08-31 at 129.0: 225702700",
            "split coefficient 0.0 is not above 0",
            "split coefficient 0.0 is not above 0"),
        input(
            csv("H03-zero-coefficient/AAPL.csv", PLAIN.splitCoefficient("Splits").missing("0.0")),
            "AAPL 2020-08-28 at 499.2: 46907500",
            "AAPL 2020-08-31 at 129.0: 225702700",
            "AAPL 2020-09-01 at 134.2: 151948100"));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void input_isReadAsTheGuideSays(Source<Bar> source, List<String> outcome) {
    requireCases();
    assertThat(outcome(source, BarRules.standard())).isEqualTo(outcome);
  }

  @Test
  void lettersOfPatternsThatCannotBeMeant_areRefused() {
    for (String pattern : List.of("YYYY-MM-dd", "yyyy-mm-dd", "yyyy-MM-DD")) {
      assertThatThrownBy(() -> PLAIN.datePattern(pattern))
          .isInstanceOf(InvalidPlanException.class)
          .hasMessageEndingWith("; write yyyy-MM-dd");
    }
  }

  @Test
  void unfinishedBarOfTheLastDay_isReplacedOnDemand() {
    requireCases();
    assertThat(
            outcome(
                csv("D01-partial-last-bar/AMZN.csv", CsvLayout.YAHOO),
                BarRules.standard().keepingLastOfRepeatedDays()))
        .containsExactly(
            "AMZN 2019-01-24 at 1654.93: 4089900", "AMZN 2019-01-25 at 1670.569946: 4945900");
  }

  @Test
  void fractionalVolumes_areKeptOrRounded() {
    requireCases();
    Source<Bar> coins = csv("B06-fractional-volume/BTC.csv", PLAIN);
    Source<Bar> adjusted = csv("B06-fractional-volume/AAPL.csv", PLAIN);
    BarRules kept = BarRules.standard().fractionalVolume(FractionalVolume.KEEP);
    assertThat(outcome(coins, kept))
        .containsExactly("BTC 2024-01-02 at 44900.1: 123.4567", "BTC 2024-01-03 at 42800.2: 0.24");
    assertThat(outcome(adjusted, kept))
        .containsExactly("AAPL 2024-01-02 at 185.6: 82488674.281914");
    BarRules rounded = BarRules.standard().fractionalVolume(FractionalVolume.ROUND);
    assertThat(outcome(coins, rounded))
        .containsExactly("BTC 2024-01-02 at 44900.1: 123", "BTC 2024-01-03 at 42800.2: 1");
    assertThat(outcome(adjusted, rounded)).containsExactly("AAPL 2024-01-02 at 185.6: 82488674");
  }

  @Test
  @DisplayName("a spike stays ten times its neighbours after ten reverse splits")
  void manyReverseSplits() {
    requireCases();
    BarsStage adjusted =
        BarsStage.from(csv("H01-many-reverse-splits/UVXY.csv", WITH_SPLITS)).splitAdjusted();
    List<Measured<Bar>> rows = adjusted.measure(DOLLAR_VOLUME).collect(runner());
    assertThat(rows)
        .extracting(row -> row.exact(VOLUME).orElseThrow())
        .containsExactly(0.1, 0.105, 0.098, 1.0, 0.101, 9_000_000.0);
    assertThat(rows)
        .extracting(row -> row.get(DOLLAR_VOLUME).orElseThrow())
        .containsExactly(1e8, 1.05e8, 9.8e7, 1e9, 1.01e8, 9e7);
  }

  @Test
  void linksAreFollowed_exceptBackToAFolderAbove() throws IOException {
    requireCases();
    Path file = temporary.resolve("d/sub/a.parquet");
    Files.createDirectories(file.getParent());
    Files.copy(folder("G19-symlink-loop/d/sub/a.parquet"), file);
    Files.createSymbolicLink(temporary.resolve("d/sub/loop"), Path.of(".."));
    Files.createSymbolicLink(temporary.resolve("l"), Path.of("d/sub/a.parquet"));
    for (String location : List.of("d", "l")) {
      assertThat(
              outcome(
                  ParquetSource.at(temporary.resolve(location).toString()), BarRules.standard()))
          .containsExactly("AAA 2024-01-02: 100", "AAA 2024-01-03: 200");
    }
  }
}
