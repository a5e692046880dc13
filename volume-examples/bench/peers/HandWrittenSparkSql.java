import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The reference job as one writes it by hand in Spark SQL: window functions over a cached table. This is
 * what the library's Spark runner is timed against. It checks no quality rule and writes no rejected
 * rows. Arguments: the CSV file, and a folder for the outputs.
 */
public final class HandWrittenSparkSql {

  private static final String COLUMNS =
      "Date DATE, Symbol STRING, `Adj Close` DOUBLE, Close DOUBLE, High DOUBLE, Low DOUBLE,"
          + " Open DOUBLE, Volume BIGINT";

  private HandWrittenSparkSql() {}

  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder().appName("reference job in Spark SQL").getOrCreate();
    Dataset<Row> scored = scores(rolled(bars(spark, args[0]))).cache();
    write(scored, args[1] + "/ticker_daily");
    write(scored.where("flagged").drop("flagged"), args[1] + "/anomalies");
    write(
        scored
            .groupBy("ticker")
            .agg(
                expr("max(volume) AS max_volume"),
                expr("sum(volume) AS total_volume"),
                expr("avg(volume) AS mean_volume"))
            .withColumn("rank", rank().over(Window.orderBy(col("max_volume").desc()))),
        args[1] + "/leaderboard");
    write(
        scored
            .groupBy("trade_date")
            .agg(
                expr("sum(volume) AS total_volume"),
                expr("max(volume) AS max_volume"),
                expr("count(volume) AS tickers"),
                expr("count_if(flagged) AS flagged"))
            .orderBy("trade_date"),
        args[1] + "/market_daily");
    spark.stop();
  }

  private static Dataset<Row> bars(SparkSession spark, String file) {
    return spark
        .read()
        .option("header", true)
        .schema(COLUMNS)
        .csv(file)
        .selectExpr(
            "Date AS trade_date",
            "Symbol AS ticker",
            "Open AS open",
            "High AS high",
            "Low AS low",
            "Close AS close",
            "`Adj Close` AS adj_close",
            "nullif(Volume, 0) AS volume",
            "ln(nullif(Volume, 0)) AS log_volume");
  }

  private static Dataset<Row> rolled(Dataset<Row> bars) {
    WindowSpec series = Window.partitionBy("ticker").orderBy("trade_date");
    Dataset<Row> rolled = bars;
    for (int n : new int[] {20, 60, 252}) {
      WindowSpec before = series.rowsBetween(-n, -1);
      rolled =
          rolled
              .withColumn("mean_" + n, ifFull(n, "avg(volume)", before))
              .withColumn("stddev_" + n, ifFull(n, "stddev_samp(volume)", before));
    }
    return rolled
        .withColumn(
            "sorted",
            sort_array(collect_list(col("log_volume")).over(series.rowsBetween(-60, -1))))
        .withColumn(
            "median_log_60", expr("CASE WHEN size(sorted) = 60 THEN (sorted[29] + sorted[30]) / 2 END"))
        .withColumn("distances", expr("sort_array(transform(sorted, x -> abs(x - median_log_60)))"))
        .withColumn(
            "mad_log_60",
            expr("CASE WHEN size(sorted) = 60 THEN (distances[29] + distances[30]) / 2 END"))
        .drop("sorted", "distances");
  }

  private static Column ifFull(int n, String statistic, WindowSpec window) {
    return when(expr("count(volume)").over(window).equalTo(n), expr(statistic).over(window));
  }

  private static Dataset<Row> scores(Dataset<Row> rolled) {
    return rolled
        .withColumn("rank_in_ticker", rankBy("ticker"))
        .withColumn("rank_on_day", rankBy("trade_date"))
        .withColumn("zscore_20", expr("(volume - mean_20) / nullif(stddev_20, 0)"))
        .withColumn(
            "modified_z_60",
            expr("0.6745 * (log_volume - median_log_60) / nullif(mad_log_60, 0)"))
        .withColumn("flagged", expr("coalesce(modified_z_60 >= 3.5, false)"))
        .drop("log_volume");
  }

  private static Column rankBy(String key) {
    return when(
        col("volume").isNotNull(),
        rank().over(Window.partitionBy(key).orderBy(col("volume").desc_nulls_last())));
  }

  private static void write(Dataset<Row> rows, String folder) {
    rows.write().mode("overwrite").parquet(folder);
  }
}
