package io.github.marketvolume.io;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row shape, in order, and how to read their values from a row.
 *
 * @param <S> the row shape
 */
public record Schema<S>(List<Column<S>> columns) {

  public Schema {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param name its name: lower-case letters, digits and underscores
   * @param type the type of its values
   * @param nullable whether a value may be missing
   * @param description its content, in words
   * @param reader reads the value from a row; null where it is missing
   */
  public record Column<S>(
      String name,
      ColumnType type,
      boolean nullable,
      String description,
      Function<S, @Nullable Object> reader) {

    /** The value on this row, of the class that the type says; null where it is missing. */
    public @Nullable Object valueOn(S row) {
      return reader.apply(row);
    }
  }

  /** The first column of dates, by which rows are divided into months; empty if there is none. */
  public Optional<Column<S>> firstDate() {
    return columns.stream().filter(column -> column.type() == ColumnType.DATE).findFirst();
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }
}
