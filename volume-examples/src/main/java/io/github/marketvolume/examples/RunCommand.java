package io.github.marketvolume.examples;

import java.util.concurrent.Callable;
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
      "  bars/, ledger/   what sp500 update goes on from; not with --runner spark or --lake",
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
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("sp500.terminal"));
    options.checkCloud();
    OutputFolder folder = OutputFolder.of(options);
    Runs runs = new Runs(options, folder, progress);
    runs.check();
    folder.check();
    Runs.Result result = runs.run(folder.store().startingOver());
    result.print(spec.commandLine().getOut());
    return 0;
  }
}
