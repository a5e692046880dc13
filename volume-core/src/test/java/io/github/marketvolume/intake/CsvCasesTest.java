package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.files.BytesFile;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.NumberForm;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as vendors, exchanges and spreadsheets write them, and what the guide says of each. */
class CsvCasesTest {

  private static final CsvLayout PLAIN =
      CsvLayout.named("own").date("Date").close("Close").volume("Volume");

  private static CsvRows read(CsvLayout layout, String name, String text) throws IOException {
    CsvRows rows = CsvRows.of(layout, BytesFile.of(name, text));
    assertThat(rows.problem).isNull();
    return rows;
  }

  private static List<Long> volumes(CsvRows rows) {
    return rows.bars().stream().map(bar -> bar.volume().orElse(0)).toList();
  }

  private static List<Double> closes(CsvRows rows) {
    return rows.bars().stream().map(bar -> bar.close().orElse(Double.NaN)).toList();
  }

  private static List<LocalDate> dates(CsvRows rows) {
    return rows.bars().stream().map(Bar::tradeDate).toList();
  }

  @Test
  @DisplayName("Stooq and Finam: names in angle brackets")
  void angleBrackets() throws IOException {
    CsvLayout stooq =
        CsvLayout.named("stooq")
            .date("<DATE>")
            .datePattern("uuuuMMdd")
            .ticker("TICKER")
            .prices("<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>")
            .volume("VOL");
    assertThat(
            volumes(
                read(
                    stooq,
                    "aapl.us.txt",
                    "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
                        + "AAPL.US,D,20200102,000000,187.15,188.44,183.885,185.64,82488674,0\n")))
        .containsExactly(82488674L);
    CsvLayout finam =
        CsvLayout.named("finam")
            .date("<DATE>")
            .datePattern("dd/MM/uu")
            .ticker("<TICKER>")
            .close("<CLOSE>")
            .volume("<VOL>")
            .delimiter(';');
    assertThat(
            dates(
                read(
                    finam,
                    "SBER.csv",
                    "<TICKER>;<PER>;<DATE>;<TIME>;<CLOSE>;<VOL>\n"
                        + "SBER;D;02/01/20;00:00:00;271.9;12345600\n")))
        .containsExactly(LocalDate.of(2020, 1, 2));
  }

  @Test
  @DisplayName("Investing.com: K, M and B, commas between thousands, a dash for missing")
  void suffixes() throws IOException {
    CsvLayout investing =
        CsvLayout.named("investing")
            .date("Date")
            .datePattern("MM/dd/uuuu")
            .close("Price")
            .volume("Vol.")
            .missing("-")
            .numbers(NumberForm.decimalPoint().thousands(',').withSuffixes());
    CsvRows rows =
        read(
            investing,
            "SAN.csv",
            "\ufeff\"Date\",\"Price\",\"Vol.\",\"Change %\"\n"
                + "\"01/03/2020\",\"3.70\",\"32.45M\",\"-1.12%\"\n"
                + "\"01/02/2020\",\"3,741.25\",\"1.20B\",\"0.35%\"\n"
                + "\"12/31/2019\",\"3.78\",\"950.3K\",\"0.13%\"\n"
                + "\"12/30/2019\",\"3.78\",\"-\",\"0.13%\"\n");
    assertThat(volumes(rows)).containsExactly(32_450_000L, 1_200_000_000L, 950_300L, 0L);
    assertThat(closes(rows)).containsExactly(3.7, 3741.25, 3.78, 3.78);
  }

