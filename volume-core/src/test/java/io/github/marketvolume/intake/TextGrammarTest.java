package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.io.CsvLayout;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell's text means, held against the patterns that the grammar is stated by. */
class TextGrammarTest {

  private static final Pattern PRICE =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.0",
        "7",
        "12.6",
        "-12.6",
        "007.50",
        "0.1",
        "0.3",
        "123456789012345",
        "999999999999999",
        "9007199254740993",
        "0.1234567890123456789",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.2250738585072014E-308",
        "1e0",
        "1E+5",
        "1e-5",
        "1e022",
        "1e23",
        "123456789012345.0000000000000001",
        "0.000000000000000000000000000000000000000001",
        "0000000000000000000000000000001",
        "72057594037927937",
        "1e-400",
        "8.5e15"
      })
  @DisplayName("a price that conforms is the double nearest to it")
  void decimal_conforming(String text) {
    assertThat(decimal(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+5",
        ".5",
        "5.",
        "-.5",
        "-5.",
        "1_000",
        "1,000",
        "1 000",
        " 1",
        "1 ",
        "--1",
        "1-",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "0x1p3",
        "1f",
        "1d",
        "1L",
        "1.2.3",
        "1e",
        "1e+",
        "e5",
        "1e5.0",
        "1e1000",
        "1e999",
        "-1e999",
        "1e309",
        "12e",
        "$5",
        "5%",
        "null",
        "١٢",
        "１２",
        "1\u00a0000",
        "−5",
        "½",
        "1.٥"
      })
  @DisplayName("a text that does not conform is no price")
  void decimal_refused(String text) {
    assertThat(decimal(text)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "7, 7",
    "-7, -7",
    "007, 7",
    "3815561.0, 3815561",
    "3815561.000, 3815561",
    "1250.000, 1250",
    "250.00, 250",
    "250.0000, 250",
    "0.000, 0",
    "012.000, 12",
    "3e3, 3000",
    "1e+05, 100000",
    "1.2345E7, 12345000",
    "-1.5e1, -15",
    "3000e-3, 3",
    "250.000e0, 250",
    "0e999, 0",
    "9.99999999999999e14, 999999999999999",
    "999999999999999, 999999999999999",
    "-999999999999999, -999999999999999",
    "000000000000001, 1",
  })
  @DisplayName("a volume is whole, also where a tool has made a decimal or a power of ten of it")
  void wholeNumber_conforming(String text, long number) {
    assertThat(wholeNumber(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "12.6",
        "12.",
        ".0",
        "0.01",
        "12.0a",
        "1_000",
        "1,000",
        "1 000",
        "NaN",
        "Infinity",
        "+5",
        "0x10",
        "1.23456e3",
        "1e-1",
        "1e15",
        "1e999",
        "1e1000",
        "5.e3",
        "250.000",
        "-250.000",
        "1.000",
        "12.000",
        "999.000",
        "12e",
        " 1",
        "1 ",
        "1000000000000000",
        "0000000000000001",
        "1.0.0",
        "١٢",
        "１２",
        "--1",
        "1-0",
        "1.-0"
      })
  @DisplayName("no other text is a volume, nor is a number of more than 15 digits")
  void wholeNumber_refused(String text) {
    assertThat(wholeNumber(text)).isEqualTo(TextGrammar.NOT_WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2010-01-04",
        "1970-01-01",
        "1969-12-31",
        "0001-01-01",
        "9999-12-31",
        "2000-02-29",
        "2020-02-29",
        "2400-02-29",
        "2021-12-31",
        "2021-06-30"
      })
  void isoDate_existing(String text) {
    assertThat(isoDate(text)).isEqualTo((int) LocalDate.parse(text).toEpochDay());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2021-02-29",
        "1900-02-29",
        "2100-02-29",
        "2021-02-30",
        "2021-13-01",
        "2021-00-10",
        "2021-01-00",
        "2021-01-32",
        "2021-04-31",
        "0000-01-01",
        "2021-1-04",
        "2021-01-4",
        "21-01-04",
        "2021/01/04",
        "20210104",
        "2021-01-04T",
        "2021-01-04 00:00:00",
        "+2021-01-04",
        "-021-01-04",
        "2021-01-0a",
        "02021-01-04",
        "２０２１-01-04",
        "2021-O1-04",
        "null"
      })
  void isoDate_refused(String text) {
    assertThat(isoDate(text)).isEqualTo(TextGrammar.NOT_A_DATE);
  }

  @Test
  @DisplayName("every day of four centuries is the day that java.time says")
  void isoDate_everyDay() {
    LocalDate end = LocalDate.of(2201, 1, 1);
    for (LocalDate day = LocalDate.of(1799, 12, 31); day.isBefore(end); day = day.plusDays(1)) {
      assertThat(isoDate(day.toString())).isEqualTo((int) day.toEpochDay());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MM/dd/uuuu, 02/05/2021",
    "MM/dd/yyyy, 02/05/2021",
    "uuuuMMdd, 20210205",
    "d.M.uuuu, 5.2.2021",
    "dd-MMM-uuuu, 05-Feb-2021",
    "dd-MMM-yy, 05-Feb-21",
    "uuuu-MM-dd HH:mm:ss, 2021-02-05 16:00:00",
  })
  @DisplayName("a layout may write dates otherwise")
  void date_ofOtherPatterns(String pattern, String text) {
    assertThat(date(text, pattern)).isEqualTo((int) LocalDate.of(2021, 2, 5).toEpochDay());
  }

  @ParameterizedTest
  @CsvSource({
    "MM/dd/uuuu, 02/29/2021",
    "MM/dd/yyyy, 02/29/2021",
    "MM/dd/uuuu, 13/01/2021",
    "MM/dd/uuuu, 2/5/2021",
    "MM/dd/uuuu, 2021-02-05",
    "MM/dd/uuuu, 02/05/2021x",
    "MM/dd/uuuu, ''",
    "uuuuMMdd, 20210431",
    "dd-MMM-uuuu, 05-Foo-2021",
  })
  @DisplayName("a date that does not exist, or is written otherwise, is none")
  void date_refused(String pattern, String text) {
    assertThat(date(text, pattern)).isEqualTo(TextGrammar.NOT_A_DATE);
  }

  @Property(tries = 5000)
  void decimal_equalsTheJdk(@ForAll("prices") String text) {
    double number = Double.parseDouble(text);
    assertThat((Double) decimal(text))
        .isEqualTo((Double) (Double.isInfinite(number) ? Double.NaN : number));
  }

  @Property(tries = 5000)
  void decimal_isForConformingTextOnly(@ForAll("nearlyNumbers") String text) {
    boolean conforms = PRICE.matcher(text).matches();
    boolean finite = conforms && Double.isFinite(Double.parseDouble(text));
    assertThat(Double.isNaN(decimal(text))).isEqualTo(!finite);
  }

  @Property(tries = 5000)
  void wholeNumber_isForConformingTextOnly(@ForAll("nearlyNumbers") String text) {
    assertThat(wholeNumber(text)).isEqualTo(expectedWholeNumber(text));
  }

  private static long expectedWholeNumber(String text) {
    boolean conforms = PRICE.matcher(text).matches() && !text.matches("-?0*[0-9]{16}.*");
    if (!conforms || text.matches("-?[1-9][0-9]{0,2}\\.[0-9]{3}")) {
      return TextGrammar.NOT_WHOLE;
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    boolean isVolume = number.scale() <= 0 && number.precision() - number.scale() <= 15;
    return isVolume ? number.longValueExact() : TextGrammar.NOT_WHOLE;
  }

  @Property(tries = 3000)
  void isoDate_isForConformingTextOnly(@ForAll("nearlyDates") String text) {
    DateTimeFormatter formatter = CsvLayout.KAGGLE.dateFormatter();
    boolean conforms = ISO_DATE.matcher(text).matches() && !text.startsWith("0000");
    assertThat(isoDate(text))
        .isEqualTo(conforms ? TextGrammar.date(text, formatter) : TextGrammar.NOT_A_DATE);
  }

  @Provide
  Arbitrary<String> prices() {
    Arbitrary<String> digits =
        Arbitraries.strings().withCharRange('0', '9').ofMinLength(1).ofMaxLength(25);
    Arbitrary<String> fraction = digits.map(text -> "." + text).injectNull(0.3);
    Arbitrary<String> exponent =
        Combinators.combine(
                Arbitraries.of("e", "E"),
                Arbitraries.of("", "-", "+"),
                Arbitraries.integers().between(0, 400))
            .as((letter, sign, power) -> letter + sign + power)
            .injectNull(0.6);
    return Combinators.combine(Arbitraries.of("", "-"), digits, fraction, exponent)
        .as(
            (sign, whole, part, power) ->
                sign + whole + (part == null ? "" : part) + (power == null ? "" : power));
  }

  @Provide
  Arbitrary<String> nearlyNumbers() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.strings().withChars("0123456789.-+eE_, xfaNn０").ofMaxLength(8)),
        Tuple.of(2, Arbitraries.strings().withChars("0123456789.0").ofMaxLength(20)),
        Tuple.of(1, prices()),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(6)));
  }

  @Provide
  Arbitrary<String> nearlyDates() {
    Arbitrary<String> plausible =
        Combinators.combine(
                Arbitraries.integers().between(0, 9999),
                Arbitraries.integers().between(0, 14),
                Arbitraries.integers().between(0, 33))
            .as(
                (year, month, day) ->
                    String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day));
    return Arbitraries.frequencyOf(
        Tuple.of(3, plausible),
        Tuple.of(1, Arbitraries.strings().withChars("0123456789-/").ofLength(10)));
  }

  private static double decimal(String text) {
    byte[] line = ("7," + text + ",7").getBytes(UTF_8);
    return TextGrammar.decimal(line, 2, line.length - 2);
  }

  private static long wholeNumber(String text) {
    byte[] line = ("7," + text + ",7").getBytes(UTF_8);
    return TextGrammar.wholeNumber(line, 2, line.length - 2);
  }

  private static int isoDate(String text) {
    byte[] line = ("7," + text + ",7").getBytes(UTF_8);
    return TextGrammar.isoDate(line, 2, line.length - 2);
  }

  private static int date(String text, String pattern) {
    return TextGrammar.date(text, CsvLayout.named("own").datePattern(pattern).dateFormatter());
  }
}
