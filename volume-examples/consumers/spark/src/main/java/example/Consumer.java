package example;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.spark.SparkRunner;
import io.github.marketvolume.testing.BarSeries;
import org.apache.spark.sql.SparkSession;

/** Measures bars on Spark, and goes on with a dataset. */
public final class Consumer {

  private Consumer() {}

  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate()) {
      var bars = InMemoryBars.of(BarSeries.of("AAA").volumes(100, 120, 500).bars());
      var usual = VOLUME.mean().over(bars(2)).as("usual");
      SparkRunner.on(spark)
          .dataset(BarsStage.from(bars).measure(usual))
          .selectExpr("trade_date", "ticker", "volume", "usual")
          .orderBy("trade_date")
          .show();
    }
  }
}
