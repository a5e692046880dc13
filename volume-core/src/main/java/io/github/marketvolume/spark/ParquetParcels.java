package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.FolderValues;
import io.github.marketvolume.intake.ParquetFiles;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.run.HistoryReading;
import io.github.marketvolume.run.ParquetExtent;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads Parquet files into parcels of checked bars. Spark itself infers nothing: files with equal
 * columns are read by one scan, with the types that they have, and what folders are named by is
 * taken from their paths. Of files whose dates are known, only what is needed is read.
 */
final class ParquetParcels {

  /** As many files Spark lists by itself; more are listed by tasks, one for each. */
  private static final int MOST_LISTED = 32;

  /** What Spark counts in a second of a timestamp. */
  private static final long MICROS = 1_000_000;

  private final SparkSession spark;
  private final HadoopFiles files;
  private final List<BarRules> rules;
  private final LocalDate asOf;
  private final Set<BarColumn> optional;
  private final @Nullable ParquetLayout layout;

  /** The parcels of files that were read before it was known whether they are enough. */
  private final List<Dataset<Row>> kept = new ArrayList<>();

  private Optional<RunReport.Pruned> pruned = Optional.empty();

  /**
   * Files to read.
   *
   * @param optional the optional columns that they have
   * @param layout the names of their columns; null for those of this library
   */
  ParquetParcels(
      SparkSession spark,
      HadoopFiles files,
      List<BarRules> rules,
      LocalDate asOf,
      Set<BarColumn> optional,
      @Nullable ParquetLayout layout) {
    this.spark = spark;
    this.files = files;
    this.rules = List.copyOf(rules);
    this.asOf = asOf;
    this.optional = optional;
    this.layout = layout;
  }

  /**
   * The parcels of these files; the number in a position is that of a file.
   *
   * @param request what is needed of them
   */
  Dataset<Row> of(List<HadoopFiles.Found> found, ReadRequest request) {
    List<ParquetFiles.Described> described = new ArrayList<>();
    List<byte[]> heads = heads(found);
    for (int i = 0; i < found.size(); i++) {
      HadoopFiles.Found file = found.get(i);
      String name = HadoopFiles.shown(file.path());
      described.add(
          new ParquetFiles.Described(
              name,
              ParquetFooter.of(name, heads.get(i)),
              FolderValues.of(HadoopFiles.shown(file.match()), name, layout)));
    }
    List<ParquetFiles.Group> groups = ParquetFiles.group(described, optional, layout);
    HistoryReading reading =
        new HistoryReading(
            ParquetExtent.of(
                described, groups, found.stream().map(file -> file.status().getLen()).toList()),
            request);
    Dataset<Row> parcels = of(reading.read(), groups, described, found);
    if (reading.readsBack()) {
      parcels = keep(parcels);
      Dataset<Row> all = parcels;
      List<Integer> places = reading.next(needed -> daysOfTickers(all, needed));
      while (!places.isEmpty()) {
        Dataset<Row> more = parcels.union(keep(of(places, groups, described, found)));
        parcels = more;
        places = reading.next(needed -> daysOfTickers(more, needed));
      }
    }
    pruned = reading.pruned();
    return parcels;
  }

  private Dataset<Row> of(
      List<Integer> places,
      List<ParquetFiles.Group> groups,
      List<ParquetFiles.Described> described,
      List<HadoopFiles.Found> found) {
    Dataset<Row> parcels = null;
    for (ParquetFiles.Group all : groups) {
      ParquetFiles.Group group = all.of(places);
      if (group.files().isEmpty()) {
        continue;
      }
      List<RowParcels.SourceFile> sources = new ArrayList<>();
      for (int number : group.files()) {
        sources.add(
            new RowParcels.SourceFile(
                number,
                found.get(number).path().toUri().toString(),
                described.get(number).values()));
      }
      Dataset<Row> rows =
          scan(group, found)
              .selectExpr(expressions(group))
              .mapPartitions(
                  new RowParcels(rules, asOf, sources, group.folders(), datesOf(group)),
                  Encoders.row(Parcel.SCHEMA));
      parcels = parcels == null ? rows : parcels.union(rows);
    }
    return parcels == null ? spark.createDataFrame(List.<Row>of(), Parcel.SCHEMA) : parcels;
  }

  /** Keeps parcels, which are asked for twice: for the days of their bars, and for all else. */
  private Dataset<Row> keep(Dataset<Row> parcels) {
    Dataset<Row> persisted = parcels.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }

  /** How much of the files is read; empty where that is all. */
  Optional<RunReport.Pruned> pruned() {
    return pruned;
  }

  /** Gives up the parcels that are kept. */
  void close() {
    kept.forEach(parcels -> parcels.unpersist(false));
    kept.clear();
  }

  private static List<int[]> daysOfTickers(Dataset<Row> parcels, HistoryReading.Needed needed) {
    return parcels
        .where(col(Parcel.KIND).equalTo(Parcel.BARS))
        .javaRDD()
        .mapToPair(parcel -> new Tuple2<>(Parcel.key(parcel), daysOf(parcel)))
        .reduceByKey(ParquetParcels::joined)
        .map(ticker -> needed.of(ticker._2()))
        .collect();
  }

