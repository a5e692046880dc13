package io.github.marketvolume.spark.stream;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A streaming dataset of bars.
 *
 * @param rows the dataset
 * @param source makes a source of a batch of it
 */
public record StreamedRows(Dataset<Row> rows, Function<Dataset<Row>, Source<Bar>> source)
    implements StreamedInput {

  @Override
  public Dataset<Row> arriving(SparkSession spark) {
    return rows;
  }

  @Override
  public Batch batch(Dataset<Row> some) {
    Source<Bar> bars = source.apply(some);
    return () -> Optional.of(bars);
  }
}
