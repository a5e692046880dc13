package io.github.marketvolume.gcp.fake.bigquery;

import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parquet files as a query of the engine, each column read as the schema wants it. */
final class ParquetFiles {

  /** A query and the columns that it has. */
  record Read(TableSchema schema, String query) {}

  private ParquetFiles() {}

  /**
   * @param wanted the schema to read with; without one, that of the files
   */
  static Read read(Engine engine, List<Path> files, Optional<TableSchema> wanted)
      throws SQLException {
    String list =
        files.stream()
            .map(file -> Engine.literal(file.toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    String scan = "read_parquet(" + list + ", union_by_name = true)";
    TableSchema found;
    try {
      found = engine.describe("SELECT * FROM " + scan);
    } catch (SQLException e) {
      throw ApiException.invalid(
          "Error while reading data, error message: Input file is not in Parquet format. "
              + e.getMessage());
    }
    TableSchema schema = wanted.orElse(found);
    for (TableSchema.Field field : found.fields()) {
      if (schema.find(field.name()).isEmpty()) {
        throw ApiException.invalid(
            "Provided Schema does not match. Cannot add fields (field: " + field.name() + ")");
      }
    }
    List<String> columns = new ArrayList<>();
    for (TableSchema.Field field : schema.fields()) {
      Optional<TableSchema.Field> column = found.find(field.name());
      if (column.isEmpty()) {
        columns.add("NULL AS " + field.quoted());
      } else if (column.get().type() != field.type()) {
        throw ApiException.invalid(
            "Error while reading data, error message: Parquet column '%s' has type %s which does not match the target cpp_type %s."
                .formatted(field.name(), column.get().type(), field.type()));
      } else {
        columns.add(column.get().quoted());
      }
    }
    return new Read(schema, "SELECT " + String.join(", ", columns) + " FROM " + scan);
  }
}
