package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import java.util.regex.Pattern;

/**
 * A table or a view of BigQuery: {@code project.dataset.table}. An immutable value, whose parts are
 * names and nothing else: they can stand in a statement.
 *
 * @param dataset the dataset that it is in
 * @param table letters, digits, underscores, hyphens and spaces
 */
public record TableRef(DatasetRef dataset, String table) implements BigQuerySource.Rows {

  private static final Pattern TABLE = Pattern.compile("[\\p{L}\\p{N}_ -]{1,1024}");

  public TableRef {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(table)
              + "\" is not the name of a table: letters, digits, underscores, hyphens and spaces");
    }
  }

  /**
   * Reads {@code project.dataset.table}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static TableRef parse(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0 || name.lastIndexOf('.', dot - 1) < 0) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(name)
              + "\" is not a table of BigQuery; write project.dataset.table");
    }
    return new TableRef(DatasetRef.parse(name.substring(0, dot)), name.substring(dot + 1));
  }

  @Override
  public String toString() {
    return dataset + "." + table;
  }
}
