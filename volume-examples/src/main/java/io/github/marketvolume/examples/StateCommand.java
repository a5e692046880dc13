package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sp500 state}: what a run keeps for its updates. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    header = "Tells what a run keeps for its updates.",
    synopsisSubcommandLabel = "COMMAND")
final class StateCommand {

  /** How many runs and days are listed. */
  private static final int LISTED = 10;

  @Spec private CommandSpec spec;

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Shows which days are complete, from which runs, and what is kept beside them.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:It is shown.", "1:It cannot be read.", "2:There is none."})
  int show(
      @Parameters(
              paramLabel = "DIR",
              defaultValue = "sp500-out",
              description = "Folder that a run has written (default: ${DEFAULT-VALUE}).")
          Path folder) {
    RunStore store = RunStore.at(folder.toString());
    Optional<Ledger> found = Ledger.find(store);
    if (found.isEmpty()) {
      throw new InvalidPlanException(
          SafeText.location(folder.toString())
              + " has no ledger of a run; sp500 run makes one, unless it runs on Spark or by way of"
              + " a lake");
    }
    print(found.get(), store, spec.commandLine().getOut());
    return 0;
  }

  private static void print(Ledger ledger, RunStore store, PrintWriter out) {
    TextTable facts = new TextTable("what", "value");
    long days = ledger.days().values().stream().filter(day -> day.bars() > 0).count();
    facts.row("days with bars", days);
    facts.row("first day", ledger.days().isEmpty() ? "none" : ledger.days().firstKey().toString());
    facts.row("last day", ledger.lastDay().map(LocalDate::toString).orElse("none"));
    facts.row("missing sessions", shown(days(ledger, Ledger.State.MISSING)));
    facts.row("incomplete days", shown(days(ledger, Ledger.State.PARTIAL)));
    facts.row("plan", ledger.plan().substring(0, Math.min(12, ledger.plan().length())));
    facts.row("written by version", ledger.library());
    ledger.position().ifPresent(position -> facts.row("position of the input", position));
    facts.row(
        "states before",
        ledger.states().isEmpty()
            ? "none"
            : ledger.states().stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
    facts.row("bytes of states and ledger", size(Path.of(store.ledger())));
    facts.row("bytes of kept bars", size(Path.of(store.bars())));
    out.println(facts);
    out.println();
    TextTable runs =
        new TextTable("run", "at", "new", "corrected", "removed", "known", "rejected", "input");
    List<Ledger.Run> all = ledger.runs();
    for (Ledger.Run run : all.subList(Math.max(0, all.size() - LISTED), all.size())) {
      runs.row(
          run.id(),
          run.startedAt().toString(),
          run.added(),
          run.changed(),
          run.removed(),
          run.repeated(),
          run.rejected(),
          SafeText.line(run.input()));
    }
    out.println(runs);
    out.println();
    TextTable last = new TextTable("day", "state", "bars", "changed by run");
    ledger.days().descendingMap().entrySet().stream()
        .limit(LISTED)
        .forEach(
            day ->
                last.row(
                    day.getKey().toString(),
                    ledger.state(day.getKey()).map(Enum::name).orElse("").toLowerCase(Locale.ROOT),
                    day.getValue().bars(),
                    day.getValue().run()));
    out.println(last);
  }

  private static List<LocalDate> days(Ledger ledger, Ledger.State state) {
    return ledger.days().keySet().stream()
        .filter(day -> ledger.state(day).equals(Optional.of(state)))
        .toList();
  }

  private static String shown(List<LocalDate> days) {
    return days.isEmpty() ? "none" : days.size() + ", the last on " + days.get(days.size() - 1);
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    } catch (IOException e) {
      throw new SinkException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }
}
