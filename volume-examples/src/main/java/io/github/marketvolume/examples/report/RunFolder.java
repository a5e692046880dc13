package io.github.marketvolume.examples.report;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what {@code sp500 run} has written: Parquet folders, by DuckDB, and {@code run.json}. */
final class RunFolder implements AutoCloseable {

  private static final List<String> NEEDED =
      List.of("trade_date", "ticker", "close", "volume", "modified_z_60", "flagged");

  private static final String SPLIT = "split_coefficient";

  private static final List<String> OUTPUTS =
      List.of("ticker_daily", "leaderboard", "market_daily");

  /** What runs of earlier versions have not written. */
  private static final String SHOCKS = "shocks";

  private static final String OWN_SCORE = "stock_specific_score";

  /** How a Parquet file names the run that wrote it, in its metadata or in those of a column. */
  /** The volume as the page shows it: whole shares, also of a run that keeps fractions. */
  private static final String WHOLE_VOLUME =
      "CASE WHEN volume > 0 THEN greatest(CAST(volume AS BIGINT), 1) END";

  private static final String RUN_ID = "marketvolume_run_id";

  private static final String HINT = "; give the folder that sp500 run has written";

  /** The total of whole numbers as it is published: missing where no long can hold it. */
  private static final String TOTAL =
      "CASE WHEN sum(volume) <= 9223372036854775807 THEN sum(volume) END AS total_volume";

  private static final String CHOSEN = " WHERE ticker IN (SELECT ticker FROM chosen)";

  private final Path folder;
  private final Connection database;

