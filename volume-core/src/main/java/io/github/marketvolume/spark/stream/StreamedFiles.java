package io.github.marketvolume.spark.stream;

import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Files that arrive in folders. Spark says which are new, and remembers them; this library reads
 * them, so that any layout is read as in a run, and a rejected row has its file and line.
 */
public final class StreamedFiles implements StreamedInput {

  /** What Spark's source of whole files has. Only paths are asked for: no file is opened by it. */
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("modificationTime", DataTypes.TimestampType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  private final List<String> locations;
  private final boolean isRecursive;
  private final Function<List<String>, Source<Bar>> these;

  private StreamedFiles(
      List<String> locations, boolean isRecursive, Function<List<String>, Source<Bar>> these) {
    this.locations = locations;
    this.isRecursive = isRecursive;
    this.these = these;
  }

  /** Files of CSV. */
  public static StreamedFiles of(CsvSource csv) {
    return new StreamedFiles(
        csv.locations(),
        false,
        files -> new CsvSource(files, csv.layout(), csv.quarantinesUnreadable()));
  }

  /** Files of Parquet, in folders below as well. */
  public static StreamedFiles of(ParquetSource parquet) {
    return new StreamedFiles(
        parquet.locations(),
        true,
        files -> new ParquetSource(files, parquet.optionalColumns(), parquet.layout()));
  }

  @Override
  public Dataset<Row> arriving(SparkSession spark) {
    return locations.stream()
        .map(
            location ->
                spark
                    .readStream()
                    .format("binaryFile")
                    .schema(FILES)
                    .option("recursiveFileLookup", isRecursive)
                    .load(location)
                    .select("path"))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  @Override
  public Batch batch(Dataset<Row> rows) {
    List<String> files = rows.as(Encoders.STRING()).distinct().sort("path").collectAsList();
    return () -> files.isEmpty() ? Optional.empty() : Optional.of(these.apply(files));
  }
}
