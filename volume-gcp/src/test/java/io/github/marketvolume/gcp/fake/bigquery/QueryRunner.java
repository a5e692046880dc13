package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.EngineErrors;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableWriter;
import io.github.marketvolume.gcp.fake.bigquery.sql.SqlLexer;
import io.github.marketvolume.gcp.fake.bigquery.sql.SqlScope;
import io.github.marketvolume.gcp.fake.bigquery.sql.SqlTranslator;
import io.github.marketvolume.gcp.fake.bigquery.sql.Token;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Carries out statements of GoogleSQL. */
final class QueryRunner {

  private static final Set<String> TABLE_ATTRIBUTES =
      Set.of("timePartitioning", "clustering", "destinationTableProperties");

  /**
   * What came of a statement.
   *
   * @param result holds the rows of a query; nothing for other statements and for a dry run
   */
  record Outcome(
      String type,
      TableSchema schema,
      Optional<Table> result,
      Optional<Long> affected,
      List<Table> tables,
      long bytes) {}

  private final Catalog catalog;
  private final Engine engine;
  private final TableWriter writer;

  QueryRunner(Catalog catalog) {
    this.catalog = catalog;
    this.engine = catalog.engine();
    this.writer = new TableWriter(catalog);
  }

  /**
   * Runs {@code configuration.query}.
   *
   * @param location of the job, if it names one
   */
  Outcome run(JsonNode query, String project, Optional<String> location, boolean dryRun) {
    String sql = Json.text(query, "query");
    if (query.path("useLegacySql").asBoolean(true)) {
      throw ApiException.notServed(
          "legacy SQL, the service's default; set useLegacySql to false: " + sql);
    }
    QueryParameters parameters = QueryParameters.parse(query.path("queryParameters"));
    Optional<String> dataset =
        Optional.of(Json.text(query.path("defaultDataset"), "datasetId"))
            .filter(text -> !text.isEmpty());
    SqlScope scope =
        new SqlScope(
            catalog, project, dataset, location, parameters.named(), parameters.positional());
    List<Token> tokens = new ArrayList<>(SqlLexer.tokens(sql));
    try {
      return new Run(query, project, location, dryRun, scope, sql, tokens).go();
    } catch (SQLException e) {
      throw EngineErrors.of(e, sql);
    }
  }

  /** One statement. */
  private final class Run {
    private final JsonNode query;
    private final String project;
    private final Optional<String> location;
    private final boolean dryRun;
    private final SqlScope scope;
    private final String sql;
    private final List<Token> tokens;
    private final SqlTranslator translator;

    Run(
        JsonNode query,
        String project,
        Optional<String> location,
        boolean dryRun,
        SqlScope scope,
        String sql,
        List<Token> tokens) {
      this.query = query;
      this.project = project;
      this.location = location;
      this.dryRun = dryRun;
      this.scope = scope;
      this.sql = sql;
      this.tokens = tokens;
      this.translator = new SqlTranslator(sql, tokens, scope);
    }

    Outcome go() throws SQLException {
      int from = declarations();
      int to = tokens.size();
      if (to > from && tokens.get(to - 1).symbol(";")) {
        to--;
      }
      for (int i = from; i < to; i++) {
        if (tokens.get(i).symbol(";")) {
          throw ApiException.notServed("a script of several statements: " + sql);
        }
      }
      if (from >= to) {
        throw ApiException.invalidQuery("Syntax error: Unexpected end of statement");
      }
      String first = tokens.get(from).upper();
      return switch (first) {
        case "SELECT", "WITH", "(" -> select(from, to);
        case "INSERT", "UPDATE", "DELETE", "MERGE" -> change(first, from, to);
        case "TRUNCATE" -> truncate(from, to);
        case "CREATE" -> create(from, to);
        case "DROP" -> drop(from, to);
        default -> throw ApiException.notServed("the statement: " + sql);
      };
    }

