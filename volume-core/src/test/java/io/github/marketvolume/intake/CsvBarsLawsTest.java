package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.files.BytesFile;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.quality.BarRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds of every file, however it is cut and whatever is in it. */
class CsvBarsLawsTest {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("small").date("d").ticker("t").close("c").volume("v");

  private static final CsvLayout BELOW_LINES = LAYOUT.leadingLines(2);

  /** Two lines that are counted, and three that say nothing. */
  private static final String LEADING_LINES = "Disclaimer: none,\n\"2\r\n\n,,,\nsep=,\n";

  @Property(tries = 2000)
  void splittingAFile_changesNothing(
      @ForAll("files") String text,
      @ForAll boolean belowLines,
      @ForAll @Size(max = 5) List<@IntRange(max = 400) Integer> cuts,
      @ForAll @IntRange(min = 1, max = 4) int step)
      throws IOException {
    CsvLayout layout = belowLines ? BELOW_LINES : LAYOUT;
    BytesFile file = BytesFile.of("a.csv", (belowLines ? LEADING_LINES : "") + text);
    CsvFormat format = new CsvFormat(layout, false, false);
    CsvRows whole = CsvRows.of(layout, file);
    CsvRows blocks = new CsvRows(format).readBlocks(format, file);
    CsvRows parts = new CsvRows(format).readSplits(file, splits(file.bytes().length, cuts), step);

    assertThat(blocks.accepted).isEqualTo(whole.accepted);
    assertThat(blocks.rejected).isEqualTo(whole.rejected);
    assertThat(parts.accepted).isEqualTo(whole.accepted);
    assertThat(parts.rejected).isEqualTo(whole.rejected);
    assertThat(parts.gate.tally().rowsRead()).isEqualTo(whole.gate.tally().rowsRead());
    if (!whole.accepted.isEmpty()) {
      assertThat(parts.problem).isEqualTo(whole.problem);
    }
  }

  @Property(tries = 500)
  void theTextOfARow_isFoundAgainInItsSplit(
      @ForAll("files") String text,
      @ForAll boolean belowLines,
      @ForAll @Size(max = 3) List<@IntRange(max = 400) Integer> cuts)
      throws IOException {
    CsvLayout layout = belowLines ? BELOW_LINES : LAYOUT;
    BytesFile file = BytesFile.of("a.csv", (belowLines ? LEADING_LINES : "") + text);
    for (CsvSplit split : splits(file.bytes().length, cuts)) {
      CsvRows rows = new CsvRows(layout, BarRules.standard());
      rows.readSplits(file, List.of(split), 3);
      try (CsvTexts texts = new CsvTexts(split, file, layout.charset())) {
        for (CsvRows.Rejected row : rows.rejected) {
          assertThat(texts.isBeyond(row.line())).isFalse();
          assertThat(texts.text(row.line())).isEqualTo(row.text());
        }
      }
    }
  }

