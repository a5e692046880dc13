package io.github.marketvolume.notebook;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

/** Writes numbers beside an axis: 1.5bn, 350M, 20k, 0.25. */
final class ShortNumbers extends NumberFormat {

  private static final long serialVersionUID = 1L;

  @Override
  public StringBuffer format(double number, StringBuffer text, FieldPosition position) {
    double size = Math.abs(number);
    if (size >= 1e12) {
      return text.append(digits(number / 1e12)).append("tn");
    }
    if (size >= 1e9) {
      return text.append(digits(number / 1e9)).append("bn");
    }
    if (size >= 1e6) {
      return text.append(digits(number / 1e6)).append('M');
    }
    if (size >= 1e3) {
      return text.append(digits(number / 1e3)).append('k');
    }
    return text.append(digits(number));
  }

  private static String digits(double number) {
    return new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(number);
  }

  @Override
  public StringBuffer format(long number, StringBuffer text, FieldPosition position) {
    return format((double) number, text, position);
  }

  @Override
  public Number parse(String text, ParsePosition position) {
    throw new UnsupportedOperationException("labels are written, never read");
  }
}
