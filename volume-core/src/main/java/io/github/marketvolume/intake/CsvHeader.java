package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.BarColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a file's header says of its lines.
 *
 * @param columns for each cell of a line, what it is; null where the layout does not use it
 * @param fewestCells how many cells a line has at least: the last ones of the header may be unnamed
 * @param fileTicker the ticker of all lines, where the file or its folder is named after it; else
 *     empty
 * @param lines how many lines the header takes, with those that precede it
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record CsvHeader(@Nullable BarColumn[] columns, int fewestCells, String fileTicker, int lines) {

  /** How many lines below one that is no header are searched for it, to say so. */
  private static final int MOST_PASSED = 20;

  /** The line by which Excel is told what separates cells. */
  private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=(.)\"?");

  /** A name in brackets, and then another one. */
  private static final Pattern BRACKETED =
      Pattern.compile("\\s*(<[^<>]*>|\\[[^\\[\\]]*\\])\\s*[,;|\\t:]");

  /** A line that may be a header, without a byte order mark, and its number from 1. */
  record Line(String text, int number) {}

  /**
   * Reads a file up to its header.
   *
   * @return null if the file has no text, and may have none
   * @throws UnfitFileException if the file does not begin as the layout says
   */
  static @Nullable CsvHeader read(CsvFormat format, LineReader lines, String location)
      throws IOException {
    CsvLayout layout = format.layout();
    Line line = line(layout, lines);
    if (line == null) {
      format.requireText();
      return null;
    }
    CsvHeader header = of(layout, line, location);
    if (header == null) {
      throw new UnfitFileException(misfit(layout, line, lines));
    }
    return header;
  }

  /**
   * The first line of a file that says something, below the leading lines of the layout; null if
   * there is none.
   */
  static @Nullable Line line(CsvLayout layout, LineReader lines) throws IOException {
    int number = 0;
    while (lines.next()) {
      if (lines.isTooLong()) {
        throw LineReader.tooLongALine();
      }
      number++;
      String text = CsvBars.text(lines);
      if (number == 1 && text.startsWith("\ufeff")) {
        text = text.substring(1);
      }
      if (number > layout.leadingLines() && !saysNothing(text, layout)) {
        return new Line(text, number);
      }
    }
    if (number > 0 && layout.leadingLines() > 0) {
      throw new UnfitFileException(
          "ends before its header, which is below "
              + layout.leadingLines()
              + " lines by the "
              + layout.name()
              + " layout");
    }
    return null;
  }

  /** Whether a line above the header is blank, or says of the separator what the layout says. */
  private static boolean saysNothing(String text, CsvLayout layout) {
    Matcher separator = SEPARATOR_LINE.matcher(text);
    return separator.matches()
        ? separator.group(1).charAt(0) == layout.delimiter()
        : text.chars().allMatch(c -> c == ' ' || c == '\t' || c == layout.delimiter());
  }

  private static @Nullable CsvHeader of(CsvLayout layout, Line line, String location)
      throws UnfitFileException {
    List<String> names = names(line.text(), layout.delimiter());
    @Nullable BarColumn[] columns = new BarColumn[names.size()];
    for (Map.Entry<BarColumn, String> column : layout.headers().entrySet()) {
      int[] places = places(names, column.getValue());
      if (places.length == 0 || columns[places[0]] != null) {
        return null;
      }
      if (places.length > 1) {
        throw new UnfitFileException("has two columns named " + column.getValue());
      }
      columns[places[0]] = column.getKey();
    }
    int fewest = names.size();
    while (fewest > 0 && columns[fewest - 1] == null && names.get(fewest - 1).isEmpty()) {
      fewest--;
    }
    return new CsvHeader(
        columns, fewest, layout.tickerIsFileName() ? tickerOf(location) : "", line.number());
  }

  /** The names of a header's columns. */
  static List<String> names(String line, char delimiter) {
    Cells cells = new Cells(delimiter);
    byte[] bytes = line.getBytes(UTF_8);
    cells.split(bytes, 0, bytes.length);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.count(); i++) {
      names.add(cells.text(i));
    }
    return names;
  }

  /** Where a layout's column is among the names of a header, as it is written or in brackets. */
  static int[] places(List<String> names, String column) {
    int[] exact = places(names, name -> name.equals(column));
    return exact.length > 0 ? exact : places(names, name -> bare(name).equals(bare(column)));
  }

  private static int[] places(List<String> names, Predicate<String> isColumn) {
    return IntStream.range(0, names.size()).filter(i -> isColumn.test(names.get(i))).toArray();
  }

  /** A name without brackets and without spaces of any kind around it. */
  private static String bare(String name) {
    String text = withoutSpaces(name);
    boolean isBracketed =
        text.length() > 2
            && ((text.startsWith("<") && text.endsWith(">"))
                || (text.startsWith("[") && text.endsWith("]")));
    return isBracketed ? withoutSpaces(text.substring(1, text.length() - 1)) : text;
  }

  private static String withoutSpaces(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** What is wrong with a line that is not the layout's header, and where the header may be. */
  private static String misfit(CsvLayout layout, Line line, LineReader lines) throws IOException {
    String problem = problem(layout, line.text(), lines);
    if (problem != null) {
      return problem;
    }
    List<String> header = names(line.text(), layout.delimiter());
    String message =
        "does not fit the "
            + layout.name()
            + " layout: expected "
            + String.join(",", layout.expectedHeaders())
            + "; found "
            + Excerpt.of(String.join(",", header));
    return CsvLayout.VENDORS.stream()
        .filter(other -> new HashSet<>(header).containsAll(other.headers().values()))
        .max(Comparator.comparingInt(other -> other.headers().size()))
        .map(other -> message + "; it fits the " + other.name() + " layout")
        .orElse(message + below(layout, line.number(), lines));
  }

  /** Says which of the next lines is the header, if one is. */
  private static String below(CsvLayout layout, int number, LineReader lines) throws IOException {
    for (int i = number + 1; i <= number + MOST_PASSED && lines.next(); i++) {
      try {
        if (of(layout, new Line(CsvBars.text(lines), i), "") != null) {
          return "; line " + i + " fits: declare leadingLines(" + (i - 1) + ")";
        }
      } catch (UnfitFileException e) {
        return ""; // a column is there twice, which is told once the line is the header
      }
    }
    return "";
  }

  /**
   * What a line is that is no header of any layout, as the rest of a sentence that begins with the
   * file's name; null if it may be one.
   *
   * @param lines stands at the line
   */
  static @Nullable String problem(CsvLayout layout, String line, LineReader lines) {
    String text = line.strip();
    if (text.startsWith("PAR1")) {
      return "is a Parquet file, not CSV";
    }
    if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == '\ufffd')) {
      String likely =
          layout.isUtf8() ? likelyCharset(lines.buffer(), lines.start(), lines.end()) : null;
      return likely == null
          ? "is not text" + (layout.isUtf8() ? "" : " in " + layout.charset())
          : "is not UTF-8; declare the layout's charset, which is probably " + likely;
    }
    Matcher separator = SEPARATOR_LINE.matcher(text);
    if (separator.matches()) {
      return "says sep="
          + separator.group(1)
          + ", and the "
          + layout.name()
          + " layout has another delimiter; declare delimiter('"
          + separator.group(1)
          + "')";
    }
    if (BRACKETED.matcher(text).lookingAt()) {
      return null;
    }
    if (text.startsWith("<")) {
      return "is a web page or XML, not CSV";
    }
    return text.startsWith("{") || text.startsWith("[") ? "is a JSON text, not CSV" : null;
  }

  /** The charset of a line that is not UTF-8; null if it is not text in any. */
  private static @Nullable String likelyCharset(byte[] line, int start, int end) {
    if (end - start >= 4) {
      int first = line[start] & 0xff;
      int second = line[start + 1] & 0xff;
      if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
        return "UTF-16";
      }
      if (isAscii(first) && second == 0 && isAscii(line[start + 2]) && line[start + 3] == 0) {
        return "UTF-16LE";
      }
      if (first == 0 && isAscii(second) && line[start + 2] == 0 && isAscii(line[start + 3])) {
        return "UTF-16BE";
      }
    }
    for (int i = start; i < end; i++) {
      if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
        return null;
      }
    }
    return "windows-1252";
  }

  private static boolean isAscii(int c) {
    return c >= ' ' && c <= '~';
  }

  /** The ticker of a file without a column of tickers; empty where its folder has none. */
  private static String tickerOf(String location) {
    FolderValues folders = FolderValues.of(location, location, null);
    if (folders.columns().contains(BarColumn.TICKER)) {
      return Objects.requireNonNullElse(folders.ticker(), "");
    }
    String name = location.substring(location.lastIndexOf('/') + 1);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    int dot = plain.lastIndexOf('.');
    return dot > 0 ? plain.substring(0, dot) : plain;
  }
}