  @Property(tries = 25)
  void longLines_areRejectedRows_howeverAFileIsRead(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 6) Integer> lines,
      @ForAll @Size(max = 3) List<@IntRange(max = 12 << 20) Integer> cuts,
      @ForAll @IntRange(min = 1, max = 3) int step)
      throws IOException {
    int most = LineReader.MAX_LINE;
    int[] lengths = {20, 30, most, most + 1, most + 2, 3 * most, 5 * most};
    StringBuilder text = new StringBuilder("d,t,c,v,note\n");
    int tooLong = 0;
    for (int i = 0; i < lines.size(); i++) {
      String row = "2020-01-0" + (i + 1) + ",A,1,2,";
      int length = lengths[lines.get(i)];
      text.append(row).append("y".repeat(length - row.length())).append('\n');
      tooLong += length > most ? 1 : 0;
    }
    BytesFile file = BytesFile.of("a.csv", text.toString());
    CsvFormat format = new CsvFormat(LAYOUT, true, false);
    CsvRows whole = new CsvRows(format).read(file);
    CsvRows blocks = new CsvRows(format).readBlocks(format, file);
    CsvRows parts = new CsvRows(format).readSplits(file, splits(file.bytes().length, cuts), step);
    assertThat(whole.problem).isNull();
    assertThat(whole.accepted).hasSize(lines.size() - tooLong);
    assertThat(whole.rejected).hasSize(tooLong).allSatisfy(this::isCutShort);
    for (CsvRows other : List.of(blocks, parts)) {
      assertThat(other.problem).isNull();
      assertThat(other.accepted).isEqualTo(whole.accepted);
      assertThat(other.rejected).isEqualTo(whole.rejected);
    }
    CsvFormat strict = new CsvFormat(LAYOUT, false, false);
    String problem = tooLong == 0 ? null : "has a line of more than 1 MB";
    assertThat(new CsvRows(strict).read(file).problem).isEqualTo(problem);
    assertThat(new CsvRows(strict).readBlocks(strict, file).problem).isEqualTo(problem);
  }

  private void isCutShort(CsvRows.Rejected row) {
    assertThat(row.rule()).isEqualTo("row-is-complete");
    assertThat(row.reason()).isEqualTo("the line has more than 1 MB");
    assertThat(row.text()).matches("2020-01-0\\d,A,1,2,y+…").hasSize(1024);
  }

  @FullBuild
  @Test
  @DisplayName("a line of 3 GB takes no more memory than one that is too long by a byte")
  void endlessLine() throws IOException {
    byte[] begin = "d,t,c,v\n2020-01-06,A,1,2\n".getBytes(UTF_8);
    byte[] end = "\n2020-01-07,A,1,2\n".getBytes(UTF_8);
    InputFile file =
        new InputFile() {
          @Override
          public String location() {
            return "endless.csv";
          }

          @Override
          public long length() {
            return begin.length + (3L << 30) + end.length;
          }

          @Override
          public InputStream open(long offset) {
            assertThat(offset).isZero();
            return new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(begin), new Endless(3L << 30)),
                new ByteArrayInputStream(end));
          }
        };
    CsvFormat format = new CsvFormat(LAYOUT, true, false);
    for (CsvRows rows :
        List.of(new CsvRows(format).read(file), new CsvRows(format).readBlocks(format, file))) {
      assertThat(rows.problem).isNull();
      assertThat(rows.accepted).extracting(CsvRows.Accepted::line).containsExactly(2L, 4L);
      assertThat(rows.rejected).extracting(CsvRows.Rejected::line).containsExactly(3L);
    }
  }

  /** So many bytes of one letter. */
  private static final class Endless extends InputStream {

    private long left;

    Endless(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'y' : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(target, from, from + count, (byte) 'y');
      left -= count;
      return count;
    }
  }

  @Property(tries = 2000)
  void anyBytes_areRowsOrAProblem(@ForAll("noise") byte[] noise) throws IOException {
    for (String name : List.of("a.csv", "a.csv.gz")) {
      CsvRows rows = CsvRows.of(LAYOUT, new BytesFile(name, noise));
      if (rows.problem != null) {
        assertThat(rows.problem).isNotBlank().doesNotContain("\n", "\r");
      }
      RunReport.Input counted = rows.gate.tally().toReport(name);
      assertThat(counted.rowsRead()).isEqualTo(rows.accepted.size() + rows.rejected.size());
      assertThat(counted.rowsAccepted()).isEqualTo(rows.accepted.size());
      assertThat(counted.rowsRejected()).isEqualTo(rows.rejected.size());
      assertThat(rows.rejected)
          .allSatisfy(row -> assertThat(row.reason()).isNotBlank().matches("[^\\p{Cntrl}\u2028]*"));
    }
  }

  @Property(tries = 300)
  void splits_coverAFileOnce(
      @ForAll @IntRange(max = 1000) int length,
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(max = 5) int first) {
    List<CsvSplit> splits = CsvSplit.of("a.csv", length, first, size);
    long end = 0;
    int number = first;
    for (CsvSplit split : splits) {
      assertThat(split.start()).isEqualTo(end);
      assertThat(split.number()).isEqualTo(number++);
      end = split.end();
    }
    assertThat(end).isEqualTo(length);
    assertThat(splits).allMatch(split -> split.end() > split.start() || length == 0);
    assertThat(CsvSplit.of("a.csv.gz", length, first, size)).hasSize(1);
  }

  @Property(tries = 300)
  void aPosition_holdsSplitAndLine(
      @ForAll @IntRange(max = 8_000_000) int split, @ForAll @IntRange int line) {
    long position = new CsvSplit(split, "a.csv", 0, 1).position(line & Integer.MAX_VALUE);
    assertThat(CsvSplit.splitOf(position)).isEqualTo(split);
    assertThat(CsvSplit.lineOf(position)).isEqualTo(line & Integer.MAX_VALUE);
  }

  private static List<CsvSplit> splits(int length, List<Integer> cuts) {
    Set<Integer> ends = new TreeSet<>(cuts);
    ends.removeIf(cut -> cut == 0 || cut >= length);
    ends.add(length);
    List<CsvSplit> splits = new ArrayList<>();
    long start = 0;
    for (int end : ends) {
      splits.add(new CsvSplit(splits.size(), "a.csv", start, end));
      start = end;
    }
    return splits;
  }

  /** Files that fit the layout, with rows good and bad. */
  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> row =
        Combinators.combine(
                Arbitraries.of("2020-01-06", "2020-01-07", "2020-13-01", "", "\"2020-01-08\""),
                Arbitraries.of("A", "BRK.B", "", "ÆØÅ", "\"C\"", "\"C"),
                Arbitraries.of("1.5", "x", "", "-1"),
                Arbitraries.of("7", "12.6", "0", "\"8\"", "", "9,10"))
            .as((date, ticker, close, volume) -> String.join(",", date, ticker, close, volume));
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(8, row), Tuple.of(1, Arbitraries.of("", " ", "\t", "garbage", "\"", "\r")));
    Arbitrary<String> end = Arbitraries.of("\n", "\n", "\r\n");
    return Combinators.combine(
            Arbitraries.of("", "\ufeff"),
            Combinators.combine(line, end)
                .as((text, lineEnd) -> text + lineEnd)
                .list()
                .ofMaxSize(12),
            Arbitraries.of("\n", "\r\n"),
            Arbitraries.of("", "2020-01-09,Z,1,5"))
        .as((mark, lines, end1, last) -> mark + "d,t,c,v" + end1 + String.join("", lines) + last);
  }

  @Provide
  Arbitrary<byte[]> noise() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> marked =
        Arbitraries.strings()
            .withChars("dtcv,\"\n\r 0123456789-.eE\u0000\u2028é")
            .ofMaxLength(120)
            .map(text -> ("d,t,c,v\n" + text).getBytes(UTF_8));
    Arbitrary<byte[]> damaged =
        Combinators.combine(files(), Arbitraries.integers().between(0, 60), Arbitraries.bytes())
            .as(
                (text, place, value) -> {
                  byte[] packed = BytesFile.gzip(text);
                  packed[place % packed.length] = value;
                  return packed;
                });
    return Arbitraries.oneOf(any, marked, damaged);
  }
}
