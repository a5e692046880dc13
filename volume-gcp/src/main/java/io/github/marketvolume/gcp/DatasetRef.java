package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SafeText;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A dataset of BigQuery: {@code project.dataset}. An immutable value, whose parts are names and
 * nothing else: they can stand in a statement.
 *
 * @param project the project's id: lower-case letters, digits and hyphens, with a domain and a
 *     colon before it where the project has one
 * @param dataset letters, digits and underscores
 */
public record DatasetRef(String project, String dataset) implements Serializable {

  private static final Pattern PROJECT =
      Pattern.compile("(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{0,28}[a-z0-9]|[a-z]");
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,1024}");

  public DatasetRef {
    if (!PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(project)
              + "\" is not the id of a project: lower-case letters, digits and hyphens");
    }
    if (!DATASET.matcher(dataset).matches()) {
      throw new IllegalArgumentException(
          "\""
              + SafeText.line(dataset)
              + "\" is not the name of a dataset: letters, digits and underscores");
    }
  }

  /**
   * Reads {@code project.dataset}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static DatasetRef parse(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "\"" + SafeText.line(name) + "\" is not a dataset of BigQuery; write project.dataset");
    }
    return new DatasetRef(name.substring(0, dot), name.substring(dot + 1));
  }

  /** A table in it. */
  public TableRef table(String name) {
    return new TableRef(this, name);
  }

  @Override
  public String toString() {
    return project + "." + dataset;
  }
}
