package io.github.marketvolume.gcp;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.google.cloud.bigquery.BigQuery;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads BigQuery on Spark, by its connector: of a table the columns and days that are needed, in
 * several streams at the same time; of a view or a query its result.
 */
public final class SparkBigQuerySource implements SparkSourceAdapter<BigQuerySource> {

  private final GoogleCloud cloud;

  /** With the application default credentials. */
  public SparkBigQuerySource() {
    this(GoogleCloud.withDefaultCredentials());
  }

  SparkBigQuerySource(GoogleCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Class<BigQuerySource> descriptorType() {
    return BigQuerySource.class;
  }

  @Override
  public Dataset<Row> read(
      BigQuerySource source, ReadRequest request, SparkSession spark, RunContext context) {
    SparkConnector.require(source.describe());
    BigQuery client = cloud.bigQuery();
    // The connector reads what a table has; views and queries are run first, as they are locally.
    BarsTable bars = BarsTable.of(client, cloud.pause(), source, request);
    try {
      Dataset<Row> rows =
          spark
              .read()
              .format(SparkConnector.FORMAT)
              .options(cloud.connectorOptions())
              .load(bars.path());
      List<BarColumn> columns = bars.columns(request);
      if (request.from().isPresent()) {
        rows = rows.where(date(bars).geq(lit(sqlDate(request.from().get()))));
      }
      if (request.to().isPresent()) {
        rows = rows.where(date(bars).leq(lit(sqlDate(request.to().get()))));
      }
      return rows.select(
          columns.stream()
              .map(column -> col(bars.nameOf(column)).as(column.columnName()))
              .toArray(Column[]::new));
    } catch (RuntimeException e) {
      throw SparkConnector.inWords(source.rows().toString(), e)
          .<RuntimeException>map(said -> new SourceException(said, e))
          .orElse(e);
    }
  }

  private static Column date(BarsTable bars) {
    return col(bars.nameOf(BarColumn.TRADE_DATE));
  }

  private static java.sql.Date sqlDate(LocalDate day) {
    return java.sql.Date.valueOf(day);
  }
}
