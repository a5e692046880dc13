package io.github.marketvolume.gcp.fake.bigquery.catalog;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.Locale;

/** The types of columns that the fake knows, and how the engine holds and spells their values. */
public enum FieldType {
  STRING("STRING", "VARCHAR", "CAST(%s AS VARCHAR)", "%s"),
  INT64("INTEGER", "BIGINT", "CAST(%s AS VARCHAR)", "CAST(%s AS BIGINT)"),
  FLOAT64("FLOAT", "DOUBLE", "CAST(%s AS VARCHAR)", "CAST(%s AS DOUBLE)"),
  BOOL("BOOLEAN", "BOOLEAN", "CAST(%s AS VARCHAR)", "CAST(%s AS BOOLEAN)"),
  DATE("DATE", "DATE", "CAST(%s AS VARCHAR)", "CAST(%s AS DATE)"),
  TIMESTAMP(
      "TIMESTAMP",
      "TIMESTAMP WITH TIME ZONE",
      "CAST(epoch_us(%s) AS VARCHAR)",
      "CAST(%s AS TIMESTAMP WITH TIME ZONE)"),
  NUMERIC("NUMERIC", "DECIMAL(38,9)", "CAST(%s AS VARCHAR)", "CAST(%s AS DECIMAL(38,9))"),
  BYTES("BYTES", "BLOB", "base64(%s)", "from_base64(%s)");

  private final String restName;
  private final String engineName;
  private final String toText;
  private final String fromText;

  FieldType(String restName, String engineName, String toText, String fromText) {
    this.restName = restName;
    this.engineName = engineName;
    this.toText = toText;
    this.fromText = fromText;
  }

  /** The name that the REST API answers, which is the older one. */
  public String restName() {
    return restName;
  }

  public String engineName() {
    return engineName;
  }

  /** An expression of the engine that spells a value of it. */
  public String toText(String expression) {
    return toText.formatted(expression);
  }

  /** An expression of the engine that reads a value's spelling. */
  public String fromText(String expression) {
    return fromText.formatted(expression);
  }

  public static FieldType parse(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "STRING" -> STRING;
      case "INTEGER", "INT64", "INT", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT" -> INT64;
      case "FLOAT", "FLOAT64" -> FLOAT64;
      case "BOOLEAN", "BOOL" -> BOOL;
      case "DATE" -> DATE;
      case "TIMESTAMP" -> TIMESTAMP;
      case "NUMERIC", "DECIMAL" -> NUMERIC;
      case "BYTES" -> BYTES;
      default -> throw ApiException.notServed("a column of the type " + name);
    };
  }

  static FieldType ofEngine(String name) {
    if (name.startsWith("DECIMAL")) {
      return NUMERIC;
    }
    return switch (name) {
      case "VARCHAR" -> STRING;
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "\"NULL\"" ->
          INT64;
      case "FLOAT", "DOUBLE" -> FLOAT64;
      case "BOOLEAN" -> BOOL;
      case "DATE" -> DATE;
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" ->
          TIMESTAMP;
      case "BLOB" -> BYTES;
      default -> throw ApiException.notServed("values of the engine's type " + name);
    };
  }
}
