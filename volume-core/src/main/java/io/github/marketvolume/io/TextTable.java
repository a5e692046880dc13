package io.github.marketvolume.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Aligns cells in columns: text to the left, numbers to the right. Control characters and invisible
 * characters are shown as {@link SafeText#visible} does.
 */
public final class TextTable {

  private final List<String> header;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  public TextTable(List<String> header) {
    this.header = header.stream().map(SafeText::visible).toList();
  }

  public TextTable(String... header) {
    this(List.of(header));
  }

  /** Adds a row; null cells stay empty. */
  @CanIgnoreReturnValue
  public TextTable row(@Nullable Object... cells) {
    List<@Nullable Object> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell);
    }
    rows.add(row);
    return this;
  }

  /** The table, one line per row, without a line end after the last. */
  @Override
  public String toString() {
    int[] widths = header.stream().mapToInt(String::length).toArray();
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], text(row.get(i)).length());
      }
    }
    StringBuilder titles = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean right = !rows.isEmpty() && rows.get(0).get(i) instanceof Number;
      titles.append(i == 0 ? "" : "  ").append(pad(header.get(i), widths[i], right));
    }
    StringBuilder table = new StringBuilder(titles.toString().stripTrailing());
    for (List<@Nullable Object> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(i == 0 ? "" : "  ")
            .append(pad(text(row.get(i)), widths[i], row.get(i) instanceof Number));
      }
      table.append('\n').append(line.toString().stripTrailing());
    }
    return table.toString();
  }

  private static String text(Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof Long || cell instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", ((Number) cell).longValue());
    }
    if (cell instanceof Double number) {
      double size = Math.abs(number);
      return String.format(
          Locale.ROOT, size >= 1e15 ? "%.6e" : size >= 1e4 ? "%,.0f" : "%.4f", number);
    }
    return SafeText.visible(cell.toString());
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }
}
