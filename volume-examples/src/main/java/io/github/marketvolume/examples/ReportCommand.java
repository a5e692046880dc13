package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.examples.report.VolumeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sp500 report}: writes a page that shows a run. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Writes one HTML page that shows a run in a browser, without a network.",
    description = {
      "",
      "Figures of the most traded tickers, the volume of each day, the market shocks, the flagged",
      "bars and the years, with filters by ticker and date. A page shows at most 5,000 tickers and",
      "64 MB of data: of a larger run, the tickers with the largest single day.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sp500 run && sp500 report",
      "  sp500 report --input yahoo-out --output yahoo.html --overwrite"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The page is complete.",
      "1:The run could not be read, or the page not written; an earlier page is unchanged.",
      "2:The command cannot run with these options; nothing was done."
    })
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--input",
      paramLabel = "DIR",
      defaultValue = "sp500-out",
      description = "Folder that a run has written (default: ${DEFAULT-VALUE}).")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "sp500-report.html",
      description = "Page to write (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Option(names = "--overwrite", description = "Replace an existing page.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Progress progress = new Progress(spec.commandLine().getErr(), false);
    if (Files.isDirectory(output)) {
      throw new InvalidPlanException(output + " is a folder; name a file with --output");
    }
    OutputFolder.requireWritable(output.toAbsolutePath().getParent());
    if (!overwrite) {
      OutputFolder.requireAbsent(output);
    } else if (Files.exists(output) && !VolumeReport.isPage(output)) {
      throw new InvalidPlanException(
          output
              + " is not replaced: it is not a page of sp500 report; choose another place with"
              + " --output");
    }
    progress.begins("read " + input);
    VolumeReport report = VolumeReport.of(input, MarketShocks.RULE);
    progress.begins("write " + output);
    report.write(output);
    spec.commandLine().getOut().println(summary(report));
    return 0;
  }

  private String summary(VolumeReport report) {
    boolean shortened = report.tickers() < report.tickersOfRun();
    return String.format(
        Locale.ROOT,
        "%s: %,d %stickers, %,d days, %.1f MB%s",
        SafeText.line(output.toString()),
        report.tickers(),
        shortened ? String.format(Locale.ROOT, "of %,d ", report.tickersOfRun()) : "",
        report.days(),
        size() / 1e6,
        shortened ? "; those with the largest single day are shown" : "");
  }

  /** The size of the page, in bytes. */
  private long size() {
    try {
      return Files.size(output);
    } catch (IOException e) {
      throw new SinkException(output + " cannot be read: " + e.getMessage(), e);
    }
  }
}
