package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coins, of which fractions are traded. */
class FractionalVolumeTest {

  @TempDir private Path folder;

  @Test
  void fractions_areKeptOrRoundedOnDemand() throws IOException {
    assertThat(run("reject").exitCode()).isOne();
    CommandLineRun kept = run("keep");
    assertThat(kept.exitCode()).as(kept.err()).isZero();
    assertThat(kept.out()).containsPattern("1 +BTC +2[.]2500 +6[.]7500 +2[.]2500");
    CommandLineRun rounded = run("round");
    assertThat(rounded.exitCode()).as(rounded.err()).isZero();
    assertThat(rounded.out()).containsPattern("1 +BTC +2 +6 +2[.]0000");
    assertThat(Files.readString(folder.resolve("round/run.json")))
        .contains("rounding fractional volumes", "\"rows_rejected\" : 0");
  }

  @Test
  void fractions_areRejected_byDefault() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("run", "--input", coins(), "--output", folder.resolve("out") + "");
    assertThat(run.exitCode()).isOne();
    assertThat(run.errorLines()).contains("volume-is-integer");
  }

  private CommandLineRun run(String treatment) throws IOException {
    return CommandLineRun.of(
        "run",
        "--input",
        coins(),
        "--calendar",
        "none",
        "--fractional-volume",
        treatment,
        "--output",
        folder.resolve(treatment) + "");
  }

  private String coins() throws IOException {
    StringBuilder csv = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    for (int i = 0; i < 3; i++) {
      csv.append(LocalDate.parse("2024-01-02").plusDays(i)).append(",BTC,5,5,5,5,5,2.25\n");
    }
    Path file = folder.resolve("coins.csv");
    Files.writeString(file, csv);
    return file.toString();
  }
}
