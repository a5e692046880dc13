package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A window of whole numbers that doubles do not hold, against exact arithmetic. */
class WholeWindowTest {

  private static final long MISSING = WholeWindow.MISSING;

  @Property
  void statistics_areThoseOfExactArithmetic(
      @ForAll @Size(max = 40) List<Long> rows, @ForAll @IntRange(min = 1, max = 9) int length)
      throws IOException {
    WholeWindow window = new WholeWindow(length);
    List<Long> last = new ArrayList<>(Collections.nCopies(length, MISSING));
    for (long row : rows) {
      assertThat(window.oldest()).isEqualTo(last.get(0));
      window.push(row);
      last.add(row);
      last.remove(0);
      window = copy(window, length);
      List<Long> present = last.stream().filter(value -> value != MISSING).toList();
      assertThat(window.newest()).isEqualTo(row);
      assertThat(window.max()).isEqualTo(present.stream().mapToLong(v -> v).max().orElse(MISSING));
      assertThat(window.min()).isEqualTo(present.stream().mapToLong(v -> v).min().orElse(MISSING));
      assertThat(window.total()).isEqualTo(total(present));
      assertThat(window.order().count()).isEqualTo(present.size());
      for (long value : present) {
        assertThat(window.order().countBelow(window.place(value)))
            .isEqualTo((int) present.stream().filter(other -> other < value).count());
      }
    }
  }

  private static long total(List<Long> present) {
    BigInteger sum =
        present.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    boolean isLong = sum.bitLength() < Long.SIZE;
    return present.isEmpty() || !isLong ? MISSING : sum.longValueExact();
  }

  private static WholeWindow copy(WholeWindow window, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    window.write(new DataOutputStream(bytes));
    WholeWindow copy = new WholeWindow(length);
    copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return copy;
  }

  @Test
  @DisplayName("a missing value has no place")
  void missing() {
    WholeWindow window = new WholeWindow(2);
    window.push(MISSING);
    assertThat(window.place(MISSING)).isNaN();
    assertThat(window.total()).isEqualTo(MISSING);
  }
}
