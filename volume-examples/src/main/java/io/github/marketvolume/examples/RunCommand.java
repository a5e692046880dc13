package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RowsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.FractionalVolume;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sp500 run}: reads the options, and runs the pipeline as they say. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Runs the pipeline: checks prices, measures volume, flags anomalies, writes Parquet.",
    description = {
      "",
      "Without --input, a run generates a SYNTHETIC market of 500 tickers from 2010 to 2024.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nA run writes all of these to --output, or none:%n",
    footer = {
      "  ticker_daily/    every bar with baselines over 20, 60 and 252 bars, ranks, scores and"
          + " flag",
      "  anomalies/       the flagged bars: modified z-score of log volume of 3.5 and more over 60",
      "                   bars, with rule, score, threshold and severity, and the stock's own part",
      "  leaderboard/     the tickers by their largest day, with total and mean volume",
      "  market_daily/    the whole market, one row per day, with kind of day and shock score",
      "  shocks/          market shocks: days of a score of 1.1 and more, joined within 5 days",
      "  rejected/        rejected rows of the input, with place and reason",
      "  run.json         what was read, rejected and written, and how long it took",
      "",
      "Examples:",
      "  sp500 run",
      "  sp500 run --input sp500_stocks.csv.gz --from 2020-01-01 --to 2020-12-31",
      "  sp500 run --input 'yahoo/*.csv' --output yahoo-out --overwrite",
      "  sp500 run --input sp500_stocks.csv.gz --runner spark --master 'local[4]'",
      "  sp500 run --input alphavantage --layout alphavantage --quarantine-unreadable",
      "  sp500 run --input vendor.csv --max-rejected 1%%",
      "  sp500 run --input xetra.csv --calendar data",
      "  sp500 run --input coins.csv --calendar none --fractional-volume keep",
      "  sp500 run --input https://example.org/prices.csv.gz --lake gs://my-lake \\",
      "      --warehouse my-project.market_volume",
      "",
      "The same program on a cluster:",
      "  spark-submit --master spark://HOST:7077 volume-examples-VERSION-app.jar run ..."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The outputs are complete.",
      "1:The run failed; earlier outputs are unchanged.",
      "2:The command cannot run with these options; nothing was done."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private RunOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("sp500.terminal"));
    if (options.usesCloud()) {
      options.cloud(); // or says what is missing, before any work
    }
    Prices prices = new Prices(options);
    prices.check();
    OutputFolder folder = OutputFolder.of(options);
    EngineChoice engine = new EngineChoice(options);
    engine.check();
    folder.check();

    if (prices.isSynthetic()) {
      progress.begins("no --input: " + prices.syntheticMarket().describe());
    }
    InMemorySink<TickerSummary> mostTraded = new InMemorySink<>();
    RunReport report = run(prices, engine, folder, mostTraded, progress);
    if (options.warehouse != null) {
      progress.begins("make the views of " + options.warehouse);
      options.cloud().putViews(options.warehouse);
    }

    if (prices.isSynthetic()) {
      out.println();
      out.println("SYNTHETIC: these tickers and their volumes are made up.");
    }
    out.println();
    out.println(table(mostTraded.rows()));
    out.println();
    out.println(report.toTable());
    out.println();
    out.println("report: " + SafeText.location(folder.report()));
    return 0;
  }

  private RunReport run(
      Prices prices,
      EngineChoice engine,
      OutputFolder folder,
      InMemorySink<TickerSummary> mostTraded,
      Progress progress) {
    Lake lake = options.lake;
    List<String> locations =
        lake == null ? options.inputs : lake.keep(options.inputs, options.cloud(), progress);
    try (RunningEngine running = engine.start(progress)) {
      Source<Bar> source = prices.source(locations, running, progress);
      BarsStage all = prices.of(source);
      if (lake == null) {
        BarsStage days = prices.published(all);
        return run(running, pipeline(days, days.rejected(), folder, mostTraded));
      }
      BarsStage kept =
          BarsStage.from(lake.barsSource())
              .inBasis(options.raw ? Basis.RAW : Basis.SPLIT_ADJUSTED)
              .checkedBy(prices.rulesOfCheckedBars(source));
      run(running, VolumePipeline.named("sp500-bars", all.into(lake.barsSink())));
      return run(
          running,
          pipeline(prices.published(kept), prices.published(all).rejected(), folder, mostTraded));
    }
  }

  private VolumePipeline pipeline(
      BarsStage prices,
      RowsStage<RejectedRow> rejected,
      OutputFolder folder,
      InMemorySink<TickerSummary> mostTraded) {
    List<Function<String, ? extends Sink<Object>>> places = new ArrayList<>();
    places.add(folder::sink);
    if (options.warehouse != null) {
      places.add(Cloud.tables(options.warehouse, options.from, options.to));
    }
    return Sp500Pipeline.of(prices, rejected, options.calendar().shocks(), places, mostTraded)
        .reportedTo(folder.reportFile());
  }

  /**
   * Runs a pipeline; what the user can do about an input that is not good enough is said in
   * options.
   */
  private static RunReport run(RunningEngine running, VolumePipeline pipeline) {
    try {
      return running.run(pipeline);
    } catch (QualityException e) {
      throw new VolumeException(
          e.problem()
              + (e.limitHelps()
                  ? "; mend the input, or allow more by --max-rejected"
                  : "; mend the input"),
          e);
    }
  }

  private String table(List<TickerSummary> rows) {
    TextTable table = new TextTable("rank", "ticker", "largest day", "all days", "average day");
    for (TickerSummary row : rows) {
      table.row(
          row.rank().isPresent() ? (Object) row.rank().getAsLong() : null,
          row.ticker(),
          shares(row, Sp500Pipeline.LARGEST_DAY),
          shares(row, Sp500Pipeline.ALL_DAYS),
          row.get(Sp500Pipeline.AVERAGE_DAY).orElse(null));
    }
    return "The most traded tickers by their largest day, in shares\n\n" + table;
  }

  /** A number of shares, with its fraction if the run keeps fractions. */
  private Number shares(TickerSummary row, Summary<Bar, Long> summary) {
    boolean isExact = options.fractionalVolume() == FractionalVolume.KEEP;
    return row.get(summary)
        .map(whole -> isExact ? (Number) row.exact(summary).orElseThrow() : whole)
        .orElse(null);
  }
}
