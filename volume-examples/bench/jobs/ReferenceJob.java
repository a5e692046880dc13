import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.examples.Sp500Pipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.market.Bar;

/**
 * The reference job by the library: baselines, ranks, scores and flags of every ticker, the leaderboard,
 * and what the market trades, as {@code peers/reference_job.duckdb.sql} has it. {@code sp500 run} does all
 * of this and more. It checks every quality rule, and writes the rejected rows besides. Arguments: {@code
 * --runner} and local or spark, the number of threads, the CSV file, and a folder for the outputs.
 */
public final class ReferenceJob {

  private ReferenceJob() {}

  public static void main(String[] args) {
    Jobs.run(job(args[3], args[4]), args[1], args[2]);
  }

  private static VolumePipeline job(String input, String output) {
    BarsStage prices = BarsStage.from(CsvSource.at(input, CsvLayout.KAGGLE));
    FlaggedStage<Bar> daily = Sp500Pipeline.tickerDaily(prices);
    return VolumePipeline.named(
        "reference",
        daily.into(ParquetSink.at(output + "/ticker_daily")),
        daily.anomalies().into(ParquetSink.at(output + "/anomalies")),
        Sp500Pipeline.leaderboard(prices).into(ParquetSink.at(output + "/leaderboard")),
        Sp500Pipeline.marketVolume(prices).into(ParquetSink.at(output + "/market_daily")),
        prices.rejected().into(ParquetSink.at(output + "/rejected")));
  }
}
