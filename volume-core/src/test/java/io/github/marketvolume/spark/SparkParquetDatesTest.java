package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.runners.DuckDbQueries;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps that Spark alone writes, and that it does not read by itself. */
class SparkParquetDatesTest {

  private static final ParquetLayout LAYOUT =
      ParquetLayout.named("own").date("d").ticker("t").volume("v");

  @TempDir private Path folder;

  private void assertRead(Path path, ParquetLayout layout, List<Bar> expected) {
    BarsStage bars = BarsStage.from(ParquetSource.at(path.toString(), layout));
    assertThat(bars.collect(SparkRunner.on(SparkSessions.shared()))).isEqualTo(expected);
    assertThat(bars.collect(LocalRunner.create())).isEqualTo(expected);
  }

  @Test
  void instantsOf96Bits_areReadByBothRunners() {
    SparkSession spark = SparkSessions.shared();
    StructType type =
        new StructType()
            .add("d", DataTypes.TimestampType)
            .add("t", DataTypes.StringType)
            .add("v", DataTypes.LongType);
    spark
        .createDataFrame(
            List.of(
                RowFactory.create(Timestamp.from(Instant.parse("2024-01-02T05:00:00Z")), "A", 7L),
                RowFactory.create(
                    Timestamp.from(Instant.parse("2024-01-04T04:59:59.999999Z")), "A", 8L)),
            type)
        .coalesce(1)
        .write()
        .option("spark.sql.parquet.outputTimestampType", "INT96")
        .parquet(folder.resolve("int96").toString());
    assertRead(
        folder.resolve("int96"),
        LAYOUT.zone(ZoneId.of("America/New_York")),
        List.of(
            Bar.of("A", LocalDate.parse("2024-01-02"), 7),
            Bar.of("A", LocalDate.parse("2024-01-03"), 8)));
  }

  @Test
  void localTimesInNanoseconds_areReadByBothRunners() {
    Path file = folder.resolve("nanos.parquet");
    DuckDbQueries.writeParquet(
        file.toString(),
        "select d::timestamp_ns d, 'A' t, 7 v from (values ('2024-01-02 00:00:00'),"
            + " ('1969-12-31 23:59:59.999999999')) rows(d)");
    assertRead(
        file,
        LAYOUT,
        List.of(
            Bar.of("A", LocalDate.parse("1969-12-31"), 7),
            Bar.of("A", LocalDate.parse("2024-01-02"), 7)));
  }
}
