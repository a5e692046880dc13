package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.intake.FolderValues;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.publish.RunIds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.MetadataBuilder;
import org.jspecify.annotations.Nullable;

/** Writes rows to folders of Parquet or CSV files, and counts what it wrote. */
final class FolderWriter {

  /** A column that says the month, under a name that no column of rows can have. */
  private static final String MONTH = "month-of-rows";

  private final SparkSession spark;

  FolderWriter(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Writes a folder.
   *
   * @param folder where to, which need not be where the sink's rows end up
   * @param runId the run, which every Parquet file names
   * @return how many rows it then holds
   */
  long write(FolderSink sink, Dataset<Row> rows, Schema<?> schema, String folder, String runId) {
    if (sink instanceof ParquetSink parquet) {
      Dataset<Row> named = named(rows, parquet, runId);
      if (parquet.isByMonth()) {
        Column date = named.col(schema.firstDate().orElseThrow().name());
        parquetWriter(named.withColumn(MONTH, trunc(date, "month")), schema)
            .partitionBy(MONTH)
            .parquet(folder);
      } else {
        parquetWriter(named, schema)
            .partitionBy(parquet.partitionColumns().toArray(String[]::new))
            .parquet(folder);
      }
      try {
        if (parquet.isByMonth()) {
          nameMonths(named, schema, new Path(folder));
        } else {
          tellFromMissing(parquet, schema, new Path(folder));
        }
      } catch (IOException e) {
        throw new SinkException(
            sink.location() + " cannot be written: " + Failures.reason(sink.location(), e), e);
      }
      try {
        return parquetRows(new Path(folder));
      } catch (IOException e) {
        throw new SinkException(
            sink.location() + " cannot be counted: " + Failures.reason(sink.location(), e), e);
      }
    }
    guarded((CsvSink) sink, rows, schema)
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", true)
        .option("escape", "\"")
        .option("emptyValue", "")
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false)
        .option("dateFormat", "yyyy-MM-dd")
        .csv(folder);
    return csvRows(folder);
  }

  /** The rows with their texts as the sink writes them. */
  private static Dataset<Row> guarded(CsvSink sink, Dataset<Row> rows, Schema<?> schema) {
    if (!sink.guardsFormulas()) {
      return rows;
    }
    UserDefinedFunction cell = udf(new Cell(sink), StringType);
    Dataset<Row> guarded = rows;
    for (Schema.Column<?> column : schema.columns()) {
      if (column.type() == ColumnType.TEXT) {
        guarded = guarded.withColumn(column.name(), cell.apply(rows.col(column.name())));
      }
    }
    return guarded;
  }

  /** A text as a sink writes it. */
  private static final class Cell implements UDF1<String, String> {

    private static final long serialVersionUID = 1L;

    private final CsvSink sink;

    Cell(CsvSink sink) {
      this.sink = sink;
    }

    @Override
    public @Nullable String call(@Nullable String text) {
      return text == null ? null : sink.cell(text);
    }
  }

  /**
   * The rows with the run's id in the metadata of the first column that is written. Spark keeps a
   * schema with its metadata in each Parquet file, and has no way to add to a file's own.
   */
  private static Dataset<Row> named(Dataset<Row> rows, ParquetSink sink, String runId) {
    for (String column : rows.columns()) {
      if (!sink.partitionColumns().contains(column)) {
        return rows.withMetadata(
            column, new MetadataBuilder().putString(RunIds.KEY, runId).build());
      }
    }
    return rows;
  }

  /** Names the files of each month after it; where there is none, writes one without rows. */
  private void nameMonths(Dataset<Row> rows, Schema<?> schema, Path folder) throws IOException {
    FileSystem system = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    List<Path> months = below(folder, MONTH + "=", system);
    if (months.isEmpty()) {
      parquetWriter(spark.createDataFrame(List.<Row>of(), rows.schema()).coalesce(1), schema)
          .parquet(folder.toString());
      moveFiles(system, folder, new Path(folder, "empty"));
    }
    for (Path month : months) {
      String firstDay = month.getName().substring(MONTH.length() + 1);
      String name = firstDay.substring(0, firstDay.lastIndexOf('-'));
      moveFiles(system, month, new Path(folder, name));
      system.delete(month, true);
    }
  }

