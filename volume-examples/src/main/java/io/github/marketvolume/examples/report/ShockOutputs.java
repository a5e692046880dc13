package io.github.marketvolume.examples.report;

import io.github.marketvolume.calendar.DayKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The two outputs of a run that tell of shocks, in the terms of its Parquet. */
final class ShockOutputs {

  /** The columns of the shocks that are used. */
  static final List<String> OF_SHOCKS =
      List.of(
          "start_date",
          "end_date",
          "sessions",
          "flagged_days",
          "is_open",
          "peak_date",
          "peak_shock_score",
          "peak_breadth_2",
          "peak_breadth_3_5",
          "peak_total_volume",
          "peak_up_volume",
          "peak_down_volume",
          "peak_foremost_ticker",
          "peak_day_kind",
          "peak_level");

  /** The columns of the market's days that are used. */
  static final List<String> OF_DAYS =
      List.of("trade_date", "day_kind", "shock_score", "breadth_2", "breadth_3_5", "level");

  /** The columns of the shocks that the market's days give, too. */
  static final List<String> COMPARED =
      List.of(
          "start_date",
          "end_date",
          "sessions",
          "flagged_days",
          "peak_date",
          "peak_shock_score",
          "peak_breadth_2",
          "peak_breadth_3_5",
          "peak_total_volume",
          "peak_day_kind",
          "peak_level");

  private ShockOutputs() {}

  /**
   * A query for {@link #COMPARED} as the market's days have them between the dates of the shocks;
   * and for a row besides for each day that is a shock's by its level, and lies in none.
   *
   * @param levels the names of the levels of days that are shocks
   */
  static String recomputed(String shocks, String days, List<String> levels) {
    return """
    SELECT start_date, end_date, count(trade_date), count(*) FILTER (WHERE level IN (%3$s)),
           peak_date, max(shock_score) FILTER (WHERE level IN (%3$s)),
           %4$s
    FROM %1$s LEFT JOIN %2$s ON trade_date BETWEEN start_date AND end_date
    GROUP BY start_date, end_date, peak_date
    UNION ALL
    SELECT trade_date, trade_date, 1, 1, trade_date, shock_score, breadth_2, breadth_3_5,
           total_volume, day_kind, level
    FROM %2$s
    WHERE level IN (%3$s)
      AND NOT EXISTS (FROM %1$s WHERE trade_date BETWEEN start_date AND end_date)
    """
        .formatted(
            shocks,
            days,
            levels.stream().map(level -> "'" + level + "'").collect(Collectors.joining(", ")),
            List.of("breadth_2", "breadth_3_5", "total_volume", "day_kind", "level").stream()
                .map(
                    column ->
                        "any_value(%s) FILTER (WHERE trade_date = peak_date)".formatted(column))
                .collect(Collectors.joining(", ")));
  }

  /** Reads both. */
  static ShockHistory read(Statement statement, String shocks, String days) throws SQLException {
    return new ShockHistory(shocks(statement, shocks), days(statement, days));
  }

  private static List<ShockHistory.Shock> shocks(Statement statement, String shocks)
      throws SQLException {
    List<ShockHistory.Shock> read = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT *, rank() OVER (ORDER BY peak_shock_score DESC) AS rank, count(*) OVER () AS shocks
            FROM %s ORDER BY start_date
            """
                .formatted(shocks))) {
      while (rows.next()) {
        read.add(new ShockHistory.Shock(facts(rows), rows.getBoolean("is_open")));
      }
    }
    return List.copyOf(read);
  }

  private static ShockFacts facts(ResultSet row) throws SQLException {
    return new ShockFacts(
        Optional.ofNullable(row.getString("peak_level")).orElse("Unusual volume"),
        row.getObject("start_date", LocalDate.class),
        row.getObject("end_date", LocalDate.class),
        row.getLong("sessions"),
        row.getLong("flagged_days"),
        row.getLong("rank"),
        row.getLong("shocks"),
        new ShockFacts.Peak(
            row.getObject("peak_date", LocalDate.class),
            kind(row.getString("peak_day_kind")),
            row.getDouble("peak_shock_score"),
            number(row, "peak_breadth_2"),
            number(row, "peak_breadth_3_5"),
            row.getDouble("peak_up_volume"),
            row.getDouble("peak_down_volume"),
            Optional.ofNullable(row.getString("peak_foremost_ticker"))));
  }

  private static Map<Integer, ShockHistory.Day> days(Statement statement, String days)
      throws SQLException {
    Map<Integer, ShockHistory.Day> read = new HashMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT datediff('day', DATE '1970-01-01', trade_date) AS day, shock_score, level,"
                + " day_kind FROM "
                + days)) {
      while (rows.next()) {
        read.put(
            rows.getInt("day"),
            new ShockHistory.Day(
                number(rows, "shock_score"),
                Optional.ofNullable(rows.getString("level")),
                kind(rows.getString("day_kind"))));
      }
    }
    return read;
  }

  /** The kind of a name; empty if there is none, or it is of a later version. */
  private static Optional<DayKind> kind(String name) {
    for (DayKind kind : DayKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static OptionalDouble number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
