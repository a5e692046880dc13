package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file's first line says of its lines.
 *
 * @param columns for each cell of a line, what it is; null where the layout does not use it
 * @param fileTicker the ticker of all lines, where the file is named after it; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record CsvHeader(@Nullable BarColumn[] columns, String fileTicker) {

  /**
   * Reads a header.
   *
   * @throws UnfitFileException if the file does not begin as the layout says
   */
  static CsvHeader parse(CsvLayout layout, String line, String fileName) throws UnfitFileException {
    List<String> names = names(line, layout.delimiter());
    return new CsvHeader(
        columnsOf(layout, names), layout.tickerIsFileName() ? tickerOf(fileName) : "");
  }

  /**
   * The names of a header's columns.
   *
   * @throws UnfitFileException if the line is not a header
   */
  static List<String> names(String line, char delimiter) throws UnfitFileException {
    String first = line.strip();
    if (first.startsWith("\ufeff")) {
      first = first.substring(1);
    }
    requireText(first);
    Cells cells = new Cells(delimiter);
    byte[] bytes = first.getBytes(UTF_8);
    cells.split(bytes, 0, bytes.length);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.count(); i++) {
      names.add(cells.text(i));
    }
    return names;
  }

  private static @Nullable BarColumn[] columnsOf(CsvLayout layout, List<String> header)
      throws UnfitFileException {
    @Nullable BarColumn[] found = new BarColumn[header.size()];
    for (Map.Entry<BarColumn, String> e : layout.headers().entrySet()) {
      int place = header.indexOf(e.getValue());
      if (place < 0) {
        throw new UnfitFileException(misfit(layout, header));
      }
      if (header.lastIndexOf(e.getValue()) != place) {
        throw new UnfitFileException("has two columns named " + e.getValue());
      }
      found[place] = e.getKey();
    }
    return found;
  }

  private static String misfit(CsvLayout layout, List<String> header) {
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
        .orElse(message);
  }

  private static void requireText(String first) throws UnfitFileException {
    if (first.isEmpty()) {
      throw new UnfitFileException("begins with an empty line instead of a header");
    }
    if (first.charAt(0) == '<') {
      throw new UnfitFileException("is a web page or XML, not CSV");
    }
    if (first.charAt(0) == '{' || first.charAt(0) == '[') {
      throw new UnfitFileException("is a JSON text, not CSV");
    }
    if (first.startsWith("PAR1")) {
      throw new UnfitFileException("is a Parquet file, not CSV");
    }
    if (first.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == '\ufffd')) {
      throw new UnfitFileException("is not text");
    }
  }

  private static String tickerOf(String fileName) {
    String name =
        fileName.endsWith(".gz") ? fileName.substring(0, fileName.length() - 3) : fileName;
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
