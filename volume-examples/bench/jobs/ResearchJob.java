import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import java.util.List;

/**
 * The research job by the library: the reference job with robust statistics over every window, as {@code
 * peers/research_job.duckdb.sql} has it. It checks every quality rule, and writes the rejected rows
 * besides. Arguments: {@code --runner} and local or spark, the number of threads, the CSV file, and a
 * folder for the outputs.
 */
public final class ResearchJob {

  private static final List<RollingWindow> WINDOWS = List.of(bars(20), bars(60), bars(252));

  private ResearchJob() {}

  public static void main(String[] args) {
    Jobs.run(job(args[3], args[4]), args[1], args[2]);
  }

  private static VolumePipeline job(String input, String output) {
    Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60)).as("modified_z_60");
    Flag<Bar> spike = score.atLeast(3.5).as("flagged");
    BarsStage prices = BarsStage.from(CsvSource.at(input, CsvLayout.KAGGLE));

    FlaggedStage<Bar> daily =
        measured(prices)
            .measure(
                Rank.inHindsight(VOLUME.descending()).as("rank_in_ticker"),
                Rank.acrossTickers(VOLUME.descending()).as("rank_on_day"),
                VOLUME.zScore().over(bars(20)).as("zscore_20"),
                score)
            .flag(spike);

    return VolumePipeline.named(
        "research",
        daily.into(ParquetSink.at(output + "/ticker_daily")),
        daily.anomalies().into(ParquetSink.at(output + "/anomalies")),
        prices
            .leaderboard(
                VOLUME.max().as("max_volume"),
                VOLUME.total().as("total_volume"),
                VOLUME.mean().as("mean_volume"))
            .into(ParquetSink.at(output + "/leaderboard")),
        prices
            .market(
                total(VOLUME).as("total_volume"),
                largest(VOLUME).as("max_volume"),
                tickersTraded().as("tickers"),
                count(spike).as("flagged"))
            .into(ParquetSink.at(output + "/market_daily")),
        prices.rejected().into(ParquetSink.at(output + "/rejected")));
  }

  private static MeasuredStage<Bar> measured(BarsStage prices) {
    MeasuredStage<Bar> stage = prices.measure();
    for (RollingWindow window : WINDOWS) {
      String n = "_" + window.length();
      stage =
          stage.measure(
              VOLUME.mean().over(window).as("mean" + n),
              VOLUME.standardDeviation().over(window).as("stddev" + n),
              LOG_VOLUME.median().over(window).as("median_log" + n),
              LOG_VOLUME.mad().over(window).as("mad_log" + n),
              VOLUME.quantile(0.95).over(window).as("q95" + n),
              VOLUME.max().over(window).as("max" + n));
    }
    return stage;
  }
}
