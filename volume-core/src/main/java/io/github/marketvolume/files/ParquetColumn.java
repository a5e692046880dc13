package io.github.marketvolume.files;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A column of a Parquet file.
 *
 * @param name as the file spells it
 * @param type in the words of SQL: {@code bigint}, {@code unsigned int}, {@code decimal(18,2)}
 * @param ticksPerSecond what a timestamp of 64 bits counts; 0 for one of 96 bits, and other types
 */
public record ParquetColumn(String name, String type, long ticksPerSecond) implements Serializable {

  /** A timestamp that is an instant. */
  public static final String INSTANT = "timestamp";

  /** A timestamp without a time zone. */
  public static final String LOCAL_TIME = "timestamp_ntz";

  /** The type of a column in which nothing but missing values was ever seen. */
  public static final String NOTHING = "null";

  private static final Pattern NUMBER =
      Pattern.compile(
          "(unsigned )?(tinyint|smallint|int|bigint)|float|double|decimal\\(([12]?\\d|3[0-8]),.*");

  /** A column that is no timestamp. */
  public ParquetColumn(String name, String type) {
    this(name, type, 0);
  }

  /** Whether it holds numbers, decimal ones among them. */
  public boolean isNumber() {
    return NUMBER.matcher(type).matches();
  }

  /** How many digits a decimal number may have; 0 for another type. */
  public int precision() {
    return type.startsWith("decimal(")
        ? Integer.parseInt(type.substring("decimal(".length(), type.indexOf(',')))
        : 0;
  }
}
