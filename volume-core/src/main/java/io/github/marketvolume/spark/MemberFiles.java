package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.membership.GroupFiles;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Files of groups, which the driver reads; of Parquet by a job of Spark's. */
final class MemberFiles implements GroupFiles {

  private final SparkSession spark;
  private final HadoopFiles files;
  private final Map<String, ObjectStore> stores;
  private final Consumer<String> warnings;

  /** The files that were found, by the locations that messages give them. */
  private final Map<String, Path> found = new HashMap<>();

  MemberFiles(
      SparkSession spark,
      HadoopFiles files,
      Map<String, ObjectStore> stores,
      Consumer<String> warnings) {
    this.spark = spark;
    this.files = files;
    this.stores = stores;
    this.warnings = warnings;
  }

  @Override
  public List<InputFile> find(String location) {
    List<InputFile> inputs = new ArrayList<>();
    for (HadoopFiles.Found file : files.find(List.of(location), false, stores, warnings)) {
      InputFile input = files.input(file.path().toString());
      found.put(input.location(), file.path());
      inputs.add(input);
    }
    return inputs;
  }

  @Override
  public List<Row> parquet(InputFile file, List<@Nullable ParquetColumn> columns) {
    StructType type = new StructType();
    for (ParquetColumn column : columns) {
      if (column != null) {
        type = type.add(column.name(), ParquetParcels.typeOf(column));
      }
    }
    try {
      return spark
          .read()
          .schema(type)
          .option("ignoreCorruptFiles", false)
          .option("ignoreMissingFiles", false)
          .parquet(ParquetParcels.literal(Objects.requireNonNull(found.get(file.location()))))
          .coalesce(1)
          .select(
              expression(columns.get(0), "string"),
              expression(columns.get(1), "string"),
              expression(columns.get(2), "date").cast("string"),
              expression(columns.get(3), "date").cast("string"))
          .collectAsList()
          .stream()
          .map(row -> new Row(text(row, 0), text(row, 1), date(row, 2), date(row, 3)))
          .toList();
    } catch (RuntimeException e) {
      throw new SourceException(
          file.shown() + " cannot be read: " + Failures.reason(file.location(), Failures.root(e)),
          e);
    }
  }

  private static Column expression(@Nullable ParquetColumn column, String type) {
    return (column == null ? lit(null) : col('`' + column.name().replace("`", "``") + '`'))
        .cast(type);
  }

  private static @Nullable String text(org.apache.spark.sql.Row row, int place) {
    return row.isNullAt(place) ? null : row.getString(place);
  }

  private static @Nullable LocalDate date(org.apache.spark.sql.Row row, int place) {
    return row.isNullAt(place)
        ? null
        : LocalDate.parse(Objects.requireNonNull(row.getString(place)));
  }
}