  @Test
  @DisplayName("nasdaq.com: a dollar sign before prices")
  void currency() throws IOException {
    CsvLayout nasdaq =
        CsvLayout.named("nasdaq")
            .date("Date")
            .datePattern("MM/dd/uuuu")
            .prices("Open", "High", "Low", "Close/Last")
            .volume("Volume")
            .numbers(NumberForm.decimalPoint().currency("$"));
    CsvRows rows =
        read(
            nasdaq,
            "AAPL.csv",
            "Date,Close/Last,Volume,Open,High,Low\n"
                + "01/03/2020,$184.25,58414460,$184.22,$185.88,$183.43\n"
                + "01/02/2020,$185.64,$82488670,$187.15,$188.44,$183.885\n");
    assertThat(closes(rows)).containsExactly(184.25);
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly(
            "Volume \"$82488670\" is not a whole number of at most 15 digits, like 1234567.89 or"
                + " $1.5");
  }

  @Test
  @DisplayName("German desks: a decimal comma; 250.000 is never 250")
  void decimalComma() throws IOException {
    String text = "Date;Close;Volume\n2020-01-02;140,10;250.000\n2020-01-03;140,80;1.250.000\n";
    CsvLayout german = PLAIN.delimiter(';').numbers(NumberForm.decimalComma().thousands('.'));
    CsvRows rows = read(german, "SAP.csv", text);
    assertThat(closes(rows)).containsExactly(140.10, 140.80);
    assertThat(volumes(rows)).containsExactly(250_000L, 1_250_000L);
    CsvRows undeclared = read(PLAIN.delimiter(';'), "SAP.csv", text.replace(',', '.'));
    assertThat(undeclared.accepted).isEmpty();
    assertThat(undeclared.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly(
            "Volume \"250.000\" may be a decimal or have thousands; declare which by the layout's"
                + " numbers(...)",
            "Volume \"1.250.000\" is not a whole number of at most 15 digits");
    CsvLayout decimals = PLAIN.delimiter(';').numbers(NumberForm.decimalPoint().thousands(','));
    assertThat(volumes(read(decimals, "SAP.csv", text.replace(',', '.')))).containsExactly(250L);
  }

  @Test
  @DisplayName("Zurich and Paris: apostrophes and no-break spaces between thousands")
  void otherThousands() throws IOException {
    CsvLayout swiss = PLAIN.delimiter(';').numbers(NumberForm.decimalPoint().thousands('\''));
    assertThat(volumes(read(swiss, "NESN.csv", "Date;Close;Volume\n2020-01-02;97.51;2'345'678\n")))
        .containsExactly(2_345_678L);
    CsvLayout french = PLAIN.delimiter(';').numbers(NumberForm.decimalComma().thousands(' '));
    CsvRows rows =
        read(french, "MC.csv", "Date;Close;Volume\n2020-01-02;733,6;1\u00a0234\u00a0567\n");
    assertThat(volumes(rows)).containsExactly(1_234_567L);
    assertThat(closes(rows)).containsExactly(733.6);
  }

  @Test
  @DisplayName("thousands that are not declared are rejected with their text")
  void undeclaredThousands() throws IOException {
    CsvRows rows = read(PLAIN, "AAA.csv", "Date,Close,Volume\n2020-01-02,\"1,234.50\",7\n");
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("Close \"1,234.50\" is not a number");
  }

  @Test
  @DisplayName("pandas and R: volumes with a power of ten, if they are whole")
  void scientificVolumes() throws IOException {
    CsvRows rows =
        read(
            PLAIN,
            "AAA.csv",
            "Date,Close,Volume\n2020-01-02,1,2999\n2020-01-03,1,3e3\n2020-01-06,1,1e+05\n"
                + "2020-01-07,1,1.2345E7\n2020-01-08,1,1.23456e3\n");
    assertThat(volumes(rows)).containsExactly(2999L, 3000L, 100_000L, 12_345_000L);
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("Volume \"1.23456e3\" is not a whole number of at most 15 digits");
  }

  @Test
  @DisplayName("C and awk: .5 and 10. where the layout says so; a plus sign is of a change")
  void oddNumbers() throws IOException {
    String text =
        "Date,Close,Volume\n2020-01-02,+10.5,1\n2020-01-03,.5,1\n2020-01-06,10.,1\n"
            + "2020-01-07,1.05E+01,1\n";
    assertThat(closes(read(PLAIN, "AAA.csv", text))).containsExactly(10.5);
    CsvLayout bare = PLAIN.numbers(NumberForm.decimalPoint().withBareMark());
    assertThat(closes(read(bare, "AAA.csv", text))).containsExactly(0.5, 10.0, 10.5);
  }

  @Test
  @DisplayName("a missing text is one in dates and numbers, and a ticker in the ticker column")
  void missingAndTickers() throws IOException {
    CsvRows rows =
        read(
            PLAIN.ticker("Symbol").missing("NA"),
            "all.csv",
            "Date,Symbol,Close,Volume\n2020-01-02,NA,5.2,NA\n2020-01-03,NA,5.3,120000\n"
                + "2020-01-02,AAPL,NA,NA\n2020-01-02,,1,1\n");
    assertThat(rows.bars().stream().map(Bar::ticker).map(Ticker::symbol))
        .containsExactly("NA", "NA", "AAPL");
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::rule)
        .containsExactly("ticker-is-present");
  }

