package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.marketvolume.kernel.Limits;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a cell means. One grammar for all engines:
 *
 * <ul>
 *   <li>a price is {@code -?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?} and finite;
 *   <li>a volume is such a number too, but whole and of at most 15 digits, also where a tool has
 *       made a decimal of it or a power of ten; {@code 250.000} is none, because it may be 250
 *       thousand;
 *   <li>a date is written as the layout's pattern says, and exists.
 * </ul>
 *
 * Nothing else is a number: no thousands separators, no underscores, no {@code NaN} or {@code
 * Infinity}, no rounding. Cells arrive without surrounding white space. {@link NumberText} rewrites
 * the numbers of layouts that write them otherwise.
 */
final class TextGrammar {

  /** What {@link #wholeNumber} gives for a text that is none. */
  static final long NOT_WHOLE = Long.MIN_VALUE;

  /** What {@link #isoDate} gives for a text that is no date. */
  static final int NOT_A_DATE = Integer.MIN_VALUE;

  /** Powers of ten that a double holds exactly, so that one division rounds correctly. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int EXACT_DIGITS = 15;
  private static final int MAX_VOLUME_DIGITS = 15;

  /** How many digits stand between separators of thousands. */
  private static final int GROUP = 3;

  /** How British English, unlike Java's, shortens September. */
  private static final Pattern SEPT = Pattern.compile("(?i)(?<![a-z])sept(?![a-z])");

  /**
   * A symbol that a spreadsheet keeps from being taken for a number or a formula; quotes may be
   * doubled.
   */
  private static final Pattern KEPT_AS_TEXT =
      Pattern.compile("=(?<quote>\"\"?)(?<formula>[^\"]*)\\k<quote>|'(?<text>[-+=@0-9][^']*)'?");

  private TextGrammar() {}

  /** The ticker that a cell shows: {@code 0700} where a spreadsheet wrote {@code ="0700"}. */
  static String ticker(String cell) {
    if (!cell.startsWith("=") && !cell.startsWith("'")) {
      return cell;
    }
    Matcher kept = KEPT_AS_TEXT.matcher(cell);
    return kept.matches()
        ? Objects.requireNonNullElse(kept.group("formula"), kept.group("text"))
        : cell;
  }

  /** The number that the bytes say; NaN if they say none. */
  static double decimal(byte[] text, int start, int end) {
    int i = start;
    boolean negative = i < end && text[i] == '-';
    if (negative) {
      i++;
    }
    long mantissa = 0;
    int digits = 0;
    int wholeStart = i;
    while (i < end && isDigit(text[i])) {
      if (digits > 0 || text[i] != '0') {
        digits++;
      }
      mantissa = digits <= EXACT_DIGITS ? mantissa * 10 + (text[i] - '0') : mantissa;
      i++;
    }
    if (i == wholeStart) {
      return Double.NaN;
    }
    int decimals = 0;
    if (i < end && text[i] == '.') {
      int fractionStart = ++i;
      while (i < end && isDigit(text[i])) {
        if (digits > 0 || text[i] != '0') {
          digits++;
        }
        mantissa = digits <= EXACT_DIGITS ? mantissa * 10 + (text[i] - '0') : mantissa;
        i++;
      }
      decimals = i - fractionStart;
      if (decimals == 0) {
        return Double.NaN;
      }
    }
    if (i == end && digits <= EXACT_DIGITS && decimals < EXACT_POWERS.length) {
      double value = mantissa / EXACT_POWERS[decimals];
      return negative ? -value : value;
    }
    return isExponent(text, i, end) ? finite(text, start, end) : Double.NaN;
  }

