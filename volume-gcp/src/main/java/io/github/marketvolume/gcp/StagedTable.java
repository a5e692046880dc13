package io.github.marketvolume.gcp;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Rows on their way into a table: loaded into a table of their own beside it, and taken over by one
 * statement, which BigQuery does wholly or not at all. What it leaves if a run dies, BigQuery
 * deletes after a day.
 */
final class StagedTable implements StagedOutput {

  private static final int CONFLICT = 409;
  private static final Duration LIFE = Duration.ofDays(1);

  private final BigQuery client;
  private final BigQuerySink sink;
  private final Schema<?> schema;
  private final RunContext context;
  private final TableRef staging;
  private final String token = UUID.randomUUID().toString();
  private final BigQueryJobs jobs;
  private long rows;

  private StagedTable(
      BigQuery client,
      Duration pause,
      BigQuerySink sink,
      Schema<?> schema,
      RunContext context,
      String location) {
    this.client = client;
    this.sink = sink;
    this.schema = schema;
    this.context = context;
    DatasetRef dataset = sink.table().dataset();
    this.staging =
        dataset.table("volume_staging_" + sink.table().table() + "_" + token.replace("-", ""));
    this.jobs =
        new BigQueryJobs(
            client, client.getOptions().getProjectId(), location, pause, SinkException::new);
  }

  /**
   * Fails unless rows can become part of the table.
   *
   * @throws InvalidPlanException if the sink does not suit the rows
   * @throws SinkException if the table does not, or BigQuery cannot be asked
   */
  static void check(BigQuery client, BigQuerySink sink, Schema<?> schema) {
    requireColumns(sink, sink.keys(), "is merged by", schema);
    requireColumns(sink, sink.creation().clusterColumns(), "is clustered by", schema);
    target(client, sink, schema);
  }

