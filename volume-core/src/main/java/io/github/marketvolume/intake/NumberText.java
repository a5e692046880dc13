package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.NumberForm;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Reads numbers of a form of its own: rewrites them as {@link TextGrammar} has them. A text that is
 * not of the form is no number.
 */
final class NumberText {

  /** A group of thousands has so many digits. */
  private static final int GROUP = 3;

  /** A group above the thousands has so many digits where numbers are grouped as in India. */
  private static final int INDIAN_GROUP = 2;

  private static final byte[] NO_BREAK_SPACE = "\u00a0".getBytes(UTF_8);
  private static final byte[] NARROW_SPACE = "\u202f".getBytes(UTF_8);
  private static final byte[] THIN_SPACE = "\u2009".getBytes(UTF_8);
  private static final byte[] FIGURE_SPACE = "\u2007".getBytes(UTF_8);
  private static final byte[] SPACE = {' '};
  private static final byte[] TAB = {'\t'};
  private static final byte[] APOSTROPHE = {'\''};
  private static final byte[][] SPACES = {
    SPACE, TAB, NO_BREAK_SPACE, NARROW_SPACE, THIN_SPACE, FIGURE_SPACE
  };
  private static final byte[][] APOSTROPHES = {APOSTROPHE, "\u2019".getBytes(UTF_8)};

  private final NumberForm form;
  private final byte mark;

  /** What may stand between thousands. */
  private final byte[][] separators;

  /** The signs of currencies, longer ones first. */
  private final byte[][] currencies;

  private byte[] text = {};
  private int from;
  private int to;

  /** The number as the grammar has it. */
  private byte[] plain = new byte[64];

  private int length;

  NumberText(NumberForm form) {
    this.form = form;
    this.mark = (byte) form.mark();
    this.separators =
        switch (form.thousands()) {
          case "" -> new byte[0][];
          case " " -> SPACES;
          case "'" -> APOSTROPHES;
          default -> new byte[][] {form.thousands().getBytes(UTF_8)};
        };
    this.currencies =
        form.currencies().stream()
            .map(sign -> sign.getBytes(UTF_8))
            .sorted(Comparator.comparingInt(sign -> -sign.length))
            .toArray(byte[][]::new);
  }

  /** The price that the bytes say, perhaps with the sign of a currency; NaN if they say none. */
  double price(byte[] bytes, int start, int end) {
    return rewrite(bytes, start, end, true) ? TextGrammar.decimal(plain, 0, length) : Double.NaN;
  }

  /** The number that the bytes say; NaN if they say none. */
  double decimal(byte[] bytes, int start, int end) {
    return rewrite(bytes, start, end, false) ? TextGrammar.decimal(plain, 0, length) : Double.NaN;
  }

  /** The whole number that the bytes say; {@link TextGrammar#NOT_WHOLE} if they say none. */
  long wholeNumber(byte[] bytes, int start, int end) {
    if (!rewrite(bytes, start, end, false)) {
      return TextGrammar.NOT_WHOLE;
    }
    return separators.length > 0
        ? TextGrammar.scaledWholeNumber(plain, 0, length)
        : TextGrammar.wholeNumber(plain, 0, length);
  }

  /** As {@link TextGrammar#mayHaveThousands}. */
  boolean mayHaveThousands(byte[] bytes, int start, int end) {
    return separators.length == 0
        && rewrite(bytes, start, end, false)
        && TextGrammar.mayHaveThousands(plain, 0, length);
  }

  /** Rewrites a number; false if the text is not of the form. */
  private boolean rewrite(byte[] bytes, int start, int end, boolean isPrice) {
    text = bytes;
    from = start;
    to = end;
    length = 0;
    passSpaces();
    if (form.leadingApostrophe() && startsWith(APOSTROPHE)) {
      from++;
    }
    boolean isNegative = takeMinus();
    if (isPrice && takeCurrency() && !isNegative) {
      isNegative = takeMinus();
    }
    int power = form.suffixes() ? takeSuffix() : 0;
    if (isNegative) {
      append((byte) '-');
    }
    return takeDigits() && takeExponent(power);
  }

