package io.github.marketvolume.metric;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a column may be called, and how default names are made. */
final class ColumnName {

  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9_]{0,127}");

  private ColumnName() {}

  static String checked(String name) {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "column name \""
              + name
              + "\" cannot be used; write lower-case letters, digits and"
              + " underscores, a letter first, at most 128");
    }
    return name;
  }

  /** Fails unless the label is a column name, or null where the default name stands. */
  static void checkedOrNull(String label) {
    if (label != null) {
      checked(label);
    }
  }

  /** A number as part of a name: 3.5 becomes 3_5, -2.0 becomes minus_2. */
  static String number(double value) {
    String text =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value).toLowerCase(Locale.ROOT);
    return text.replace("-", "minus_").replace('.', '_');
  }
}
