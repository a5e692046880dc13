package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.spark.SparkRunner;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SparkSpiTest extends SpiContract {

  private static SparkSession spark;

  @BeforeAll
  static void session() {
    spark = TestSpark.session("adapters");
    String bars = "select date '%s' trade_date, '%s' ticker, %d volume";
    spark
        .sql(bars.formatted(DAY, "A", 5) + " union all " + bars.formatted(DAY.plusDays(1), "A", 7))
        .createOrReplaceTempView("bars");
    spark.sql(bars.formatted(DAY, "B", 9)).createOrReplaceTempView("test_bars");
  }

  @Override
  Runner runner() {
    return SparkRunner.on(spark);
  }

  @Override
  Runner runnerThatReads(String prefix) {
    return SparkRunner.on(spark).with(new SparkViewSourceAdapter(prefix));
  }

  @Override
  List<String> view(String name) {
    return spark.table(name).collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  @Override
  String name() {
    return "Spark";
  }

  @Test
  @DisplayName("what an adapter says of its source is said where a dataset is asked for, too")
  void dataset() {
    assertThatThrownBy(() -> SparkRunner.on(spark).dataset(BarsStage.from(new ViewSource("gone"))))
        .isInstanceOf(SourceException.class)
        .hasMessage("there is no view gone; create it first");
  }
}
