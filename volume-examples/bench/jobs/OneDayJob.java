import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * A daily job over a lake of Parquet files, one for each month: baselines over 20 and 60 bars, ranks across
 * tickers, flags, a leaderboard, and what the market trades; of all days, or of the last one. Arguments: {@code
 * --runner local}, the number of threads, what to do, the input, and a folder for the outputs. What to do: {@code
 * write} makes the lake of a CSV file in the kaggle layout, and beside it one of a single bar; {@code all} and
 * {@code day} run the job and print what the report says of what was read.
 */
public final class OneDayJob {

  private static final YearMonth FIRST = YearMonth.of(2010, 1);
  private static final LocalDate LAST = LocalDate.of(2021, 2, 5);

  private OneDayJob() {}

  public static void main(String[] args) {
    VolumePipeline job =
        switch (args[3]) {
          case "write" -> lake(args[4], args[5]);
          case "all" -> job(ofLake(args[4]), args[5]);
          case "day" -> job(ofLake(args[4]).between(LAST, LAST), args[5]);
          default -> throw new IllegalArgumentException("no job " + args[3]);
        };
    RunReport report = job.run(LocalRunner.create().withThreads(Integer.parseInt(args[2])));
    RunReport.Input input = report.inputs().get(0);
    System.out.println(
        input.rowsRead()
            + " rows read"
            + input
                .pruned()
                .map(
                    part ->
                        ", of %d; %d of %d files, %d of %d bytes"
                            .formatted(
                                part.rowsInAll(),
                                part.files(),
                                part.filesInAll(),
                                part.bytes(),
                                part.bytesInAll()))
                .orElse(", all that there are"));
  }

  private static BarsStage ofLake(String lake) {
    return BarsStage.from(ParquetSource.at(lake));
  }

  private static VolumePipeline lake(String prices, String folder) {
    BarsStage all = BarsStage.from(CsvSource.at(prices, CsvLayout.KAGGLE));
    List<Output<?>> outputs = new ArrayList<>();
    for (YearMonth month = FIRST; !month.atDay(1).isAfter(LAST); month = month.plusMonths(1)) {
      outputs.add(
          all.between(month.atDay(1), month.atEndOfMonth())
              .into(ParquetSink.at(folder + "/lake/month=" + month)));
    }
    outputs.add(all.between(LAST, LAST).where(isTicker("A")).into(ParquetSink.at(folder + "/bar")));
    return VolumePipeline.named("lake", outputs.toArray(Output<?>[]::new));
  }

  private static VolumePipeline job(BarsStage prices, String output) {
    Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60)).as("modified_z_60");
    Flag<Bar> spike = score.atLeast(3.5).as("flagged");
    var daily =
        prices
            .measure(
                VOLUME.mean().over(bars(20)).as("mean_20"),
                VOLUME.standardDeviation().over(bars(60)).as("stddev_60"),
                VOLUME.zScore().over(bars(20)).as("zscore_20"),
                Rank.acrossTickers(VOLUME.descending()).as("rank_on_day"),
                Rank.acrossTickers(score.descending()).as("rank_by_score"),
                score)
            .flag(spike);
    return VolumePipeline.named(
        "daily",
        daily.into(ParquetSink.at(output + "/ticker_daily")),
        daily.anomalies().into(ParquetSink.at(output + "/anomalies")),
        prices
            .leaderboard(VOLUME.max(), VOLUME.total(), spike.count())
            .into(ParquetSink.at(output + "/leaderboard")),
        prices
            .market(total(VOLUME).as("total_volume"), count(spike).as("flagged"))
            .into(ParquetSink.at(output + "/market_daily")));
  }
}
