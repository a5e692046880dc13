package io.github.marketvolume.spark;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.jdbc.JdbcSource;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The connections of JDBC sources among the adapters of a runner. Rows of databases are packed
 * where they are read, as a dataset of bars has no place for a date that is none.
 *
 * @param connections reads the parts
 */
record JdbcRows(JdbcAdapter connections) implements SparkSourceAdapter<JdbcSource> {

  @Override
  public Class<JdbcSource> descriptorType() {
    return JdbcSource.class;
  }

  @Override
  public Dataset<Row> read(
      JdbcSource source, ReadRequest request, SparkSession spark, RunContext context) {
    throw new UnsupportedOperationException("rows of a database are packed as they are read");
  }
}
