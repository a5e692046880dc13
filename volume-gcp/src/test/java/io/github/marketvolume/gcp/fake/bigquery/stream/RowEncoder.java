package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Spells rows in the format that a reader asked for. */
interface RowEncoder extends AutoCloseable {

  /** Says the columns. */
  void schema(ReadSession.Builder session);

  /** Takes a row of {@link #columns}. */
  void add(ResultSet row) throws SQLException;

  /** The rows since the last batch. */
  ReadRowsResponse batch();

  @Override
  void close();

  /** What an encoder wants of the engine: dates as days, times as microseconds. */
  static String columns(TableSchema schema) {
    return schema.fields().stream()
        .map(
            field ->
                switch (field.type()) {
                  case DATE -> "date_diff('day', DATE '1970-01-01', " + field.quoted() + ")";
                  case TIMESTAMP -> "epoch_us(" + field.quoted() + ")";
                  default -> field.quoted();
                })
        .collect(Collectors.joining(", "));
  }
}
