package io.github.marketvolume.local;

import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.engine.RawBar;
import io.github.marketvolume.engine.Rejection;
import io.github.marketvolume.engine.TypedBars;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.BarColumn;
import io.github.marketvolume.local.LocalFiles.FoundFile;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.BarField;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** Reads Parquet files; all of them are one part of the readings. */
final class ParquetInput implements Input {

  private static final int KEY_COLUMNS = 2;

  /** What DuckDB calls otherwise than the other runner does. */
  private static final Map<String, String> TYPE_NAMES =
      Map.of(
          "VARCHAR", "string",
          "INTEGER", "int",
          "BLOB", "binary",
          "TIMESTAMP", "timestamp_ntz",
          "TIMESTAMP WITH TIME ZONE", "timestamp");

  private final List<FoundFile> files;
  private final Supplier<Path> folder;

  /** Where copies are; null while there are none. */
  private Path copies;

  private final String described;
  private final Supplier<DuckDBConnection> database;
  private final Readings readings;

  /**
   * Files to read.
   *
   * @param folder makes a folder for copies of files that are not on this machine
   * @param described the source in words, for messages
   */
  ParquetInput(
      List<FoundFile> files,
      Supplier<Path> folder,
      String described,
      Supplier<DuckDBConnection> database,
      Readings readings) {
    this.files = files;
    this.folder = folder;
    this.described = described;
    this.database = database;
    this.readings = readings;
  }

  @Override
  public List<String> files() {
    return files.stream().map(FoundFile::location).toList();
  }

  @Override
  public void read(DoubleConsumer progress) {
    if (files.isEmpty()) {
      return; // an adapter that has no rows has no files
    }
    String table =
        "read_parquet("
            + files.stream()
                .map(file -> DuckDb.literalPath(fetch(file).toString()))
                .collect(Collectors.joining(", ", "[", "]"))
            + ", hive_types_autocast = false)";
    Readings.Part part = readings.part(0, false);
    try (DuckDBConnection connection = database.get()) {
      Map<String, String> types = typesOf(connection, table);
      List<String> columns = new ArrayList<>();
      columns.add(expression(BarColumn.TRADE_DATE, types));
      columns.add(expression(BarColumn.TICKER, types));
      for (BarField.Kind kind : BarField.Kind.values()) {
        columns.add(expression(BarColumn.valueOf(kind.name()), types));
      }
      String query = "select " + String.join(", ", columns) + " from " + table;
      try (DuckDBPreparedStatement statement =
              connection.prepareStatement(query).unwrap(DuckDBPreparedStatement.class);
          DuckDBChunkedResult result = statement.query()) {
        TypedBars bars = new TypedBars(part.gate(), part);
        while (result.nextChunk()) {
          addAll(result.chunk(), bars);
        }
      }
    } catch (SQLException e) {
      files.forEach(FoundFile::requireUnchanged);
      throw new SourceException(
          described
              + " cannot be read: "
              + Failures.reason(files.stream().map(FoundFile::location).toList(), e)
              + "; give files that are Parquet, or a CsvSource",
          e);
    }
    files.forEach(FoundFile::requireUnchanged);
    part.finish();
  }

  private Path fetch(FoundFile file) {
    try {
      return file.fetch(this::copies);
    } catch (IOException e) {
      boolean isFull = copies != null && ScratchFolder.isFull(e);
      throw new SourceException(
          file.shown()
              + (isFull ? " cannot be copied to " + copies : " cannot be read")
              + ": "
              + Failures.reason(file.location(), e),
          e);
    }
  }

  private Path copies() {
    if (copies == null) {
      copies = folder.get();
    }
    return copies;
  }

  private static Map<String, String> typesOf(DuckDBConnection connection, String table)
      throws SQLException {
    Map<String, String> types = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("describe select * from " + table)) {
      while (columns.next()) {
        types.put(columns.getString(1), columns.getString(2));
      }
    }
    return types;
  }

  /** How a column is taken from the files; one that may be missing is null where it is. */
  private String expression(BarColumn column, Map<String, String> types) {
    String type = types.get(column.columnName());
    String name = DuckDb.identifier(column.columnName());
    boolean needed = column.isKey() || column == BarColumn.VOLUME;
    if (type == null && !needed) {
      return "cast(null as double) as " + name;
    }
    boolean isFolder =
        files.stream().allMatch(file -> file.location().contains("/" + column.columnName() + "="));
    boolean fits =
        switch (column.type()) {
          case DATE -> "DATE".equals(type) || (isFolder && "VARCHAR".equals(type));
          case TEXT -> "VARCHAR".equals(type);
          default ->
              type != null
                  && type.matches("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*");
        };
    if (!fits) {
      throw new SourceException(
          described
              + ": column "
              + column.columnName()
              + (type == null ? " is missing" : " is of type " + nameOf(type))
              + "; it must be of type "
              + expected(column));
    }
    return switch (column.type()) {
      case DATE -> "date_diff('day', date '1970-01-01', cast(" + name + " as date)) as " + name;
      case TEXT -> name;
      default -> "cast(" + name + " as double) as " + name;
    };
  }

  private static String nameOf(String type) {
    return TYPE_NAMES.getOrDefault(type, type.toLowerCase(Locale.ROOT));
  }

  private static String expected(BarColumn column) {
    return switch (column.type()) {
      case DATE -> "date";
      case TEXT -> "string";
      default -> "number";
    };
  }

  private static void addAll(DuckDBDataChunkReader chunk, TypedBars bars) {
    int rows = Math.toIntExact(chunk.rowCount());
    DuckDBReadableVector days = chunk.vector(0);
    DuckDBReadableVector tickers = chunk.vector(1);
    double[][] columns = new double[RawBar.FIELDS][rows];
    for (BarField.Kind kind : BarField.Kind.values()) {
      DuckDBReadableVector values = chunk.vector(KEY_COLUMNS + RawBar.place(kind));
      double[] column = columns[RawBar.place(kind)];
      for (int i = 0; i < rows; i++) {
        column[i] = values.getDouble(i, Double.NaN);
      }
    }
    double[] fields = new double[RawBar.FIELDS];
    for (int i = 0; i < rows; i++) {
      for (int f = 0; f < fields.length; f++) {
        fields[f] = columns[f][i];
      }
      bars.add(
          tickers.isNull(i) ? null : tickers.getString(i),
          days.isNull(i) ? RawBar.NO_DAY : Math.toIntExact(days.getLong(i)),
          fields);
    }
  }

  @Override
  public boolean hasText() {
    return false;
  }

  @Override
  public List<RejectedRow> locate(int part, List<Rejection> rows) {
    List<RejectedRow> located = new ArrayList<>();
    rows.forEach(row -> located.add(Input.rejected(described, 0, row, row.text())));
    located.sort(BY_PLACE);
    return located;
  }
}
