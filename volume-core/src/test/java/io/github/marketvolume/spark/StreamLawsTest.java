package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.runners.UpdateLawsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What arrives piece by piece, a stream started anew for each, ends as one run. */
@FullBuild
class StreamLawsTest extends UpdateLawsContract {

  private final SparkSession spark = SparkSessions.shared();

  /** Where the pieces of one market arrive. */
  private Path arriving = temporary();

  private static Path temporary() {
    try {
      return Files.createTempDirectory("arriving");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Runner runner() {
    return SparkRunner.on(spark);
  }

  /** A file that is refused stays, and holds up those after it. */
  @Override
  protected boolean mayBeRefused() {
    return false;
  }

  @Override
  protected boolean showsPlaces() {
    return false;
  }

  @Override
  protected int mostOutputs() {
    return 2;
  }

  @AfterContainer
  static void everyWayIsDrawn() {
    requireBothWays();
  }

  @Property(tries = 4, seed = "20261201")
  void streams_endAsOneRun(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed)
      throws IOException, SQLException {
    arriving = temporary();
    requireEqual(bars, metrics, seed);
  }

  @Override
  protected Source<Bar> source(List<Bar> piece) {
    StructType type =
        new StructType().add("trade_date", DataTypes.DateType).add("ticker", DataTypes.StringType);
    for (BarColumn field : BarColumn.fields()) {
      type = type.add(field.columnName(), DataTypes.DoubleType);
    }
    List<Row> rows = new ArrayList<>();
    for (Bar bar : piece) {
      List<Object> cells = new ArrayList<>();
      cells.add(Date.valueOf(bar.tradeDate()));
      cells.add(bar.ticker().symbol());
      for (BarColumn field : BarColumn.fields()) {
        OptionalDouble number = field == BarColumn.VOLUME ? bar.exactVolume() : field.numberOn(bar);
        cells.add(number.isPresent() ? number.getAsDouble() : null);
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
    spark
        .createDataFrame(rows, type)
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(arriving.toString());
    return DatasetSource.of(spark.readStream().schema(type).parquet(arriving.toString()));
  }

  @Override
  protected RunReport update(VolumePipeline pipeline, RunStore store) {
    List<RunReport> batches = pipeline.stream(StreamingRunner.on(spark), store).availableNow();
    assertThat(batches).hasSize(1);
    return batches.get(0);
  }
}