  @Test
  @DisplayName("Yahoo: a price of 0 where there is none is missing if the layout says so")
  void zeroPrices() throws IOException {
    CsvRows rows =
        read(
            CsvLayout.YAHOO.missing("0.0"),
            "GE.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n1962-01-02,0.0,0.79,0.77,0.78,0.14,215\n");
    assertThat(rows.bars()).singleElement().satisfies(bar -> assertThat(bar.open()).isEmpty());
    assertThat(volumes(rows)).containsExactly(215L);
  }

  @Test
  @DisplayName("a year of two digits is never far ahead")
  void twoDigitYears() throws IOException {
    for (String pattern : List.of("d-MMM-yy", "d-MMM-uu")) {
      CsvRows rows =
          read(
              PLAIN.datePattern(pattern),
              "AAA.csv",
              "Date,Close,Volume\n9-Nov-98,1,1\n9-Nov-06,1,1\n31-Dec-99,1,1\n3-Jan-00,1,1\n"
                  + "2-Jan-69,1,1\n31-Dec-68,1,1\n2-Jan-62,1,1\n3-Jan-50,1,1\n29-Feb-00,1,1\n"
                  + "30-Dec-27,1,1\n");
      assertThat(dates(rows))
          .extracting(LocalDate::getYear)
          .containsExactly(1998, 2006, 1999, 2000, 1969, 1968, 1962, 1950, 2000);
      assertThat(rows.rejected)
          .extracting(CsvRows.Rejected::reason)
          .containsExactly("date 2027-12-30 is after 2021-12-31");
    }
  }

  @Test
  @DisplayName("NSE and others: months in any case, and Sept")
  void months() throws IOException {
    CsvRows rows =
        read(
            PLAIN.datePattern("d-MMM-uuuu"),
            "AAA.csv",
            "Date,Close,Volume\n2-JAN-2020,1,1\n3-feb-2020,1,1\n3-Sept-2020,1,1\n4-SEPT-2020,1,1\n"
                + "7-Sep-2020,1,1\n8-September-2020,1,1\n");
    assertThat(dates(rows)).extracting(LocalDate::getMonthValue).containsExactly(1, 2, 9, 9, 9);
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("Date \"8-September-2020\" is not a date of the form d-MMM-uuuu");
  }

  @Test
  @DisplayName("a clock's time is told of, and what to write instead")
  void epochs() throws IOException {
    CsvRows rows =
        read(
            PLAIN,
            "u.csv",
            "Date,Close,Volume\n1704153600,1,1\n1704153600000,1,1\n1704171600000000000,1,1\n");
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly(
            "Date \"1704153600\" is a count of seconds since 1970; write the date of the session in"
                + " the form uuuu-MM-dd",
            "Date \"1704153600000\" is a count of milliseconds since 1970; write the date of the"
                + " session in the form uuuu-MM-dd",
            "Date \"1704171600000000000\" is a count of nanoseconds since 1970; write the date of"
                + " the session in the form uuuu-MM-dd");
  }

