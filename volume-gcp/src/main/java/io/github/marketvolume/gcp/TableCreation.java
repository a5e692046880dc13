package io.github.marketvolume.gcp;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a table that is not there yet is made. Its columns, their types, and what they mean come from
 * the rows. An immutable value.
 */
public final class TableCreation implements Serializable {

  private static final long serialVersionUID = 1L;

  private final boolean allowed;
  private final String location;
  private final String monthColumn;
  private final List<String> clusterColumns;
  private final TreeMap<String, String> labels;
  private final Duration expiry;

  private TableCreation(
      boolean allowed,
      String location,
      String monthColumn,
      List<String> clusterColumns,
      Map<String, String> labels,
      Duration expiry) {
    this.allowed = allowed;
    this.location = location;
    this.monthColumn = monthColumn;
    this.clusterColumns = List.copyOf(clusterColumns);
    this.labels = new TreeMap<>(labels);
    this.expiry = expiry;
  }

  /** No table is made: it must be there. */
  public static TableCreation none() {
    return new TableCreation(false, "", "", List.of(), Map.of(), Duration.ZERO);
  }

  /** A plain table, in a dataset that is there. */
  public static TableCreation plain() {
    return new TableCreation(true, "", "", List.of(), Map.of(), Duration.ZERO);
  }

  /** A table in which a day's rows of a ticker are found quickly: by month, then by ticker. */
  public static TableCreation byMonthAndTicker() {
    return plain().partitionedByMonth("trade_date").clusteredBy("ticker");
  }

  /** The same, and the dataset too is made if it is not there, in this location, such as EU. */
  public TableCreation withDatasetIn(String place) {
    return new TableCreation(true, place, monthColumn, clusterColumns, labels, expiry);
  }

  /** The same, partitioned by the months of a column of dates. */
  public TableCreation partitionedByMonth(String column) {
    return new TableCreation(true, location, column, clusterColumns, labels, expiry);
  }

  /** The same, clustered by columns, four at most. */
  public TableCreation clusteredBy(String... columns) {
    return new TableCreation(true, location, monthColumn, List.of(columns), labels, expiry);
  }

  /** The same with a label, besides those that it has. */
  public TableCreation labelled(String key, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(key, value);
    return new TableCreation(true, location, monthColumn, clusterColumns, more, expiry);
  }

  /** The same, deleted by BigQuery so long after it was made. */
  public TableCreation expiringAfter(Duration duration) {
    return new TableCreation(true, location, monthColumn, clusterColumns, labels, duration);
  }

  /** Whether a table is made at all. */
  public boolean isAllowed() {
    return allowed;
  }

  /** Where a dataset is made; empty where none is. */
  public String datasetLocation() {
    return location;
  }

  /** The column by whose months the table is partitioned; empty where it is not. */
  public String monthColumn() {
    return monthColumn;
  }

  /** The columns by which the table is clustered. */
  public List<String> clusterColumns() {
    return clusterColumns;
  }

  /** The labels of the table. */
  public SortedMap<String, String> labels() {
    return new TreeMap<>(labels);
  }

  /** How long the table lives; zero where it is not deleted. */
  public Duration expiry() {
    return expiry;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableCreation that
        && allowed == that.allowed
        && location.equals(that.location)
        && monthColumn.equals(that.monthColumn)
        && clusterColumns.equals(that.clusterColumns)
        && labels.equals(that.labels)
        && expiry.equals(that.expiry);
  }

  @Override
  public int hashCode() {
    return List.of(allowed, location, monthColumn, clusterColumns, labels, expiry).hashCode();
  }

  @Override
  public String toString() {
    return "TableCreation"
        + List.of(allowed, location, monthColumn, clusterColumns, labels, expiry);
  }
}