  private static boolean isExponent(byte[] text, int start, int end) {
    int i = start;
    if (i == end) {
      return true;
    }
    if (text[i] != 'e' && text[i] != 'E') {
      return false;
    }
    i++;
    if (i < end && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    int digitsStart = i;
    while (i < end && isDigit(text[i])) {
      i++;
    }
    return i == end && i > digitsStart && i - digitsStart <= 3;
  }

  private static double finite(byte[] text, int start, int end) {
    double value = Double.parseDouble(new String(text, start, end - start, US_ASCII));
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** The whole number that the bytes say; {@link #NOT_WHOLE} if they say none. */
  static long wholeNumber(byte[] text, int start, int end) {
    int i = start;
    boolean negative = i < end && text[i] == '-';
    if (negative) {
      i++;
    }
    int digitsStart = i;
    long value = 0;
    while (i < end && isDigit(text[i])) {
      if (i - digitsStart == MAX_VOLUME_DIGITS) {
        return NOT_WHOLE;
      }
      value = value * 10 + (text[i] - '0');
      i++;
    }
    if (i == digitsStart) {
      return NOT_WHOLE;
    }
    if (i < end) {
      return mayHaveThousands(text, start, end) ? NOT_WHOLE : scaledWholeNumber(text, start, end);
    }
    return negative ? -value : value;
  }

  /**
   * Whether a number may be one with a point between thousands, or else one of three decimals, such
   * as {@code 250.000}.
   */
  static boolean mayHaveThousands(byte[] text, int start, int end) {
    int first = start < end && text[start] == '-' ? start + 1 : start;
    int point = end - 1 - GROUP;
    if (point <= first || point > first + GROUP || text[point] != '.' || text[first] == '0') {
      return false;
    }
    for (int i = first; i < end; i++) {
      if (i != point && !isDigit(text[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The whole number that the bytes say with a point or a power of ten; {@link #NOT_WHOLE} if they
   * say none. A point is a decimal mark, whatever follows it.
   */
  static long scaledWholeNumber(byte[] text, int start, int end) {
    int i = start;
    boolean negative = i < end && text[i] == '-';
    if (negative) {
      i++;
    }
    long value = 0;
    int zeros = 0; // at the end of the digits so far
    int point = -1;
    int digits = 0;
    for (; i < end && (isDigit(text[i]) || (text[i] == '.' && point < 0 && digits > 0)); i++) {
      if (text[i] == '.') {
        point = digits;
        continue;
      }
      digits++;
      if (text[i] != '0') {
        value = scaled(value, zeros + 1) + (text[i] - '0');
        if (value > Limits.MAX_VOLUME) {
          return NOT_WHOLE;
        }
        zeros = 0;
      } else if (value > 0) {
        zeros++;
      }
    }
    if (digits == 0 || digits == point || !isExponent(text, i, end)) {
      return NOT_WHOLE;
    }
    int power = zeros - (point < 0 ? 0 : digits - point) + exponent(text, i, end);
    if (value == 0) {
      return 0;
    }
    long number = power < 0 ? Long.MAX_VALUE : scaled(value, power);
    return number > Limits.MAX_VOLUME ? NOT_WHOLE : negative ? -number : number;
  }

  /** A number times a power of ten, or one that is too large for a volume. */
  private static long scaled(long number, int power) {
    long result = number;
    for (int i = 0; i < power && result > 0 && result <= Limits.MAX_VOLUME; i++) {
      result *= 10;
    }
    return result;
  }

  /** The power of ten that a number ends in; 0 without one. */
  private static int exponent(byte[] text, int start, int end) {
    if (start == end) {
      return 0;
    }
    int i = start + 1;
    boolean negative = text[i] == '-';
    if (negative || text[i] == '+') {
      i++;
    }
    int power = digits(text, i, end - i);
    return negative ? -power : power;
  }

  /**
   * The day, counted from 1970-01-01, that {@code 2010-01-04} says; {@link #NOT_A_DATE} if none.
   */
  static int isoDate(byte[] text, int start, int end) {
    if (end - start != 10 || text[start + 4] != '-' || text[start + 7] != '-') {
      return NOT_A_DATE;
    }
    int year = digits(text, start, 4);
    int month = digits(text, start + 5, 2);
    int day = digits(text, start + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return NOT_A_DATE;
    }
    return (int) LocalDate.of(year, month, day).toEpochDay();
  }

  /**
   * The day that the text says by the formatter; {@link #NOT_A_DATE} if none. September may be
   * {@code Sept} where the formatter has {@code Sep}.
   */
  static int date(String text, DateTimeFormatter formatter) {
    int day = dateAsWritten(text, formatter);
    return day == NOT_A_DATE && SEPT.matcher(text).find()
        ? dateAsWritten(SEPT.matcher(text).replaceAll("Sep"), formatter)
        : day;
  }

  private static int dateAsWritten(String text, DateTimeFormatter formatter) {
    try {
      return Math.toIntExact(LocalDate.parse(text, formatter).toEpochDay());
    } catch (DateTimeParseException e) {
      return NOT_A_DATE;
    }
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      default -> 31;
    };
  }

  /** The number of a fixed count of digits; -1 if one is none. */
  private static int digits(byte[] text, int start, int count) {
    int value = 0;
    for (int i = start; i < start + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + (text[i] - '0');
    }
    return value;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
