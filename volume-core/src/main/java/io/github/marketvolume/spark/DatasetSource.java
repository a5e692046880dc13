package io.github.marketvolume.spark;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * Bars that a Spark program already has as a dataset, with columns named as in {@link
 * io.github.marketvolume.market.BarColumn}: {@code trade_date} of type date, {@code ticker} string,
 * {@code volume} and, where there are any, prices of any numeric type; further columns are ignored.
 * Optional columns that are there as numbers are read. It is equal to another source of the same
 * dataset only.
 */
public final class DatasetSource implements Source<Bar> {

  private static final long serialVersionUID = 1L;

  private final transient Dataset<Row> rows;

  private DatasetSource(Dataset<Row> rows) {
    this.rows = rows;
  }

  public static DatasetSource of(Dataset<Row> rows) {
    return new DatasetSource(rows);
  }

  Dataset<Row> rows() {
    return rows;
  }

  @Override
  public boolean isEndless() {
    return rows.isStreaming();
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    Set<BarColumn> columns = EnumSet.noneOf(BarColumn.class);
    for (StructField field : rows.schema().fields()) {
      for (BarColumn column : BarColumn.fields()) {
        if (column.isOptional()
            && column.columnName().equals(field.name())
            && field.dataType() instanceof NumericType) {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  @Override
  public String describe() {
    return "a Spark dataset";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatasetSource source && rows == source.rows;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(rows);
  }

  @Override
  public String toString() {
    return describe();
  }
}
