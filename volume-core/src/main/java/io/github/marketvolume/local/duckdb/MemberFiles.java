package io.github.marketvolume.local.duckdb;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.membership.GroupFiles;
import io.github.marketvolume.run.LocalFiles;
import io.github.marketvolume.run.LocalFiles.FoundFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Files of groups, of which DuckDB reads those that are Parquet. */
public final class MemberFiles implements GroupFiles {

  private final LocalFiles files;
  private final Consumer<String> warnings;
  private final Supplier<Path> temporaryFolders;
  private final Supplier<? extends Connection> database;

  /**
   * Files.
   *
   * @param temporaryFolders makes folders for copies of files that are not on this machine
   */
  public MemberFiles(
      LocalFiles files,
      Consumer<String> warnings,
      Supplier<Path> temporaryFolders,
      Supplier<? extends Connection> database) {
    this.files = files;
    this.warnings = warnings;
    this.temporaryFolders = temporaryFolders;
    this.database = database;
  }

  @Override
  public List<FoundFile> find(String location) {
    return files.find(List.of(location), false, warnings);
  }

  @Override
  public List<Row> parquet(InputFile file, List<@Nullable ParquetColumn> columns) {
    try (Connection connection = database.get();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query(((FoundFile) file), columns))) {
      List<Row> read = new ArrayList<>();
      while (rows.next()) {
        read.add(
            new Row(
                rows.getString(1),
                rows.getString(2),
                rows.getObject(3, LocalDate.class),
                rows.getObject(4, LocalDate.class)));
      }
      return read;
    } catch (SQLException | IOException e) {
      throw new SourceException(
          file.shown() + " cannot be read: " + Failures.reason(file.location(), e), e);
    }
  }

  private String query(FoundFile file, List<@Nullable ParquetColumn> columns) throws IOException {
    return "select "
        + expression(columns.get(0), "varchar")
        + ", "
        + expression(columns.get(1), "varchar")
        + ", "
        + expression(columns.get(2), "date")
        + ", "
        + expression(columns.get(3), "date")
        + " from read_parquet("
        + DuckDb.literalPath(file.fetch(temporaryFolders).toString())
        + ", hive_partitioning = false)";
  }

  private static String expression(@Nullable ParquetColumn column, String type) {
    String name = column == null ? "null" : DuckDb.identifier(column.name());
    return "cast(" + name + " as " + type + ")";
  }
}
