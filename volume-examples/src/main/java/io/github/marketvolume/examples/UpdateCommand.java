package io.github.marketvolume.examples;

import io.github.marketvolume.ledger.RunStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sp500 update}: brings the outputs of a run up to date with new prices. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Brings the outputs of a run up to date with new days and corrected prices.",
    description = {
      "",
      "--input may hold only the new days. A price of a day that is known takes the place of the",
      "old one; what is not in the input stays. The outputs are then those of a run over all",
      "prices that were ever read. Give the options that the run had: the ledger in --output",
      "tells an update if they are others.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sp500 run --input sp500_stocks.csv.gz --no-hindsight",
      "  sp500 update --input 2024-12-02.csv --no-hindsight",
      "  sp500 update --input new.csv --output yahoo-out",
      "  sp500 update --input 2024-12.csv --complete",
      "  sp500 state show sp500-out"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The outputs are up to date.",
      "1:The update failed; the outputs are unchanged.",
      "2:The command cannot run with these options; nothing was done."
    })
final class UpdateCommand implements Callable<Integer> {

  @Mixin private RunOptions options;

  @Option(
      names = "--complete",
      description =
          "The input has all prices of the days from its first to its last: others that are kept of"
              + " these days are removed.")
  private boolean complete;

  @Option(
      names = "--rebuild",
      description =
          "Compute all outputs again, from the kept prices and the input: after another version or"
              + " other options, and if an output was changed or lost.")
  private boolean rebuild;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (options.inputs.isEmpty()) {
      throw options.misuse("an update needs --input, the new prices");
    }
    if (options.lake != null) {
      throw options.misuse("--lake is for sp500 run, which goes over all prices of a lake");
    }
    if (options.engine() != Engine.LOCAL) {
      throw options.misuse("an update needs --runner local");
    }
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("sp500.terminal"));
    options.checkCloud();
    OutputFolder folder = OutputFolder.of(options);
    Runs runs = new Runs(options, folder, progress);
    runs.check();
    folder.checkForUpdate();
    RunStore run = folder.store().requiringRun();
    RunStore store = rebuild ? run.rebuilding() : run;
    Runs.Result result = runs.run(complete ? store.withCompleteInput() : store);
    result.print(spec.commandLine().getOut());
    return 0;
  }
}
