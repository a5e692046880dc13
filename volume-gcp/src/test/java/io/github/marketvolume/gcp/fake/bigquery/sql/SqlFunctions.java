package io.github.marketvolume.gcp.fake.bigquery.sql;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How calls of GoogleSQL functions are said to the engine. A function that is not here is not
 * served; those whose nulls or types differ between the two are here only where the difference is
 * made up for.
 */
final class SqlFunctions {

  private static final Set<String> SAME =
      Set.of(
          "COUNT",
          "SUM",
          "AVG",
          "MIN",
          "MAX",
          "ANY_VALUE",
          "ABS",
          "SIGN",
          "FLOOR",
          "CEIL",
          "SQRT",
          "LN",
          "EXP",
          "MOD",
          "ROUND",
          "COALESCE",
          "NULLIF",
          "UPPER",
          "LOWER",
          "TRIM",
          "LTRIM",
          "RTRIM",
          "REPLACE",
          "STARTS_WITH",
          "ENDS_WITH",
          "ROW_NUMBER",
          "RANK",
          "DENSE_RANK",
          "NTILE",
          "LAG",
          "LEAD",
          "FIRST_VALUE",
          "LAST_VALUE",
          "NTH_VALUE",
          "STDDEV",
          "STDDEV_SAMP",
          "STDDEV_POP",
          "VAR_SAMP",
          "VAR_POP",
          "CORR");

  private static final Map<String, String> RENAMED =
      Map.of(
          "IFNULL", "coalesce",
          "COUNTIF", "count_if",
          "LOGICAL_AND", "bool_and",
          "LOGICAL_OR", "bool_or",
          "CHAR_LENGTH", "length",
          "LENGTH", "length",
          "SUBSTR", "substr",
          "SUBSTRING", "substr",
          "UNIX_MICROS", "epoch_us",
          "VARIANCE", "var_samp");

  private static final Map<String, String> PARTS =
      Map.of(
          "DAY", "day", "ISOWEEK", "week", "MONTH", "month", "QUARTER", "quarter", "YEAR", "year",
          "HOUR", "hour", "MINUTE", "minute", "SECOND", "second");

  /** Formats that the two understand alike: of text, of a whole number, and of decimals. */
  private static final Pattern FORMAT = Pattern.compile("'([^%']|''|%%|%s|%d|%\\.\\d+f)*'");

  private SqlFunctions() {}

  /** The call for the engine; the arguments are the engine's already, but for names of parts. */
  static Optional<String> call(String name, List<String> args) {
    if (SAME.contains(name)) {
      return Optional.of(name.toLowerCase(Locale.ROOT) + "(" + String.join(", ", args) + ")");
    }
    if (RENAMED.containsKey(name)) {
      return Optional.of(RENAMED.get(name) + "(" + String.join(", ", args) + ")");
    }
    return Optional.ofNullable(
        switch (name + "/" + args.size()) {
          case "CURRENT_DATE/0" -> "current_date";
          case "CURRENT_TIMESTAMP/0" -> "now()";
          case "IF/3" ->
              "CASE WHEN %s THEN %s ELSE %s END".formatted(args.get(0), args.get(1), args.get(2));
          case "SAFE_DIVIDE/2" ->
              "(CASE WHEN (%2$s) = 0 THEN NULL ELSE CAST(%1$s AS DOUBLE) / (%2$s) END)"
                  .formatted(args.get(0), args.get(1));
          case "IEEE_DIVIDE/2" ->
              "(CAST(%s AS DOUBLE) / CAST(%s AS DOUBLE))".formatted(args.get(0), args.get(1));
          case "DATE/1" -> "CAST(" + args.get(0) + " AS DATE)";
          case "DATE/3" -> "make_date(" + String.join(", ", args) + ")";
          case "TIMESTAMP/1" -> "CAST(" + args.get(0) + " AS TIMESTAMP WITH TIME ZONE)";
          case "DATE_TRUNC/2" -> "CAST(" + trunc(args) + " AS DATE)";
          case "TIMESTAMP_TRUNC/2" -> trunc(args);
          case "DATE_DIFF/3" ->
              "date_diff(%s, %s, %s)".formatted(part(args.get(2)), args.get(1), args.get(0));
          case "FORMAT_DATE/2" -> "strftime(" + args.get(1) + ", " + args.get(0) + ")";
          case "GENERATE_UUID/0" -> "CAST(uuid() AS VARCHAR)";
          default -> text(name, args);
        });
  }

  /** A call that makes text of any number of arguments, and null of a null among them. */
  private static String text(String name, List<String> args) {
    if (name.equals("CONCAT") && !args.isEmpty()) {
      return "(" + String.join(" || ", args) + ")";
    }
    boolean formats = name.equals("FORMAT") && FORMAT.matcher(args.get(0).strip()).matches();
    return formats ? "printf(" + String.join(", ", args) + ")" : null;
  }

  private static String trunc(List<String> args) {
    return "date_trunc(" + part(args.get(1)) + ", " + args.get(0) + ")";
  }

  /** A part of a date as the engine's literal. */
  static String part(String name) {
    String part = PARTS.get(name.replace("\"", "").toUpperCase(Locale.ROOT));
    if (part == null) {
      throw ApiException.notServed("the date part " + name);
    }
    return "'" + part + "'";
  }
}
