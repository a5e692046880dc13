package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.files.BytesFile;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that fits is a header, however it is decorated. */
class CsvHeaderTest {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("own").date("DATE").ticker("TICKER").close("CLOSE").volume("VOL");
  private static final Bar BAR = Bar.builder().from(Bar.of("A", day(2), 7)).close(1.5).build();

  private static LocalDate day(int day) {
    return LocalDate.of(2020, 1, day);
  }

  /** How a file is written, with nothing else changed. */
  record Decoration(
      char delimiter,
      String open,
      String close,
      String quote,
      boolean firstUnnamed,
      boolean lastUnnamed,
      boolean rowsEndEarly,
      String above,
      int leadingLines) {

    private String header() {
      List<String> names = new ArrayList<>();
      if (firstUnnamed) {
        names.add("");
      }
      for (String name : List.of("TICKER", "NOTE", "DATE", "CLOSE", "VOL")) {
        names.add(quote + open + name + close + quote);
      }
      if (lastUnnamed) {
        names.add("");
      }
      return String.join("" + delimiter, names);
    }

    private String row() {
      List<String> cells = new ArrayList<>(List.of("A", "n", "2020-01-02", "1.5", "7"));
      if (firstUnnamed) {
        cells.add(0, "0");
      }
      if (lastUnnamed && !rowsEndEarly) {
        cells.add("");
      }
      return String.join("" + delimiter, cells);
    }

    String text() {
      String leading =
          Stream.generate(() -> "see https://example.com, \"terms\n")
              .limit(leadingLines)
              .collect(Collectors.joining());
      return leading + above.replace("D", "" + delimiter) + header() + "\n" + row() + "\n";
    }

    CsvLayout layout(CsvLayout layout) {
      return layout.delimiter(delimiter).leadingLines(leadingLines);
    }
  }

  @Provide
  Arbitrary<Decoration> decorations() {
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Combinators.combine(
            Arbitraries.of(',', ';', '\t', '|'),
            Arbitraries.of("", "<", "[", "< "),
            Arbitraries.of("", "\"", " ", "\u00a0"),
            either,
            either,
            either,
            Arbitraries.of("", "\n", " \n\r\n", "sep=D\n", "\"SEP=D\"\r\n\n", "DDDD\n", "\ufeff"),
            Arbitraries.integers().between(0, 3))
        .as(
            (delimiter, open, quote, first, last, early, above, lines) ->
                new Decoration(
                    delimiter,
                    open,
                    open.replace("< ", " >").replace('<', '>').replace('[', ']'),
                    quote,
                    first,
                    last,
                    early,
                    lines > 0 ? above.replace("\ufeff", "") : above,
                    lines));
  }

  @Property(tries = 2000)
  void aDecoratedHeader_isTheHeader(@ForAll("decorations") Decoration file) throws IOException {
    CsvRows rows = CsvRows.of(file.layout(LAYOUT), BytesFile.of("x.csv", file.text()));
    assertThat(rows.problem).isNull();
    assertThat(rows.rejected).isEmpty();
    long line = file.text().lines().count();
    assertThat(rows.accepted).containsExactly(new CsvRows.Accepted(line, BAR));
  }

  @Property(tries = 500)
  void theLayoutOfADecoratedHeader_isDetected(@ForAll("decorations") Decoration file) {
    CsvLayout layout = file.layout(LAYOUT);
    CsvLayout other = CsvLayout.named("other").date("Day").volume("Shares");
    CsvFiles files = CsvFiles.at("in").among(CsvLayout.KAGGLE, layout, other);
    assertThat(LayoutDetection.detect(files, List.of(BytesFile.of("x.csv", file.text()))).layout())
        .isEqualTo(layout);
  }

