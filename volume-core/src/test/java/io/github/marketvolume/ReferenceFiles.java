package io.github.marketvolume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values that were computed independently, beside the real market data. */
public final class ReferenceFiles {

  private ReferenceFiles() {}

  /** The rows of one of the files, by header. */
  public static List<Map<String, String>> rows(String name) throws IOException {
    return rows(
        Path.of(System.getenv("MARKET_DATA_DIR")).resolveSibling("reference").resolve(name));
  }

  /** The rows of a plain file without quotes, by header. */
  public static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> headers = Arrays.asList(lines.get(0).split(",", -1));
    return lines.stream().skip(1).map(line -> row(headers, line)).collect(Collectors.toList());
  }

  private static Map<String, String> row(List<String> headers, String line) {
    List<String> cells = Arrays.asList(line.split(",", -1));
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < headers.size(); i++) {
      row.put(headers.get(i), cells.get(i));
    }
    return row;
  }
}
