package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.files.BytesFile;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.StandardRule;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a CSV file has, and what is said of those that are none. */
class CsvBarsTest {

  private static final String KAGGLE_HEADER = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n";
  private static final String ROW = "2010-01-04,MMM,59.3,83.02,83.45,82.67,83.09,3043700\n";
  private static final LocalDate DAY = LocalDate.of(2010, 1, 4);

  private static final Bar MMM =
      Bar.builder()
          .ticker(Ticker.of("MMM"))
          .tradeDate(DAY)
          .open(83.09)
          .high(83.45)
          .low(82.67)
          .close(83.02)
          .adjClose(59.3)
          .volume(3043700)
          .build();

  static Stream<Arguments> layouts() {
    return Stream.of(
        Arguments.of(CsvLayout.KAGGLE, "sp500_stocks.csv", KAGGLE_HEADER + ROW, MMM),
        Arguments.of(
            CsvLayout.YAHOO,
            "raw/MMM.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n"
                + "2010-01-04,83.09,83.45,82.67,83.02,59.3,3043700\n",
            MMM),
        Arguments.of(
            CsvLayout.ALPHA_VANTAGE,
            "raw/MMM.csv",
            "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\n"
                + "2010-01-04,83.09,83.45,82.67,83.02,59.3,3043700,0.0000,1.0\n",
            Bar.builder().from(MMM).splitCoefficient(1).build()),
        Arguments.of(
            CsvLayout.FIVE_YEAR,
            "all_stocks_5yr.csv",
            "date,open,high,low,close,volume,Name\n2010-01-04,,83.45,82.67,83.02,3043700,MMM\n",
            Bar.builder()
                .ticker(Ticker.of("MMM"))
                .tradeDate(DAY)
                .high(83.45)
                .low(82.67)
                .close(83.02)
                .volume(3043700)
                .build()),
        Arguments.of(
            CsvLayout.named("own")
                .date("Dag")
                .ticker("Papir")
                .close("Slut")
                .volume("Antal")
                .delimiter(';')
                .datePattern("dd/MM-yyyy"),
            "own.csv",
            "Antal;Papir;Slut;Dag;Note\n3043700;MMM;83.02;04/01-2010;a,b\n",
            Bar.builder()
                .ticker(Ticker.of("MMM"))
                .tradeDate(DAY)
                .close(83.02)
                .volume(3043700)
                .build()));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  @DisplayName("a file of each layout gives its bars")
  void layouts(CsvLayout layout, String location, String text, Bar expected) throws IOException {
    CsvRows rows = CsvRows.of(layout, BytesFile.of(location, text));
    assertThat(rows.accepted).containsExactly(new CsvRows.Accepted(2, expected));
    assertThat(rows.rejected).isEmpty();
    assertThat(rows.problem).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "REJECT, 123.4567, , \"123.4567\" is not a whole number of at most 15 digits",
    "ROUND, 123.4567, 123,",
    "ROUND, 0.24, 1,",
    "KEEP, 0.24, 0.24,",
    "KEEP, 2.4e3, 2400,",
    "KEEP, 0.0, ,",
    "KEEP, x, , \"x\" is not a number"
  })
  @DisplayName("a volume with a fraction is read as the rules say")
  void fractions(
      FractionalVolume treatment, String text, @Nullable Double volume, @Nullable String reason)
      throws IOException {
    CsvRows rows =
        new CsvRows(
                CsvLayout.named("own").date("Date").volume("Volume"),
                BarRules.standard().fractionalVolume(treatment))
            .read(BytesFile.of("BTC.csv", "Date,Volume\n2010-01-04," + text + "\n"));
    if (reason != null) {
      assertThat(rows.rejected).singleElement().asString().contains(reason);
    } else {
      assertThat(rows.accepted).hasSize(1);
      assertThat(rows.accepted.get(0).bar().exactVolume())
          .isEqualTo(volume == null ? OptionalDouble.empty() : OptionalDouble.of(volume));
    }
  }

