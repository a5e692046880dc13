package io.github.marketvolume.kafka;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.spark.SparkRunner;
import io.github.marketvolume.spark.StreamingRunner;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The main class of a process that takes all that a topic has, with Spark, and may end at once at a
 * step, as by kill -9.
 */
final class KafkaStreamProgram {

  /** Where it ends when the outputs are published, and Spark has not noted that. */
  static final String PUBLISHED = "published";

  /** The topic that gets the days of the market. */
  static final String DAYS = "days";

  /** With what exit code it ends at a step. */
  static final int ENDED = 9;

  private KafkaStreamProgram() {}

  /**
   * Streams to the end of the topic.
   *
   * @param args the brokers, the topic, the folder of outputs, and the beginning of the name of the
   *     step at which the process ends; empty for none
   */
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    String end = args[3];
    SparkRunner runner =
        SparkRunner.on(spark)
            .onProgress(
                step -> {
                  if (!end.isEmpty() && step.startsWith(end)) {
                    Runtime.getRuntime().halt(ENDED);
                  }
                });
    StreamingRunner streaming =
        StreamingRunner.with(runner)
            .onReport(
                report -> {
                  if (end.equals(PUBLISHED)) {
                    Runtime.getRuntime().halt(ENDED);
                  }
                });
    Source<Bar> source = KafkaSource.of(KafkaTopic.at(args[0], args[1]));
    List<Output<?>> outputs = new ArrayList<>(pipeline(source, args[2]).outputs());
    outputs.add(
        BarsStage.from(source)
            .market(total(VOLUME))
            .into(KafkaSink.to(KafkaTopic.at(args[0], DAYS))));
    for (RunReport batch :
        new VolumePipeline("daily", outputs)
            .stream(streaming, RunStore.at(args[2] + "/store")).availableNow()) {
      System.out.println(batch);
    }
    spark.stop();
  }

  static VolumePipeline pipeline(Source<Bar> source, String folder) {
    BarsStage prices = BarsStage.from(source);
    return VolumePipeline.named(
        "daily",
        prices
            .measure(VOLUME.modifiedZScore().over(bars(20)))
            .into(ParquetSink.at(folder + "/daily").byMonth()),
        prices.market(total(VOLUME)).into(ParquetSink.at(folder + "/market").byMonth()),
        prices.rejected().into(ParquetSink.at(folder + "/rejected")));
  }
}