  private boolean takeMinus() {
    if (from < to && text[from] == '-') {
      from++;
      return true;
    }
    return false;
  }

  /** Takes the sign of a currency from before or after the number; false if there is none. */
  private boolean takeCurrency() {
    for (byte[] sign : currencies) {
      if (startsWith(sign)) {
        from += sign.length;
        passSpaces();
        return true;
      }
      if (endsWith(sign)) {
        to -= sign.length;
        passSpaces();
        return true;
      }
    }
    return false;
  }

  /** Takes the suffix that the number ends in, as a power of ten; 0 if there is none. */
  private int takeSuffix() {
    int power =
        from == to
            ? 0
            : switch (text[to - 1]) {
              case 'K', 'k' -> 3;
              case 'M', 'm' -> 6;
              case 'B', 'b' -> 9;
              case 'T', 't' -> 12;
              default -> 0;
            };
    if (power > 0) {
      to--;
      passSpaces();
    }
    return power;
  }

  /** Takes the digits before and after the decimal mark. */
  private boolean takeDigits() {
    int begin = length;
    int groups = 0;
    int first = 0;
    int inGroup = 0;
    boolean areThrees = true;
    boolean areTwos = true;
    while (from < to) {
      if (isDigit(text[from])) {
        append(text[from++]);
        inGroup++;
        continue;
      }
      int separator = separator();
      if (separator == 0) {
        break;
      }
      from += separator;
      if (groups == 0) {
        first = inGroup;
      } else {
        areThrees &= inGroup == GROUP;
        areTwos &= inGroup == INDIAN_GROUP;
      }
      groups++;
      inGroup = 0;
    }
    boolean isGrouped = groups > 0;
    if (isGrouped) {
      boolean isIndian = separators[0][0] == ',' && groups > 1 && areTwos && first <= INDIAN_GROUP;
      boolean isRegular =
          first > 0 && inGroup == GROUP && ((areThrees && first <= GROUP) || isIndian);
      if (!isRegular || plain[begin] == '0') {
        return false;
      }
    }
    int whole = length - begin;
    if (from == to || text[from] != mark) {
      return whole > 0 && (!isGrouped || from == to);
    }
    from++;
    if (whole == 0) {
      append((byte) '0');
    }
    append((byte) '.');
    int beginFraction = length;
    while (from < to && isDigit(text[from])) {
      append(text[from++]);
    }
    int fraction = length - beginFraction;
    if (fraction == 0) {
      length--;
    }
    boolean hasDigits = form.bareMark() ? whole + fraction > 0 : whole > 0 && fraction > 0;
    return hasDigits && (!isGrouped || from == to);
  }

  /** Takes a power of ten that is written out, or else appends the one of a suffix. */
  private boolean takeExponent(int power) {
    if (from == to) {
      if (power > 0) {
        append((byte) 'e');
        for (byte digit : Integer.toString(power).getBytes(UTF_8)) {
          append(digit);
        }
      }
      return true;
    }
    if (power > 0 || (text[from] != 'e' && text[from] != 'E')) {
      return false;
    }
    while (from < to) {
      append(text[from++]);
    }
    return true;
  }

  /** How many bytes the separator of thousands has that comes next; 0 if none does. */
  private int separator() {
    for (byte[] separator : separators) {
      if (startsWith(separator)) {
        return separator.length;
      }
    }
    return 0;
  }

  /** Passes over spaces at both ends. */
  private void passSpaces() {
    for (int i = 0; i < SPACES.length; i++) {
      if (startsWith(SPACES[i])) {
        from += SPACES[i].length;
        i = -1;
      } else if (endsWith(SPACES[i])) {
        to -= SPACES[i].length;
        i = -1;
      }
    }
  }

  private boolean startsWith(byte[] other) {
    return to - from >= other.length
        && Arrays.equals(text, from, from + other.length, other, 0, other.length);
  }

  private boolean endsWith(byte[] other) {
    return to - from >= other.length
        && Arrays.equals(text, to - other.length, to, other, 0, other.length);
  }

  private void append(byte c) {
    if (length == plain.length) {
      plain = Arrays.copyOf(plain, 2 * length);
    }
    plain[length++] = c;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
