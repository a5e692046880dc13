package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * What the text of a cell means. One grammar for all engines:
 *
 * <ul>
 *   <li>a price is {@code -?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?} and finite;
 *   <li>a volume is {@code -?[0-9]{1,15}(\.0+)?}: whole, also where a tool has made a decimal of
 *       it;
 *   <li>a date is written as the layout's pattern says, and exists.
 * </ul>
 *
 * Nothing else is a number: no thousands separators, no underscores, no {@code NaN} or {@code
 * Infinity}, no rounding. Cells arrive without surrounding white space.
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

  private TextGrammar() {}

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
      if (text[i] != '.' || i + 1 == end) {
        return NOT_WHOLE;
      }
      for (i++; i < end; i++) {
        if (text[i] != '0') {
          return NOT_WHOLE;
        }
      }
    }
    return negative ? -value : value;
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

  /** The day that the text says by the formatter; {@link #NOT_A_DATE} if none. */
  static int date(String text, DateTimeFormatter formatter) {
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