  @Property(tries = 200)
  void leadingLinesThatAreNotDeclared_areToldOf(@ForAll @IntRange(min = 1, max = 20) int lines)
      throws IOException {
    String text = "a note\n".repeat(lines) + "TICKER,DATE,CLOSE,VOL\nA,2020-01-02,1.5,7\n";
    CsvRows rows = CsvRows.of(LAYOUT, BytesFile.of("x.csv", text));
    assertThat(rows.problem)
        .isEqualTo(
            "does not fit the own layout: expected DATE,TICKER,CLOSE,VOL; found a note; line "
                + (lines + 1)
                + " fits: declare leadingLines("
                + lines
                + ")");
    assertThat(CsvRows.of(LAYOUT.leadingLines(lines), BytesFile.of("x.csv", text)).bars())
        .containsExactly(BAR);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of("<TICKER>,<DAY>,<VOL>", "does not fit the own layout: expected .*; found .*"),
        Arguments.of("<TICKER>;<DATE>;<VOL>", "does not fit the own layout: expected .*; found .*"),
        Arguments.of("[a],[b]", "does not fit the own layout: expected .*; found .*"),
        Arguments.of("<html>,<body>", "does not fit the own layout: expected .*; found .*"),
        Arguments.of("<html><body>,", "is a web page or XML, not CSV"),
        Arguments.of("<?xml version=\"1.0\", ?>", "is a web page or XML, not CSV"),
        Arguments.of("[{\"DATE\": 1}, 2]", "is a JSON text, not CSV"),
        Arguments.of("[\"DATE\",\"VOL\"", "is a JSON text, not CSV"),
        Arguments.of("DATE,TICKER,CLOSE,<VOL>,[VOL]", "has two columns named VOL"),
        Arguments.of(
            "sep=;\nDATE;TICKER;CLOSE;VOL",
            "says sep=;, and the own layout has another delimiter; declare delimiter\\(';'\\)"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  @DisplayName("a line that does not fit the layout is named by what it seems to be")
  void problems(String line, String problem) throws IOException {
    assertThat(CsvRows.of(LAYOUT, BytesFile.of("x.csv", line + "\nx\n")).problem).matches(problem);
  }

  @Test
  @DisplayName("of two names, the one that is written as the layout writes it is the column")
  void exactNames() throws IOException {
    String text = "DATE,TICKER,CLOSE,VOL,<VOL>\n2020-01-02,A,1.5,7,8\n";
    assertThat(CsvRows.of(LAYOUT, BytesFile.of("x.csv", text)).bars()).containsExactly(BAR);
    CsvLayout bracketed = LAYOUT.volume("<VOL>");
    assertThat(CsvRows.of(bracketed, BytesFile.of("x.csv", text.replace("7,8", "8,7"))).bars())
        .containsExactly(BAR);
  }

  @Test
  @DisplayName("a row has the named cells of the header, and no more cells than it")
  void cells() throws IOException {
    String header = "DATE,TICKER,CLOSE,VOL,,\n";
    String row = "2020-01-02,A,1.5,7";
    for (String end : List.of("", ",", ",,")) {
      assertThat(CsvRows.of(LAYOUT, BytesFile.of("x.csv", header + row + end)).bars())
          .containsExactly(BAR);
    }
    assertThat(CsvRows.of(LAYOUT, BytesFile.of("x.csv", header + row + ",,,")).rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("there are 7 cells, and the header has 6");
    assertThat(CsvRows.of(LAYOUT, BytesFile.of("x.csv", header + "2020-01-02,A,1.5")).rejected)
        .extracting(CsvRows.Rejected::reason)
        .containsExactly("there are 3 cells, and the header has 6");
  }

  @Test
  @DisplayName("a file that ends above its header is no file of the layout")
  void endsEarly() throws IOException {
    assertThat(CsvRows.of(LAYOUT.leadingLines(3), BytesFile.of("x.csv", "a\nb\n\n")).problem)
        .isEqualTo("ends before its header, which is below 3 lines by the own layout");
    assertThat(CsvRows.of(LAYOUT.leadingLines(3), BytesFile.of("x.csv", "")).problem)
        .isEqualTo("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "ISO-8859-15", "UTF-16", "UTF-16LE", "UTF-16BE"})
  @DisplayName("text of a declared charset is read; else the likely one is named")
  void charsets(String charset) throws IOException {
    String text = "DATE;TICKER;CLOSE;Stück;Kürzel\n2020-01-02;A;1.5;7;é\n2020-01-03;Ü;x;7;é\n";
    BytesFile file = new BytesFile("x.csv", text.getBytes(Charset.forName(charset)));
    CsvLayout layout = LAYOUT.volume("Stück").delimiter(';');
    CsvRows rows = CsvRows.of(layout.charset(charset), file);
    assertThat(rows.bars()).containsExactly(BAR);
    assertThat(rows.rejected)
        .containsExactly(
            new CsvRows.Rejected(
                3, "price-is-number", "CLOSE \"x\" is not a number", "2020-01-03;Ü;x;7;é"));
    String likely = charset.startsWith("UTF") ? charset : "windows-1252";
    assertThat(CsvRows.of(layout, file).problem)
        .isEqualTo("is not UTF-8; declare the layout's charset, which is probably " + likely);
    BytesFile packed =
        new BytesFile("x.csv.gz", BytesFile.gzip(text.getBytes(Charset.forName(charset))));
    assertThat(CsvRows.of(layout.charset(charset), packed).accepted).isEqualTo(rows.accepted);
  }

  @Test
  @DisplayName("a charset that the file does not have is told of")
  void wrongCharset() throws IOException {
    String text = "DATE,TICKER,CLOSE,VOL\n2020-01-02,A,1.5,7\n";
    assertThat(
            CsvRows.of(LAYOUT.charset("UTF-16"), new BytesFile("x.csv", text.getBytes(UTF_8)))
                .problem)
        .matches("(is not text in UTF-16|does not fit the own layout: .*)");
  }
}