    /** {@code DECLARE name [type] DEFAULT (expression);}, evaluated at once. */
    private int declarations() throws SQLException {
      int at = 0;
      while (at < tokens.size() && tokens.get(at).word("DECLARE")) {
        int end = at;
        int word = -1;
        while (end < tokens.size() && !tokens.get(end).symbol(";")) {
          if (tokens.get(end).word("DEFAULT")) {
            word = end;
          }
          end++;
        }
        if (word < 0) {
          throw ApiException.notServed("DECLARE without DEFAULT: " + sql);
        }
        scope.variables().put(tokens.get(at + 1).text(), variable(word + 1, end));
        at = end + 1;
      }
      return at;
    }

    /** The value of {@code (SELECT ARRAY_AGG(DISTINCT expression IGNORE NULLS) FROM ...)}. */
    private String variable(int from, int to) throws SQLException {
      boolean array =
          to - from > 8
              && tokens.get(from).symbol("(")
              && tokens.get(from + 1).word("SELECT")
              && tokens.get(from + 2).word("ARRAY_AGG")
              && tokens.get(from + 4).word("DISTINCT");
      if (!array) {
        throw ApiException.notServed("this DECLARE: " + sql);
      }
      int ignore = from;
      while (ignore < to && !tokens.get(ignore).word("IGNORE")) {
        ignore++;
      }
      if (ignore + 3 >= to || !tokens.get(ignore + 2).symbol(")")) {
        throw ApiException.notServed("this DECLARE: " + sql);
      }
      String value = translator.translate(from + 5, ignore);
      String rest = translator.translate(ignore + 3, to - 1);
      String select = "SELECT DISTINCT " + value + " AS v " + rest;
      FieldType type = engine.describe(select).fields().get(0).type();
      List<String> values = new ArrayList<>();
      for (List<String> row :
          engine.rows("SELECT CAST(v AS VARCHAR) FROM (" + select + ") WHERE v IS NOT NULL")) {
        values.add(Engine.literal(row.get(0)));
      }
      return "CAST([" + String.join(", ", values) + "] AS " + type.engineName() + "[])";
    }

    private Outcome select(int from, int to) throws SQLException {
      String translated = translator.translate(from, to);
      TableSchema schema = engine.describe(translated);
      Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      for (TableSchema.Field field : schema.fields()) {
        if (!seen.add(field.name())) {
          throw ApiException.invalidQuery(
              "Duplicate column names in the result are not supported. Found duplicate(s): "
                  + field.name());
        }
      }
      if (dryRun) {
        return outcome("SELECT", schema, Optional.empty(), Optional.empty());
      }
      Table result = writer.write(destination(), schema, translated);
      return outcome("SELECT", schema, Optional.of(result), Optional.empty());
    }

    private TableWriter.Destination destination() {
      ObjectNode attributes = Json.object();
      for (String name : TABLE_ATTRIBUTES) {
        if (query.has(name)) {
          attributes.set(name, query.get(name).deepCopy());
        }
      }
      JsonNode table = query.path("destinationTable");
      if (table.has("tableId")) {
        return new TableWriter.Destination(
            TableName.parse(table, project),
            query.path("createDisposition").asText("CREATE_IF_NEEDED"),
            query.path("writeDisposition").asText("WRITE_EMPTY"),
            attributes,
            updates(query));
      }
      catalog.hidden(project, location.orElse("US"));
      TableName name = TableName.of(project, Catalog.HIDDEN, "anon" + engine.newRelation());
      return new TableWriter.Destination(
          name, "CREATE_IF_NEEDED", "WRITE_EMPTY", Json.object(), Set.of());
    }

    private Outcome change(String type, int from, int to) throws SQLException {
      String translated = translator.translate(from, to);
      List<Table> tables = scope.tables();
      if (tables.isEmpty() || tables.get(0).view()) {
        throw ApiException.invalidQuery("A view cannot be changed: " + sql);
      }
      if ((type.equals("DELETE") || type.equals("UPDATE"))
          && tokens.stream().noneMatch(token -> token.word("WHERE"))) {
        throw ApiException.invalidQuery(type + " must have a WHERE clause");
      }
      long affected = 0;
      if (dryRun) {
        engine.rows("EXPLAIN " + translated);
      } else {
        affected = engine.transaction(() -> engine.update(translated));
        tables.get(0).touch();
      }
      return outcome(type, new TableSchema(List.of()), Optional.empty(), Optional.of(affected));
    }

