package io.github.marketvolume.gcp;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The columns of rows as columns of BigQuery. */
final class TableSchemas {

  private TableSchemas() {}

  /** The type of a column. */
  static StandardSQLTypeName typeOf(ColumnType type) {
    return switch (type) {
      case DATE -> StandardSQLTypeName.DATE;
      case TEXT -> StandardSQLTypeName.STRING;
      case LONG -> StandardSQLTypeName.INT64;
      case DOUBLE -> StandardSQLTypeName.FLOAT64;
      case BOOLEAN -> StandardSQLTypeName.BOOL;
    };
  }

  /** The columns, with what they mean, required where no row lacks a value. */
  static com.google.cloud.bigquery.Schema of(Schema<?> schema) {
    return of(schema, true);
  }

  /** The columns, none of them required: as a file has them that is to be loaded. */
  static com.google.cloud.bigquery.Schema withoutRequired(Schema<?> schema) {
    return of(schema, false);
  }

  private static com.google.cloud.bigquery.Schema of(Schema<?> schema, boolean required) {
    return com.google.cloud.bigquery.Schema.of(
        schema.columns().stream()
            .map(
                column ->
                    Field.newBuilder(column.name(), typeOf(column.type()))
                        .setMode(
                            required && !column.nullable()
                                ? Field.Mode.REQUIRED
                                : Field.Mode.NULLABLE)
                        .setDescription(column.description())
                        .build())
            .toList());
  }

  /** In what a table differs from what rows need, column by column; empty if in nothing. */
  static List<String> differences(FieldList table, Schema<?> schema) {
    Map<String, Field> fields = new TreeMap<>();
    table.forEach(field -> fields.put(field.getName().toLowerCase(Locale.ROOT), field));
    List<String> all = new ArrayList<>();
    for (Schema.Column<?> column : schema.columns()) {
      Field field = fields.remove(column.name());
      StandardSQLTypeName type = typeOf(column.type());
      if (field == null) {
        all.add("it has no " + column.name() + " " + type);
      } else if (field.getType().getStandardType() != type) {
        all.add(column.name() + " is " + field.getType().getStandardType() + " instead of " + type);
      } else if (field.getMode() == Field.Mode.REPEATED) {
        all.add(column.name() + " is REPEATED");
      } else if (field.getMode() == Field.Mode.REQUIRED && column.nullable()) {
        all.add(column.name() + " is REQUIRED, and rows may lack it");
      }
    }
    fields.values().forEach(field -> all.add("it has " + field.getName() + ", which rows lack"));
    return all;
  }
}
