package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.io.NumberForm;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers a text says in a form of its own. */
class NumberTextTest {

  private static final NumberForm GERMAN = NumberForm.decimalComma().thousands('.');
  private static final NumberForm ENGLISH = NumberForm.decimalPoint().thousands(',');
  private static final NumberForm SWISS = NumberForm.decimalPoint().thousands('\'');
  private static final NumberForm FRENCH = NumberForm.decimalComma().thousands('\u202f');
  private static final NumberForm SHORT = ENGLISH.withSuffixes();
  private static final NumberForm DOLLARS = ENGLISH.currency("$").currency("USD");

  @Provide
  Arbitrary<NumberForm> forms() {
    return Combinators.combine(
            Arbitraries.of(
                NumberForm.decimalPoint(),
                NumberForm.decimalComma(),
                GERMAN,
                ENGLISH,
                SWISS,
                FRENCH),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(
            (form, suffixes, apostrophe) -> {
              NumberForm changed = suffixes ? form.withSuffixes() : form;
              return apostrophe ? changed.withLeadingApostrophe() : changed;
            });
  }

  /** A number as it is written in a form, with thousands where the form has them. */
  private static String written(BigDecimal number, NumberForm form) {
    String plain = number.abs().toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String grouped = whole.replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", form.thousands());
    return (number.signum() < 0 ? "-" : "")
        + grouped
        + (point < 0 ? "" : form.mark() + plain.substring(point + 1));
  }

  @Property(tries = 3000)
  void aNumber_isReadAsItIsWritten(
      @ForAll @From("forms") NumberForm form,
      @ForAll @LongRange(min = -999_999_999_999L, max = 999_999_999_999L) long digits,
      @ForAll @IntRange(max = 6) int decimals) {
    BigDecimal number = BigDecimal.valueOf(digits, decimals);
    String text = written(number, form);
    assertThat((Double) decimal(form, text)).isEqualTo((Double) number.doubleValue());
    assertThat(decimal(form, written(number, form).replace(form.thousands(), "")))
        .isEqualTo(number.doubleValue());
    long whole = wholeNumber(form, text);
    if (whole != TextGrammar.NOT_WHOLE) {
      assertThat(BigDecimal.valueOf(whole)).isEqualByComparingTo(number);
    } else {
      boolean isWhole = number.stripTrailingZeros().scale() <= 0;
      assertThat(isWhole && !mayHaveThousands(form, text)).isFalse();
    }
  }

  @Property(tries = 3000)
  void aNumberOfAnotherForm_isRefusedOrTheSame(
      @ForAll @From("forms") NumberForm form,
      @ForAll @From("forms") NumberForm other,
      @ForAll @LongRange(min = 1000, max = 999_999_999_999L) long volume) {
    String text = written(BigDecimal.valueOf(volume), other);
    Assume.that(!text.matches("[0-9]{1,3}\\" + form.mark() + "[0-9]{3}") || declaresNone(form));
    assertThat(wholeNumber(form, text)).isIn(volume, TextGrammar.NOT_WHOLE);
    assertThat(TextGrammar.wholeNumber(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length))
        .isIn(volume, TextGrammar.NOT_WHOLE);
  }

  /**
   * Whether the form says nothing of thousands, so that three digits after the mark say nothing.
   */
  private static boolean declaresNone(NumberForm form) {
    return form.thousands().isEmpty();
  }

  @Property(tries = 3000)
  void plainTexts_areReadAsTheGrammarReadsThem(@ForAll("texts") String text) {
    byte[] bytes = text.getBytes(UTF_8);
    double plain = TextGrammar.decimal(bytes, 0, bytes.length);
    long whole = TextGrammar.wholeNumber(bytes, 0, bytes.length);
    assertThat((Double) decimal(NumberForm.decimalPoint(), text)).isEqualTo((Double) plain);
    assertThat(wholeNumber(NumberForm.decimalPoint(), text)).isEqualTo(whole);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("0123456789.-eE+,'K").ofMaxLength(10);
  }

  @Property(tries = 3000)
  void separatorsInOtherPlaces_areNoNumbers(
      @ForAll @LongRange(min = 1000, max = 999_999_999L) long number,
      @ForAll @IntRange(min = 1, max = 8) int place) {
    String digits = Long.toString(number);
    if (place < digits.length() && digits.length() - place != 3) {
      String text = digits.substring(0, place) + "," + digits.substring(place);
      assertThat(decimal(ENGLISH, text)).isNaN();
      assertThat(wholeNumber(ENGLISH, text)).isEqualTo(TextGrammar.NOT_WHOLE);
    }
  }

  @Property
  void everyForm_isReadFromItsOwnExample(@ForAll @From("forms") NumberForm form) {
    String example = form.describe().split(" or ", -1)[0];
    assertThat(decimal(form, example)).isEqualTo(1234567.89);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "32.45M|32450000",
        "1.20B|1200000000",
        "950.3K|950300",
        "1.5t|1500000000000",
        "2 M|2000000",
        "1,234.5K|1234500",
        "7|7",
      })
  @DisplayName("suffixes multiply exactly")
  void suffixes(String text, long number) {
    assertThat(wholeNumber(SHORT, text)).isEqualTo(number);
    assertThat(decimal(SHORT, text)).isEqualTo((double) number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2345K", "1e3K", "M", "1MM", "1G", "1.5", "999999.9T", "K1"})
  @DisplayName("a short number that is not whole, or not of the form, is no volume")
  void suffixes_refused(String text) {
    assertThat(wholeNumber(SHORT, text)).isEqualTo(TextGrammar.NOT_WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$1,840.5", "1,840.5$", "$ 1,840.5", "1840.5\u00a0USD", "USD 1840.5", "1840.5"})
  @DisplayName("the sign of a currency is of a price, and of no volume")
  void currencies(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(new NumberText(DOLLARS).price(bytes, 0, bytes.length)).isEqualTo(1840.5);
    assertThat(Double.isNaN(decimal(DOLLARS, text))).isEqualTo(!text.equals("1840.5"));
    assertThat(wholeNumber(DOLLARS, text.replace(".5", "")) == TextGrammar.NOT_WHOLE)
        .isEqualTo(!text.equals("1840.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-$5", "$-5", "-5 USD"})
  void negativePrices(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(new NumberText(DOLLARS).price(bytes, 0, bytes.length)).isEqualTo(-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "$$5", "-$-5", "€5", "$5 USD", "5$5", ""})
  void prices_refused(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(new NumberText(DOLLARS).price(bytes, 0, bytes.length)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1 234 567", "1\u00a0234\u00a0567", "1\u202f234 567", "\u00a01234567\u2009"})
  @DisplayName("spaces that do not break are spaces")
  void spaces(String text) {
    assertThat(wholeNumber(FRENCH, text)).isEqualTo(1_234_567);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2'345'678", "2’345’678", "2345678"})
  void apostrophes(String text) {
    assertThat(wholeNumber(SWISS, text)).isEqualTo(2_345_678);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"12,34,567|1234567", "1,23,45,678.00|12345678", "1,23,456|123456"})
  @DisplayName("India's groups are read where commas separate thousands")
  void indianGroups(String text, long number) {
    assertThat(wholeNumber(ENGLISH, text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.23.456",
        "12.50",
        "0.250",
        "1.2345",
        "250.0",
        ".250",
        "1..000",
        "1.234.56",
        "1.234,",
        "-",
        "1.234e3",
        "250,5,0",
        "1.000.000.00"
      })
  @DisplayName("a text that is not of the form is no number, and not read as another")
  void german_refused(String text) {
    assertThat(decimal(GERMAN, text)).isNaN();
    assertThat(wholeNumber(GERMAN, text)).isEqualTo(TextGrammar.NOT_WHOLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"250,000", "1,000", "12,000"})
  @DisplayName("three zeros after the mark may be thousands, unless something else separates those")
  void mayHaveThousands(String text) {
    assertThat(wholeNumber(NumberForm.decimalComma(), text)).isEqualTo(TextGrammar.NOT_WHOLE);
    assertThat(mayHaveThousands(NumberForm.decimalComma(), text)).isTrue();
    assertThat(wholeNumber(GERMAN, text)).isEqualTo(Long.parseLong(text.replace(",000", "")));
    assertThat(wholeNumber(ENGLISH, text)).isEqualTo(Long.parseLong(text.replace(",", "")));
  }

  @ParameterizedTest
  @CsvSource({".5, 0.5", "10., 10", "-.5, -0.5", "3.25, 3.25"})
  @DisplayName("digits may be left out on one side of the mark, where the form says so")
  void bareMark(String text, double number) {
    assertThat(decimal(NumberForm.decimalPoint().withBareMark(), text)).isEqualTo(number);
    assertThat(decimal(NumberForm.decimalPoint().withBareMark(), ".")).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'123", "123"})
  void leadingApostrophe(String text) {
    for (NumberForm form : List.of(NumberForm.decimalPoint(), SWISS)) {
      assertThat(wholeNumber(form.withLeadingApostrophe(), text)).isEqualTo(123);
    }
    assertThat(decimal(NumberForm.decimalPoint(), "'123")).isNaN();
  }

  private static double decimal(NumberForm form, String text) {
    byte[] line = ("7;" + text + ";7").getBytes(UTF_8);
    return new NumberText(form).decimal(line, 2, line.length - 2);
  }

  private static long wholeNumber(NumberForm form, String text) {
    byte[] line = ("7;" + text + ";7").getBytes(UTF_8);
    return new NumberText(form).wholeNumber(line, 2, line.length - 2);
  }

  private static boolean mayHaveThousands(NumberForm form, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new NumberText(form).mayHaveThousands(bytes, 0, bytes.length);
  }
}