    private Outcome truncate(int from, int to) throws SQLException {
      Table table = scope.table(name(from + 2, to, to));
      if (!tokens.get(from + 1).word("TABLE") || table.view()) {
        throw ApiException.invalidQuery("Syntax error: Expected keyword TABLE");
      }
      if (!dryRun) {
        engine.update("DELETE FROM " + table.relation());
        table.touch();
      }
      return outcome(
          "TRUNCATE_TABLE", new TableSchema(List.of()), Optional.empty(), Optional.empty());
    }

    /** The table name that begins at a token and must end at another. */
    private TableName name(int at, int end, int to) {
      List<String> parts = new ArrayList<>();
      if (at >= to || SqlTranslator.path(tokens, at, to, parts) != end) {
        throw ApiException.notServed("the statement: " + sql);
      }
      return scope.name(parts);
    }

    private Outcome create(int from, int to) throws SQLException {
      int at = from + 1;
      boolean replace =
          at + 1 < to && tokens.get(at).word("OR") && tokens.get(at + 1).word("REPLACE");
      at += replace ? 2 : 0;
      boolean view = tokens.get(at).word("VIEW");
      if (!view && !tokens.get(at).word("TABLE")) {
        throw ApiException.notServed("the statement: " + sql);
      }
      at++;
      boolean ifNotExists = at + 2 < to && tokens.get(at).word("IF");
      at += ifNotExists ? 3 : 0;
      int as = at;
      while (as < to && !tokens.get(as).word("AS")) {
        as++;
      }
      TableName name = name(at, as, to);
      if (as + 1 >= to) {
        throw ApiException.notServed("CREATE without AS: " + sql);
      }
      String translated = translator.translate(as + 1, to);
      TableSchema schema = engine.describe(translated);
      String type = view ? "CREATE_VIEW" : "CREATE_TABLE_AS_SELECT";
      Optional<Table> there = catalog.find(name);
      if (there.isPresent() && !replace && !ifNotExists) {
        throw ApiException.duplicate("Already Exists: Table " + name);
      }
      if (!dryRun && (there.isEmpty() || replace)) {
        if (there.isPresent() && (view || there.get().view())) {
          catalog.dropTable(there.get());
        }
        if (view) {
          ObjectNode attributes = Json.object();
          attributes
              .putObject("view")
              .put("query", sql.substring(tokens.get(as + 1).start(), tokens.get(to - 1).end()))
              .put("useLegacySql", false);
          catalog.addTable(name, attributes, schema, "");
        } else {
          writer.write(
              new TableWriter.Destination(
                  name, "CREATE_IF_NEEDED", "WRITE_TRUNCATE", Json.object(), Set.of()),
              schema,
              translated);
        }
      }
      return outcome(type, schema, Optional.empty(), Optional.empty());
    }

    private Outcome drop(int from, int to) throws SQLException {
      boolean view = tokens.get(from + 1).word("VIEW");
      boolean ifExists = tokens.get(from + 2).word("IF");
      TableName name = name(from + (ifExists ? 4 : 2), to, to);
      Optional<Table> there = catalog.find(name);
      if (there.isEmpty() && !ifExists) {
        throw ApiException.notFound("Not found: Table " + name);
      }
      if (there.isPresent() && !dryRun) {
        catalog.dropTable(there.get());
      }
      return outcome(
          view ? "DROP_VIEW" : "DROP_TABLE",
          new TableSchema(List.of()),
          Optional.empty(),
          Optional.empty());
    }

    private Outcome outcome(
        String type, TableSchema schema, Optional<Table> result, Optional<Long> affected)
        throws SQLException {
      long bytes = 0;
      for (Table table : scope.tables()) {
        if (!table.view()) {
          TableSchema used =
              new TableSchema(
                  table.schema().fields().stream()
                      .filter(field -> scope.uses(field.name()))
                      .toList());
          bytes += catalog.find(table.name()).isPresent() ? catalog.bytes(table, used) : 0;
        }
      }
      return new Outcome(type, schema, result, affected, scope.tables(), bytes);
    }
  }

  static Set<String> updates(JsonNode configuration) {
    Set<String> updates = new TreeSet<>();
    configuration.path("schemaUpdateOptions").forEach(one -> updates.add(one.asText()));
    return updates;
  }
}
