package io.github.marketvolume.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.FilesWithoutRows;
import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.intake.ParquetFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.jdbc.JdbcPart;
import io.github.marketvolume.jdbc.JdbcSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.publish.Stores;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.run.Providers;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import io.github.marketvolume.spark.hadoop.HadoopStore;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.jspecify.annotations.Nullable;

/** Reads a source of any kind into parcels of checked bars, and knows where each row came from. */
final class Input {

  private static final long MIN_SPLIT = 4L << 20;
  private static final long MAX_SPLIT = 64L << 20;
  private static final int TYPICAL_PACKING = 4;

  /** How much the driver sends with one task; Spark refuses tasks of 128 MB. */
  private static final long MAX_SLICE = 16L << 20;

  private final SparkSession spark;
  private final HadoopFiles files;
  private final Source<Bar> source;
  private final List<BarRules> rules;
  private final RunContext context;
  private final AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters;
  private final List<CsvSplit> splits = new ArrayList<>();

  /** The files that were found, where the source is files, and what named them. */
  private List<HadoopFiles.Found> found = List.of();

  private List<String> locations = List.of();
  private int shuffleTasks;
  private @Nullable ParquetParcels parquetParcels;
  private Optional<RunReport.Pruned> pruned = Optional.empty();

  /**
   * A source to be read.
   *
   * @param rules each set of rules that its rows are checked by, as a reading of its own
   */
  Input(
      SparkSession spark,
      HadoopFiles files,
      Source<Bar> source,
      List<BarRules> rules,
      RunContext context,
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters) {
    this.spark = spark;
    this.files = files;
    this.source = source;
    this.rules = rules;
    this.context = context;
    this.adapters = adapters;
  }

  /** The files that it reads, as paths or URIs, once parcels are planned; none if not known. */
  List<String> files() {
    return source instanceof DatasetSource dataset
        ? List.of(dataset.rows().inputFiles())
        : found.stream().map(file -> file.path().toString()).toList();
  }

  /** Whether rows are text in files, so that a row's text can be fetched again. */
  boolean isText() {
    return source instanceof CsvSource;
  }

  /** The charset of the files, where rows are text. */
  String charset() {
    return source instanceof CsvSource csv ? csv.layout().charset() : UTF_8.name();
  }

  /** The splits of the files that were read; none where the source is not text. */
  List<CsvSplit> splits() {
    return splits;
  }

  /**
   * Where rows come from that no split has, by the number in their positions; none where all come
   * from the source as a whole.
   */
  List<String> origins() {
    return source instanceof ParquetSource
        ? found.stream().map(file -> HadoopFiles.shown(file.path())).toList()
        : List.of();
  }

