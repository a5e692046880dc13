package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import java.util.List;
import java.util.Set;

/**
 * A folder of Parquet files with the columns of the rows, in their order. It must not exist, unless
 * it may be replaced. An immutable value.
 *
 * @param location the folder: a path or a URI
 * @param replacesExisting whether an existing folder is replaced as a whole when the run succeeds
 * @param partitionColumns columns that become folders instead, Hive style ({@code ticker=AAPL})
 * @param isByMonth whether each month has files of its own ({@code 2021-01.parquet})
 */
public record ParquetSink(
    String location, boolean replacesExisting, List<String> partitionColumns, boolean isByMonth)
    implements FolderSink {

  public ParquetSink {
    Arguments.required(location, "location");
    Arguments.requiredAll(partitionColumns, "partitionColumns");
    partitionColumns = List.copyOf(partitionColumns);
    FolderSink.requireLocation(location);
    if (Set.copyOf(partitionColumns).size() != partitionColumns.size()) {
      throw new InvalidPlanException(
          SafeText.location(location) + " is partitioned by a column twice; name each once");
    }
    if (isByMonth && !partitionColumns.isEmpty()) {
      throw new InvalidPlanException(
          SafeText.location(location)
              + " is divided by month and partitioned by "
              + String.join(", ", partitionColumns)
              + "; leave out byMonth() or partitionedBy(...)");
    }
  }

  public static ParquetSink at(String location) {
    return new ParquetSink(location, false, List.of(), false);
  }

  /** The same folder, replaced if it exists. */
  @Override
  public ParquetSink replacingExisting() {
    return new ParquetSink(location, true, partitionColumns, isByMonth);
  }

  /**
   * The same folder with a folder for each value of these columns below it.
   *
   * @param columns names of columns that the rows have; checked when the pipeline is built
   * @throws InvalidPlanException if the folder is divided by month
   */
  public ParquetSink partitionedBy(String... columns) {
    return new ParquetSink(
        location, replacesExisting, Arguments.list(columns, "columns"), isByMonth);
  }

  /**
   * The same folder with one file for each month that has rows, {@code 2021-01.parquet}; where
   * several tasks of Spark have rows of a month, also {@code 2021-01-1.parquet} and so on. The
   * month is that of the rows' first column of dates; that there is one is checked when the
   * pipeline is built. Without rows there is one file with the columns, {@code empty.parquet}.
   *
   * @throws InvalidPlanException if the folder is partitioned by columns
   */
  public ParquetSink byMonth() {
    return new ParquetSink(location, replacesExisting, partitionColumns, true);
  }

  @Override
  public String describe() {
    return SafeText.location(location)
        + " (Parquet"
        + (partitionColumns.isEmpty() ? "" : " by " + String.join(", ", partitionColumns))
        + (isByMonth ? " by month" : "")
        + ")";
  }

  /** The sink without the secrets that its location may have. */
  @Override
  public String toString() {
    return "ParquetSink[" + describe() + (replacesExisting ? ", replacing]" : "]");
  }
}
