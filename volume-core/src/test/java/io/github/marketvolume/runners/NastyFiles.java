package io.github.marketvolume.runners;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Files as they come from vendors, spreadsheets, broken downloads and full disks: a generator, the
 * same for the same seed. A file has a layout of {@link #HEADER}'s columns in any order, an
 * encoding, rows of which some are odd, a compression, and perhaps a damage.
 */
public final class NastyFiles {

  /** The columns of every file that is not damaged, in any order and with others between. */
  public static final List<String> HEADER =
      List.of("Date", "Symbol", "Open", "High", "Low", "Close", "Volume", "Split");

  private static final List<String> DATES =
      List.of(
          "2020-02-30",
          "2020-1-6",
          "06/01/2020",
          "20200106",
          "2020-01-06 00:00:00",
          "",
          "NaT",
          "2999-01-04",
          "0000-00-00",
          "2020-01-04",
          "２０２０-01-06",
          "44198");

  private static final List<String> NUMBERS =
      List.of(
          "",
          "0",
          "-1",
          "NaN",
          "nan",
          "Infinity",
          "-inf",
          "1e308",
          "1e309",
          "1e-308",
          "4.9e-324",
          "1,234",
          "\"1,234\"",
          "1_000",
          "0x10",
          "1e",
          "+5",
          ".5",
          "5.",
          "12.6",
          "--",
          "null",
          "N/A",
          "#N/A",
          "1 000",
          "١٢",
          "$5",
          "5%",
          "1e15",
          "999999999999999",
          "9999999999999999",
          "9223372036854775808",
          "-0",
          "1.0",
          "1.00000000000000000000000001",
          "00012",
          "1e3");

  private static final List<String> TICKERS =
      List.of(
          "",
          " ",
          "A B",
          "A\u00a0B",
          "A\u200bB",
          "A\u0007",
          "\u001b[31mRED",
          "NULL",
          "null",
          "NaN",
          "TRUE",
          "../etc",
          "=cmd|' /C calc'!A0",
          "\"A\"\"B\"",
          "'A",
          "BRK.B",
          "BRK/B",
          "^GSPC",
          "茅台",
          "é",
          "e\u0301",
          "\ud83d\ude80",
          "A".repeat(33),
          "-",
          "1e5",
          "0700");

  private static final List<String> LINES =
      List.of(
          "",
          " ",
          "\t",
          ",",
          ",,,,,,,",
          "\"",
          "\"unclosed,1,2",
          "# comment",
          "total,,,,,,,",
          "\u0000",
          "<html>",
          "sep=,",
          "Date,Symbol,Open,High,Low,Close,Volume,Split",
          "x".repeat(5000));

  /** What becomes of a file once it is written. */
  private enum Damage {
    NONE,
    CUT,
    FLIPPED_BIT,
    NO_BYTES,
    NO_HEADER,
    NO_ROWS,
    TWICE_THE_HEADER,
    WEB_PAGE,
    ZEROS_AT_THE_END,
    OTHER_ENDING,
    BYTES_BEHIND
  }

  /**
   * A generated file.
   *
   * @param name its name, with the ending that its compression has or claims to have
   * @param what what is nasty about it, for messages
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record NastyFile(String name, byte[] bytes, String what) {}

  private final Random random;

  public NastyFiles(long seed) {
    random = new Random(seed);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }

  /** The next file. */
  public NastyFile next(int number) {
    List<String> columns = new ArrayList<>(HEADER);
    if (random.nextBoolean()) {
      Collections.shuffle(columns, random);
    }
    if (random.nextInt(3) == 0) {
      columns.add(random.nextInt(columns.size() + 1), "Extra");
    }
    String lineEnd = any(List.of("\n", "\n", "\r\n"));
    StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\ufeff" : "");
    Damage damage = random.nextInt(3) > 0 ? Damage.NONE : any(Arrays.asList(Damage.values()));
    if (damage != Damage.NO_HEADER) {
      text.append(String.join(",", columns)).append(lineEnd);
    }
    if (damage == Damage.TWICE_THE_HEADER) {
      text.append(String.join(",", columns)).append(lineEnd);
    }
    int rows = damage == Damage.NO_ROWS ? 0 : 1 + random.nextInt(12);
    for (int row = 0; row < rows; row++) {
      text.append(rarely() ? any(LINES) : row(columns)).append(lineEnd);
    }
    if (damage == Damage.WEB_PAGE) {
      text = new StringBuilder("<!DOCTYPE html>\n<html>404</html>\n");
    }
    if (random.nextInt(4) == 0 && text.length() > 0) {
      text.setLength(text.length() - lineEnd.length()); // no line end behind the last line
    }
    Charset charset =
        any(List.of(UTF_8, UTF_8, UTF_8, UTF_8, Charset.forName("windows-1252"), UTF_16LE));
    byte[] bytes = text.toString().getBytes(charset);
    boolean packed = random.nextInt(3) == 0;
    bytes = packed ? pack(bytes) : bytes;
    bytes = damaged(bytes, damage);
    boolean named = damage == Damage.OTHER_ENDING ? !packed : packed;
    return new NastyFile(
        "f%04d.csv%s".formatted(number, named ? ".gz" : ""),
        bytes,
        "%s, %s%s, columns %s".formatted(damage, charset, packed ? ", packed" : "", columns));
  }

  private String row(List<String> columns) {
    List<String> cells = new ArrayList<>();
    double price = 1 + random.nextInt(500) / 4.0;
    for (String column : columns) {
      boolean odd = rarely();
      cells.add(
          switch (column) {
            case "Date" ->
                odd ? any(DATES) : LocalDate.of(2020, 1, 6).plusDays(random.nextInt(5)).toString();
            case "Symbol" -> odd ? any(TICKERS) : any(List.of("AAA", "BBB", "CCC", "DDD"));
            case "Volume" -> odd ? any(NUMBERS) : Integer.toString(random.nextInt(1_000_000));
            case "Split" -> odd ? any(NUMBERS) : any(List.of("", "1", "1.0", "2", "0.5"));
            case "High" -> odd ? any(NUMBERS) : Double.toString(price + 1);
            case "Low" -> odd ? any(NUMBERS) : Double.toString(price - 0.5);
            case "Extra" -> any(List.of("", "x", "\"a,b\"", "\"say \"\"hi\"\"\""));
            default -> odd ? any(NUMBERS) : Double.toString(price);
          });
    }
    if (rarely()) {
      cells.remove(cells.size() - 1);
    }
    if (random.nextInt(8) == 0) {
      cells.replaceAll(
          cell -> cell.contains("\"") || cell.contains(",") ? cell : "\"" + cell + "\"");
    }
    return String.join(",", cells);
  }

  private byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try {
      int members = 1 + random.nextInt(3);
      for (int member = 0; member < members; member++) {
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
          int from = bytes.length * member / members;
          out.write(bytes, from, bytes.length * (member + 1) / members - from);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private byte[] damaged(byte[] bytes, Damage damage) {
    switch (damage) {
      case CUT -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case NO_BYTES -> {
        return new byte[0];
      }
      case FLIPPED_BIT -> {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
          flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
      }
      case ZEROS_AT_THE_END -> {
        return Arrays.copyOf(bytes, bytes.length + 512);
      }
      case BYTES_BEHIND -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length] = 'x';
        return longer;
      }
      default -> {
        return bytes;
      }
    }
  }
}
