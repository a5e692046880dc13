package io.github.marketvolume.local;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.FolderValues;
import io.github.marketvolume.intake.FolderValues.FileBars;
import io.github.marketvolume.intake.ParquetFiles;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.run.HistoryReading;
import io.github.marketvolume.run.LocalFiles.FoundFile;
import io.github.marketvolume.run.ParquetExtent;
import io.github.marketvolume.run.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads Parquet files, of those whose dates are known only what is needed. Those with equal columns
 * are read by one query. Each file is a part of the readings.
 */
final class ParquetInput implements Input {

  private static final int KEY_COLUMNS = 2;

  /** DuckDB's column of a file's place in a query; hidden where the file has one of that name. */
  private static final String FILE_INDEX = "file_index";

  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  /** As many digits, and the power of ten that they are divided by, are exact as a double. */
  private static final int EXACT_DIGITS = 15;

  private final List<FoundFile> files;
  private final Supplier<Path> folder;

  /** Where copies are; null while there are none. */
  private @Nullable Path copyFolder;

  /** The files on this machine that were fetched, by their places. */
  private final Map<Integer, Copy> copies = new HashMap<>();

  private Optional<RunReport.Pruned> pruned = Optional.empty();

  private final Set<BarColumn> optional;
  private final @Nullable ParquetLayout layout;
  private final String described;
  private final boolean namesFiles;
  private final ReadRequest request;
  private final Supplier<DuckDBConnection> database;
  private final List<Readings> readings;

  /**
   * Files to read.
   *
   * @param folder makes a folder for copies of files that are not on this machine
   * @param optional the optional columns that the files have
   * @param layout the names of their columns; null for those of this library
   * @param described the source in words, for messages
   * @param namesFiles whether the user knows the files, as messages name them; else an adapter made
   *     them
   * @param request what is needed of them
   */
  ParquetInput(
      List<FoundFile> files,
      Supplier<Path> folder,
      Set<BarColumn> optional,
      @Nullable ParquetLayout layout,
      String described,
      boolean namesFiles,
      ReadRequest request,
      Supplier<DuckDBConnection> database,
      List<Readings> readings) {
    this.files = files;
    this.folder = folder;
    this.optional = optional;
    this.layout = layout;
    this.described = described;
    this.namesFiles = namesFiles;
    this.request = request;
    this.database = database;
    this.readings = readings;
  }

  @Override
  public List<String> files() {
    return files.stream().map(FoundFile::location).toList();
  }

  /** A file on this machine, under the name that messages give it. */
  private record Copy(String location, Path path) implements InputFile {

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open(long offset) throws IOException {
      FileChannel channel = FileChannel.open(path);
      channel.position(offset);
      return Channels.newInputStream(channel);
    }
  }

  @Override
  public void read(DoubleConsumer progress) {
    List<ParquetFiles.Described> footers = new ArrayList<>();
    for (int place = 0; place < files.size(); place++) {
      footers.add(footer(place));
    }
    List<ParquetFiles.Group> groups = ParquetFiles.group(footers, optional, layout);
    HistoryReading reading =
        new HistoryReading(
            ParquetExtent.of(footers, groups, files.stream().map(FoundFile::length).toList()),
            request);
    List<Integer> places = reading.read();
    try (DuckDBConnection connection = groups.isEmpty() ? null : database.get()) {
      while (!places.isEmpty()) {
        read(places, groups, footers, connection);
        places = reading.next(this::daysOfTickers);
      }
    } catch (SQLException e) {
      throw failed(described, described, e); // as closing did
    }
    pruned = reading.pruned();
    reading.read().forEach(place -> files.get(place).requireUnchanged());
  }

  /** Reads some files, each with those of equal columns. */
  private void read(
      List<Integer> places,
      List<ParquetFiles.Group> groups,
      List<ParquetFiles.Described> footers,
      @Nullable DuckDBConnection connection) {
    places.forEach(this::copyOf);
    if (connection == null) {
      return;
    }
    List<Readings.Part> parts = Readings.parts(readings, 0, false);
    for (ParquetFiles.Group group : groups) {
      ParquetFiles.Group some = group.of(places);
      if (!some.files().isEmpty()) {
        new Reading(some, parts, footers).read(connection);
      }
    }
    parts.forEach(Readings.Part::finish);
  }

  private List<int[]> daysOfTickers(HistoryReading.Needed needed) {
    return readings.get(0).bars().keys().stream()
        .map(ticker -> BarColumns.ofBytes(readings.get(0).bars().packets(ticker)))
        .map(bars -> needed.of(Arrays.copyOf(bars.epochDays(), bars.size())))
        .toList();
  }

