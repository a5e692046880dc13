package io.github.marketvolume.gcp;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.market.BarColumn;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A table with the bars of a source: its own, or the one that BigQuery puts the result of a view or
 * a query into, and deletes after a day.
 */
final class BarsTable {

  private final TableId table;
  private final Map<BarColumn, String> names;

  private BarsTable(TableId table, Map<BarColumn, String> names) {
    this.table = table;
    this.names = names;
  }

  /**
   * Finds the table, after running what must be run.
   *
   * @throws SourceException if it cannot, or if the columns are not those of bars
   */
  static BarsTable of(BigQuery client, Duration pause, BigQuerySource source, ReadRequest request) {
    String what = source.rows().toString();
    try {
      if (source.rows() instanceof BigQuerySource.Query query) {
        return of(client, source, result(client, pause, what, query.project(), query(query.sql())));
      }
      TableRef ref = (TableRef) source.rows();
      Table table = client.getTable(StagedTable.id(ref));
      if (table == null) {
        throw new SourceException(what + " does not exist; check its name, dataset and project");
      }
      if (table.getDefinition() instanceof StandardTableDefinition) {
        return new BarsTable(table.getTableId(), names(source, fieldsOf(table)));
      }
      Map<BarColumn, String> names = names(source, fieldsOf(table));
      QueryJobConfiguration rows = view(ref, names, request);
      String project = client.getOptions().getProjectId();
      return of(client, source, result(client, pause, what, project, rows));
    } catch (BigQueryException e) {
      throw new SourceException(BigQueryWords.of(what, e), e);
    }
  }

  private static BarsTable of(BigQuery client, BigQuerySource source, TableId result) {
    Table table = client.getTable(result);
    if (table == null) {
      throw new SourceException(source.rows() + ": its result has gone; run again");
    }
    return new BarsTable(result, names(source, fieldsOf(table)));
  }

  private static FieldList fieldsOf(Table table) {
    return table.getDefinition().getSchema() == null
        ? FieldList.of()
        : table.getDefinition().getSchema().getFields();
  }

  private static TableId result(
      BigQuery client, Duration pause, String what, String project, QueryJobConfiguration query) {
    Job job =
        new BigQueryJobs(client, project, "", pause, SourceException::new)
            .run(what, "volume_" + UUID.randomUUID() + "_read", query);
    return ((QueryJobConfiguration) job.reload().getConfiguration()).getDestinationTable();
  }

  private static QueryJobConfiguration query(String sql) {
    return QueryJobConfiguration.of(sql);
  }

  /** Names come from the table, and stand in quotes; dates are parameters. */
  private static QueryJobConfiguration view(
      TableRef view, Map<BarColumn, String> names, ReadRequest request) {
    String columns =
        request.columns().stream()
            .filter(names::containsKey)
            .sorted()
            .map(column -> "`" + names.get(column) + "`")
            .collect(Collectors.joining(", "));
    String day = "`" + names.get(BarColumn.TRADE_DATE) + "`";
    List<String> conditions = new ArrayList<>();
    request.from().ifPresent(first -> conditions.add(day + " >= @first"));
    request.to().ifPresent(last -> conditions.add(day + " <= @last"));
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    QueryJobConfiguration.Builder query =
        QueryJobConfiguration.newBuilder("SELECT " + columns + " FROM `" + view + "`" + where);
    request.from().ifPresent(first -> query.addNamedParameter("first", date(first)));
    request.to().ifPresent(last -> query.addNamedParameter("last", date(last)));
    return query.build();
  }

  private static QueryParameterValue date(LocalDate day) {
    return QueryParameterValue.date(day.toString());
  }

  /** Which column of the table is which of a bar; letters of either case. */
  private static Map<BarColumn, String> names(BigQuerySource source, FieldList fields) {
    String what = source.rows().toString();
    Map<BarColumn, String> names = new EnumMap<>(BarColumn.class);
    for (Field field : fields) {
      for (BarColumn column : BarColumn.values()) {
        if (isRead(column, source) && column.columnName().equalsIgnoreCase(field.getName())) {
          requireType(what, column, field);
          names.put(column, field.getName());
        }
      }
    }
    for (BarColumn column : BarColumn.values()) {
      if (column.isRequired() && !names.containsKey(column)) {
        throw new SourceException(
            what
                + ": column "
                + column.columnName()
                + " is missing; name it so by a view or a query");
      }
    }
    return names;
  }

  private static boolean isRead(BarColumn column, BigQuerySource source) {
    return !column.isOptional() || source.optionalColumns().contains(column);
  }

  private static void requireType(String what, BarColumn column, Field field) {
    String expected =
        switch (column.unit()) {
          case DATE -> "DATE";
          case SYMBOL -> "STRING";
          default -> "INT64, FLOAT64 or NUMERIC";
        };
    boolean fits =
        field.getMode() != Field.Mode.REPEATED
            && List.of(expected.split(", | or "))
                .contains(field.getType().getStandardType().name());
    if (!fits) {
      throw new SourceException(
          what
              + ": column "
              + field.getName()
              + " is of type "
              + field.getType().getStandardType()
              + "; it must be "
              + expected);
    }
  }

  /** The columns of bars that are both asked for and there, the key and the volume always. */
  List<BarColumn> columns(ReadRequest request) {
    return names.keySet().stream()
        .filter(column -> column.isRequired() || request.columns().contains(column))
        .toList();
  }

  /** What the table calls a column. */
  String nameOf(BarColumn column) {
    return Objects.requireNonNull(names.get(column));
  }

  /** The table as Spark's connector names it. */
  String path() {
    return table.getProject() + "." + table.getDataset() + "." + table.getTable();
  }

  /** The table as the Storage API names it. */
  String resource() {
    return "projects/%s/datasets/%s/tables/%s"
        .formatted(table.getProject(), table.getDataset(), table.getTable());
  }

  /** The rows that are asked for, as the Storage API is told. */
  String restriction(ReadRequest request) {
    String day = "`" + names.get(BarColumn.TRADE_DATE) + "`";
    List<String> conditions = new ArrayList<>();
    request.from().ifPresent(first -> conditions.add(day + " >= DATE '" + first + "'"));
    request.to().ifPresent(last -> conditions.add(day + " <= DATE '" + last + "'"));
    return String.join(" AND ", conditions);
  }
}