  @Test
  @DisplayName("bytes that are not UTF-8 matter only where they are read")
  void otherCharsetInANote() throws IOException {
    byte[] text =
        "Date,Firma,Close,Volume\n2020-01-02,M\u00fcnchener,380.1,120000\n".getBytes(ISO_8859_1);
    CsvRows rows = CsvRows.of(PLAIN, new BytesFile("MUV2.csv", text));
    assertThat(volumes(rows)).containsExactly(120_000L);
  }

  @Test
  @DisplayName("a ticker that is not UTF-8 is told of")
  void otherCharsetInATicker() throws IOException {
    byte[] text = "Date,Symbol,Close,Volume\n2020-01-02,M\u00dcV,1,1\n".getBytes(ISO_8859_1);
    BytesFile file = new BytesFile("all.csv", text);
    CsvLayout layout = PLAIN.ticker("Symbol");
    assertThat(CsvRows.of(layout, file).rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("ticker \"M\ufffdV\" is not UTF-8; declare the charset of the CSV layout");
    assertThat(CsvRows.of(layout.charset("windows-1252"), file).bars())
        .extracting(Bar::ticker)
        .containsExactly(Ticker.of("MÜV"));
  }

  @Test
  @DisplayName("Excel: a ticker that is kept as text, by a formula or an apostrophe")
  void tickersKeptAsText() throws IOException {
    CsvRows rows =
        read(
            PLAIN.ticker("Symbol"),
            "all.csv",
            "Date,Symbol,Close,Volume\n"
                + "2020-01-02,\"=\"\"0700\"\"\",1,1\n"
                + "2020-01-03,=\"0700\",1,1\n"
                + "2020-01-06,'0700,1,1\n"
                + "2020-01-07,'0700',1,1\n"
                + "2020-01-08,=\"A B\",1,1\n"
                + "2020-01-09,=X,1,1\n"
                + "2020-01-10,O'R,1,1\n"
                + "2020-01-13,=\"\",1,1\n"
                + "2020-01-14,',1,1\n"
                + "2020-01-15,'A,1,1\n"
                + "2020-01-16,'+A,1,1\n");
    assertThat(rows.bars().stream().map(Bar::ticker).map(Ticker::symbol))
        .containsExactly("0700", "0700", "0700", "0700", "=X", "O'R", "'", "'A", "+A");
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::rule)
        .containsExactly("ticker-is-valid", "ticker-is-present");
  }

  @ParameterizedTest
  @CsvSource({
    "d/ticker=AAA/part-0.csv, AAA",
    "d/TICKER=BRK%2FB/part-0.csv, BRK/B",
    "d/ticker=AAA/year=2020/part-0.csv, AAA",
    "ticker=ALL/daily/BF.B.csv, BF.B",
    "d/year=2020/AAA.csv, AAA",
    "ticker=AAA.csv, ticker=AAA",
  })
  @DisplayName("a folder named by a ticker counts more than the name of the file")
  void tickerOfTheFolder(String location, String ticker) throws IOException {
    String text = "Date,Symbol,Close,Volume\n2020-01-02,XYZ,1,1\n";
    assertThat(read(PLAIN, location, text).bars())
        .extracting(Bar::ticker)
        .containsExactly(Ticker.of(ticker));
    assertThat(read(PLAIN.ticker("Symbol"), location, text).bars())
        .extracting(Bar::ticker)
        .containsExactly(Ticker.of("XYZ"));
  }

  @Test
  @DisplayName("a folder for rows without a ticker gives none")
  void folderOfMissingTickers() throws IOException {
    CsvRows rows =
        read(
            PLAIN,
            "d/ticker=__HIVE_DEFAULT_PARTITION__/part-0.csv",
            "Date,Close,Volume\n2020-01-02,1,1\n");
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::rule)
        .containsExactly("ticker-is-present");
  }
}
