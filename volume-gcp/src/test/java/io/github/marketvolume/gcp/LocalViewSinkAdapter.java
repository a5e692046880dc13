package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes a {@link ViewSink}; services name it. */
public final class LocalViewSinkAdapter implements LocalSinkAdapter<ViewSink> {

  @Override
  public Class<ViewSink> descriptorType() {
    return ViewSink.class;
  }

  @Override
  public StagedOutput stage(
      ViewSink sink, List<Path> parquet, Schema<?> schema, RunContext context) {
    List<String> files = parquet.stream().map(file -> "'" + file + "'").toList();
    Path staged = LocalViews.file(sink.view() + ".staged");
    List<String> columns = query("describe from read_parquet(" + files + ")", 1);
    if (!columns.equals(schema.names())) {
      throw new IllegalStateException(columns + " is not " + schema.names());
    }
    long rows = copy("read_parquet(" + files + ")", staged);
    return new StagedOutput() {
      @Override
      public long rows() {
        return rows;
      }

      @Override
      public void publish() {
        try {
          Files.move(staged, LocalViews.file(sink.view()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          throw new SinkException(sink.describe() + " cannot be replaced", e);
        }
      }

      @Override
      public void close() {
        try {
          Files.deleteIfExists(staged);
        } catch (IOException e) {
          throw new SinkException(staged + " cannot be deleted", e);
        }
      }
    };
  }

  /** Writes a Parquet file; says with how many rows. */
  private static long copy(String from, Path to) {
    try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duckdb.createStatement()) {
      return statement.executeLargeUpdate(
          "copy (from " + from + ") to '" + to + "' (format parquet)");
    } catch (SQLException e) {
      throw new SinkException("DuckDB failed: " + e.getMessage(), e);
    }
  }

  /** The rows of a query, its first cells between bars. */
  static List<String> query(String sql, int cells) {
    try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= cells; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    } catch (SQLException e) {
      throw new SinkException("DuckDB failed: " + e.getMessage(), e);
    }
  }
}