  static Stream<Arguments> sameRows() {
    return Stream.of(
        Arguments.of("no line end at the end", KAGGLE_HEADER + ROW.strip()),
        Arguments.of("CRLF", (KAGGLE_HEADER + ROW).replace("\n", "\r\n")),
        Arguments.of("CRLF, none at the end", (KAGGLE_HEADER + ROW.strip()).replace("\n", "\r\n")),
        Arguments.of("a byte order mark", "\ufeff" + KAGGLE_HEADER + ROW),
        Arguments.of("white space around cells", KAGGLE_HEADER + ROW.replace(",", " ,\t ")),
        Arguments.of("white space around headers", KAGGLE_HEADER.replace(",", " , ") + ROW),
        Arguments.of("quoted cells", KAGGLE_HEADER + "\"" + quoted(ROW) + "\"\n"),
        Arguments.of("quoted headers", "\"" + quoted(KAGGLE_HEADER) + "\"\n" + ROW),
        Arguments.of(
            "quoted cells with white space", KAGGLE_HEADER + ROW.replace("MMM", " \" MMM \" ")),
        Arguments.of("a volume as a decimal", KAGGLE_HEADER + ROW.replace("3043700", "3043700.0")),
        Arguments.of(
            "a further column",
            KAGGLE_HEADER.replace("\n", ",Note\n") + ROW.replace("\n", ",\"a, b\"\n")),
        Arguments.of("blank lines after it", KAGGLE_HEADER + ROW + "\n  \n\t\n\r\n"));
  }