  private RunFolder(Path folder, Connection database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Opens a folder; the caller closes it.
   *
   * @throws InvalidPlanException if it is not there, or not whole
   * @throws MissingDependencyException if DuckDB is not on the class path
   */
  static RunFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidPlanException("there is no folder " + folder + HINT);
    }
    List<String> parts = new ArrayList<>(List.of("run.json"));
    parts.addAll(OUTPUTS);
    for (String part : parts) {
      if (!Files.exists(folder.resolve(part))) {
        throw new InvalidPlanException(folder + " has no " + part + HINT);
      }
    }
    return new RunFolder(folder, connect());
  }

  private static Connection connect() {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    // No input makes the database fetch or run anything.
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      Driver driver = DriverManager.getDriver("jdbc:duckdb:");
      return driver.connect("jdbc:duckdb:", properties);
    } catch (SQLException e) {
      throw new MissingDependencyException(
          "a report needs DuckDB to read Parquet, and it cannot be opened; start it with bin/sp500,"
              + " or add org.duckdb:duckdb_jdbc to the class path: "
              + e.getMessage(),
          e);
    }
  }

  /** What the run says of itself. */
  RunNote note() {
    Path file = folder.resolve("run.json");
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE run AS SELECT CAST(content AS JSON) AS j FROM read_text("
              + literal(file.toString())
              + ")");
      List<String> sources = new ArrayList<>();
      long read = 0;
      long rejected = 0;
      try (ResultSet inputs =
          statement.executeQuery(
              "SELECT i->>'source', CAST(i->>'rows_read' AS BIGINT),"
                  + " CAST(i->>'rows_rejected' AS BIGINT)"
                  + " FROM (SELECT unnest(CAST(j->'inputs' AS JSON[])) AS i FROM run)")) {
        while (inputs.next()) {
          sources.add(SafeText.line(String.valueOf(inputs.getString(1))));
          read += inputs.getLong(2);
          rejected += inputs.getLong(3);
        }
      }
      try (ResultSet run =
          statement.executeQuery("SELECT j->>'run_id', j->>'started_at' FROM run")) {
        run.next();
        if (sources.isEmpty() || run.getString(1) == null || run.getString(2) == null) {
          throw new SourceException(file + " is not the report of a run" + HINT);
        }
        return new RunNote(
            String.join(", ", sources), run.getString(1), run.getString(2), read, rejected);
      }
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  /** Whether the run tells of shocks. */
  boolean hasShocks() {
    return Files.exists(folder.resolve(SHOCKS));
  }

  /** Whether the run tells of its anomalies how much of them is the stock's own. */
  private boolean hasOwnScores() {
    Path anomalies = folder.resolve("anomalies");
    return hasShocks() && Files.exists(anomalies) && columns(anomalies).contains(OWN_SCORE);
  }

  /** Fails if a file names another run than this one; files of version 0.1 name none. */
  private void requireWrittenBy(String runId) {
    List<String> outputs = new ArrayList<>(OUTPUTS);
    if (hasShocks()) {
      outputs.add(SHOCKS);
    }
    if (hasOwnScores()) {
      outputs.add("anomalies");
    }
    for (String output : outputs) {
      columns(folder.resolve(output)); // or says that these are no Parquet files
      String files = parquet(output).replaceFirst("read_parquet", "parquet_kv_metadata");
      String named =
          "coalesce(CASE WHEN decode(key) = '%1$s' THEN decode(value) END,".formatted(RUN_ID)
              + " nullif(regexp_extract(decode(value), '\"%s\":\"([^\"]+)\"', 1), ''))"
                  .formatted(RUN_ID);
      try (Statement statement = database.createStatement();
          ResultSet ids =
              statement.executeQuery(
                  "SELECT min(id) FROM (SELECT %s AS id FROM %s) WHERE id NOT IN (%s)"
                      .formatted(named, files, runs(runId)))) {
        ids.next();
        if (ids.getString(1) != null) {
          throw new SourceException(
              "%s was written by run %s, and run.json tells of run %s; run again with --overwrite"
                  .formatted(folder.resolve(output), ids.getString(1), runId));
        }
      } catch (SQLException e) {
        throw unreadable(folder.resolve(output), e);
      }
    }
  }

  /** The runs whose files may be here: the last one, and those that its ledger names. */
  private String runs(String runId) {
    List<String> ids = new ArrayList<>(List.of(runId));
    Optional<Ledger> ledger = Ledger.find(RunStore.at(folder.toString()));
    if (ledger.flatMap(Ledger::lastRun).map(Ledger.Run::id).equals(Optional.of(runId))) {
      ledger.orElseThrow().runs().forEach(run -> ids.add(run.id()));
    }
    return ids.stream().map(RunFolder::literal).collect(Collectors.joining(", "));
  }

  /**
   * Fails if a folder cannot be read, is another pipeline's, or is of another run than the others.
   *
   * @param runId the run that wrote them
   * @param rule what makes a day a shock
   * @throws SourceException if so
   */
  void requireWhole(String runId, ShockRule rule) {
    Path ticker = folder.resolve("ticker_daily");
    Set<String> columns = columns(ticker);
    for (String needed : NEEDED) {
      if (!columns.contains(needed)) {
        throw new SourceException(ticker + " has no column " + needed + HINT);
      }
    }
    requireWrittenBy(runId);
    requireOneRun();
    if (hasShocks() || columns(folder.resolve("market_daily")).contains("shock_score")) {
      requireShocksOfOneRun(rule);
    }
  }

  /** The number of tickers of the run. */
  int tickers() {
    try (Statement statement = database.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(DISTINCT ticker) FROM " + parquet("ticker_daily"))) {
      count.next();
      return Math.toIntExact(count.getLong(1));
    } catch (SQLException e) {
      throw unreadable(folder.resolve("ticker_daily"), e);
    }
  }

  /**
   * The bars of the tickers with the largest single day, as many tickers as the limits allow, and
   * one at least; by ticker and date.
   *
   * @param mostRows the limit of the rows of the history, which has one for each day of the
   *     calendar from a ticker's first to its last
   * @throws SourceException if there are no bars, or they cannot be read
   */
  VolumeHistory history(int mostTickers, int mostRows) {
    boolean raw = columns(folder.resolve("ticker_daily")).contains(SPLIT);
    boolean own = hasOwnScores();
    try (Statement statement = database.createStatement()) {
      choose(statement, mostTickers, mostRows);
      VolumeHistory.Builder history = new VolumeHistory.Builder(days(statement), raw, own);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT ticker, datediff('day', DATE '1970-01-01', trade_date), "
                  + WHOLE_VOLUME
                  + ", close,"
                  + " flagged, modified_z_60, "
                  + (raw ? SPLIT : "NULL")
                  + ", "
                  + (own ? OWN_SCORE : "NULL")
                  + " FROM "
                  + parquet("ticker_daily")
                  + (own ? ownScores() : "")
                  + CHOSEN
                  + " ORDER BY ticker, trade_date")) {
        while (rows.next()) {
          history.add(
              rows.getString(1),
              rows.getInt(2),
              rows.getLong(3),
              number(rows, 4),
              rows.getBoolean(5),
              number(rows, 6),
              number(rows, 8),
              number(rows, 7));
        }
      }
      return history.build();
    } catch (SQLException e) {
      throw unreadable(folder.resolve("ticker_daily"), e);
    }
  }

  /** The part of a query that adds the stock's own part of a score to flagged bars. */
  private String ownScores() {
    return " LEFT JOIN (SELECT trade_date, ticker, %s FROM %s) USING (trade_date, ticker)"
        .formatted(OWN_SCORE, parquet("anomalies"));
  }

  /** The shocks, and what each day is by the score of the market. */
  ShockHistory shocks() {
    try (Statement statement = database.createStatement()) {
      return ShockOutputs.read(statement, parquet(SHOCKS), parquet("market_daily"));
    } catch (SQLException e) {
      throw unreadable(folder.resolve(SHOCKS), e);
    }
  }

  /** Makes the table of the tickers that are chosen. */
  private void choose(Statement statement, int mostTickers, int mostRows) throws SQLException {
    statement.execute(
        """
        CREATE OR REPLACE TEMP TABLE chosen AS
        WITH
          bars AS (SELECT ticker, trade_date, volume FROM %s),
          calendar AS (
            SELECT trade_date, row_number() OVER (ORDER BY trade_date) AS place
            FROM (SELECT DISTINCT trade_date FROM bars)),
          tickers AS (
            SELECT ticker, max(volume) AS largest, min(trade_date) AS first, max(trade_date) AS last
            FROM bars GROUP BY ticker),
          spans AS (
            SELECT ticker, largest, e.place - s.place + 1 AS length
            FROM tickers
            JOIN calendar s ON s.trade_date = first
            JOIN calendar e ON e.trade_date = last),
          ranked AS (
            SELECT ticker, row_number() OVER most AS place, sum(length) OVER most AS total
            FROM spans
            WINDOW most AS (ORDER BY largest DESC NULLS LAST, ticker ROWS UNBOUNDED PRECEDING))
        SELECT ticker FROM ranked WHERE place = 1 OR (place <= %s AND total <= %s)
        """
            .formatted(
                parquet("ticker_daily"),
                Integer.toString(mostTickers),
                Integer.toString(mostRows)));
  }

  private int[] days(Statement statement) throws SQLException {
    List<Integer> days = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT DISTINCT datediff('day', DATE '1970-01-01', trade_date) FROM "
                + parquet("ticker_daily")
                + CHOSEN
                + " ORDER BY 1")) {
      while (rows.next()) {
        days.add(rows.getInt(1));
      }
    }
    if (days.isEmpty()) {
      throw new SourceException(
          folder.resolve("ticker_daily") + " has no rows, and so nothing to report");
    }
    return days.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double number(ResultSet rows, int column) throws SQLException {
    double value = rows.getDouble(column);
    return rows.wasNull() ? Double.NaN : value;
  }

  private Set<String> columns(Path output) {
    try (Stream<Path> files = Files.list(output)) {
      if (files.noneMatch(file -> file.toString().endsWith(".parquet"))) {
        throw new SourceException(output + " has no Parquet file" + HINT);
      }
    } catch (IOException e) {
      throw new SourceException(output + " cannot be listed: " + e.getMessage(), e);
    }
    Set<String> columns = new HashSet<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "DESCRIBE SELECT * FROM " + parquet(output.getFileName().toString()))) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw unreadable(output, e);
    }
    return columns;
  }

  /**
   * Fails if the market's days or the leaderboard are not those of the bars, which is what the page
   * adds up again for every choice of tickers and dates.
   */
  private void requireOneRun() {
    requireSame(
        "market_daily",
        "trade_date",
        TOTAL
            + ", max(volume) AS max_volume, count(volume) AS tickers,"
            + " count(*) FILTER (WHERE flagged) AS flagged");
    requireSame("leaderboard", "ticker", TOTAL + ", max(volume) AS max_volume");
  }

  private void requireSame(String output, String key, String aggregates) {
    List<String> names = new ArrayList<>(List.of(key));
    for (String aggregate : aggregates.split(", *", -1)) {
      names.add(aggregate.substring(aggregate.lastIndexOf(' ') + 1));
    }
    requireColumns(output, names);
    List<String> compared = names.stream().map(RunFolder::comparable).toList();
    String bars =
        "SELECT %s FROM (SELECT %s, %s FROM %s GROUP BY %s)"
            .formatted(String.join(", ", compared), key, aggregates, parquet("ticker_daily"), key);
    requireSame(output, "ticker_daily", key, compared, bars);
  }

  /** Fails if the shocks are not those of the market's days, or anomalies not those of the bars. */
  private void requireShocksOfOneRun(ShockRule rule) {
    if (!hasShocks()) {
      throw new SourceException(
          folder
              + " has no shocks, which the run that wrote its market_daily wrote too; run again"
              + " with --overwrite");
    }
    requireColumns(SHOCKS, ShockOutputs.OF_SHOCKS);
    requireColumns("market_daily", ShockOutputs.OF_DAYS);
    requireSame(
        SHOCKS,
        "market_daily",
        "start_date",
        ShockOutputs.COMPARED,
        ShockOutputs.recomputed(parquet(SHOCKS), parquet("market_daily"), rule.levelsOfShocks()));
    if (hasOwnScores()) {
      requireColumns("anomalies", List.of("trade_date", "ticker", "modified_z_60"));
      requireSame(
          "anomalies",
          "ticker_daily",
          "trade_date",
          List.of("trade_date", "ticker", "modified_z_60"),
          "SELECT trade_date, ticker, modified_z_60 FROM %s WHERE flagged"
              .formatted(parquet("ticker_daily")));
    }
  }

  /** A column to compare: a total that is a double, up to the order in which it was summed. */
  private static String comparable(String column) {
    return column.equals("total_volume")
        ? "CASE WHEN typeof(total_volume) = 'DOUBLE'"
            + " THEN CAST(CAST(total_volume AS FLOAT) AS VARCHAR)"
            + " ELSE CAST(total_volume AS VARCHAR) END AS total_volume"
        : column;
  }

  private void requireColumns(String output, List<String> names) {
    Set<String> columns = columns(folder.resolve(output));
    for (String name : names) {
      if (!columns.contains(name)) {
        throw new SourceException(folder.resolve(output) + " has no column " + name + HINT);
      }
    }
  }

  /** Fails if some columns of an output do not have what a query finds in another one. */
  private void requireSame(
      String output, String other, String key, List<String> columns, String expected) {
    String published = "SELECT %s FROM %s".formatted(String.join(", ", columns), parquet(output));
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT min(%s) FROM ((%s EXCEPT %s) UNION ALL (%s EXCEPT %s))"
                    .formatted(key, expected, published, published, expected))) {
      rows.next();
      if (rows.getString(1) != null) {
        throw new SourceException(
            "%s and %s are not of the same run: they differ for %s; run again with --overwrite"
                .formatted(folder.resolve(output), other, rows.getString(1)));
      }
    } catch (SQLException e) {
      throw unreadable(folder.resolve(output), e);
    }
  }

  private String parquet(String output) {
    String pattern = folder.resolve(output).toString().replaceAll("[\\[\\]*?]", "[$0]");
    return "read_parquet(" + literal(pattern + "/*.parquet") + ")";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static SourceException unreadable(Path path, SQLException e) {
    return new SourceException(path + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw new SourceException("DuckDB cannot be closed: " + e.getMessage(), e);
    }
  }
}
