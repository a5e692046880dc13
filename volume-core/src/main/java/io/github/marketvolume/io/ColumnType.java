package io.github.marketvolume.io;

import java.time.LocalDate;

/** The types that a column can have, and the Java values that stand for them. */
public enum ColumnType {
  /** {@link LocalDate}. */
  DATE(LocalDate.class),
  /** {@link String}. */
  TEXT(String.class),
  /** {@link Long}: a whole number of 64 bits. */
  LONG(Long.class),
  /** {@link Double}: a finite number. */
  DOUBLE(Double.class),
  /** {@link Boolean}. */
  BOOLEAN(Boolean.class);

  private final Class<?> javaType;

  ColumnType(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** The class of the values. */
  public Class<?> javaType() {
    return javaType;
  }

  /** The column type whose values are of this class. */
  public static ColumnType of(Class<?> javaType) {
    for (ColumnType type : values()) {
      if (type.javaType == javaType) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        javaType.getName() + " cannot be a column; use String, Long, Double, Boolean or LocalDate");
  }
}
