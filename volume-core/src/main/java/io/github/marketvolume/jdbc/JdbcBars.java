package io.github.marketvolume.jdbc;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.market.BarColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a query, of which the driver holds some at a time. */
public final class JdbcBars implements BarCursor {

  /** How many rows a driver fetches in one go, some 100 bytes each. */
  private static final int FETCHED = 10_000;

  private static final int FIRST_FIELD = 3;

  private final String described;
  private final List<BarColumn> columns;
  private final JdbcPart.Dates dates;
  private final DateForm form;
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final double[] fields = new double[RawBar.FIELDS];
  private @Nullable String ticker;
  private int day = RawBar.NO_DAY;
  private @Nullable String unreadDate;
  private boolean isClosed;

  JdbcBars(
      DataSource database,
      String described,
      String sql,
      List<Object> parameters,
      List<BarColumn> columns,
      JdbcPart.Dates dates,
      DateForm form) {
    this.described = described;
    this.columns = columns;
    this.dates = dates;
    this.form = form;
    Arrays.fill(fields, Double.NaN);
    Connection opened = connect(database, described);
    try {
      opened.setAutoCommit(false); // else PostgreSQL's driver fetches all rows at once
      PreparedStatement prepared =
          opened.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      prepared.setFetchSize(FETCHED);
      for (int i = 0; i < parameters.size(); i++) {
        prepared.setObject(i + 1, parameters.get(i));
      }
      this.rows = prepared.executeQuery();
      this.statement = prepared;
      this.connection = opened;
    } catch (SQLException e) {
      closeAfter(e, opened);
      throw failed(described, e);
    }
  }

  /** Connects to a database. */
  static Connection connect(DataSource database, String described) {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw new SourceException(
          described
              + ": there is no connection: "
              + Failures.reason(e)
              + "; check the server and the DataSource of the JdbcAdapter",
          e);
    }
  }

  static SourceException failed(String described, SQLException failure) {
    return new SourceException(described + " cannot be read: " + Failures.reason(failure), failure);
  }

  private static void closeAfter(SQLException failure, Connection opened) {
    try (opened) {
      opened.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public boolean next() {
    try {
      if (!rows.next()) {
        return false;
      }
      readDate();
      String symbol = rows.getString(2);
      ticker = symbol == null ? null : symbol.stripTrailing(); // a char(10) has ten characters
      for (int i = FIRST_FIELD; i <= columns.size(); i++) {
        BarColumn column = columns.get(i - 1);
        fields[RawBar.place(column)] = number(rows.getObject(i), column);
      }
      return true;
    } catch (SQLException e) {
      throw failed(described, e);
    }
  }

  private void readDate() throws SQLException {
    day = RawBar.NO_DAY;
    unreadDate = null;
    switch (dates) {
      case DAYS -> set(rows.getObject(1, LocalDate.class));
      case LOCAL_TIMES -> {
        LocalDateTime time = rows.getObject(1, LocalDateTime.class);
        set(time == null ? null : time.toLocalDate());
      }
      case INSTANTS -> {
        OffsetDateTime time = rows.getObject(1, OffsetDateTime.class);
        set(time == null ? null : form.date(time.toInstant()));
      }
      case TEXTS -> {
        String text = rows.getString(1);
        if (text != null && !text.isBlank()) {
          day = form.day(text);
          unreadDate = day == RawBar.NO_DAY ? text : null;
        }
      }
    }
  }

  /** Takes over a date; PostgreSQL's infinity is no day. */
  private void set(@Nullable LocalDate date) {
    if (date != null) {
      long epochDay = date.toEpochDay();
      if (Math.abs(epochDay) < Integer.MAX_VALUE) {
        day = (int) epochDay;
      } else {
        unreadDate = date.toString();
      }
    }
  }

  private double number(@Nullable Object value, BarColumn column) {
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new SourceException(
        described
            + ": column "
            + column.columnName()
            + " holds a "
            + value.getClass().getSimpleName()
            + "; it must be of type number");
  }

  @Override
  public @Nullable String ticker() {
    return ticker;
  }

  @Override
  public int epochDay() {
    return day;
  }

  @Override
  public @Nullable String unreadDate() {
    return unreadDate;
  }

  @Override
  public double value(BarColumn column) {
    return fields[RawBar.place(column)];
  }

  /** Gives up the connection; the second time it does nothing. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (connection) {
      statement.close();
      connection.rollback();
    } catch (SQLException e) {
      throw failed(described, e);
    }
  }
}
