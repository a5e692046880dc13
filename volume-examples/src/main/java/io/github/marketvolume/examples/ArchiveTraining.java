package io.github.marketvolume.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code bin/sp500} does once for each build, to learn which classes its commands need: a
 * small run, and where the engine can, an update of it. The classes go into an archive that later
 * processes start from.
 */
final class ArchiveTraining {

  private static final String DAY =
      "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n2025-01-02,AAA,10,10,11,9,10,1000\n";

  private ArchiveTraining() {}

  /**
   * Runs the commands.
   *
   * @param args the folder to write to, then options of a run; those of an engine begin with {@code
   *     --runner}
   */
  public static void main(String[] args) throws IOException {
    List<String> options = new ArrayList<>(List.of(args));
    String output = options.remove(0);
    int exit = sp500("run", List.of("--tickers", "3", "--no-hindsight"), output, options);
    if (exit == 0 && Files.exists(Path.of(output, "ledger"))) {
      Path day = Path.of(output + ".csv");
      Files.writeString(day, DAY);
      exit = sp500("update", List.of("--input", day.toString(), "--no-hindsight"), output, options);
    }
    System.exit(exit);
  }

  private static int sp500(String command, List<String> own, String output, List<String> options) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(own);
    all.addAll(options);
    all.addAll(List.of("--output", output));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Sp500.run(nowhere, nowhere, all.toArray(String[]::new));
  }
}
