package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file to which a corrected bar of the last day was appended. */
class RepeatedDaysTest {

  @TempDir private Path folder;

  @Test
  void lastRowOfADay_isKeptOnDemand() throws IOException {
    assertThat(note()).contains("\"rows_accepted\" : 3", "\"bars-do-not-conflict\" : 2");
    assertThat(note("--keep-last"))
        .contains("\"rows_accepted\" : 4", "\"rows_rejected\" : 0", "\"duplicates_dropped\" : 1")
        .contains("\"bars-do-not-conflict\" : 1");
  }

  /** What a run with these options says of itself. */
  private String note(String... options) throws IOException {
    Path input = folder.resolve("AMZN.csv");
    Files.writeString(
        input,
        """
        Date,Open,High,Low,Close,Adj Close,Volume
        2019-01-22,1681,1681.87,1610.2,1632.17,1632.17,6416800
        2019-01-23,1656,1657.43,1612,1640.02,1640.02,5225200
        2019-01-24,1641.07,1657.26,1631.78,1654.93,1654.93,4089900
        2019-01-25,1670.5,1683.45,1662.0,1670.57,1670.57,4959679
        2019-01-25,1670.5,1683.48,1661.61,1670.57,1670.57,4945900
        """);
    Path output = folder.resolve("out" + options.length);
    String[] fixed = {"run", "--input", input + "", "--layout", "yahoo", "--output", output + ""};
    String[] all = new String[fixed.length + options.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Files.readString(output.resolve("run.json"));
  }
}
