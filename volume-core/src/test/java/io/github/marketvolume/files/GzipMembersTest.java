package io.github.marketvolume.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.intake.CsvRows;
import io.github.marketvolume.io.CsvLayout;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a packed file is unpacked whole, or said not to be what it claims to be. */
class GzipMembersTest {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("small").date("d").ticker("t").close("c").volume("v");

  private static final int TRAILER = 8;

  /** All flags that are defined: text, header checksum, extra field, name, comment. */
  private static final int ALL_FLAGS = 0x1f;

  /** A member, and how long its header is. */
  @SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
  private record Member(byte[] bytes, int header) {}

  /** A file of several members. */
  @SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
  private record Packed(byte[] content, byte[] bytes, List<Integer> starts, List<Member> members) {

    /** The places of all bytes of headers, or of trailers. */
    List<Integer> places(boolean headers) {
      List<Integer> places = new ArrayList<>();
      for (int m = 0; m < members.size(); m++) {
        int length = members.get(m).bytes().length;
        int from = headers ? 0 : length - TRAILER;
        int to = headers ? members.get(m).header() : length;
        for (int i = from; i < to; i++) {
          places.add(starts.get(m) + i);
        }
      }
      return places;
    }
  }

  private static Member member(int flags, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & 4) != 0) {
      out.writeBytes(new byte[] {6, 0, 'B', 'C', 2, 0, 9, 9});
    }
    if ((flags & 8) != 0) {
      out.writeBytes("prices.csv\0".getBytes(UTF_8));
    }
    if ((flags & 16) != 0) {
      out.writeBytes("a comment\0".getBytes(UTF_8));
    }
    if ((flags & 2) != 0) {
      long checksum = checksum(out.toByteArray());
      out.write((int) checksum & 0xff);
      out.write((int) (checksum >> 8) & 0xff);
    }
    int header = out.size();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    writeInt(out, checksum(content));
    writeInt(out, content.length);
    return new Member(out.toByteArray(), header);
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static void writeInt(ByteArrayOutputStream out, long value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write((int) (value >> shift) & 0xff);
    }
  }

  private static String rows(int from, int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      rows.append("2020-01-06,T").append(i).append(",1.5,").append(100 + i * i).append('\n');
    }
    return rows.toString();
  }

  private static Packed packed(int flags) {
    return packed(
        flags,
        List.of(
            ("d,t,c,v\n" + rows(0, 40)).getBytes(UTF_8),
            rows(40, 50).getBytes(UTF_8),
            rows(90, 30).getBytes(UTF_8)));
  }

  private static Packed packed(int flags, List<byte[]> contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Integer> starts = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (byte[] some : contents) {
      Member member = member(flags, some);
      content.writeBytes(some);
      starts.add(bytes.size());
      bytes.writeBytes(member.bytes());
      members.add(member);
    }
    return new Packed(content.toByteArray(), bytes.toByteArray(), starts, members);
  }

  private static byte[] unpack(byte[] bytes, int bytesAtATime) throws IOException {
    InputStream file = new BytesFile("a.csv.gz", bytes, bytesAtATime).open(0);
    try (InputStream in = new GzipMembers(file)) {
      return in.readAllBytes();
    }
  }

  private static byte[] flipped(byte[] bytes, int place, int bit) {
    byte[] changed = bytes.clone();
    changed[place] ^= (byte) (1 << bit);
    return changed;
  }

  /**
   * Reads the file in both ways in which runners do; the rows, or none where there is a problem.
   */
  private static List<Integer> rowsOrProblem(byte[] bytes) throws IOException {
    BytesFile file = new BytesFile("a.csv.gz", bytes);
    CsvFormat format = new CsvFormat(LAYOUT, false, false);
    List<Integer> counts = new ArrayList<>();
    for (CsvRows rows :
        List.of(new CsvRows(format).read(file), new CsvRows(format).readBlocks(format, file))) {
      if (rows.problem == null) {
        counts.add(rows.accepted.size() + rows.rejected.size());
      } else {
        assertThat(rows.problem).matches("is (cut off|damaged|not packed|packed|empty).*");
      }
    }
    assertThat(counts)
        .as("both find a problem, or none")
        .satisfiesAnyOf(all -> assertThat(all).isEmpty(), all -> assertThat(all).hasSize(2));
    return counts;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 8, 16, ALL_FLAGS})
  @DisplayName("members are unpacked one after the other, whatever their headers hold")
  void members(int flags) throws IOException {
    Packed packed = packed(flags);
    for (int bytesAtATime : new int[] {1, 7, 1 << 20}) {
      assertThat(unpack(packed.bytes(), bytesAtATime)).isEqualTo(packed.content());
    }
    assertThat(rowsOrProblem(packed.bytes())).containsExactly(120, 120);
  }

  /** Every way in which headers can be made, for each may turn into each other by one bit. */
  private static IntStream allFlags() {
    return IntStream.rangeClosed(0, ALL_FLAGS);
  }

  @ParameterizedTest
  @MethodSource("allFlags")
  @DisplayName("with any bit of any header flipped, all rows are there or the file is damaged")
  void flippedHeaders(int flags) throws IOException {
    Packed packed = packed(flags);
    int harmless = 0;
    int found = 0;
    for (int place : packed.places(true)) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        List<Integer> rows = rowsOrProblem(flipped(packed.bytes(), place, bit));
        assertThat(rows).as("byte %d, bit %d", place, bit).allMatch(count -> count == 120);
        harmless += rows.isEmpty() ? 0 : 1;
        found += rows.isEmpty() ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(3 * 27);
    if ((flags & 2) == 0) {
      assertThat(harmless).as("times, systems and names say nothing of rows").isPositive();
    } else {
      assertThat(harmless).as("a header with a checksum").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ALL_FLAGS})
  @DisplayName("any bit of any trailer flipped is damage")
  void flippedTrailers(int flags) throws IOException {
    Packed packed = packed(flags);
    for (int place : packed.places(false)) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        assertThat(rowsOrProblem(flipped(packed.bytes(), place, bit)))
            .as("byte %d, bit %d", place, bit)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ALL_FLAGS})
  @DisplayName("a file that is cut anywhere but between members is cut off")
  void cuts(int flags) throws IOException {
    Packed packed = packed(flags);
    for (int length = 2; length < packed.bytes().length; length++) {
      if (!packed.starts().contains(length)) {
        byte[] cut = Arrays.copyOf(packed.bytes(), length);
        assertThatThrownBy(() -> unpack(cut, 5))
            .as("%d bytes", length)
            .isInstanceOf(EOFException.class);
        assertThat(rowsOrProblem(cut)).as("%d bytes", length).isEmpty();
      }
    }
  }

  @Property(tries = 3000)
  void anyFlippedBit_losesNoRow(
      @ForAll @IntRange(max = ALL_FLAGS) int flags,
      @ForAll @IntRange(max = 1 << 20) int place,
      @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    Packed packed = packed(flags);
    byte[] changed = flipped(packed.bytes(), place % packed.bytes().length, bit);
    try {
      assertThat(unpack(changed, 64)).isEqualTo(packed.content());
    } catch (ZipException | EOFException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  @Property(tries = 300)
  void anyFlippedBitOfHeaders_losesNoRow_howeverLongTheMembersAre(
      @ForAll @IntRange(max = ALL_FLAGS) int flags, @ForAll("contents") List<byte[]> contents)
      throws IOException {
    Packed packed = packed(flags, contents);
    for (int place : packed.places(true)) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        try {
          assertThat(unpack(flipped(packed.bytes(), place, bit), 1 << 16))
              .isEqualTo(packed.content());
        } catch (ZipException | EOFException e) {
          assertThat(e).hasMessageNotContaining("\n");
        }
      }
    }
  }

  @Provide
  Arbitrary<List<byte[]>> contents() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(400).list().ofMinSize(2).ofMaxSize(4);
  }

  @Test
  @DisplayName("an extra field has subfields, and nothing else")
  void extraFields() throws IOException {
    byte[] bytes = packed(4).bytes();
    int length = 10;
    assertThat(unpack(bytes, 7)).isEqualTo(packed(4).content());
    for (int wrong : new int[] {1, 3, 4, 5, 7, 10, 255}) {
      byte[] changed = bytes.clone();
      changed[length] = (byte) wrong;
      assertThatThrownBy(() -> unpack(changed, 7))
          .as("length %d", wrong)
          .isInstanceOf(ZipException.class)
          .hasMessage("a gzip header has an invalid extra field");
    }
    byte[] empty = bytes.clone();
    empty[length] = 0;
    assertThat(rowsOrProblem(empty)).isEmpty();
  }

  @Test
  @DisplayName("what follows the last member is damage, but for zero bytes that fill a block")
  void whatFollows() throws IOException {
    Packed packed = packed(0);
    int end = packed.bytes().length;
    for (int zeros : new int[] {1, 2, 511, 200_000}) {
      byte[] filled = Arrays.copyOf(packed.bytes(), end + zeros);
      assertThat(unpack(filled, 4096)).isEqualTo(packed.content());
      assertThat(rowsOrProblem(filled)).containsExactly(120, 120);
      filled[end + zeros - 1] = 'x';
      assertThatThrownBy(() -> unpack(filled, 4096))
          .isInstanceOf(ZipException.class)
          .hasMessage("its gzip stream has bytes that are not gzip");
      assertThat(rowsOrProblem(filled)).isEmpty();
    }
    byte[] begun = Arrays.copyOf(packed.bytes(), end + 1);
    begun[end] = 0x1f;
    assertThatThrownBy(() -> unpack(begun, 4096)).isInstanceOf(EOFException.class);
  }

  @Test
  @DisplayName("an empty member is one, in any place, and so are many")
  void emptyMembers() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      bytes.writeBytes(member(0, new byte[0]).bytes());
      bytes.writeBytes(member(8, new byte[] {(byte) i}).bytes());
    }
    bytes.writeBytes(member(0, new byte[0]).bytes());
    assertThat(unpack(bytes.toByteArray(), 100)).hasSize(1000);
  }

  @Test
  @DisplayName("single bytes are read, and none after the stream is closed")
  void singleBytes() throws IOException {
    InputStream in = new GzipMembers(new BytesFile("a.gz", BytesFile.gzip("é")).open(0));
    assertThat(in.read()).isEqualTo(0xc3);
    assertThat(in.read()).isEqualTo(0xa9);
    assertThat(in.read()).isEqualTo(-1);
    in.close();
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("the stream is closed");
  }
}
