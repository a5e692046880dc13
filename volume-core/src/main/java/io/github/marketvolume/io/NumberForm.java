package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a CSV layout writes its numbers: by default with a decimal point and nothing else, as {@code
 * 1234.5} or {@code 1.2345e3}. A text that is not of the form is no number, and never read as
 * another one. An immutable value.
 *
 * @param mark the decimal mark, a point or a comma
 * @param thousands what separates thousands, as one character; empty if nothing does. A space
 *     stands for no-break and thin ones too, an apostrophe for U+2019 too
 * @param suffixes whether K, M, B and T, in either case, multiply by 1e3, 1e6, 1e9 and 1e12
 * @param currencies signs that may stand before or after a price
 * @param leadingApostrophe whether an apostrophe may stand before a number
 * @param bareMark whether digits may be left out before or after the decimal mark
 */
public record NumberForm(
    char mark,
    String thousands,
    boolean suffixes,
    Set<String> currencies,
    boolean leadingApostrophe,
    boolean bareMark)
    implements Serializable {

  /** The separators of thousands, of which a space and an apostrophe have variants. */
  private static final String SEPARATORS = ",.' ";

  private static final String SPACES = "\u00a0\u202f\u2009\u2007";
  private static final String SUFFIXES = "KMBT";

  public NumberForm {
    currencies = Set.copyOf(currencies);
    if (mark != '.' && mark != ',') {
      throw new InvalidPlanException(
          "numbers cannot have " + mark + " as their decimal mark; use a point or a comma");
    }
    if (thousands.length() > 1 || !SEPARATORS.contains(thousands)) {
      throw new InvalidPlanException(
          "thousands cannot be separated by \""
              + thousands
              + "\"; use a comma, a point, an apostrophe or a space");
    }
    if (thousands.equals("" + mark)) {
      throw new InvalidPlanException(
          "numbers cannot have "
              + mark
              + " both as their decimal mark and between thousands; write "
              + (mark == '.' ? "decimalComma().thousands('.')" : "decimalPoint().thousands(',')"));
    }
    for (String sign : currencies) {
      requireSign(sign, suffixes);
    }
  }

  private static void requireSign(String sign, boolean suffixes) {
    if (sign.isEmpty()
        || sign.chars().anyMatch(c -> isSpace(c) || "0123456789-+\"".indexOf(c) >= 0)) {
      throw new InvalidPlanException(
          "\"" + sign + "\" is not the sign of a currency; write one such as $ or EUR");
    }
    if (suffixes && sign.length() == 1 && SUFFIXES.contains(sign.toUpperCase(Locale.ROOT))) {
      throw new InvalidPlanException(
          sign + " cannot be both the sign of a currency and a suffix; leave one of them out");
    }
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Numbers such as {@code 1234.5}. This is the form of a layout that declares none. */
  public static NumberForm decimalPoint() {
    return new NumberForm('.', "", false, Set.of(), false, false);
  }

  /** Numbers such as {@code 1234,5}. */
  public static NumberForm decimalComma() {
    return new NumberForm(',', "", false, Set.of(), false, false);
  }

  /**
   * Thousands may be separated, as in {@code 1,234,567}: groups of three digits, or in numbers with
   * commas also India's {@code 12,34,567}.
   *
   * @param separator a comma, a point, an apostrophe or a space
   */
  public NumberForm thousands(char separator) {
    String text =
        SPACES.indexOf(separator) >= 0 ? " " : separator == '\u2019' ? "'" : "" + separator;
    return new NumberForm(mark, text, suffixes, currencies, leadingApostrophe, bareMark);
  }

  /** Numbers may end in K, M, B or T, as {@code 32.45M} for 32,450,000. */
  public NumberForm withSuffixes() {
    return new NumberForm(mark, thousands, true, currencies, leadingApostrophe, bareMark);
  }

  /** Prices may have a sign such as {@code $} before or after them, in addition to others. */
  public NumberForm currency(String sign) {
    Set<String> signs = new HashSet<>(currencies);
    signs.add(Arguments.required(sign, "sign"));
    return new NumberForm(mark, thousands, suffixes, signs, leadingApostrophe, bareMark);
  }

  /** An apostrophe may stand before a number, with which spreadsheets mark text. */
  public NumberForm withLeadingApostrophe() {
    return new NumberForm(mark, thousands, suffixes, currencies, true, bareMark);
  }

  /** Numbers may begin or end with the decimal mark, as {@code .5} and {@code 10.}. */
  public NumberForm withBareMark() {
    return new NumberForm(mark, thousands, suffixes, currencies, leadingApostrophe, true);
  }

  /** Examples of the form, such as {@code 1.234.567,89 or 1,5M}. */
  public String describe() {
    List<String> examples = new ArrayList<>();
    examples.add(String.join(thousands, "1", "234", "567") + mark + "89");
    if (suffixes) {
      examples.add("1" + mark + "5M");
    }
    for (String sign : new TreeSet<>(currencies)) {
      examples.add(sign + "1" + mark + "5");
    }
    if (leadingApostrophe) {
      examples.add("'1");
    }
    if (bareMark) {
      examples.add(mark + "5");
    }
    return String.join(" or ", examples);
  }
}
