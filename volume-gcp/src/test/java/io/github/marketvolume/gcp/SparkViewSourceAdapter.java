package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a {@link ViewSource}, no further than is asked for; services name it. */
public final class SparkViewSourceAdapter implements SparkSourceAdapter<ViewSource> {

  private final String prefix;

  /** Reads the view that a descriptor names. */
  public SparkViewSourceAdapter() {
    this("");
  }

  SparkViewSourceAdapter(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Class<ViewSource> descriptorType() {
    return ViewSource.class;
  }

  @Override
  public Dataset<Row> read(
      ViewSource source, ReadRequest request, SparkSession spark, RunContext context) {
    String view = prefix + source.view();
    if (!spark.catalog().tableExists(view)) {
      throw new SourceException("there is no " + source.describe() + "; create it first");
    }
    context.warn("read " + view + " " + shown(request.from()) + " to " + shown(request.to()));
    Dataset<Row> rows = spark.table(view);
    String date = BarColumn.TRADE_DATE.columnName();
    if (request.from().isPresent()) {
      rows = rows.where(rows.col(date).geq(request.from().get().toString()));
    }
    return rows;
  }

  private static String shown(Optional<LocalDate> date) {
    return date.map(LocalDate::toString).orElse("any");
  }
}