  @Override
  public Optional<RunReport.Pruned> pruned() {
    return pruned;
  }

  private Copy copyOf(int place) {
    return copies.computeIfAbsent(place, this::fetch);
  }

  private Copy fetch(int place) {
    FoundFile file = files.get(place);
    try {
      return new Copy(nameOf(file), file.fetch(this::copyFolder));
    } catch (IOException e) {
      if (copyFolder != null && ScratchFolder.isFull(e)) {
        throw new SourceException(
            file.shown()
                + " cannot be copied to "
                + copyFolder
                + ": "
                + Failures.reason(file.location(), e),
            e);
      }
      file.requireUnchanged();
      throw failed(nameOf(file), file.location(), e);
    }
  }

  private Path copyFolder() {
    Path made = copyFolder;
    if (made == null) {
      made = folder.get();
      copyFolder = made;
    }
    return made;
  }

  /** What a file says of itself; it is fetched for that if it is read anyway, or packed. */
  private ParquetFiles.Described footer(int place) {
    FoundFile file = files.get(place);
    boolean isPart =
        request.from().isPresent() || request.to().isPresent() || request.history().isPresent();
    InputFile read = isPart && !file.isPacked() ? file : copyOf(place);
    ParquetFooter footer;
    try {
      footer = ParquetFooter.of(read.location(), ParquetFooter.head(read));
    } catch (SourceException e) {
      file.requireUnchanged();
      throw e;
    } catch (IOException e) {
      file.requireUnchanged();
      throw failed(read.location(), file.location(), e);
    }
    return new ParquetFiles.Described(
        read.location(), footer, FolderValues.of(file.match(), file.location(), layout));
  }

  /** What messages call a file. */
  private String nameOf(FoundFile file) {
    return namesFiles ? file.location() : described;
  }

  private static SourceException failed(String name, String location, Exception failure) {
    return new SourceException(
        name + " cannot be read: " + Failures.reason(location, failure), failure);
  }

  /** The reading of files with equal columns. */
  private final class Reading {

    private final ParquetFiles.Group group;
    private final List<Readings.FileRows> rows = new ArrayList<>();
    private final FileBars[] bars;
    private final boolean hidesIndex;

    /** Whether dates are texts. */
    private final boolean hasTexts;

    /** What dates count that are timestamps; 0 if they are not. */
    private final long ticksPerSecond;

    private final double[] fields = new double[RawBar.FIELDS];

    Reading(
        ParquetFiles.Group group, List<Readings.Part> parts, List<ParquetFiles.Described> footers) {
      this.group = group;
      ParquetColumn dates = group.columns().get(BarColumn.TRADE_DATE);
      this.hasTexts = dates != null && dates.type().equals("string");
      this.ticksPerSecond = dates != null && isTimestamp(dates) ? ticksOf(dates) : 0;
      int size = group.files().size();
      this.bars = new FileBars[size];
      this.hidesIndex =
          group.files().stream()
              .flatMap(file -> footers.get(file).footer().columns().stream())
              .anyMatch(column -> column.name().equalsIgnoreCase(FILE_INDEX));
      for (int i = 0; i < size; i++) {
        int number = group.files().get(i);
        List<Readings.FileRows> ofFile = parts.stream().map(part -> part.file(number)).toList();
        rows.addAll(ofFile);
        bars[i] =
            new FileBars(
                new TypedBars(ofFile.stream().map(Readings.FileRows::gated).toList()),
                group.folders(),
                footers.get(number).values());
      }
    }

    void read(DuckDBConnection connection) {
      List<Path> paths = group.files().stream().map(place -> copyOf(place).path()).toList();
      try {
        if (hidesIndex) {
          for (int i = 0; i < paths.size(); i++) {
            query(connection, List.of(paths.get(i)), "" + i, true);
          }
        } else {
          query(connection, paths, FILE_INDEX, true);
        }
      } catch (SQLException e) {
        files.forEach(FoundFile::requireUnchanged);
        throw failure(connection, paths, e);
      }
      rows.forEach(Readings.FileRows::finish);
    }

    /** The failure of the first file that cannot be read alone either. */
    private SourceException failure(
        DuckDBConnection connection, List<Path> paths, SQLException failure) {
      for (int i = 0; i < paths.size(); i++) {
        FoundFile file = files.get(group.files().get(i));
        try {
          query(connection, List.of(paths.get(i)), "" + i, false);
        } catch (SQLException e) {
          return failed(nameOf(file), paths.get(i).toString(), e);
        }
      }
      return failed(described, described, failure);
    }

