package io.github.marketvolume.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Text of any charset is the same text in UTF-8. */
class Utf8StreamTest {

  @Property(tries = 300)
  void aText_isTheSameInUtf8(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 50) int length)
      throws IOException {
    for (Charset charset : new Charset[] {UTF_16, UTF_16LE, UTF_8, Charset.forName("GB18030")}) {
      assertThat(read(text.getBytes(charset), charset, length)).isEqualTo(text);
    }
  }

  @Example
  void aCharacterOfTwoHalves_isWholeWhereverItLies() throws IOException {
    String text = "x".repeat((1 << 13) - 1) + "\ud83d\udcc8".repeat(5000);
    assertThat(read(text.getBytes(UTF_16LE), UTF_16LE, 1 << 16)).isEqualTo(text);
  }

  @Example
  void bytesThatTheCharsetCannotHave_areReplaced() throws IOException {
    assertThat(read("a\u00fcb".getBytes(ISO_8859_1), UTF_8, 10)).isEqualTo("a\ufffdb");
  }

  private static String read(byte[] bytes, Charset charset, int length) throws IOException {
    try (Utf8Stream in = new Utf8Stream(new ByteArrayInputStream(bytes), charset)) {
      byte[] read = new byte[4 * bytes.length + 4];
      int count = 0;
      int next = in.read();
      while (next >= 0) {
        read[count++] = (byte) next;
        int more = in.read(read, count, length);
        count += Math.max(0, more);
        next = in.read();
      }
      return new String(read, 0, count, UTF_8);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("aé,€\n\"ü漢\u00a0").ofMaxLength(200);
  }
}
