package io.github.marketvolume.gcp.fake.bigquery.sql;

import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Dataset;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the names of a statement stand for, and which of them it used. */
public final class SqlScope {

  private final Catalog catalog;
  private final String project;
  private final Optional<String> dataset;
  private final Optional<String> location;
  private final Map<String, String> parameters;
  private final List<String> positional;
  private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<Table> tables = new LinkedHashSet<>();
  private final Set<String> words = new LinkedHashSet<>();
  private int nextPositional;

  /**
   * @param parameters named parameters as expressions of the engine
   * @param positional those for the question marks, in order
   */
  public SqlScope(
      Catalog catalog,
      String project,
      Optional<String> dataset,
      Optional<String> location,
      Map<String, String> parameters,
      List<String> positional) {
    this.catalog = catalog;
    this.project = project;
    this.dataset = dataset;
    this.location = location;
    this.parameters = parameters;
    this.positional = positional;
  }

  public static SqlScope plain(Catalog catalog, String project) {
    return new SqlScope(catalog, project, Optional.empty(), Optional.empty(), Map.of(), List.of());
  }

  /** The scope of a view's own query: no parameters, no default dataset. */
  SqlScope ofView(TableName view) {
    return new SqlScope(catalog, view.project(), Optional.empty(), location, Map.of(), List.of());
  }

  public TableName name(List<String> path) {
    return switch (path.size()) {
      case 3 -> TableName.of(path.get(0), path.get(1), path.get(2));
      case 2 -> TableName.of(project, path.get(0), path.get(1));
      case 1 ->
          TableName.of(
              project,
              dataset.orElseThrow(
                  () ->
                      ApiException.invalid(
                          "Table \"%s\" must be qualified with a dataset (e.g. dataset.table)."
                              .formatted(path.get(0)))),
              path.get(0));
      default -> throw ApiException.notServed("the table name " + String.join(".", path));
    };
  }

  /** The table of this name; it counts as read. */
  public Table table(TableName name) {
    Table table = catalog.tableOfQuery(name, locationOf(name));
    tables.add(table);
    return table;
  }

  private String locationOf(TableName name) {
    return location.orElseGet(
        () ->
            catalog
                .findDataset(name.project(), name.dataset())
                .map(Dataset::location)
                .orElse("US"));
  }

  String parameter(String token) {
    if (token.equals("?")) {
      if (nextPositional >= positional.size()) {
        throw ApiException.invalidQuery(
            "Query parameter number " + (nextPositional + 1) + " not found");
      }
      return positional.get(nextPositional++);
    }
    String value = parameters.get(token.substring(1).toLowerCase(Locale.ROOT));
    if (value == null) {
      throw ApiException.invalidQuery("Query parameter '" + token.substring(1) + "' not found");
    }
    return value;
  }

  public Map<String, String> variables() {
    return variables;
  }

  void used(String word) {
    words.add(word.toLowerCase(Locale.ROOT));
  }

  void used(SqlScope view) {
    tables.addAll(view.tables);
    words.addAll(view.words);
  }

  /** The tables that were read or written, views among them. */
  public List<Table> tables() {
    return new ArrayList<>(tables);
  }

  /** Whether a statement names this column, or all. */
  public boolean uses(String column) {
    return words.contains("*") || words.contains(column.toLowerCase(Locale.ROOT));
  }
}
