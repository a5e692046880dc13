package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A vendor's layout of bars in CSV: the header of each column, the format of dates, the text for a
 * missing value, and whether the ticker is a column or the file's name. This class has four
 * vendors' layouts; declare your own with {@link #named}. An immutable value.
 *
 * <p>A layout can read a file whose header has all the layout's columns, in any order; further
 * columns are ignored. A header may write its names in angle or square brackets. Blank lines and
 * Excel's {@code sep=;} may precede it. Cells are trimmed, and may be quoted by {@code "}. An empty
 * cell is missing.
 *
 * @param name the name in reports
 * @param delimiter what separates cells
 * @param headers the header of each column; no ticker column when it is the name of the file or its
 *     folder
 * @param datePattern how dates are written, in the letters of {@link DateTimeFormatter}
 * @param missing further texts that stand for a missing date or number
 * @param stated the basis of prices and volumes; unstated if the layout does not state it
 * @param numbers how numbers are written
 * @param charset the name of the files' charset
 * @param leadingLines how many lines precede the header, whatever they say
 */
public record CsvLayout(
    String name,
    char delimiter,
    Map<BarColumn, String> headers,
    String datePattern,
    Set<String> missing,
    StatedBasis stated,
    NumberForm numbers,
    String charset,
    int leadingLines)
    implements Serializable {

  /** The date pattern of ISO 8601. */
  public static final String ISO_DATE = "uuuu-MM-dd";

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /**
   * Kaggle "S&amp;P 500 stocks", split-adjusted: {@code Date,Symbol,Adj
   * Close,Close,High,Low,Open,Volume}.
   */
  public static final CsvLayout KAGGLE =
      named("kaggle")
          .date("Date")
          .ticker("Symbol")
          .prices("Open", "High", "Low", "Close")
          .adjClose("Adj Close")
          .volume("Volume")
          .basis(Basis.SPLIT_ADJUSTED);

  /**
   * Yahoo Finance, one file a ticker, split-adjusted: {@code Date,Open,High,Low,Close,Adj
   * Close,Volume}, {@code null} for missing.
   */
  public static final CsvLayout YAHOO =
      named("yahoo")
          .date("Date")
          .prices("Open", "High", "Low", "Close")
          .adjClose("Adj Close")
          .volume("Volume")
          .missing("null")
          .basis(Basis.SPLIT_ADJUSTED);

  /**
   * AlphaVantage daily adjusted, one file a ticker: {@code
   * timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient}. Prices
   * and volumes are raw, except the adjusted close.
   */
  public static final CsvLayout ALPHA_VANTAGE =
      named("alphavantage")
          .date("timestamp")
          .prices("open", "high", "low", "close")
          .adjClose("adjusted_close")
          .volume("volume")
          .splitCoefficient("split_coefficient");

  /** Kaggle "S&amp;P 500 5yr", split-adjusted: {@code date,open,high,low,close,volume,Name}. */
  public static final CsvLayout FIVE_YEAR =
      named("five-year")
          .date("date")
          .ticker("Name")
          .prices("open", "high", "low", "close")
          .volume("volume")
          .basis(Basis.SPLIT_ADJUSTED);

  /** The four vendors' layouts. */
  public static final List<CsvLayout> VENDORS = List.of(KAGGLE, YAHOO, ALPHA_VANTAGE, FIVE_YEAR);

  public CsvLayout {
    Arguments.required(name, "name");
    Arguments.required(headers, "headers");
    Arguments.required(datePattern, "datePattern");
    Arguments.requiredAll(missing, "missing");
    Arguments.required(stated, "stated");
    Arguments.required(numbers, "numbers");
    Arguments.required(charset, "charset");
    headers = Map.copyOf(headers);
    missing = Set.copyOf(missing);
    requireSeparator(name, delimiter);
    DatePattern.requireWhole(name, datePattern);
    charset = canonicalCharset(name, charset);
    if (leadingLines < 0) {
      throw new InvalidPlanException(
          "layout "
              + name
              + ": "
              + leadingLines
              + " lines cannot precede a header; write 0 or more");
    }
    if (headers.containsKey(BarColumn.SPLIT_COEFFICIENT) && stated != StatedBasis.RAW) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " has split coefficients, which turn raw shares into adjusted ones, and is not raw;"
              + " leave the coefficients out");
    }
    if (headers.size() != Set.copyOf(headers.values()).size()) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " reads two columns from one header; name each header once: "
              + new TreeSet<>(headers.values()));
    }
  }

  /** A new layout, comma-separated with ISO dates, that has no columns yet. */
  public static CsvLayout named(String name) {
    return new CsvLayout(
        name,
        ',',
        Map.of(),
        ISO_DATE,
        Set.of(),
        StatedBasis.UNSTATED,
        NumberForm.decimalPoint(),
        UTF_8,
        0);
  }

  /** In which shares prices and volumes count; empty where the layout does not say. */
  public Optional<Basis> basis() {
    return stated.basis();
  }

  /** The header of the date column. */
  public CsvLayout date(String header) {
    return with(BarColumn.TRADE_DATE, header);
  }

  /**
   * The header of the ticker column; without one, the ticker is that of a folder {@code
   * ticker=AAPL}, or else the file's name up to its suffix.
   */
  public CsvLayout ticker(String header) {
    return with(BarColumn.TICKER, header);
  }

  /** The headers of the four price columns. */
  public CsvLayout prices(String open, String high, String low, String close) {
    Arguments.required(open, "open");
    Arguments.required(high, "high");
    Arguments.required(low, "low");
    Arguments.required(close, "close");
    return with(BarColumn.OPEN, open)
        .with(BarColumn.HIGH, high)
        .with(BarColumn.LOW, low)
        .with(BarColumn.CLOSE, close);
  }

  /** The header of the closing price, for files without the other three. */
  public CsvLayout close(String header) {
    return with(BarColumn.CLOSE, header);
  }

  /** The header of the adjusted closing price. */
  public CsvLayout adjClose(String header) {
    return with(BarColumn.ADJ_CLOSE, header);
  }

  /** The header of the volume column. */
  public CsvLayout volume(String header) {
    return with(BarColumn.VOLUME, header);
  }

  /**
   * The header of the split coefficients, which makes the layout raw: see {@link
   * io.github.marketvolume.market.Bar#splitCoefficient}.
   */
  public CsvLayout splitCoefficient(String header) {
    return basis(Basis.RAW).with(BarColumn.SPLIT_COEFFICIENT, header);
  }

  /** The header of the volume-weighted average price, in the basis of the other prices. */
  public CsvLayout vwap(String header) {
    return with(BarColumn.VWAP, header);
  }

  /** The header of the number of trades. */
  public CsvLayout trades(String header) {
    return with(BarColumn.TRADES, header);
  }

  /**
   * The basis of prices and volumes. The adjusted close has no basis, because it is adjusted for
   * dividends too.
   */
  public CsvLayout basis(Basis shares) {
    return new CsvLayout(
        name,
        delimiter,
        headers,
        datePattern,
        missing,
        StatedBasis.of(Arguments.required(shares, "shares")),
        numbers,
        charset,
        leadingLines);
  }

  /**
   * How dates are written, such as {@code MM/dd/uuuu} or {@code dd-MMM-yyyy}: months in English, in
   * either case. Years of two digits are those of {@link #dateFormatter(LocalDate)}.
   *
   * @throws InvalidPlanException if it is not a pattern of day, month and year
   */
  public CsvLayout datePattern(String pattern) {
    return new CsvLayout(
        name,
        delimiter,
        headers,
        Arguments.required(pattern, "pattern"),
        missing,
        stated,
        numbers,
        charset,
        leadingLines);
  }

  /**
   * What separates cells, such as a semicolon or a tab.
   *
   * @throws InvalidPlanException if it is not an ASCII character, or one that cells or lines need
   */
  public CsvLayout delimiter(char separator) {
    return new CsvLayout(
        name, separator, headers, datePattern, missing, stated, numbers, charset, leadingLines);
  }

  /**
   * A text that stands for a missing date or number, in addition to the empty one. It is a ticker
   * in the ticker column, where {@code NA} is a company.
   */
  public CsvLayout missing(String text) {
    Set<String> texts = new LinkedHashSet<>(missing);
    texts.add(Arguments.required(text, "text"));
    return new CsvLayout(
        name, delimiter, headers, datePattern, texts, stated, numbers, charset, leadingLines);
  }

  /** How numbers are written, such as {@code NumberForm.decimalComma().thousands('.')}. */
  public CsvLayout numbers(NumberForm form) {
    return new CsvLayout(
        name,
        delimiter,
        headers,
        datePattern,
        missing,
        stated,
        Arguments.required(form, "form"),
        charset,
        leadingLines);
  }

  /**
   * The charset of the files by its name, such as {@code windows-1252} or {@code UTF-16}; UTF-8
   * unless declared.
   *
   * @throws InvalidPlanException if there is none of this name
   */
  public CsvLayout charset(String charsetName) {
    return new CsvLayout(
        name,
        delimiter,
        headers,
        datePattern,
        missing,
        stated,
        numbers,
        Arguments.required(charsetName, "charsetName"),
        leadingLines);
  }

  /**
   * How many lines precede the header, such as a disclaimer or an address; they are not read. Blank
   * lines below them, and Excel's {@code sep=;}, need not be counted.
   */
  public CsvLayout leadingLines(int count) {
    return new CsvLayout(
        name, delimiter, headers, datePattern, missing, stated, numbers, charset, count);
  }

  /**
   * The same layout for files that lack some of its columns, which are then missing on all bars.
   * Its name lists them.
   *
   * @throws InvalidPlanException if one is a column that every file must have
   */
  public CsvLayout without(Set<BarColumn> columns) {
    Arguments.requiredAll(columns, "columns");
    Map<BarColumn, String> kept = new EnumMap<>(BarColumn.class);
    List<String> lacking = new ArrayList<>();
    new EnumMap<>(headers)
        .forEach(
            (column, header) -> {
              if (!columns.contains(column)) {
                kept.put(column, header);
              } else if (column.mayBeLacking()) {
                lacking.add(header);
              } else {
                throw new InvalidPlanException(
                    "layout "
                        + name
                        + " cannot do without "
                        + header
                        + "; only prices and optional columns may be missing");
              }
            });
    return lacking.isEmpty()
        ? this
        : new CsvLayout(
            name + " without " + String.join(",", lacking),
            delimiter,
            kept,
            datePattern,
            missing,
            stated,
            numbers,
            charset,
            leadingLines);
  }

  /** Whether the files are in UTF-8. */
  public boolean isUtf8() {
    return charset.equals(UTF_8);
  }

  /**
   * Reads dates in the pattern; it accepts only days that exist. Years of two digits are those from
   * 1969 to 2068, as POSIX has them.
   */
  public DateTimeFormatter dateFormatter() {
    return DatePattern.formatter(datePattern, DatePattern.POSIX_PIVOT);
  }

  /**
   * Reads dates as {@link #dateFormatter()}, but years of two digits never lie more than 20 years
   * after the as-of date: {@code 62} is 1962.
   */
  public DateTimeFormatter dateFormatter(LocalDate asOf) {
    return DatePattern.formatter(datePattern, DatePattern.pivot(asOf));
  }

  /** Whether the ticker is the name of the file or its folder, because there is no column. */
  public boolean tickerIsFileName() {
    return !headers.containsKey(BarColumn.TICKER);
  }

  /** The headers that a file must have, in the usual order of bars. */
  public List<String> expectedHeaders() {
    return new EnumMap<>(headers).values().stream().collect(Collectors.toUnmodifiableList());
  }

  /** The layout in words, such as {@code desk layout, windows-1252}. */
  String describe() {
    StringBuilder text = new StringBuilder(name).append(" layout");
    if (!numbers.equals(NumberForm.decimalPoint())) {
      text.append(", numbers like ").append(numbers.describe());
    }
    if (!isUtf8()) {
      text.append(", ").append(charset);
    }
    if (leadingLines > 0) {
      text.append(", header below ")
          .append(leadingLines)
          .append(leadingLines == 1 ? " line" : " lines");
    }
    return text.toString();
  }

  private static String canonicalCharset(String layout, String charset) {
    try {
      return Charset.forName(charset).name();
    } catch (IllegalArgumentException e) { // which those of unknown and of illegal names are
      throw new InvalidPlanException(
          "layout "
              + layout
              + ": there is no charset \""
              + charset
              + "\"; write one such as windows-1252, ISO-8859-15 or UTF-16",
          e);
    }
  }

  private static void requireSeparator(String layout, char delimiter) {
    boolean printable = delimiter >= ' ' && delimiter <= '~';
    boolean inNumbersOrQuotes =
        Character.isLetterOrDigit(delimiter) || "\"-.".indexOf(delimiter) >= 0;
    if (delimiter != '\t' && (!printable || inNumbersOrQuotes)) {
      throw new InvalidPlanException(
          "layout "
              + layout
              + ": cells cannot be separated by "
              + (printable ? "" + delimiter : String.format("U+%04X", (int) delimiter))
              + "; use a comma, a semicolon, a tab or the like");
    }
  }

  private CsvLayout with(BarColumn column, String header) {
    Arguments.required(header, "header");
    Map<BarColumn, String> changed = new EnumMap<>(BarColumn.class);
    changed.putAll(headers);
    changed.put(column, header);
    return new CsvLayout(
        name, delimiter, changed, datePattern, missing, stated, numbers, charset, leadingLines);
  }

  /** Patterns of dates: what can be meant, and what reads them. */
  private static final class DatePattern {

    /** The first of the hundred years that two digits stand for, by POSIX. */
    static final int POSIX_PIVOT = 1969;

    private static final int YEARS_AHEAD = 20;

    /** How many years two digits tell apart. */
    private static final int CENTURY = 100;

    /** Stands for what is quoted in a pattern. */
    private static final char HIDDEN = '\0';

    /** Days and times that show whether a pattern says the whole of a date. */
    private static final List<ZonedDateTime> SAMPLES =
        List.of(
            ZonedDateTime.of(2021, 2, 25, 16, 0, 0, 0, ZoneOffset.UTC),
            ZonedDateTime.of(2024, 12, 30, 9, 5, 0, 0, ZoneOffset.UTC));

    /** A letter that is often taken for another one, and how it is mended. */
    private record Mistake(Pattern pattern, String mended, String meaning) {

      Mistake(String pattern, String mended, String meaning) {
        this(Pattern.compile(pattern), mended, meaning);
      }
    }

    private static final List<Mistake> MISTAKES =
        List.of(
            new Mistake("(?i)MON(?!T)", "MMM", "the name of a month is MMM"),
            new Mistake("Y", "y", "Y is the year of a week"),
            new Mistake("(?<![HhKk].{0,9})m", "M", "m is the minute"),
            new Mistake("D(?=.*[ML])|(?<=[ML].{0,9})D", "d", "D is the day of a year"),
            new Mistake("(?<=[HhKk][^A-Za-z]?)M|(?<=[HhKk][^A-Za-z]?M)M", "m", "M is the month"),
            new Mistake("[hK](?!.*a)|k", "H", "h, k and K are other hours than 0 to 23"),
            new Mistake("(?<=:)S|(?<=:S)S", "s", "S is a fraction of a second"));

    private DatePattern() {}

    /** The first of the hundred years that two digits stand for, so that none lies far ahead. */
    static int pivot(LocalDate asOf) {
      return Math.min(POSIX_PIVOT, asOf.getYear() + YEARS_AHEAD + 1 - CENTURY);
    }

    /**
     * Reads dates of a pattern. A strict reader wants an era with the letter y, which nobody
     * writes.
     *
     * @param firstYear the first of the hundred years that two digits stand for
     */
    static DateTimeFormatter formatter(String pattern, int firstYear) {
      DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
      StringBuilder others = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < pattern.length(); i++) {
        char letter = pattern.charAt(i);
        int end = i + 1;
        while (end < pattern.length() && pattern.charAt(end) == letter) {
          end++;
        }
        quoted ^= letter == '\'' && (end - i) % 2 == 1;
        if (!quoted && (letter == 'u' || letter == 'y') && end - i == 2) {
          builder.appendPattern(others.toString());
          others.setLength(0);
          builder.appendValueReduced(ChronoField.YEAR, 2, 2, firstYear);
        } else {
          others.append(pattern, i, end);
        }
        i = end - 1;
      }
      return builder
          .appendPattern(others.toString())
          .parseDefaulting(ChronoField.ERA, 1)
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Fails unless a pattern says day, month and year, in letters that can be meant. */
    static void requireWhole(String layout, String pattern) {
      String mended = exchangeQuoted(pattern, pattern);
      List<String> meanings = new ArrayList<>();
      for (Mistake mistake : MISTAKES) {
        String before = mended;
        mended = mistake.pattern().matcher(before).replaceAll(mistake.mended());
        if (!mended.equals(before)) {
          meanings.add(mistake.meaning());
        }
      }
      mended = exchangeQuoted(pattern, mended);
      if (meanings.isEmpty() && isWhole(pattern)) {
        return;
      }
      throw new InvalidPlanException(
          "layout "
              + layout
              + ": \""
              + pattern
              + (isWhole(mended)
                  ? "\" has letters that cannot be meant: "
                      + String.join(", ", meanings)
                      + "; write "
                      + mended
                  : "\" is not a pattern of day, month and year; write one such as MM/dd/uuuu"));
    }

    /** Changes what is quoted in a pattern for characters that no pattern has, or back. */
    private static String exchangeQuoted(String pattern, String text) {
      StringBuilder changed = new StringBuilder(text);
      boolean quoted = false;
      for (int i = 0; i < pattern.length(); i++) {
        boolean isQuote = pattern.charAt(i) == '\'';
        if (isQuote || quoted) {
          changed.setCharAt(i, text.charAt(i) == HIDDEN ? pattern.charAt(i) : HIDDEN);
        }
        quoted ^= isQuote;
      }
      return changed.toString();
    }

    private static boolean isWhole(String pattern) {
      if (pattern.contains("%")) {
        return false; // the letters of C and Python, which mean something else
      }
      try {
        DateTimeFormatter formatter = formatter(pattern, POSIX_PIVOT);
        return SAMPLES.stream()
            .allMatch(
                sample ->
                    LocalDate.parse(sample.format(formatter), formatter)
                        .equals(sample.toLocalDate()));
      } catch (IllegalArgumentException | DateTimeException e) {
        return false;
      }
    }
  }
}
