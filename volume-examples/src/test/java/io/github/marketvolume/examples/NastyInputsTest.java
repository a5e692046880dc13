package io.github.marketvolume.examples;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files as they come from spreadsheets, broken downloads and full disks, on the command line: a run
 * ends well and accounts for every row, or in one line and exit code 1 or 2, with the old output.
 */
class NastyInputsTest {

  private static final List<String> HEADERS =
      List.of(
          "Date,Symbol,Adj Close,Close,High,Low,Open,Volume",
          "date,open,high,low,close,volume,Name",
          "Date,Open,High,Low,Close,Adj Close,Volume",
          "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient",
          "day;who;price;shares",
          "Date,Symbol,Volume,Volume",
          "");

  private static final List<String> CELLS =
      List.of(
          "",
          "0",
          "-1",
          "NaN",
          "1e308",
          "1e309",
          "1,234",
          "\"1,234\"",
          "\"",
          "0x10",
          "12.6",
          "N/A",
          "999999999999999",
          "9223372036854775808",
          "1e-300",
          "\u001b[31m",
          "\u200b",
          "AAA",
          "a b");

  private static final Pattern COUNTS =
      Pattern.compile(
          "\"rows_read\" : (\\d+),\\s+\"rows_accepted\" : (\\d+),\\s+\"rows_rejected\" : (\\d+),"
              + "\\s+\"duplicates_dropped\" : (\\d+)");

  @TempDir private Path folder;

  private final int[] endings = new int[3];

  @Test
  @DisplayName("60 files")
  void some() throws IOException {
    runAll(new Random(20261129), 60);
  }

  @FullBuild
  @Test
  @DisplayName("400 more files")
  void more() throws IOException {
    runAll(new Random(13), 400);
  }

  private void runAll(Random random, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Path input = folder.resolve("in-" + i);
      Files.createDirectory(input);
      boolean isPacked = random.nextBoolean();
      Path file = input.resolve(isPacked ? "prices.csv.gz" : "prices.csv");
      byte[] content = content(random);
      Files.write(file, damaged(isPacked ? gzip(content) : content, random));
      run(random, file, "file " + i);
    }
    assertThat(endings[0]).as("runs that ended well").isGreaterThan(files / 10);
    assertThat(endings[1] + endings[2]).as("runs that failed").isGreaterThan(files / 10);
  }

  private void run(Random random, Path file, String name) throws IOException {
    Path output = file.resolveSibling("out");
    List<String> arguments =
        new ArrayList<>(List.of("run", "--input", file + "", "--output", output + ""));
    if (random.nextBoolean()) {
      arguments.addAll(List.of("--max-rejected", "100%"));
    }
    if (random.nextInt(3) == 0) {
      arguments.add("--quarantine-unreadable");
    }
    if (random.nextInt(3) == 0) {
      arguments.addAll(List.of("--layout", random.nextBoolean() ? "kaggle" : "yahoo"));
    }
    if (random.nextInt(3) == 0) {
      arguments.addAll(List.of("--calendar", random.nextBoolean() ? "data" : "none"));
    }
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as("%s: %s", name, run.err()).isBetween(0, 2);
    endings[run.exitCode()]++;
    assertThat(run.err()).as(name).doesNotContain("\tat ", "Exception", "\u001b", "\u200b");
    if (run.exitCode() == 0) {
      assertThat(output.resolve("ticker_daily")).as(name).isNotEmptyDirectory();
      Matcher counts = COUNTS.matcher(Files.readString(output.resolve("run.json")));
      assertThat(counts.find()).as(name).isTrue();
      long[] rows = new long[4];
      Arrays.setAll(rows, k -> Long.parseLong(counts.group(k + 1)));
      assertThat(rows[1] + rows[2] + rows[3]).as(name).isEqualTo(rows[0]);
      assertThat(rows[1]).as("%s: accepted", name).isPositive();
    } else {
      assertThat(run.errorLines().lines())
          .as(name)
          .hasSize(1)
          .first()
          .asString()
          .startsWith("sp500: ");
      assertThat(output.resolve("run.json")).as(name).doesNotExist();
      try (Stream<Path> left = Files.exists(output) ? Files.list(output) : Stream.empty()) {
        assertThat(left).as("%s: what a run that failed leaves", name).isEmpty();
      }
    }
  }

  /** A file's text, in some encoding. */
  private static byte[] content(Random random) {
    String header = HEADERS.get(random.nextInt(random.nextInt(3) == 0 ? HEADERS.size() : 2));
    String[] columns = header.split("[,;]", -1);
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\ufeff" : "");
    text.append(header).append('\n');
    int rows = random.nextInt(5) == 0 ? random.nextInt(3) : 5 + random.nextInt(40);
    int oddity = random.nextInt(4) == 0 ? 2 : 60;
    for (int row = 0; row < rows; row++) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        cells.add(
            random.nextInt(oddity) == 0
                ? CELLS.get(random.nextInt(CELLS.size()))
                : usual(column, row));
      }
      text.append(String.join(",", cells)).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(random.nextInt(12) == 0 ? UTF_16LE : UTF_8);
  }

  private static String usual(String column, int row) {
    return switch (column) {
      case "Date", "date", "timestamp", "day" -> "2020-01-%02d".formatted(6 + row % 5);
      case "Symbol", "Name", "who" -> "T" + row / 5;
      case "Volume", "volume", "shares" -> Integer.toString(1000 + row * row);
      case "split_coefficient" -> "1.0";
      default -> "10.5";
    };
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /** The same bytes, mostly; or cut, or with some of them others. */
  private static byte[] damaged(byte[] bytes, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> {
        byte[] changed = bytes.clone();
        for (int i = 0; i < 3 && changed.length > 0; i++) {
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        yield changed;
      }
      default -> bytes;
    };
  }
}
