package io.github.marketvolume.series;

import static io.github.marketvolume.series.SmallSeries.bars;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Columns on their way to a pass by day. */
class DayColumnsTest {

  private static final long BIG = (1L << 53) + 1;

  private static final DayColumns COLUMNS =
      new DayColumns(
          "Ä.B",
          new int[] {-3, 5},
          new double[][] {{1.5, NaN}, {BIG, 7}},
          new long[][] {null, {BIG, 7}});

  private static void assertSame(DayColumns actual, DayColumns expected) {
    assertThat(actual.ticker()).isEqualTo(expected.ticker());
    assertThat(actual.epochDays()).isEqualTo(expected.epochDays());
    assertThat((Object[]) actual.columns()).isEqualTo(expected.columns());
    assertThat((Object[]) actual.wholes()).isEqualTo(expected.wholes());
  }

  @Test
  void unpack_givesWhatWasPacked() {
    assertSame(DayColumns.unpack(COLUMNS.pack()), COLUMNS);
  }

  @Provide
  Arbitrary<double[]> valuesOfAnyWidth() {
    Arbitrary<Long> whole =
        Arbitraries.of(7, 8, 15, 16, 31, 32, 53)
            .flatMap(bits -> Arbitraries.longs().between(-(1L << bits), 1L << bits));
    Arbitrary<Double> edge = Arbitraries.of(0.0, -0.0, NaN, -128.0, -32768.0, -0x1p31, 0.5, 1e300);
    return Arbitraries.oneOf(whole.map(Long::doubleValue), edge)
        .list()
        .ofMaxSize(4)
        .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Property
  void valuesOfEveryWidth_areTheSameToTheBit(@ForAll("valuesOfAnyWidth") double[] values) {
    int[] days = IntStream.range(0, values.length).toArray();
    DayColumns unpacked =
        DayColumns.unpack(new DayColumns("A", days, new double[][] {values}).pack());
    assertThat(Arrays.stream(unpacked.columns()[0]).mapToLong(Double::doubleToLongBits))
        .containsExactlyElementsOf(
            Arrays.stream(values).mapToLong(Double::doubleToLongBits).boxed().toList());
  }

  @Test
  void ranksAndFlags_takeLessRoomThanPrices() {
    int[] days = IntStream.range(0, 100).toArray();
    double[] ranks = IntStream.range(0, 100).mapToDouble(i -> 5 * i).toArray();
    double[] prices = IntStream.range(0, 100).mapToDouble(i -> 5.5 * i).toArray();
    int ofRanks = new DayColumns("A", days, new double[][] {ranks}).pack().length;
    int ofPrices = new DayColumns("A", days, new double[][] {prices}).pack().length;
    assertThat(ofPrices - ofRanks).isEqualTo(100 * (Double.BYTES - Short.BYTES));
  }

  @Test
  void unpack_leavesTheBytesOfTheNextColumns() {
    DayColumns next = new DayColumns("C", new int[] {9}, new double[][] {{4}});
    byte[] first = COLUMNS.pack();
    byte[] second = next.pack();
    ByteBuffer bytes = ByteBuffer.allocate(first.length + second.length);
    bytes.put(first).put(second).flip();
    assertSame(DayColumns.unpack(bytes), COLUMNS);
    assertSame(DayColumns.unpack(bytes), next);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void bucketOf_takes256DaysTogether() {
    assertThat(DayColumns.bucketOf(0)).isZero();
    assertThat(DayColumns.bucketOf(255)).isZero();
    assertThat(DayColumns.bucketOf(256)).isOne();
    assertThat(DayColumns.bucketOf(-1)).isEqualTo(-1);
  }

  @Test
  void divide_givesEveryBucketItsRows() {
    TickerResult result =
        new TickerResult(
            "A",
            bars(List.of(bar(254), bar(255), bar(256), bar(257))),
            0,
            4,
            new double[][] {{1, 2, BIG, 4}},
            new long[][] {{1, 2, BIG, 4}});
    List<Integer> buckets = new ArrayList<>();
    List<DayColumns> parts = new ArrayList<>();
    DayColumns.divide(
        result,
        Integer.MIN_VALUE,
        (bucket, packed) -> {
          buckets.add(bucket);
          parts.add(DayColumns.unpack(packed));
        });
    assertThat(buckets).containsExactly(0, 1);
    assertSame(
        parts.get(0),
        new DayColumns("A", new int[] {254, 255}, new double[][] {{1, 2}}, new long[][] {{1, 2}}));
    assertSame(
        parts.get(1),
        new DayColumns(
            "A", new int[] {256, 257}, new double[][] {{BIG, 4}}, new long[][] {{BIG, 4}}));
  }

  @Test
  void divide_leavesOutTheDaysBeforeTheFirst() {
    TickerResult result =
        new TickerResult(
            "A",
            bars(List.of(bar(254), bar(255), bar(257))),
            0,
            3,
            new double[][] {{1, 2, 3}},
            new long[1][]);
    List<DayColumns> parts = new ArrayList<>();
    DayColumns.divide(result, 256, (bucket, packed) -> parts.add(DayColumns.unpack(packed)));
    assertThat(parts).hasSize(1);
    assertSame(
        parts.get(0), new DayColumns("A", new int[] {257}, new double[][] {{3}}, new long[1][]));
  }

  private static Bar bar(int epochDay) {
    return Bar.of("A", LocalDate.ofEpochDay(epochDay), 1);
  }

  @Test
  void number_isOrderedByPassThenBucket() {
    assertThat(
            List.of(
                DayColumns.number(0, -1),
                DayColumns.number(0, 0),
                DayColumns.number(0, 70),
                DayColumns.number(1, -70),
                DayColumns.number(1, 2)))
        .isSorted();
  }

  @Test
  void passOf_isThePassOfANumber() {
    assertThat(DayColumns.passOf(DayColumns.number(3, 70))).isEqualTo(3);
    assertThat(DayColumns.passOf(DayColumns.number(3, -70))).isEqualTo(3);
  }
}