  private static String quoted(String line) {
    return line.strip().replace(",", "\",\"");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sameRows")
  @DisplayName("how a file is written changes nothing")
  void sameRows(String variant, String text) throws IOException {
    CsvRows rows = CsvRows.of(CsvLayout.KAGGLE, BytesFile.of("a.csv", text));
    assertThat(rows.rejected).as(variant).isEmpty();
    assertThat(rows.accepted).containsExactly(new CsvRows.Accepted(2, MMM));
  }

  @Test
  @DisplayName("blank lines are no rows, but count as lines")
  void blankLines() throws IOException {
    CsvRows rows =
        CsvRows.of(CsvLayout.KAGGLE, BytesFile.of("a.csv", KAGGLE_HEADER + "\n\r\n  \n" + ROW));
    assertThat(rows.accepted).containsExactly(new CsvRows.Accepted(5, MMM));
    assertThat(rows.gate.tally().rowsRead()).isEqualTo(1);
  }

  static Stream<Arguments> rejections() {
    String row = ROW.strip();
    return Stream.of(
        Arguments.of(
            row.replace(",3043700", ""),
            "row-is-complete",
            "there are 7 cells, and the header has 8"),
        Arguments.of(row + ",", "row-is-complete", "there are 9 cells, and the header has 8"),
        Arguments.of("x", "row-is-complete", "there are 1 cells, and the header has 8"),
        Arguments.of(row.replace("MMM", "\"MMM"), "row-is-complete", "a quote is not closed"),
        Arguments.of(row.replace("MMM", "\"M\"MM"), "row-is-complete", "a quote is not closed"),
        Arguments.of(row.replace("3043700", "\""), "row-is-complete", "a quote is not closed"),
        Arguments.of(row.replace("MMM", ""), "ticker-is-present", "there is no ticker"),
        Arguments.of(row.replace("MMM", "\"\""), "ticker-is-present", "there is no ticker"),
        Arguments.of(
            row.replace("MMM", "M M"),
            "ticker-is-valid",
            "ticker \"M M\" is not 1 to 32 visible characters without white space"),
        Arguments.of(row.replace("2010-01-04", ""), "date-is-present", "there is no date"),
        Arguments.of(
            row.replace("2010-01-04", "2010-02-29"),
            "date-is-valid",
            "Date \"2010-02-29\" is not a date of the form uuuu-MM-dd"),
        Arguments.of(
            row.replace("2010-01-04", "2022-01-01"),
            "date-is-not-in-future",
            "date 2022-01-01 is after 2021-12-31"),
        Arguments.of(
            row.replace("59.3", "1_000"), "price-is-number", "Adj Close \"1_000\" is not a number"),
        Arguments.of(
            row.replace("83.02", "NaN").replace("83.09", "x"),
            "price-is-number",
            "Close \"NaN\" is not a number"),
        Arguments.of(
            row.replace("3043700", "12e"),
            "volume-is-integer",
            "Volume \"12e\" is not a whole number of at most 15 digits"),
        Arguments.of(
            row.replace("3043700", "12.6"),
            "volume-is-integer",
            "Volume \"12.6\" is not a whole number of at most 15 digits"),
        Arguments.of(
            row.replace("3043700", "\"3,043,700\""),
            "volume-is-integer",
            "Volume \"3,043,700\" is not a whole number of at most 15 digits"),
        Arguments.of(
            row.replace("3043700", "null"),
            "volume-is-integer",
            "Volume \"null\" is not a whole number of at most 15 digits"),
        Arguments.of(
            row.replace("59.3", "-59.3"), "price-is-not-negative", "adj close -59.3 is negative"),
        Arguments.of(
            row.replace("3043700", "-5"), "volume-is-not-negative", "volume -5 is negative"),
        Arguments.of(
            row.replace("82.67", "84"), "high-is-not-below-low", "high 83.45 is below low 84.0"),
        Arguments.of(
            row.replace("83.09", "82"), "open-is-in-range", "open 82.0 is outside 82.67 to 83.45"),
        Arguments.of(
            row.replace("83.02", "84"),
            "close-is-in-range",
            "close 84.0 is outside 82.67 to 83.45"),
        Arguments.of(
            row.replace("MMM", "M\u0000\u001b[31mM\r"),
            "ticker-is-valid",
            "ticker \"M\\u0000\\u001b[31mM\\u000d\" is not 1 to 32 visible characters without white"
                + " space"),
        Arguments.of(
            row.replace("3043700", "1\r2"),
            "volume-is-integer",
            "Volume \"1\\u000d2\" is not a whole number of at most 15 digits"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("rejections")
  @DisplayName("a row is rejected with rule, reason, line and text; its neighbours stay")
  void rejections(String row, String rule, String reason) throws IOException {
    CsvRows rows =
        CsvRows.of(CsvLayout.KAGGLE, BytesFile.of("a.csv", KAGGLE_HEADER + row + "\n" + ROW));
    assertThat(rows.rejected).containsExactly(new CsvRows.Rejected(2, rule, reason, row));
    assertThat(rows.accepted).containsExactly(new CsvRows.Accepted(3, MMM));
    assertThat(rows.gate.tally().rowsRead()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-4", "four"})
  @DisplayName("a split coefficient that is no number above 0 is a reason to reject")
  void badSplitCoefficients(String coefficient) throws IOException {
    BytesFile file =
        BytesFile.of(
            "MMM.csv",
            "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\n"
                + "2010-01-04,83.09,83.45,82.67,83.02,59.3,3043700,0.0,"
                + coefficient
                + "\n");
    CsvRows rows = CsvRows.of(CsvLayout.ALPHA_VANTAGE, file);
    assertThat(rows.rejected)
        .singleElement()
        .satisfies(row -> assertThat(row.rule()).isEqualTo("split-coefficient-is-positive"))
        .satisfies(row -> assertThat(row.text()).endsWith(",0.0," + coefficient));
    CsvRows kept =
        new CsvRows(
                CsvLayout.ALPHA_VANTAGE,
                BarRules.standard().relaxing(StandardRule.SPLIT_COEFFICIENT_IS_POSITIVE))
            .read(file);
    assertThat(kept.accepted).containsExactly(new CsvRows.Accepted(2, MMM));
    assertThat(kept.gate.tally().toReport("x").rowsRejected()).isZero();
  }

  @Test
  @DisplayName("a reason stays short, whatever the cell holds")
  void longCells() throws IOException {
    String endless = "9".repeat(100_000);
    CsvRows rows =
        CsvRows.of(
            CsvLayout.KAGGLE,
            BytesFile.of(
                "a.csv",
                KAGGLE_HEADER + ROW.replace("3043700", endless) + ROW.replace("MMM", endless)));
    assertThat(rows.rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly(
            "Volume \"" + "9".repeat(200) + "…\" is not a whole number of at most 15 digits",
            "ticker \""
                + "9".repeat(200)
                + "…\" is not 1 to 32 visible characters without white space");
  }

  @Test
  @DisplayName("relaxed, a number that is none is missing, and counted")
  void relaxed() throws IOException {
    CsvRows rows =
        new CsvRows(
                CsvLayout.KAGGLE,
                BarRules.standard()
                    .relaxing(StandardRule.PRICE_IS_NUMBER)
                    .relaxing(StandardRule.VOLUME_IS_INTEGER))
            .read(
                BytesFile.of(
                    "a.csv",
                    KAGGLE_HEADER
                        + ROW.replace("59.3", "n/a").replace("3043700", "12.6")
                        + ROW.replace("59.3", "n/a").replace("MMM", "")
                        + ROW));
    assertThat(rows.bars())
        .containsExactly(
            Bar.builder()
                .ticker(Ticker.of("MMM"))
                .tradeDate(DAY)
                .open(83.09)
                .high(83.45)
                .low(82.67)
                .close(83.02)
                .build(),
            MMM);
    assertThat(rows.gate.tally().toReport("a").warnedByRule())
        .isEqualTo(Map.of("price-is-number", 1L, "volume-is-integer", 1L));
  }

  @Test
  @DisplayName("Yahoo's null is missing, and so is a volume of 0")
  void missing() throws IOException {
    CsvRows rows =
        CsvRows.of(
            CsvLayout.YAHOO,
            BytesFile.of(
                "MMM.csv",
                "Date,Open,High,Low,Close,Adj Close,Volume\n"
                    + "2010-01-04,null,null,null,null,null,null\n"
                    + "2010-01-05,,,,,,0\n"));
    assertThat(rows.bars())
        .containsExactly(Bar.of("MMM", DAY, 0), Bar.of("MMM", DAY.plusDays(1), 0));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("/data/MMM.csv", "MMM"),
        Arguments.of("BF.B.csv", "BF.B"),
        Arguments.of("gs://lake/raw/BRK-B.txt", "BRK-B"),
        Arguments.of("MMM", "MMM"),
        Arguments.of("/data.d/MMM", "MMM"));
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("the ticker is the file's name up to its suffix, packed or not")
  void tickerOfFileName(String location, String ticker) throws IOException {
    String text = "Date,Open,High,Low,Close,Adj Close,Volume\n2010-01-04,,,,,,5\n";
    assertThat(CsvRows.of(CsvLayout.YAHOO, BytesFile.of(location, text)).bars())
        .containsExactly(Bar.of(ticker, DAY, 5));
    assertThat(
            CsvRows.of(CsvLayout.YAHOO, new BytesFile(location + ".gz", BytesFile.gzip(text)))
                .bars())
        .containsExactly(Bar.of(ticker, DAY, 5));
  }

  @Test
  @DisplayName("one reader reads several files, each with its own header and ticker")
  void severalFiles() throws IOException {
    CsvRows kaggle = new CsvRows(CsvLayout.KAGGLE, BarRules.standard());
    kaggle.read(BytesFile.of("a.csv", KAGGLE_HEADER + ROW));
    kaggle.read(
        BytesFile.of(
            "b.csv", "Symbol,Volume,Date,Open,High,Low,Close,Adj Close\nMMM,7,2010-01-05,,,,,\n"));
    assertThat(kaggle.rejected).isEmpty();
    assertThat(kaggle.bars()).containsExactly(MMM, Bar.of("MMM", DAY.plusDays(1), 7));

    CsvRows yahoo = new CsvRows(CsvLayout.YAHOO, BarRules.standard());
    String text = "Date,Open,High,Low,Close,Adj Close,Volume\n2010-01-04,,,,,,5\n";
    yahoo.read(BytesFile.of("A.csv", text)).read(BytesFile.of("B.csv", text));
    assertThat(yahoo.bars()).containsExactly(Bar.of("A", DAY, 5), Bar.of("B", DAY, 5));
  }

  static Stream<Arguments> unfitFiles() {
    byte[] packed = BytesFile.gzip(KAGGLE_HEADER + ROW);
    byte[] corrupt = packed.clone();
    corrupt[packed.length - 6] ^= 1;
    byte[] longRow = (KAGGLE_HEADER + ROW + "9".repeat(2 << 20)).getBytes(UTF_8);
    return Stream.of(
        Arguments.of("a.csv", new byte[0], "is empty"),
        Arguments.of("a.csv.gz", new byte[0], "is empty"),
        Arguments.of("a.csv.gz", BytesFile.gzip(""), "is empty"),
        Arguments.of("a.csv", bytes("\n\n"), "is empty"),
        Arguments.of("a.csv", bytes("\ufeff"), "is empty"),
        Arguments.of("a.csv", bytes(KAGGLE_HEADER), "has a header and no rows"),
        Arguments.of("a.csv", bytes(KAGGLE_HEADER.strip()), "has a header and no rows"),
        Arguments.of("a.csv", bytes(KAGGLE_HEADER + "\n \r\n\n"), "has a header and no rows"),
        Arguments.of(
            "a.csv",
            bytes("<!DOCTYPE html>\n<html><body>404</body></html>"),
            "is a web page or XML, not CSV"),
        Arguments.of(
            "a.csv", bytes("  <html>Too many requests</html>"), "is a web page or XML, not CSV"),
        Arguments.of(
            "a.csv",
            bytes("{\n  \"Error Message\": \"Invalid API call\"\n}"),
            "is a JSON text, not CSV"),
        Arguments.of("a.csv", bytes("[{\"Date\": 1}]"), "is a JSON text, not CSV"),
        Arguments.of("a.csv", bytes("PAR1\u0015\u0004\u0015"), "is a Parquet file, not CSV"),
        Arguments.of(
            "a.csv",
            (KAGGLE_HEADER + ROW).getBytes(UTF_16),
            "is not UTF-8; declare the layout's charset, which is probably UTF-16"),
        Arguments.of("a.csv", bytes("PK\u0003\u0004zip"), "is not text"),
        Arguments.of("a.csv", packed, "is packed by gzip; name it .gz"),
        Arguments.of(
            "a.csv.gz", bytes(KAGGLE_HEADER + ROW), "is not packed by gzip, as its name says"),
        Arguments.of("a.csv.gz", bytes("x"), "is not packed by gzip, as its name says"),
        Arguments.of(
            "a.csv.gz",
            Arrays.copyOf(packed, packed.length - 9),
            "is cut off: its gzip stream ends early"),
        Arguments.of(
            "a.csv.gz", Arrays.copyOf(packed, 5), "is cut off: its gzip stream ends early"),
        Arguments.of("a.csv.gz", corrupt, "is damaged: Corrupt GZIP trailer"),
        Arguments.of("a.csv", longRow, "has a line of more than 1 MB"),
        Arguments.of("a.csv", bytes("x".repeat(2 << 20)), "has a line of more than 1 MB"),
        Arguments.of(
            "a.csv",
            bytes("Date,Symbol,Volume,Volume,Open,High,Low,Close,Adj Close\n"),
            "has two columns named Volume"),
        Arguments.of(
            "a.csv",
            bytes("Date,Symbol,Close,Volume\n" + ROW),
            "does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found Date,Symbol,Close,Volume"),
        Arguments.of(
            "a.csv",
            bytes("date,open,high,low,close,volume,Name\n"),
            "does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found date,open,high,low,close,volume,Name; it fits the five-year"
                + " layout"),
        Arguments.of(
            "a.csv",
            bytes("Date,Open,High,Low,Close,Adj Close,Volume\n"),
            "does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found Date,Open,High,Low,Close,Adj Close,Volume; it fits the"
                + " yahoo layout"),
        Arguments.of(
            "a.csv",
            bytes(ROW),
            "does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found "
                + ROW.strip()),
        Arguments.of(
            "a.csv",
            bytes("x".repeat(1000)),
            "does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found "
                + "x".repeat(200)
                + "…"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("unfitFiles")
  @DisplayName("a file that is not what it claims to be is told so in a few words")
  void unfitFiles(String location, byte[] content, String problem) throws IOException {
    assertThat(CsvRows.of(CsvLayout.KAGGLE, new BytesFile(location, content)).problem)
        .isEqualTo(problem);
  }

  @Test
  @DisplayName("damage to a packed file is found without handing on a row")
  void verify() throws IOException {
    byte[] packed = BytesFile.gzip(KAGGLE_HEADER + ROW.repeat(50_000));
    byte[] cutOff = Arrays.copyOf(packed, packed.length / 2);
    byte[] corrupt = packed.clone();
    corrupt[packed.length - 6] ^= 1;
    assertThat(CsvBars.verify(new BytesFile("a.csv.gz", packed))).isNull();
    assertThat(CsvBars.verify(new BytesFile("a.csv.gz", cutOff)))
        .isEqualTo("is cut off: its gzip stream ends early");
    assertThat(CsvBars.verify(new BytesFile("a.csv.gz", corrupt))).startsWith("is damaged: ");
    assertThat(CsvBars.verify(BytesFile.of("a.csv", "anything"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 64, 100_000})
  @DisplayName("a file packed in several pieces is read to its end, however its bytes arrive")
  void severalGzipMembers(int bytesAtATime) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(BytesFile.gzip(KAGGLE_HEADER));
    whole.write(BytesFile.gzip(ROW));
    whole.write(BytesFile.gzip(ROW.replace("MMM", "ABC")));
    BytesFile file = new BytesFile("a.csv.gz", whole.toByteArray(), bytesAtATime);
    CsvRows rows = CsvRows.of(CsvLayout.KAGGLE, file);
    assertThat(rows.problem).isNull();
    assertThat(rows.bars())
        .containsExactly(MMM, Bar.builder().from(MMM).ticker(Ticker.of("ABC")).build());
  }

  @Test
  @DisplayName("a file that cannot be read at all is no unfit file")
  void unreadable() {
    InputFile missing =
        new InputFile() {
          @Override
          public String location() {
            return "gone.csv";
          }

          @Override
          public long length() {
            return 0;
          }

          @Override
          public InputStream open(long offset) throws IOException {
            throw new FileNotFoundException("gone.csv");
          }
        };
    assertThatThrownBy(() -> CsvRows.of(CsvLayout.KAGGLE, missing))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  @DisplayName("the texts of some lines can be read again, in any split, in one pass")
  void texts() throws IOException {
    String text = KAGGLE_HEADER + "1\r\n22\n\n4444";
    BytesFile file = BytesFile.of("a.csv", text);
    int start = text.indexOf("22");
    try (CsvTexts texts = new CsvTexts(new CsvSplit(0, "a.csv", 0, start), file, "UTF-8")) {
      assertThat(texts.text(1)).isEqualTo(KAGGLE_HEADER.strip());
      assertThat(texts.text(2)).isEqualTo("1");
      assertThat(texts.text(2)).isEqualTo("1");
      assertThat(texts.isBeyond(2)).isFalse();
      assertThat(texts.isBeyond(1)).isTrue();
      assertThatThrownBy(() -> texts.text(6))
          .isInstanceOf(IOException.class)
          .hasMessage("a.csv changed while it was read");
    }
    try (CsvTexts texts =
        new CsvTexts(new CsvSplit(1, "a.csv", start, text.length()), file, "UTF-8")) {
      assertThat(texts.text(1)).isEqualTo("22");
      assertThat(texts.text(3)).isEqualTo("4444");
    }
  }
}