  private static void requireColumns(
      BigQuerySink sink, List<String> names, String use, Schema<?> schema) {
    for (String name : names) {
      Schema.Column<?> column =
          schema.columns().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidPlanException(
                          "%s %s %s, which rows lack; they have %s"
                              .formatted(
                                  sink.table(), use, name, String.join(", ", schema.names()))));
      if (sink.keys().contains(name) && column.nullable()) {
        throw new InvalidPlanException(
            "%s %s %s, which may be missing; choose columns that every row has"
                .formatted(sink.table(), use, name));
      }
    }
  }

  /** The table, if it is there; it suits the rows, or can be made. */
  private static Optional<Table> target(BigQuery client, BigQuerySink sink, Schema<?> schema) {
    Table table;
    try {
      table = client.getTable(id(sink.table()));
    } catch (BigQueryException e) {
      throw new SinkException(BigQueryWords.of(sink.table().toString(), e), e);
    }
    if (table == null) {
      if (!sink.creation().isAllowed()) {
        throw new SinkException(
            sink.table() + " does not exist; make it, or say how with creating(...)");
      }
      requireMonths(sink, sink.creation().monthColumn(), schema);
      return Optional.empty();
    }
    if (!(table.getDefinition() instanceof StandardTableDefinition definition)) {
      throw new SinkException(
          sink.table()
              + " is a "
              + table.getDefinition().getType().toString().toLowerCase(Locale.ROOT)
              + ", not a table; name another");
    }
    FieldList fields =
        definition.getSchema() == null ? FieldList.of() : definition.getSchema().getFields();
    List<String> differences = TableSchemas.differences(fields, schema);
    if (!differences.isEmpty()) {
      throw new SinkException(
          "%s does not have the columns of the rows: %s; alter it, or write to another table"
              .formatted(sink.table(), String.join("; ", differences)));
    }
    requireMonths(sink, monthColumn(definition), schema);
    return Optional.of(table);
  }

  private static String monthColumn(StandardTableDefinition definition) {
    TimePartitioning partitions = definition.getTimePartitioning();
    boolean byMonth =
        partitions != null
            && partitions.getType() == TimePartitioning.Type.MONTH
            && partitions.getField() != null;
    return byMonth ? partitions.getField() : "";
  }

  private static void requireMonths(BigQuerySink sink, String column, Schema<?> schema) {
    if (sink.mode() != BigQuerySink.Mode.REPLACE_MONTHS) {
      return;
    }
    boolean suits =
        schema.columns().stream()
            .anyMatch(
                c ->
                    c.name().equals(column)
                        && !c.nullable()
                        && TableSchemas.typeOf(c.type()) == StandardSQLTypeName.DATE);
    if (!suits) {
      throw new SinkException(
          sink.table()
              + " is not partitioned by the months of a date that every row has, so that months"
              + " cannot be replaced; partition it, or replace the table");
    }
  }

  /**
   * Makes the table beside the table, and the dataset if it may be made.
   *
   * @throws SinkException if it cannot
   */
  static StagedTable create(
      BigQuery client, Duration pause, BigQuerySink sink, Schema<?> schema, RunContext context) {
    check(client, sink, schema);
    try {
      StagedTable staged =
          new StagedTable(client, pause, sink, schema, context, dataset(client, sink));
      staged.createTable(
          TableInfo.newBuilder(
                  id(staged.staging),
                  StandardTableDefinition.of(TableSchemas.withoutRequired(schema)))
              .setExpirationTime(System.currentTimeMillis() + LIFE.toMillis())
              .build());
      return staged;
    } catch (BigQueryException e) {
      throw new SinkException(BigQueryWords.of(sink.table().toString(), e), e);
    }
  }

  /** The location of the dataset, which is made if it may be. */
  private static String dataset(BigQuery client, BigQuerySink sink) {
    DatasetRef ref = sink.table().dataset();
    DatasetId id = DatasetId.of(ref.project(), ref.dataset());
    Dataset dataset = client.getDataset(id);
    if (dataset == null && !sink.creation().datasetLocation().isEmpty()) {
      try {
        dataset =
            client.create(
                DatasetInfo.newBuilder(id).setLocation(sink.creation().datasetLocation()).build());
      } catch (BigQueryException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
        dataset = client.getDataset(id);
      }
    }
    if (dataset == null) {
      throw new SinkException(
          ref + " does not exist; make the dataset, or say where with withDatasetIn(...)");
    }
    return dataset.getLocation() == null ? "" : dataset.getLocation();
  }

  /** Says whether this call made it. */
  private boolean createTable(TableInfo table) {
    try {
      client.create(table);
      return true;
    } catch (BigQueryException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      return false;
    }
  }

  /** The table that rows are loaded into. */
  TableRef staging() {
    return staging;
  }

  /** Loads files of this machine. */
  void load(List<Path> parquet) {
    for (int k = 0; k < parquet.size(); k++) {
      jobs.load(sink.table().toString(), name("load-" + k), parquet.get(k), id(staging));
    }
  }

  /** Counts what was loaded. */
  void count() {
    rows = Long.parseLong(values("count", "SELECT COUNT(*) FROM " + quoted(staging)).get(0));
  }

  private String name(String step) {
    return "volume_" + token + "_" + step;
  }

  private List<String> values(String step, String sql) {
    Job job = jobs.run(sink.table().toString(), name(step), QueryJobConfiguration.of(sql));
    List<String> values = new ArrayList<>();
    try {
      for (FieldValueList row : job.getQueryResults().iterateAll()) {
        values.add(row.get(0).getStringValue());
      }
    } catch (InterruptedException e) {
      throw BigQueryJobs.interrupted(e);
    } catch (BigQueryException e) {
      throw new SinkException(BigQueryWords.of(sink.table().toString(), e), e);
    }
    return values;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void publish() {
    boolean created = false;
    try {
      Optional<Table> there = target(client, sink, schema);
      if (there.isEmpty()) {
        created = createTable(newTable());
      }
      jobs.run(sink.table().toString(), name("publish"), statement(there));
    } catch (BigQueryException e) {
      undo(created);
      throw new SinkException(BigQueryWords.of(sink.table().toString(), e), e);
    } catch (RuntimeException e) {
      undo(created);
      throw e;
    }
  }

  /** Removes a table that this run has made and that has nothing in it. */
  private void undo(boolean created) {
    try {
      Table table = created ? client.getTable(id(sink.table())) : null;
      if (table != null && table.getNumRows() != null && table.getNumRows().signum() == 0) {
        table.delete();
      }
    } catch (BigQueryException e) {
      context.warn(sink.table() + " was made, is empty, and could not be deleted again");
    }
  }

  private TableInfo newTable() {
    TableCreation creation = sink.creation();
    StandardTableDefinition.Builder definition =
        StandardTableDefinition.newBuilder().setSchema(TableSchemas.of(schema));
    if (!creation.monthColumn().isEmpty()) {
      definition.setTimePartitioning(
          TimePartitioning.newBuilder(TimePartitioning.Type.MONTH)
              .setField(creation.monthColumn())
              .build());
    }
    if (!creation.clusterColumns().isEmpty()) {
      definition.setClustering(
          Clustering.newBuilder().setFields(creation.clusterColumns()).build());
    }
    TableInfo.Builder table =
        TableInfo.newBuilder(id(sink.table()), definition.build()).setLabels(creation.labels());
    if (!creation.expiry().isZero()) {
      table.setExpirationTime(System.currentTimeMillis() + creation.expiry().toMillis());
    }
    return table.build();
  }

  private QueryJobConfiguration statement(Optional<Table> there) {
    return switch (sink.mode()) {
      case APPEND ->
          QueryJobConfiguration.of(
              "INSERT INTO %s (%s) SELECT * FROM (SELECT %s FROM %s EXCEPT DISTINCT SELECT %s FROM %s)"
                  .formatted(
                      quoted(sink.table()),
                      columns(""),
                      columns(""),
                      quoted(staging),
                      columns(""),
                      quoted(sink.table())));
      case REPLACE_TABLE -> replacing("", Set.of());
      case REPLACE_MONTHS -> {
        String column =
            there.isEmpty()
                ? sink.creation().monthColumn()
                : monthColumn(there.get().getDefinition());
        Set<String> months = new TreeSet<>();
        sink.months().forEach(month -> months.add(month.atDay(1).toString()));
        months.addAll(
            values(
                "months",
                "SELECT DISTINCT DATE_TRUNC(`%s`, MONTH) FROM %s"
                    .formatted(column, quoted(staging))));
        yield replacing(" AND DATE_TRUNC(T.`" + column + "`, MONTH) IN UNNEST(@months)", months);
      }
      case MERGE ->
          QueryJobConfiguration.of(
              "MERGE %s T USING %s S ON %s%s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
                  .formatted(
                      quoted(sink.table()),
                      quoted(staging),
                      sink.keys().stream()
                          .map(key -> "T.`" + key + "` = S.`" + key + "`")
                          .collect(Collectors.joining(" AND ")),
                      updates(),
                      columns(""),
                      columns("S.")));
    };
  }

  private QueryJobConfiguration replacing(String which, Set<String> months) {
    String sql =
        "MERGE %s T USING %s S ON FALSE WHEN NOT MATCHED BY SOURCE%s THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (%s) VALUES (%s)"
            .formatted(quoted(sink.table()), quoted(staging), which, columns(""), columns("S."));
    QueryJobConfiguration.Builder query = QueryJobConfiguration.newBuilder(sql);
    if (!which.isEmpty()) {
      query.addNamedParameter(
          "months",
          QueryParameterValue.array(months.toArray(String[]::new), StandardSQLTypeName.DATE));
    }
    return query.build();
  }

  private String updates() {
    String set =
        schema.names().stream()
            .filter(name -> !sink.keys().contains(name))
            .map(name -> "`" + name + "` = S.`" + name + "`")
            .collect(Collectors.joining(", "));
    return set.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + set;
  }

  private String columns(String prefix) {
    return schema.names().stream()
        .map(name -> prefix + "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static String quoted(TableRef table) {
    return "`" + table + "`";
  }

  static TableId id(TableRef table) {
    return TableId.of(table.dataset().project(), table.dataset().dataset(), table.table());
  }

  @Override
  public void close() {
    try {
      client.delete(id(staging));
    } catch (BigQueryException e) {
      context.warn(staging + " could not be deleted; BigQuery deletes it itself after a day");
    }
  }
}