  private static int[] daysOf(Row parcel) {
    BarColumns bars = BarColumns.ofBytes(List.of(Parcel.payload(parcel)));
    return Arrays.copyOf(bars.epochDays(), bars.size());
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /**
   * What the footers begin with. Tasks fetch them: each takes a request where files are objects.
   */
  private List<byte[]> heads(List<HadoopFiles.Found> found) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    String[] paths = found.stream().map(file -> file.path().toString()).toArray(String[]::new);
    List<Integer> numbers = IntStream.range(0, paths.length).boxed().toList();
    int slices = Math.min(paths.length, context.defaultParallelism());
    HadoopFiles access = files;
    List<Tuple2<byte[], String>> heads =
        context
            .parallelize(numbers, slices)
            .mapPartitions(
                (Iterator<Integer> some) -> new Mapped<>(some, n -> head(access.input(paths[n]))))
            .collect();
    List<byte[]> read = new ArrayList<>();
    for (Tuple2<byte[], String> head : heads) {
      if (head._2() != null) {
        throw new SourceException(head._2());
      }
      read.add(head._1());
    }
    return read;
  }

  /** The beginning of a footer, or why there is none: thrown by a task, it would be tried again. */
  private static Tuple2<byte[], String> head(InputFile file) {
    try {
      return new Tuple2<>(ParquetFooter.head(file), null);
    } catch (SourceException e) {
      return new Tuple2<>(null, e.getMessage());
    } catch (IOException | IllegalArgumentException e) { // the latter for a name with a colon
      return new Tuple2<>(
          null, file.location() + " cannot be read: " + Failures.reason(file.location(), e));
    }
  }

  /** The rows of a group of files, and of no other file. */
  private Dataset<Row> scan(ParquetFiles.Group group, List<HadoopFiles.Found> found) {
    Set<String> wanted = new HashSet<>();
    Set<String> paths = new TreeSet<>();
    Set<String> roots = new TreeSet<>();
    boolean isLinked = false;
    for (int number : group.files()) {
      HadoopFiles.Found file = found.get(number);
      wanted.add(file.path().toUri().toString());
      paths.add(literal(file.path()));
      roots.add(literal(file.match()));
      isLinked |= file.isLinked();
    }
    StructType type = typeOf(group);
    if (paths.size() > MOST_LISTED && paths.size() == found.size() && !isLinked) {
      Dataset<Row> rows = reader(type).option("recursiveFileLookup", true).parquet(toArray(roots));
      if (wanted.equals(Set.of(rows.inputFiles()))) {
        return rows;
      }
    }
    Dataset<Row> rows = reader(type).parquet(toArray(paths));
    Set<String> read = Set.of(rows.inputFiles());
    for (int number : group.files()) {
      Path path = found.get(number).path();
      if (!read.contains(path.toUri().toString())) {
        throw new SourceException(
            HadoopFiles.shown(path)
                + " cannot be read: Spark passes over files whose names begin with a dot or an"
                + " underscore; rename it, or use LocalRunner");
      }
    }
    return rows;
  }

  /** A reader that loses no file in silence, whatever the session says. */
  private DataFrameReader reader(StructType type) {
    return spark
        .read()
        .schema(type)
        .option("ignoreCorruptFiles", false)
        .option("ignoreMissingFiles", false);
  }

  private static String[] toArray(Set<String> paths) {
    return paths.toArray(String[]::new);
  }

  /** A path where a pattern is expected. */
  static String literal(Path path) {
    return path.toString().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  private static StructType typeOf(ParquetFiles.Group group) {
    StructType type = new StructType();
    for (BarColumn column : BarColumn.values()) {
      ParquetColumn found = group.columns().get(column);
      if (found != null) {
        type = type.add(found.name(), typeOf(found));
      }
    }
    return type;
  }

  /**
   * Spark's type of a column; of unsigned numbers it is the next larger one. Timestamps of 64 bits
   * are read as they count, since Spark 3.5 does not read nanoseconds.
   */
  static DataType typeOf(ParquetColumn column) {
    return switch (column.type()) {
      case "unsigned tinyint" -> DataTypes.ShortType;
      case "unsigned smallint" -> DataTypes.IntegerType;
      case "unsigned int" -> DataTypes.LongType;
      case "unsigned bigint" -> DataTypes.createDecimalType(20, 0);
      case ParquetColumn.INSTANT, ParquetColumn.LOCAL_TIME ->
          column.ticksPerSecond() == 0 ? DataTypes.TimestampType : DataTypes.LongType;
      default -> DataType.fromDDL(column.type());
    };
  }

  /** A day, or what the group's form of dates makes one of. */
  private static String dateExpression(ParquetColumn column, String name) {
    return switch (column.type()) {
      case "string" -> name;
      case ParquetColumn.INSTANT, ParquetColumn.LOCAL_TIME ->
          column.ticksPerSecond() == 0 ? "unix_micros(" + name + ")" : name;
      default -> "unix_date(cast(" + name + " as date))";
    };
  }

  private static RowParcels.Dates datesOf(ParquetFiles.Group group) {
    ParquetColumn column = group.columns().get(BarColumn.TRADE_DATE);
    long ticks = column == null ? 0 : column.ticksPerSecond();
    return new RowParcels.Dates(group.dates(), ticks == 0 ? MICROS : ticks);
  }

  /** How columns are taken from the files; one that they do not have is missing. */
  private static String[] expressions(ParquetFiles.Group group) {
    List<String> expressions = new ArrayList<>();
    for (BarColumn column : BarColumn.values()) {
      ParquetColumn found = group.columns().get(column);
      String name = found == null ? "null" : '`' + found.name().replace("`", "``") + '`';
      String value =
          switch (column.unit()) {
            case DATE -> found == null ? "cast(null as int)" : dateExpression(found, name);
            case SYMBOL -> "cast(" + name + " as string)";
            default -> found == null ? "cast(null as double)" : name;
          };
      expressions.add(value + " as " + column.columnName());
    }
    expressions.add("input_file_name() as uri");
    return expressions.toArray(String[]::new);
  }
}