  /**
   * The failure to read a file, where that is what came of Spark's reading of Parquet; it says
   * which.
   */
  Optional<SourceException> failureOfFile(Throwable failure) {
    if (!(source instanceof ParquetSource)) {
      return Optional.empty();
    }
    StringBuilder told = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VolumeException) {
        return Optional.empty();
      }
      told.append(cause.getMessage()).append('\n');
    }
    String text = told.toString();
    return found.stream()
        .map(HadoopFiles.Found::path)
        .filter(
            path ->
                text.contains(path.toUri().getPath()) || text.contains(path.toUri().getRawPath()))
        .max(Comparator.comparingInt(path -> path.toString().length()))
        .map(
            path -> {
              String name = HadoopFiles.shown(path);
              return new SourceException(
                  name + " cannot be read: " + Failures.reason(name, Failures.root(failure)),
                  failure);
            });
  }

  /** In how many tasks the parcels should be spread by ticker; known once they are planned. */
  int shuffleTasks() {
    return shuffleTasks;
  }

  /**
   * Fails if a file is no longer as it was when it was found. Tasks read files at different times,
   * perhaps twice, and do not see it.
   */
  void requireUnchanged() {
    if (!found.isEmpty()) {
      files.requireUnchanged(found, locations, source instanceof ParquetSource);
    }
  }

  /** How much of its files is read; empty where that is all. */
  Optional<RunReport.Pruned> pruned() {
    return pruned;
  }

  /**
   * The parcels of all readings. Nothing is read before they are asked for, but for files in which
   * it depends on the bars how many are needed.
   *
   * @param ofFiles what is asked of files whose dates are known
   */
  Dataset<Row> parcels(ReadRequest request, ReadRequest ofFiles) {
    if (source instanceof CsvSource csv) {
      return toDataset(csvParcels(csv));
    }
    if (source instanceof RowSource<Bar> rows) {
      return toDataset(rowParcels(rows, request));
    }
    if (source instanceof ParquetSource parquet) {
      locations = parquet.locations();
      found = find(true);
      parquetParcels =
          new ParquetParcels(
              spark, files, rules, context.asOf(), parquet.optionalColumns(), parquet.layout());
      Dataset<Row> parcels = parquetParcels(ofFiles);
      pruned = parquetParcels.pruned();
      shuffleTasks =
          tasksFor(
              pruned
                  .map(RunReport.Pruned::bytes)
                  .orElseGet(() -> found.stream().mapToLong(file -> file.status().getLen()).sum()));
      return parcels;
    }
    if (source instanceof JdbcSource jdbc && adapters.of(source) instanceof JdbcRows rows) {
      return toDataset(jdbcParcels(jdbc, rows.connections(), request));
    }
    return packed(typedRows(request));
  }

  /** The parcels of the files, some of which it may have to read. */
  private Dataset<Row> parquetParcels(ReadRequest request) {
    try {
      return Objects.requireNonNull(parquetParcels).of(found, request);
    } catch (Throwable e) { // Spark throws checked ones that it does not declare
      close();
      if (!(e instanceof VolumeException)) {
        requireUnchanged();
        failureOfFile(e)
            .ifPresent(
                said -> {
                  throw said;
                });
      }
      throw e;
    }
  }

  /** Gives up what is kept of files that were read before the rest. */
  void close() {
    if (parquetParcels != null) {
      parquetParcels.close();
    }
  }

  private Dataset<Row> toDataset(JavaRDD<Row> parcels) {
    return spark.createDataFrame(parcels, Parcel.SCHEMA);
  }

  private JavaRDD<Row> csvParcels(CsvSource csv) {
    locations = csv.locations();
    found = find(false);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = context.defaultParallelism();
    long total = found.stream().mapToLong(file -> unpackedLength(file.status())).sum();
    shuffleTasks = tasksFor(total);
    long size = Math.max(MIN_SPLIT, Math.min(MAX_SPLIT, total / (2L * tasks) + 1));
    for (HadoopFiles.Found file : found) {
      long length = file.status().getLen();
      long most =
          csv.layout().isUtf8() ? size : Long.MAX_VALUE / 2; // else bytes are no places of lines
      splits.addAll(CsvSplit.of(file.path().toString(), length, splits.size(), most));
      openLast(splits);
    }
    int slices = (int) Math.min(splits.size(), Math.max(tasks, total / size + 1));
    return context
        .parallelize(numbers(splits.size()), slices)
        .mapPartitions(
            new CsvParcels(
                CsvFormat.of(csv, found.size()), splits, rules, this.context.asOf(), files));
  }

  /**
   * Lets the last split go on to the end of its file, wherever that is: a file system that unpacks
   * what is stored packed gives a length that is too short.
   */
  private static void openLast(List<CsvSplit> splits) {
    CsvSplit last = splits.get(splits.size() - 1);
    splits.set(
        splits.size() - 1,
        new CsvSplit(last.number(), last.location(), last.start(), Long.MAX_VALUE));
  }

  /**
   * Warns of files that have no rows, where the source is text.
   *
   * @param rows how many rows each split has
   * @throws SourceException if no file has any
   */
  void tellOfFilesWithoutRows(Map<Integer, Long> rows) {
    Map<String, Long> rowsOfFiles = new LinkedHashMap<>();
    for (CsvSplit split : splits) {
      rowsOfFiles.merge(split.location(), rows.getOrDefault(split.number(), 0L), Long::sum);
    }
    List<String> without =
        rowsOfFiles.entrySet().stream()
            .filter(file -> file.getValue() == 0)
            .map(file -> files.input(file.getKey()).location())
            .toList();
    FilesWithoutRows.tell(without, rowsOfFiles.size(), source.describe(), context::warn);
  }

  /** The files at the locations; says so where a store is not there that would look after them. */
  private List<HadoopFiles.Found> find(boolean below) {
    Providers<String, ObjectStore> stores = adapters.stores();
    List<HadoopFiles.Found> files =
        this.files.find(locations, below, stores.working(), context::warn);
    locations.stream()
        .filter(location -> stores.anyBroken() && isUnserved(location))
        .findFirst()
        .ifPresent(
            location ->
                context.warn(
                    location
                        + ": cannot determine whether a run is replacing its content, because there"
                        + " is no store for it, and "
                        + stores.brokenInWords()));
    return files;
  }

  private boolean isUnserved(String location) {
    String scheme = Stores.schemeOf(location);
    return HadoopStore.isObjectStore(scheme) && !adapters.stores().working().containsKey(scheme);
  }

  /** About how long a file is when it is unpacked. */
  private static long unpackedLength(FileStatus file) {
    return file.getLen() * (file.getPath().getName().endsWith(".gz") ? TYPICAL_PACKING : 1);
  }

  private int tasksFor(long bytes) {
    return (int) Math.max(spark.sparkContext().defaultParallelism(), bytes / MAX_SPLIT + 1);
  }

  private JavaRDD<Row> rowParcels(RowSource<Bar> rows, ReadRequest request) {
    if (!rows.rejected().isEmpty()) {
      throw new InvalidPlanException(
          rows.describe()
              + " has rejected rows of its own, which SparkRunner does not take; run with"
              + " LocalRunner");
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    RowParcels packer = new RowParcels(rules, this.context.asOf());
    List<RowSource<Bar>> parts = List.copyOf(rows.split());
    shuffleTasks = Math.max(context.defaultParallelism(), parts.size());
    if (parts.size() == 1) {
      List<Row> parcels = new ArrayList<>();
      packer.pack(parts.get(0).rows(request, this.context), 0).forEachRemaining(parcels::add);
      return spread(parcels);
    }
    RunContext tasks = TaskContext.of(this.context);
    return context
        .parallelize(numbers(parts.size()), parts.size())
        .mapPartitions(
            new PartReader(number -> packer.pack(parts.get(number).rows(request, tasks), number)));
  }

  private JavaRDD<Row> jdbcParcels(JdbcSource jdbc, JdbcAdapter connections, ReadRequest request) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    RowParcels packer = new RowParcels(rules, this.context.asOf());
    List<JdbcPart> parts = List.copyOf(connections.parts(jdbc, request));
    shuffleTasks = Math.max(context.defaultParallelism(), parts.size());
    if (!connections.isSerializable()) {
      List<Row> parcels = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        packer.pack(parts.get(i), i).forEachRemaining(parcels::add);
      }
      return spread(parcels);
    }
    return context
        .parallelize(numbers(parts.size()), parts.size())
        .mapPartitions(new PartReader(number -> packer.pack(parts.get(number), number)));
  }

  /** Parcels of bars that the driver has. */
  Dataset<Row> ofDriver(List<Row> parcels) {
    return toDataset(spread(parcels));
  }

  /** Parcels of the driver, over tasks. */
  private JavaRDD<Row> spread(List<Row> parcels) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    long bytes = parcels.stream().mapToLong(parcel -> Parcel.payload(parcel).length).sum();
    int slices = Math.max(context.defaultParallelism(), (int) (bytes / MAX_SLICE) + 1);
    return context.parallelize(parcels, Math.max(1, Math.min(parcels.size(), slices)));
  }

  /**
   * The numbers from 0 on. Numbers travel to the tasks as data, and what they are the numbers of
   * with the tasks' code: only for that does Spark use Java's serialization whatever the session
   * says.
   */
  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Reads a part, by its number. */
  private interface PartParcels extends Serializable {
    Iterator<Row> of(int number);
  }

  /** Reads the parts that fall to a task, one after the other. */
  private static final class PartReader implements FlatMapFunction<Iterator<Integer>, Row> {

    private static final long serialVersionUID = 1L;

    private final PartParcels parts;

    PartReader(PartParcels parts) {
      this.parts = parts;
    }

    @Override
    public Iterator<Row> call(Iterator<Integer> numbers) {
      return new Iterator<>() {
        private Iterator<Row> current = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!current.hasNext() && numbers.hasNext()) {
            current = parts.of(numbers.next());
          }
          return current.hasNext();
        }

        @Override
        public Row next() {
          if (!hasNext()) {
            throw new NoSuchElementException("no more parcels");
          }
          return current.next();
        }
      };
    }
  }

  private Dataset<Row> typedRows(ReadRequest request) {
    shuffleTasks = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
    if (source instanceof DatasetSource dataset) {
      return dataset.rows();
    }
    return Adapters.read(adapters.of(source), source, request, spark, context);
  }

  /** Fails unless a runner with these adapters can read this source at all. */
  static void requireReadable(
      Source<Bar> source,
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters,
      HadoopFiles files) {
    if (source instanceof CsvSource csv) {
      csv.locations().forEach(files::requireSystem);
    } else if (source instanceof ParquetSource parquet) {
      parquet.locations().forEach(files::requireSystem);
    } else if (source instanceof DatasetSource) {
      AdapterTable.requireEnd(source);
    } else if (!(source instanceof RowSource)) {
      adapters.requireReadable(source);
    }
  }

  private Dataset<Row> packed(Dataset<Row> rows) {
    Map<String, DataType> types = new HashMap<>();
    for (var field : rows.schema().fields()) {
      types.put(field.name(), field.dataType());
    }
    List<String> expressions = new ArrayList<>();
    for (BarColumn column : BarColumn.values()) {
      expressions.add(expression(column, types.get(column.columnName())));
    }
    return rows.selectExpr(expressions.toArray(String[]::new))
        .mapPartitions(new RowParcels(rules, context.asOf()), Encoders.row(Parcel.SCHEMA));
  }

  /** How a column is taken from a dataset; those that may be missing are null where they are. */
  private String expression(BarColumn column, @Nullable DataType type) {
    String name = column.columnName();
    boolean needed = column.isRequired();
    boolean isPassedOver = column.isOptional() && !source.optionalColumns().contains(column);
    if (isPassedOver || (type == null && !needed)) {
      return "cast(null as double) as " + name;
    }
    boolean fits =
        switch (column.unit()) {
          case DATE -> DataTypes.DateType.equals(type);
          case SYMBOL -> DataTypes.StringType.equals(type);
          default -> type instanceof NumericType;
        };
    if (!fits) {
      throw new SourceException(
          ParquetFiles.unfitColumn(
              source.describe(), column, type == null ? null : type.simpleString()));
    }
    return column == BarColumn.TRADE_DATE ? "unix_date(" + name + ") as " + name : name;
  }
}