  /**
   * Moves the Parquet files of a folder: the first gets a name, the others the name and a number.
   */
  private static void moveFiles(FileSystem system, Path from, Path name) throws IOException {
    List<Path> files = below(from, "part-", system);
    for (int number = 0; number < files.size(); number++) {
      String suffix = (number == 0 ? "" : "-" + number) + ".parquet";
      move(system, files.get(number), name.suffix(suffix));
    }
  }

  /** What is in a folder and begins with some letters, by name. */
  private static List<Path> below(Path folder, String prefix, FileSystem system)
      throws IOException {
    return Arrays.stream(system.listStatus(folder, path -> path.getName().startsWith(prefix)))
        .map(FileStatus::getPath)
        .sorted()
        .toList();
  }

  private static void move(FileSystem system, Path from, Path to) throws IOException {
    if (!system.rename(from, to)) {
      throw new IOException(from + " cannot be renamed to " + to);
    }
  }

  /**
   * Renames the folders of texts that happen to be what stands for a missing one: Spark gives both
   * the same name. Where values of a column may be missing, it stays.
   */
  private void tellFromMissing(ParquetSink sink, Schema<?> schema, Path folder) throws IOException {
    FileSystem system = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    List<Path> level = List.of(folder);
    for (String column : sink.partitionColumns()) {
      boolean mayBeMissing =
          schema.columns().stream().anyMatch(c -> c.name().equals(column) && c.nullable());
      List<Path> next = new ArrayList<>();
      for (Path parent : level) {
        for (FileStatus entry : system.listStatus(parent)) {
          if (entry.isDirectory()) {
            Path child = entry.getPath();
            if (!mayBeMissing && child.getName().equals(column + "=" + FolderValues.MISSING)) {
              child = new Path(parent, column + "=" + FolderValues.LIKE_MISSING);
              move(system, entry.getPath(), child);
            }
            next.add(child);
          }
        }
      }
      level = next;
    }
  }

  /**
   * Writes rows with no dictionaries for decimal numbers: nearly every one is different, so that
   * building a dictionary takes a third of the time of writing and is thrown away.
   */
  private static DataFrameWriter<Row> parquetWriter(Dataset<Row> rows, Schema<?> schema) {
    DataFrameWriter<Row> writer = rows.write().mode(SaveMode.Overwrite);
    for (Schema.Column<?> column : schema.columns()) {
      if (column.type() == ColumnType.DOUBLE) {
        writer.option("parquet.enable.dictionary#" + column.name(), false);
      }
    }
    return writer;
  }

  /** A text may hold any line end but is one row; the file's own line end is LF. */
  private long csvRows(String folder) {
    return spark
        .read()
        .option("header", true)
        .option("escape", "\"")
        .option("multiLine", true)
        .option("lineSep", "\n")
        .csv(folder)
        .count();
  }

  private long parquetRows(Path folder) throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    FileSystem system = folder.getFileSystem(configuration);
    long rows = 0;
    Deque<Path> folders = new ArrayDeque<>();
    folders.add(folder);
    while (!folders.isEmpty()) {
      for (FileStatus entry : system.listStatus(folders.remove())) {
        if (entry.isDirectory()) {
          folders.add(entry.getPath());
        } else if (entry.getPath().getName().endsWith(".parquet")) {
          try (ParquetFileReader reader =
              ParquetFileReader.open(HadoopInputFile.fromStatus(entry, configuration))) {
            rows += reader.getRecordCount();
          }
        }
      }
    }
    return rows;
  }
}
