package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the rows of a job into its destination: all of them, at once, or none. */
public final class TableWriter {

  /**
   * Where rows go and what is to become of those that are there.
   *
   * @param attributes of the table if it is to be made: timePartitioning, clustering and the like
   */
  public record Destination(
      TableName name,
      String create,
      String write,
      ObjectNode attributes,
      Set<String> schemaUpdates) {}

  private final Catalog catalog;
  private final Engine engine;

  public TableWriter(Catalog catalog) {
    this.catalog = catalog;
    this.engine = catalog.engine();
  }

  /**
   * Writes what {@code query}, of the engine, has; its columns are those of {@code schema}, in
   * order.
   */
  public Table write(Destination to, TableSchema schema, String query) throws SQLException {
    catalog.dataset(to.name().project(), to.name().dataset());
    Optional<Table> there = catalog.find(to.name());
    if (there.isEmpty()) {
      if (to.create().equals("CREATE_NEVER")) {
        throw ApiException.notFound("Not found: Table " + to.name());
      }
      return create(to, schema, query);
    }
    Table table = there.get();
    if (table.view()) {
      throw ApiException.invalid(
          to.name() + " is not allowed for this operation because it is currently a VIEW.");
    }
    boolean anew =
        to.write().equals("WRITE_TRUNCATE")
            && to.name().partition().isEmpty()
            && catalog.rows(table) == 0;
    if (!anew) {
      checkPartitioning(to, table);
    }
    switch (to.write()) {
      case "WRITE_EMPTY" -> {
        if (catalog.rows(table) > 0) {
          throw ApiException.duplicate("Already Exists: Table " + to.name());
        }
        append(to, table, schema, query);
      }
      case "WRITE_APPEND" -> append(to, table, schema, query);
      case "WRITE_TRUNCATE" -> {
        if (to.name().partition().isPresent()) {
          append(to, table, schema, query);
        } else {
          truncate(table, schema, query);
          if (anew) {
            // An empty table takes the partitioning that the job brings, as the connector expects.
            ObjectNode attributes = table.attributes().deepCopy();
            attributes.setAll(to.attributes());
            table.describe(attributes, table.schema());
          }
        }
      }
      default -> throw ApiException.invalid("Invalid value for writeDisposition: " + to.write());
    }
    return table;
  }

  private Table create(Destination to, TableSchema schema, String query) throws SQLException {
    if (to.name().partition().isPresent() && TimePartitioning.of(to.attributes()).isEmpty()) {
      throw ApiException.invalid(
          "Cannot write to the partition " + to.name() + " of a table that is not partitioned");
    }
    String relation = fill(schema, query);
    Table table = null;
    try {
      Optional<TimePartitioning> by = TimePartitioning.of(to.attributes());
      if (to.name().partition().isPresent() && by.isPresent()) {
        checkPartition(relation, by.get(), to.name().partition().get());
      }
      table = catalog.addTable(to.name().whole(), to.attributes().deepCopy(), schema, relation);
      return table;
    } finally {
      if (table == null) {
        engine.drop(relation);
      }
    }
  }

  private void truncate(Table table, TableSchema schema, String query) throws SQLException {
    String relation = fill(schema, query);
    String old = table.relation();
    table.replace(relation, schema);
    engine.drop(old);
  }

  /** A new relation with all rows of a query; none if that fails. */
  private String fill(TableSchema schema, String query) throws SQLException {
    String relation = engine.newRelation();
    return engine.transaction(
        () -> {
          engine.createTable(relation, schema);
          engine.update(
              "INSERT INTO " + relation + " (" + schema.columns() + ") " + cast(schema, query));
          return relation;
        });
  }

  /** Adds rows; into a partition, in place of its own if it is to be truncated. */
  private void append(Destination to, Table table, TableSchema schema, String query)
      throws SQLException {
    TableSchema target = merged(to, table, schema);
    String relation = fill(schema, query);
    try {
      engine.transaction(
          () -> {
            for (TableSchema.Field field : target.fields()) {
              if (table.schema().find(field.name()).isEmpty()) {
                engine.update(
                    "ALTER TABLE %s ADD COLUMN %s %s"
                        .formatted(table.relation(), field.quoted(), field.type().engineName()));
              }
            }
            if (to.name().partition().isPresent()) {
              TimePartitioning by =
                  table
                      .partitioning()
                      .orElseThrow(
                          () ->
                              ApiException.invalid(
                                  "Cannot write to the partition "
                                      + to.name()
                                      + " of a table that is not partitioned"));
              String partition = to.name().partition().get();
              checkPartition(relation, by, partition);
              if (to.write().equals("WRITE_TRUNCATE")) {
                engine.update("DELETE FROM " + table.relation() + " WHERE " + by.holds(partition));
              }
            }
            return engine.update(
                "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY rowid"
                    .formatted(table.relation(), schema.columns(), schema.columns(), relation));
          });
      table.describe(table.attributes(), target);
    } finally {
      engine.drop(relation);
    }
  }

  private void checkPartition(String relation, TimePartitioning by, String partition)
      throws SQLException {
    if (engine.number(
            "SELECT count(*) FROM " + relation + " WHERE NOT (" + by.holds(partition) + ")")
        > 0) {
      throw ApiException.invalid(
          "Some rows belong to different partitions rather than destination partition "
              + partition);
    }
  }

  private static void checkPartitioning(Destination to, Table table) {
    Optional<TimePartitioning> given = TimePartitioning.of(to.attributes());
    if (given.isPresent() && !given.equals(table.partitioning())) {
      throw ApiException.invalid(
          "Incompatible table partitioning specification. Expects partitioning specification %s, but input partitioning specification is %s"
              .formatted(
                  table.partitioning().map(TimePartitioning::toString).orElse("none"),
                  given.get()));
    }
  }

  /** The table's columns after the write. */
  private static TableSchema merged(Destination to, Table table, TableSchema schema) {
    String mismatch = "Provided Schema does not match Table " + to.name().whole() + ". ";
    List<TableSchema.Field> fields = new ArrayList<>(table.schema().fields());
    for (TableSchema.Field field : schema.fields()) {
      Optional<TableSchema.Field> old = table.schema().find(field.name());
      if (old.isEmpty()) {
        if (!to.schemaUpdates().contains("ALLOW_FIELD_ADDITION")) {
          throw ApiException.invalid(mismatch + "Cannot add fields (field: " + field.name() + ")");
        }
        fields.add(field);
      } else if (old.get().type() != field.type()) {
        throw ApiException.invalid(
            "%sField %s has changed type from %s to %s"
                .formatted(
                    mismatch, field.name(), old.get().type().restName(), field.type().restName()));
      }
    }
    for (TableSchema.Field field : table.schema().fields()) {
      if (field.required() && schema.find(field.name()).isEmpty()) {
        throw ApiException.invalid(
            mismatch + "Field " + field.name() + " is missing in new schema");
      }
    }
    return new TableSchema(fields);
  }

  private static String cast(TableSchema schema, String query) {
    String columns =
        IntStream.range(0, schema.fields().size())
            .mapToObj(i -> "CAST(c" + i + " AS " + schema.fields().get(i).type().engineName() + ")")
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, schema.fields().size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM (" + query + ") AS q (" + names + ")";
  }
}
