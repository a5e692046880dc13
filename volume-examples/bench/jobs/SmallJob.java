import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.spark.SparkRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A small pipeline, over 10 tickers and 1,000 bars of each, again and again in one process. Prints
 * for each run how many milliseconds it took; the first one's include what is done once in a
 * process, such as opening a Spark session or loading DuckDB. Arguments: {@code --runner} and local
 * or spark, the number of threads, the number of runs, rows, csv or parquet for what comes out, and a
 * folder for input and outputs.
 */
public final class SmallJob {

  private SmallJob() {}

  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    Path folder = Path.of(args[5]);
    Path output = folder.resolve("out-" + args[1] + "-" + args[4]);
    VolumePipeline job = job(writeBars(folder), name -> sink(args[4], output.resolve(name)));
    long start = System.nanoTime();
    Runner runner =
        switch (args[1]) {
          case "local" -> LocalRunner.create().withThreads(threads);
          case "spark" -> SparkRunner.on(session(threads));
          default -> throw new IllegalArgumentException("no runner " + args[1]);
        };
    for (int i = 0; i < runs; i++) {
      long rows = job.run(runner).rowsRead();
      if (rows != 10_000) {
        throw new IllegalStateException("read " + rows + " rows, not 10,000");
      }
      long end = System.nanoTime();
      System.out.println((end - start) / 1e6);
      start = end;
    }
  }

  /** A session for little data, as a careful user sets it. */
  private static SparkSession session(int threads) {
    return SparkSession.builder()
        .master("local[" + threads + "]")
        .appName("small job")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", threads)
        .getOrCreate();
  }

  private static String writeBars(Path folder) throws IOException {
    Random random = new Random(42);
    StringBuilder text = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    for (int ticker = 0; ticker < 10; ticker++) {
      for (int day = 0; day < 1_000; day++) {
        text.append(LocalDate.of(2020, 1, 1).plusDays(day)).append(",T").append(ticker);
        text.append(",10,10,11,9,10,").append(1_000_000 + random.nextInt(1_000_000)).append('\n');
      }
    }
    return Files.writeString(folder.resolve("bars.csv"), text).toString();
  }

  private static VolumePipeline job(String input, Function<String, Sink<Object>> sinks) {
    Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60)).as("modified_z_60");
    Flag<Bar> spike = score.atLeast(3.5).as("flagged");
    BarsStage prices = BarsStage.from(CsvSource.at(input, CsvLayout.KAGGLE));
    FlaggedStage<Bar> daily =
        prices
            .measure(
                VOLUME.mean().over(bars(20)).as("mean_20"),
                VOLUME.zScore().over(bars(20)).as("zscore_20"),
                score)
            .flag(spike);
    return VolumePipeline.named(
        "small",
        daily.into(sinks.apply("ticker_daily")),
        daily.anomalies().into(sinks.apply("anomalies")),
        prices
            .leaderboard(VOLUME.max(), VOLUME.total(), spike.count())
            .into(sinks.apply("leaderboard")),
        prices
            .market(total(VOLUME).as("total_volume"), count(spike).as("flagged"))
            .into(sinks.apply("market_daily")),
        prices.rejected().into(sinks.apply("rejected")));
  }

  private static Sink<Object> sink(String format, Path folder) {
    return switch (format) {
      case "rows" -> new InMemorySink<>();
      case "csv" -> CsvSink.at(folder.toString()).replacingExisting();
      case "parquet" -> ParquetSink.at(folder.toString()).replacingExisting();
      default -> throw new IllegalArgumentException("no format " + format);
    };
  }
}
