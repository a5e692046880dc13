package io.github.marketvolume.io;

import java.util.Locale;

/**
 * The columns of a bar, under the names that outputs and typed inputs give them. The last one is
 * there only where bars are in the {@linkplain io.github.marketvolume.market.Basis#RAW raw basis}.
 */
public enum BarColumn {
  TRADE_DATE(ColumnType.DATE, "session date in the exchange's time zone"),
  TICKER(ColumnType.TEXT, "symbol"),
  OPEN(ColumnType.DOUBLE, "opening price"),
  HIGH(ColumnType.DOUBLE, "highest price"),
  LOW(ColumnType.DOUBLE, "lowest price"),
  CLOSE(ColumnType.DOUBLE, "closing price"),
  ADJ_CLOSE(ColumnType.DOUBLE, "closing price adjusted for splits and dividends"),
  VOLUME(ColumnType.LONG, "shares traded; missing where none were"),
  SPLIT_COEFFICIENT(ColumnType.DOUBLE, "new shares for an old one, first traded on the day");

  private final ColumnType type;
  private final String description;

  BarColumn(ColumnType type, String description) {
    this.type = type;
    this.description = description;
  }

  /** The type of the column. */
  public ColumnType type() {
    return type;
  }

  /** What the column holds. */
  public String description() {
    return description;
  }

  /** The column's name, such as {@code adj_close}. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether every bar has it: its date and its ticker. */
  public boolean isKey() {
    return this == TRADE_DATE || this == TICKER;
  }
}
