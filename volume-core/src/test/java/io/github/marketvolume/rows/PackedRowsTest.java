package io.github.marketvolume.rows;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.io.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Rows as bytes and back. */
class PackedRowsTest {

  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.DATE,
          ColumnType.TEXT,
          ColumnType.LONG,
          ColumnType.DOUBLE,
          ColumnType.BOOLEAN,
          ColumnType.TEXT);

  private static final ColumnBatch NUMBERS =
      new ColumnBatch(
          TYPES,
          new Object[] {
            new int[] {-1, 0, 18_000},
            "Ü",
            new double[] {NaN, 1, 2},
            new double[] {0.1, NaN, -0.0},
            new double[] {1, 0, NaN},
            new Object[] {"a", null, ""}
          },
          0,
          3);

  private static final ColumnBatch VALUES =
      new ColumnBatch(
          TYPES,
          new Object[] {
            new int[] {7, 8},
            new Object[] {"B", "漢\n字"},
            new Object[] {null, Long.MAX_VALUE},
            new Object[] {Double.MIN_VALUE, null},
            new Object[] {true, false},
            "shared"
          },
          0,
          2);

  private static List<List<Object>> cells(ColumnBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int row = batch.from(); row < batch.to(); row++) {
      List<Object> cells = new ArrayList<>();
      for (int k = 0; k < batch.width(); k++) {
        cells.add(batch.cell(k, row));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static ColumnBatch unpack(ColumnBatch... batches) {
    List<byte[]> packed = new ArrayList<>();
    for (ColumnBatch batch : batches) {
      packed.add(PackedRows.pack(batch));
    }
    return PackedRows.unpack(TYPES, packed);
  }

  @Property(tries = 200)
  void rows_areTheSame_inTheOrderOfThePackets(
      @ForAll @Size(min = 1, max = 4) List<Boolean> kinds,
      @ForAll @IntRange(max = 2) int first,
      @ForAll @IntRange(max = 2) int length) {
    List<ColumnBatch> batches = new ArrayList<>();
    List<List<Object>> expected = new ArrayList<>();
    for (boolean isNumbers : kinds) {
      ColumnBatch all = isNumbers ? NUMBERS : VALUES;
      int from = Math.min(first, all.to());
      ColumnBatch some = all.rows(from, Math.min(all.to(), from + length));
      batches.add(some);
      expected.addAll(cells(some));
      assertThat(PackedRows.rows(PackedRows.pack(some))).isEqualTo(some.to() - some.from());
    }
    assertThat(cells(unpack(batches.toArray(ColumnBatch[]::new)))).isEqualTo(expected);
  }

  @Test
  void numbers_stayNumbers_ifEveryPacketHasThem() {
    assertThat(unpack(NUMBERS, NUMBERS).column(3)).isInstanceOf(double[].class);
    assertThat(unpack(NUMBERS, VALUES).column(3)).isInstanceOf(Object[].class);
  }

  @Test
  void text_isOneObjectForTheRowsThatShareIt() {
    Object[] texts = (Object[]) unpack(NUMBERS).column(1);
    assertThat(IntStream.range(1, 3)).allMatch(row -> texts[row] == texts[0]);
  }
}
