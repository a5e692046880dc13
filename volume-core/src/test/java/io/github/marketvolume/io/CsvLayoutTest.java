package io.github.marketvolume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts are refused when they are declared, not when the first file turns out unreadable. */
class CsvLayoutTest {

  private static final CsvLayout OWN =
      CsvLayout.named("own").date("day").ticker("symbol").volume("shares");

  @ParameterizedTest
  @ValueSource(strings = {"MM/dd", "uuuu", "HH:mm", "uuuu-MM-bb", "'day'", "", "dd MM '"})
  @DisplayName("a date pattern says day, month and year")
  void datePattern(String pattern) {
    assertThatThrownBy(() -> OWN.datePattern(pattern))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own: \"%s\" is not a pattern of day, month and year; write one such as"
                + " MM/dd/uuuu",
            pattern);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "YYYY-MM-dd|yyyy-MM-dd|Y is the year of a week",
        "yyyy-MM-DD|yyyy-MM-dd|D is the day of a year",
        "yyyy-mm-dd|yyyy-MM-dd|m is the minute",
        "YYYY-MM-DD|yyyy-MM-dd|Y is the year of a week, D is the day of a year",
        "mm/DD/YYYY|MM/dd/yyyy|Y is the year of a week, m is the minute, D is the day of a year",
        "dd-mmm-yy|dd-MMM-yy|m is the minute",
        "uuuu-MM-dd HH:MM|uuuu-MM-dd HH:mm|M is the month",
        "uuuu-MM-dd hh:mm|uuuu-MM-dd HH:mm|h, k and K are other hours than 0 to 23",
        "YYYY-MM-DD'T'HH:mm|yyyy-MM-dd'T'HH:mm|Y is the year of a week, D is the day of a year",
        "yyyy-mm-dd 'at MMDD'|yyyy-MM-dd 'at MMDD'|m is the minute",
        "DD-MON-YYYY|dd-MMM-yyyy|the name of a month is MMM, Y is the year of a week, D is the day"
            + " of a year",
        "uuuu-MM-dd HH:mm:SS|uuuu-MM-dd HH:mm:ss|S is a fraction of a second",
      })
  @DisplayName("letters that cannot be meant are refused, with what to write instead")
  void wrongLetters(String pattern, String mended, String meaning) {
    assertThatThrownBy(() -> OWN.datePattern(pattern))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own: \"%s\" has letters that cannot be meant: %s; write %s",
            pattern, meaning, mended);
    assertThat(OWN.datePattern(mended).datePattern()).isEqualTo(mended);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%Y-%m-%d", "YYYY-'W'ww-e", "yyyy-mm"})
  @DisplayName("wrong letters are refused where it is not clear what is meant, too")
  void otherWrongLetters(String pattern) {
    assertThatThrownBy(() -> OWN.datePattern(pattern))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith("layout own: \"" + pattern + "\" is not a pattern of day, month");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uuuuDDD",
        "[uuuu-MM-dd][MM/dd/uuuu]",
        "uuuu-MM-dd hh:mm a",
        "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
        "EEE, d MMM uuuu",
        "ddMMyy",
        "[dd.MM.yy][dd.MM.yyyy]",
        "d 'of' MMMM ''yy"
      })
  @DisplayName("every pattern that says one day can be meant")
  void otherPatterns(String pattern) {
    assertThat(OWN.datePattern(pattern).datePattern()).isEqualTo(pattern);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({
    "2021-02-05, 42, 1942",
    "2021-02-05, 41, 2041",
    "2060-01-01, 68, 2068",
    "2060-01-01, 69, 1969",
    "2005-01-01, 26, 1926",
    "2005-01-01, 25, 2025"
  })
  @DisplayName("two digits are a year at most 20 years after the as-of date, and at most 2068")
  void twoDigitYears(LocalDate asOf, String year, int expected) {
    DateTimeFormatter formatter = OWN.datePattern("dd.MM.yy").dateFormatter(asOf);
    assertThat(LocalDate.parse("01.03." + year, formatter).getYear()).isEqualTo(expected);
  }

  @Test
  @DisplayName("without an as-of date two digits are years from 1969 to 2068")
  void posixYears() {
    DateTimeFormatter formatter = OWN.datePattern("dd.MM.uu").dateFormatter();
    assertThat(LocalDate.parse("01.03.68", formatter).getYear()).isEqualTo(2068);
    assertThat(LocalDate.parse("01.03.69", formatter).getYear()).isEqualTo(1969);
  }

  @Test
  @DisplayName("a charset must exist, and lines cannot be fewer than none")
  void textForms() {
    assertThatThrownBy(() -> OWN.charset("latin-9000"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own: there is no charset \"latin-9000\"; write one such as windows-1252,"
                + " ISO-8859-15 or UTF-16");
    assertThatThrownBy(() -> OWN.charset(""))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith("layout own: there is no charset \"\"; write one");
    assertThatThrownBy(() -> OWN.leadingLines(-1))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("layout own: -1 lines cannot precede a header; write 0 or more");
  }

  @Test
  @DisplayName("a layout is a value, and says in words how its text is written")
  void values() throws IOException, ClassNotFoundException {
    NumberForm form =
        NumberForm.decimalComma().thousands('.').withSuffixes().currency("€").currency("EUR");
    CsvLayout layout = OWN.numbers(form).charset("CP1252").leadingLines(2);
    assertThat(layout)
        .isEqualTo(
            OWN.leadingLines(2)
                .charset("windows-1252")
                .numbers(
                    NumberForm.decimalComma()
                        .currency("EUR")
                        .currency("€")
                        .withSuffixes()
                        .thousands('.')));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(layout);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(layout);
    }
    assertThat(CsvSource.at("a.csv", layout).describe())
        .isEqualTo(
            "a.csv (CSV, own layout, numbers like 1.234.567,89 or 1,5M or EUR1,5 or €1,5,"
                + " windows-1252, header below 2 lines)");
    assertThat(CsvSource.at("a.csv", OWN).describe()).isEqualTo("a.csv (CSV, own layout)");
    assertThat(layout.without(Set.of()).numbers()).isEqualTo(form);
    CsvLayout changed =
        layout
            .close("c")
            .delimiter(';')
            .missing("-")
            .datePattern("dd.MM.uuuu")
            .basis(Basis.RAW)
            .without(Set.of(BarColumn.CLOSE));
    assertThat(List.of(changed.numbers(), changed.charset(), changed.leadingLines()))
        .isEqualTo(List.of(form, "windows-1252", 2));
  }

  static Stream<Arguments> wrongForms() {
    NumberForm point = NumberForm.decimalPoint();
    return Stream.of(
        Arguments.of(
            (Supplier<NumberForm>) () -> point.thousands('.'),
            "numbers cannot have . both as their decimal mark and between thousands; write"
                + " decimalComma().thousands('.')"),
        Arguments.of(
            (Supplier<NumberForm>) () -> NumberForm.decimalComma().thousands(','),
            "numbers cannot have , both as their decimal mark and between thousands; write"
                + " decimalPoint().thousands(',')"),
        Arguments.of(
            (Supplier<NumberForm>) () -> point.thousands('0'),
            "thousands cannot be separated by \"0\"; use a comma, a point, an apostrophe or a"
                + " space"),
        Arguments.of(
            (Supplier<NumberForm>) () -> new NumberForm('x', "", false, Set.of(), false, false),
            "numbers cannot have x as their decimal mark; use a point or a comma"),
        Arguments.of(
            (Supplier<NumberForm>) () -> point.currency("5"),
            "\"5\" is not the sign of a currency; write one such as $ or EUR"),
        Arguments.of(
            (Supplier<NumberForm>) () -> point.currency(" "),
            "\" \" is not the sign of a currency; write one such as $ or EUR"),
        Arguments.of(
            (Supplier<NumberForm>) () -> point.currency("k").withSuffixes(),
            "k cannot be both the sign of a currency and a suffix; leave one of them out"));
  }

  @ParameterizedTest
  @MethodSource("wrongForms")
  @DisplayName("a form of numbers that says two things at once is refused")
  void wrongForms(Supplier<NumberForm> form, String message) {
    assertThatThrownBy(form::get).isInstanceOf(InvalidPlanException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', '\0', '0', 'e', '-', '.', '§', '，'})
  @DisplayName("a separator is none of the characters that cells and lines are made of")
  void separator(char separator) {
    assertThatThrownBy(() -> OWN.delimiter(separator))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageMatching(
            "layout own: cells cannot be separated by (.|U\\+[0-9A-F]{4}); use a comma, a"
                + " semicolon, a tab or the like");
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|', ' ', ':'})
  void usualSeparators(char separator) {
    assertThat(OWN.delimiter(separator).delimiter()).isEqualTo(separator);
  }

  @Test
  @DisplayName("two columns cannot have one header")
  void oneHeaderTwice() {
    assertThatThrownBy(() -> OWN.volume("day"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own reads two columns from one header; name each header once: [day, symbol]");
  }

  @Test
  @DisplayName("a source needs a layout with a date and a volume, and a place")
  void source() {
    assertThatThrownBy(() -> CsvSource.at("prices.csv", CsvLayout.named("own").date("day")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own lacks a date or a volume; declare both with date(...) and volume(...)");
    assertThatThrownBy(() -> CsvSource.at(List.of(), OWN))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("a CSV source needs at least one file, folder or glob");
  }
}
