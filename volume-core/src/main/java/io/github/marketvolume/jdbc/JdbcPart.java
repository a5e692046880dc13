package io.github.marketvolume.jdbc;

import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Rows of a {@link JdbcSource} that are read over one connection. It is serializable if the {@code
 * DataSource} is.
 */
public final class JdbcPart implements Supplier<BarCursor>, Serializable {

  private static final long serialVersionUID = 1L;

  /** How the database holds dates. */
  enum Dates {
    DAYS,
    LOCAL_TIMES,
    INSTANTS,
    TEXTS
  }

  @SuppressWarnings("serial") // the runner asks whether it is serializable
  private final DataSource database;

  private final String described;
  private final String sql;

  /** The values of its parameters, all of them serializable. */
  private final List<Object> parameters;

  private final List<BarColumn> columns;
  private final Dates dates;
  private final DateForm form;

  /**
   * A part.
   *
   * @param described the source, for messages
   * @param columns the columns that the query selects: date, ticker and fields
   */
  JdbcPart(
      DataSource database,
      String described,
      String sql,
      List<Object> parameters,
      List<BarColumn> columns,
      Dates dates,
      DateForm form) {
    this.database = database;
    this.described = described;
    this.sql = sql;
    this.parameters = List.copyOf(parameters);
    this.columns = List.copyOf(columns);
    this.dates = dates;
    this.form = form;
  }

  /** Connects and begins to read. */
  @Override
  public JdbcBars get() {
    return new JdbcBars(database, described, sql, parameters, columns, dates, form);
  }

  @Override
  public String toString() {
    return "a part of " + described;
  }
}
