package io.github.marketvolume.membership;

import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetColumn;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a runner comes by the files that tables of groups are in. */
public interface GroupFiles {

  /** A membership as it was read. */
  record Row(
      @Nullable String ticker,
      @Nullable String group,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {}

  /** The files at a location, at least one. */
  List<? extends InputFile> find(String location);

  /**
   * The rows of a Parquet file, in its order.
   *
   * @param columns of tickers and groups, and of first and last dates; null where the file has none
   */
  List<Row> parquet(InputFile file, List<@Nullable ParquetColumn> columns);
}
