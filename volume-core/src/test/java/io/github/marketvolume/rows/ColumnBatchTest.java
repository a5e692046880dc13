package io.github.marketvolume.rows;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some rows by column. */
class ColumnBatchTest {

  private static ColumnBatch of(ColumnType type, Object column) {
    return new ColumnBatch(List.of(type), new Object[] {column}, 0, 2);
  }

  @Test
  void days_areCountedFrom1970() {
    assertThat(of(ColumnType.DATE, new int[] {3, 4}).cell(0, 1)).isEqualTo(4);
  }

  @Test
  void numbers_areOfTheColumnsType() {
    assertThat(of(ColumnType.DOUBLE, new double[] {1, 2}).cell(0, 1)).isEqualTo(2.0);
    assertThat(of(ColumnType.LONG, new double[] {1, 2}).cell(0, 1)).isEqualTo(2L);
  }

  @Test
  void missingNumber_isNull() {
    assertThat(of(ColumnType.DOUBLE, new double[] {1, NaN}).cell(0, 1)).isNull();
    assertThat(of(ColumnType.LONG, new double[] {1, NaN}).cell(0, 1)).isNull();
  }

  @Test
  void flag_isFalseWhereItCouldNotBeJudged() {
    assertThat(ColumnBatch.cell(1, ColumnType.BOOLEAN)).isEqualTo(true);
    assertThat(ColumnBatch.cell(0, ColumnType.BOOLEAN)).isEqualTo(false);
    assertThat(ColumnBatch.cell(NaN, ColumnType.BOOLEAN)).isEqualTo(false);
  }

  @Test
  void text_isSharedByAllRows() {
    ColumnBatch batch = of(ColumnType.TEXT, "A");
    assertThat(batch.cell(0, 0)).isEqualTo("A");
    assertThat(batch.cell(0, 1)).isEqualTo("A");
  }

  @Test
  void objects_areTheValuesThemselves() {
    ColumnBatch batch = of(ColumnType.LONG, new Object[] {5L, null});
    assertThat(batch.cell(0, 0)).isEqualTo(5L);
    assertThat(batch.cell(0, 1)).isNull();
  }

  @Test
  void rows_areSomeOfTheSameColumns() {
    ColumnBatch last = of(ColumnType.DATE, new int[] {3, 4}).rows(1, 2);
    assertThat(last.from()).isEqualTo(1);
    assertThat(last.to()).isEqualTo(2);
    assertThat(last.cell(0, 1)).isEqualTo(4);
  }

  @Test
  void of_readsTheColumnsFromTheRows() {
    Schema<LocalDate> schema =
        new Schema<>(
            List.of(
                new Schema.Column<>("day", ColumnType.DATE, false, "the day", day -> day),
                new Schema.Column<>(
                    "month",
                    ColumnType.TEXT,
                    true,
                    "the month, but for January",
                    day -> day.getMonthValue() == 1 ? null : day.getMonth().name())));
    ColumnBatch batch =
        ColumnBatch.of(schema, List.of(LocalDate.of(1970, 1, 2), LocalDate.of(1970, 2, 1)));
    assertThat(batch.width()).isEqualTo(2);
    assertThat(batch.from()).isZero();
    assertThat(batch.to()).isEqualTo(2);
    assertThat(batch.type(1)).isEqualTo(ColumnType.TEXT);
    assertThat(batch.column(0)).isEqualTo(new int[] {1, 31});
    assertThat(batch.column(1)).isEqualTo(new Object[] {null, "FEBRUARY"});
  }
}
