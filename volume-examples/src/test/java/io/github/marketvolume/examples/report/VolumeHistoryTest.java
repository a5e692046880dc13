package io.github.marketvolume.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.examples.report.VolumeHistory.Span;
import io.github.marketvolume.examples.report.VolumeHistory.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeHistoryTest {

  private static final int[] DAYS = {14613, 14614, 14615, 14616, 14617};

  private static final double NONE = Double.NaN;

  @Test
  void rows_fillATickersDaysFromItsFirstToItsLast() {
    VolumeHistory.Builder builder = new VolumeHistory.Builder(DAYS, false, false);
    builder.add("AAA", 14614, 100, 1, false, NONE, NONE, NONE);
    builder.add("AAA", 14616, 300, 3, true, 4.5, NONE, NONE);
    builder.add("BBB", 14613, 0, NONE, false, NONE, NONE, NONE);
    VolumeHistory history = builder.build();

    assertThat(history.tickers()).containsExactly("AAA", "BBB");
    assertThat(history.spans()).containsExactly(new Span(1, 3), new Span(0, 1));
    assertThat(history.volumes()).containsExactly(100, 0, 300, 0);
    assertThat(history.closes()).containsExactly(1, 0, 3, 0);
    assertThat(history.flags()).containsExactly(false, false, true, false);
    assertThat(history.scores()).containsExactly(4.5f);
    assertThat(history.steps()).containsExactly(List.of(), List.of());
  }

  @Test
  void splits_areStepsOfTheFactorThatLaterRowsGive() {
    VolumeHistory.Builder builder = new VolumeHistory.Builder(DAYS, true, false);
    builder.add("AAA", 14613, 10, 1, false, NONE, NONE, 1);
    builder.add("AAA", 14614, 10, 1, false, NONE, NONE, 7);
    builder.add("AAA", 14615, 10, 1, false, NONE, NONE, NONE);
    builder.add("AAA", 14616, 10, 1, false, NONE, NONE, 4);
    builder.add("BBB", 14613, 10, 1, false, NONE, NONE, 2);
    VolumeHistory history = builder.build();

    assertThat(history.steps())
        .containsExactly(List.of(new Step(0, 28), new Step(1, 4), new Step(3, 1)), List.of());
  }

  @Test
  void factorOutOfRange_isZero() {
    VolumeHistory.Builder builder = new VolumeHistory.Builder(DAYS, true, false);
    builder.add("AAA", 14613, 10, 1, false, NONE, NONE, NONE);
    builder.add("AAA", 14614, 10, 1, false, NONE, NONE, 1e9);
    builder.add("AAA", 14615, 10, 1, false, NONE, NONE, 1e9);
    builder.add("AAA", 14616, 10, 1, false, NONE, NONE, 1e9);

    assertThat(builder.build().steps())
        .containsExactly(
            List.of(new Step(0, 0), new Step(1, 1e9 * 1e9), new Step(2, 1e9), new Step(3, 1)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "25599, 1", "25600, 2", "1880998000, 4", "9007199254740991, 6"})
  void lots_takeAsManyPlanesAsTheLargestVolumeNeeds(long volume, int planes) {
    VolumeHistory.Builder builder = new VolumeHistory.Builder(DAYS, false, false);
    builder.add("AAA", 14613, volume, 1, false, NONE, NONE, NONE);
    assertThat(builder.build().lotPlanes()).isEqualTo(planes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void packed_givesBackWhatWasPacked(boolean hasOwnScores) throws IOException {
    Random random = new Random(7);
    int[] days = new int[2000];
    Arrays.setAll(days, day -> 14613 + day);
    VolumeHistory.Builder builder = new VolumeHistory.Builder(days, false, hasOwnScores);
    for (int ticker = 0; ticker < 50; ticker++) {
      for (int day : days) {
        boolean flag = random.nextInt(50) == 0;
        builder.add(
            "T%02d".formatted(ticker),
            day,
            random.nextLong(1L << (1 + random.nextInt(52))),
            random.nextInt(9) == 0 ? NONE : random.nextDouble() * 5000,
            flag,
            flag ? 3.5 + random.nextDouble() : NONE,
            flag && random.nextInt(9) > 0 ? 3 + random.nextDouble() : NONE,
            NONE);
      }
    }
    VolumeHistory history = builder.build();
    assertThat(history.ownScores()).hasSize(hasOwnScores ? history.scores().length : 0);
    assertUnpacks(history);
  }

  /** What the page does, written another way: row by row, from the places of its bytes. */
  private static void assertUnpacks(VolumeHistory history) throws IOException {
    ByteBuffer bytes;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(history.packed()))) {
      bytes = ByteBuffer.wrap(in.readAllBytes());
    }
    int rows = history.volumes().length;
    int planes = history.lotPlanes();
    long[] volumes = new long[rows];
    boolean[] flags = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      ByteBuffer lots = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int plane = 0; plane < planes; plane++) {
        lots.put(plane, bytes.get(plane * rows + row));
      }
      volumes[row] = 100 * lots.getLong(0) + bytes.get(planes * rows + row);
      flags[row] = bytes.get((planes + 5) * rows + row) == 1;
    }
    int flagged = history.scores().length;
    assertThat(bytes.capacity())
        .isEqualTo((planes + 6) * rows + 4 * flagged * (history.hasOwnScores() ? 2 : 1));
    assertThat(volumes).isEqualTo(history.volumes());
    assertThat(flags).isEqualTo(history.flags());
    assertThat(floats(bytes, (planes + 1) * rows, rows)).isEqualTo(history.closes());
    assertThat(floats(bytes, (planes + 6) * rows, flagged)).isEqualTo(history.scores());
    assertThat(floats(bytes, (planes + 6) * rows + 4 * flagged, history.ownScores().length))
        .isEqualTo(history.ownScores());
  }

  private static float[] floats(ByteBuffer bytes, int from, int length) {
    float[] values = new float[length];
    int bits = 0;
    for (int i = 0; i < length; i++) {
      ByteBuffer change = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int plane = 0; plane < Integer.BYTES; plane++) {
        change.put(plane, bytes.get(from + plane * length + i));
      }
      bits += change.getInt(0);
      values[i] = Float.intBitsToFloat(bits);
    }
    return values;
  }
}
