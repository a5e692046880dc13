package io.github.marketvolume.metric;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.Arguments;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a column may be called, and how default names are made. */
final class ColumnName {

  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9_]{0,127}");

  private ColumnName() {}

  @CanIgnoreReturnValue
  static String checked(String name) {
    if (!VALID.matcher(Arguments.required(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "column name \""
              + name
              + "\" cannot be used; write lower-case letters, digits and"
              + " underscores, a letter first, at most 128");
    }
    return name;
  }

  /** The name of a user's own, of which an enum constant has capitals, checked. */
  @CanIgnoreReturnValue
  static String own(String name) {
    return checked(name.toLowerCase(Locale.ROOT));
  }

  /** A number as part of a name: 3.5 becomes 3_5, -2.0 becomes minus_2. */
  static String number(double value) {
    String text =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value).toLowerCase(Locale.ROOT);
    return text.replace("-", "minus_").replace('.', '_');
  }

  /** A number as a name of its own: c_3_5. */
  static String constant(double value) {
    return letterFirst(number(value));
  }

  /** A default name; one that would begin with a digit begins with c_, for a constant. */
  static String letterFirst(String name) {
    return Character.isDigit(name.charAt(0)) ? "c_" + name : name;
  }

  /** A number in words: 3 for 3.0. */
  static String words(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
