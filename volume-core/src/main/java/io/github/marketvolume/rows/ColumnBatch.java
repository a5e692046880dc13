package io.github.marketvolume.rows;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of an output, column by column, in the order of its schema. A column is one of these:
 * an {@code int[]} of days from 1970-01-01; a {@code double[]} of numbers, whole numbers or flags,
 * NaN where missing and 1 where a flag is set; a {@code String} that all rows share; an {@code
 * Object[]} of the values themselves, null where missing.
 */
public final class ColumnBatch {

  private final List<ColumnType> types;
  private final Object[] columns;
  private final int from;
  private final int to;

  /**
   * Rows of these columns.
   *
   * @param from the first row
   * @param to the row after the last one
   */
  public ColumnBatch(List<ColumnType> types, Object[] columns, int from, int to) {
    this.types = types;
    this.columns = columns;
    this.from = from;
    this.to = to;
  }

  /** The columns of rows that are Java values. */
  public static <S> ColumnBatch of(Schema<S> schema, List<? extends S> rows) {
    Object[] columns = new Object[schema.columns().size()];
    for (int k = 0; k < columns.length; k++) {
      Schema.Column<S> column = schema.columns().get(k);
      columns[k] =
          column.type() == ColumnType.DATE
              ? rows.stream().mapToInt(row -> day(column.valueOn(row))).toArray()
              : rows.stream().map(column::valueOn).toArray();
    }
    return new ColumnBatch(typesOf(schema), columns, 0, rows.size());
  }

  /** The day of a date, which is never missing. */
  private static int day(@Nullable Object date) {
    return Math.toIntExact(((LocalDate) Objects.requireNonNull(date)).toEpochDay());
  }

  /** The types of a schema's columns. */
  public static List<ColumnType> typesOf(Schema<?> schema) {
    return schema.columns().stream().<ColumnType>map(Schema.Column::type).toList();
  }

  /**
   * Some of the rows.
   *
   * @param first the first of them
   * @param end the row after the last of them
   */
  public ColumnBatch rows(int first, int end) {
    return new ColumnBatch(types, columns, first, end);
  }

  /** The type of a column. */
  public ColumnType type(int column) {
    return types.get(column);
  }

  /** A column, in one of the forms above; its rows outside the range mean nothing. */
  public Object column(int column) {
    return columns[column];
  }

  /** How many columns. */
  public int width() {
    return columns.length;
  }

  /** The first row. */
  public int from() {
    return from;
  }

  /** The row after the last one. */
  public int to() {
    return to;
  }

  /** A value: of a date the day from 1970-01-01, else of the column's type; null where missing. */
  public @Nullable Object cell(int column, int row) {
    Object values = columns[column];
    if (values instanceof double[] numbers) {
      return cell(numbers[row], types.get(column));
    }
    if (values instanceof int[] days) {
      return days[row];
    }
    return values instanceof Object[] objects ? objects[row] : values;
  }

  /** A number as a value of a column's type: of a flag a Boolean, null where missing. */
  static @Nullable Object cell(double value, ColumnType type) {
    if (type == ColumnType.BOOLEAN) {
      return value == 1;
    }
    if (Double.isNaN(value)) {
      return null;
    }
    return type == ColumnType.LONG ? (Object) (long) value : (Object) value;
  }
}
