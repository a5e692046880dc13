package io.github.marketvolume.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares the rows of the outputs of two folders that runs or updates have written: each cell to
 * the last bit, in any order of the rows. Files that are equal but for the names of the runs that
 * wrote them are not read further. A program without this module's other classes, so that {@code
 * bench/same-rows.sh} can start it from this file.
 */
final class SameRows {

  /** What every run writes, and the bars that it keeps for updates. */
  private static final List<String> OUTPUTS =
      List.of(
          "ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected", "bars");

  /** The name of a run, which is in each of its files. */
  private static final Pattern RUN =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final int RUN_LENGTH = 36;

  private SameRows() {}

  public static void main(String[] folders) throws IOException, SQLException {
    List<String> differences = differences(Path.of(folders[0]), Path.of(folders[1]));
    differences.forEach(System.out::println);
    System.exit(differences.isEmpty() ? 0 : 1);
  }

  /** What differs, a line for each output that does; empty if nothing does. */
  static List<String> differences(Path one, Path other) throws IOException, SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      for (String output : OUTPUTS) {
        if (areSameFiles(one.resolve(output), other.resolve(output))) {
          continue;
        }
        String first = rows(statement, one.resolve(output));
        String second = rows(statement, other.resolve(output));
        if (!columns(statement, first).equals(columns(statement, second))) {
          differences.add(output + ": the columns differ");
          continue;
        }
        String differing =
            "(%1$s except all %2$s) union all (%2$s except all %1$s)".formatted(first, second);
        try (ResultSet rows = statement.executeQuery("select count(*) from (" + differing + ")")) {
          rows.next();
          if (rows.getLong(1) > 0) {
            differences.add(output + ": " + rows.getLong(1) + " rows differ");
          }
        }
      }
    }
    return differences;
  }

  /** Whether two folders have the same Parquet files, byte for byte but for the names of runs. */
  private static boolean areSameFiles(Path one, Path other) throws IOException {
    List<String> names = names(one);
    if (!names.equals(names(other))) {
      return false;
    }
    for (String name : names) {
      if (!isSame(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(other.resolve(name)))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(Path output) throws IOException {
    if (!Files.isDirectory(output)) {
      throw new IllegalArgumentException("there is no folder " + output);
    }
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".parquet"))
          .sorted()
          .toList();
    }
  }

  private static boolean isSame(byte[] one, byte[] other) {
    if (one.length != other.length) {
      return false;
    }
    int from = 0;
    while (from < one.length) {
      int apart = Arrays.mismatch(one, from, one.length, other, from, one.length);
      if (apart < 0) {
        return true;
      }
      int end = endOfRun(one, from + apart);
      if (end < 0 || end != endOfRun(other, from + apart)) {
        return false;
      }
      from = end;
    }
    return true;
  }

  /** Where the name of a run ends that a place is in; -1 if it is in none. */
  private static int endOfRun(byte[] bytes, int place) {
    int from = Math.max(0, place - RUN_LENGTH + 1);
    int to = Math.min(bytes.length, place + RUN_LENGTH);
    Matcher run = RUN.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    return run.find() && from + run.start() <= place ? from + run.end() : -1;
  }

  /** A query of all rows, with what tells 0 from -0, which SQL takes for equal. */
  private static String rows(Statement statement, Path output) throws SQLException {
    String files = "'" + output + "/*.parquet'";
    StringBuilder query = new StringBuilder("(select *");
    try (ResultSet columns = statement.executeQuery("describe from " + files)) {
      while (columns.next()) {
        if (columns.getString("column_type").equals("DOUBLE")) {
          query.append(", signbit(\"").append(columns.getString("column_name")).append("\")");
        }
      }
    }
    return query.append(" from ").append(files).append(")").toString();
  }

  private static List<String> columns(Statement statement, String query) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("describe " + query)) {
      while (described.next()) {
        columns.add(described.getString("column_name") + " " + described.getString("column_type"));
      }
    }
    return columns;
  }
}