    /**
     * Reads files.
     *
     * @param index what gives the place in the group of a row's file
     */
    private void query(DuckDBConnection connection, List<Path> paths, String index, boolean keep)
        throws SQLException {
      List<String> columns = new ArrayList<>();
      for (BarColumn key : List.of(BarColumn.TRADE_DATE, BarColumn.TICKER)) {
        columns.add(expression(key));
      }
      for (BarColumn field : BarColumn.fields()) {
        columns.add(expression(field));
      }
      String sql =
          "select "
              + String.join(", ", columns)
              + ", cast("
              + index
              + " as bigint) from read_parquet("
              + paths.stream()
                  .map(path -> DuckDb.literalPath(path.toString()))
                  .collect(Collectors.joining(", ", "[", "]"))
              + ", hive_partitioning = false, union_by_name = false)";
      try (DuckDBPreparedStatement statement =
              connection.prepareStatement(sql).unwrap(DuckDBPreparedStatement.class);
          DuckDBChunkedResult result = statement.query()) {
        while (result.nextChunk()) {
          if (keep) {
            addAll(result.chunk());
          }
        }
      }
    }

    /** How a column is taken from the files; one that they do not have is missing. */
    private String expression(BarColumn column) {
      ParquetColumn found = group.columns().get(column);
      String name = found == null ? "null" : DuckDb.identifier(found.name());
      return switch (column.unit()) {
        case DATE -> found == null ? "cast(null as bigint)" : dateExpression(found, name);
        case SYMBOL -> "cast(" + name + " as varchar)";
        default ->
            found != null && found.precision() > EXACT_DIGITS
                ? "cast(cast(" + name + " as varchar) as double)" // which rounds but once
                : "cast(" + name + " as double)";
      };
    }

    /** A day, or what the group's form of dates makes one of. */
    private String dateExpression(ParquetColumn column, String name) {
      if (hasTexts) {
        return name;
      }
      if (isTimestamp(column)) {
        return (ticksOf(column) == NANOS ? "epoch_ns(" : "epoch_us(") + name + ")";
      }
      return "date_diff('day', date '1970-01-01', cast(" + name + " as date))";
    }

    private static boolean isTimestamp(ParquetColumn column) {
      return column.type().equals(ParquetColumn.INSTANT)
          || column.type().equals(ParquetColumn.LOCAL_TIME);
    }

    /** What DuckDB counts. */
    private static long ticksOf(ParquetColumn timestamp) {
      return timestamp.ticksPerSecond() == NANOS ? NANOS : MICROS;
    }

    private void addAll(DuckDBDataChunkReader chunk) {
      int size = Math.toIntExact(chunk.rowCount());
      DuckDBReadableVector days = chunk.vector(0);
      DuckDBReadableVector tickers = chunk.vector(1);
      double[][] columns = new double[RawBar.FIELDS][size];
      for (int f = 0; f < columns.length; f++) {
        DuckDBReadableVector numbers = chunk.vector(KEY_COLUMNS + f);
        double[] column = columns[f];
        for (int i = 0; i < size; i++) {
          column[i] = numbers.getDouble(i, Double.NaN);
        }
      }
      DuckDBReadableVector fileIndex = chunk.vector(KEY_COLUMNS + RawBar.FIELDS);
      for (int i = 0; i < size; i++) {
        for (int f = 0; f < fields.length; f++) {
          fields[f] = columns[f][i];
        }
        FileBars target = bars[Math.toIntExact(fileIndex.getLong(i))];
        String ticker = tickers.isNull(i) ? null : tickers.getString(i);
        if (hasTexts) {
          target.add(ticker, days.isNull(i) ? null : days.getString(i), group.dates(), fields);
        } else {
          target.add(ticker, days.isNull(i) ? RawBar.NO_DAY : day(days.getLong(i)), fields);
        }
      }
    }

    private int day(long date) {
      return ticksPerSecond == 0 ? Math.toIntExact(date) : group.dates().day(date, ticksPerSecond);
    }
  }

  @Override
  public boolean hasText() {
    return false;
  }

  @Override
  public Optional<String> file(int part) {
    return namesFiles ? Optional.of(nameOf(files.get(part))) : Optional.empty();
  }

  @Override
  public List<RejectedRow> locate(int part, List<Rejection> rows) {
    String origin = nameOf(files.get(part));
    List<RejectedRow> located = new ArrayList<>();
    rows.forEach(row -> located.add(Input.rejected(origin, 0, row)));
    located.sort(BY_PLACE);
    return located;
  }
}
