package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.runners.ParquetLayoutContract;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Layouts as Spark reads them. */
class SparkParquetLayoutTest extends ParquetLayoutContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }

  @Test
  void instantsOf96Bits_areReadByBothRunners() {
    SparkSession spark = SparkSessions.shared();
    StructType type =
        new StructType()
            .add("Date", DataTypes.TimestampType)
            .add("Symbol", DataTypes.StringType)
            .add("Volume", DataTypes.LongType);
    spark
        .createDataFrame(
            List.of(
                RowFactory.create(
                    java.sql.Timestamp.from(Instant.parse("2024-01-02T05:00:00Z")), "A", 7L),
                RowFactory.create(
                    java.sql.Timestamp.from(Instant.parse("2024-01-04T04:59:59.999999Z")),
                    "A",
                    8L)),
            type)
        .coalesce(1)
        .write()
        .option("spark.sql.parquet.outputTimestampType", "INT96")
        .parquet(at("int96"));
    ParquetLayout layout =
        ParquetLayout.named("spark2")
            .date("Date")
            .ticker("Symbol")
            .volume("Volume")
            .zone(ZoneId.of("America/New_York"));
    BarsStage bars = BarsStage.from(ParquetSource.at(at("int96"), layout));
    List<Bar> expected =
        List.of(
            Bar.of("A", LocalDate.parse("2024-01-02"), 7),
            Bar.of("A", LocalDate.parse("2024-01-03"), 8));
    assertThat(bars.collect(runner())).isEqualTo(expected);
    assertThat(bars.collect(LocalRunner.create())).isEqualTo(expected);
  }
}
