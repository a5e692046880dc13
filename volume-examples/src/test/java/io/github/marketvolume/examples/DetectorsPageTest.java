package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison of detectors in {@code docs/shocks.md}, and its picture, are what the command
 * computes. With {@code -Dvolume.detectors.write=true} it is written.
 */
@FullBuild
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "MARKET_DATA_DIR is not set")
class DetectorsPageTest {

  private static final Path PAGE = Path.of("../docs/shocks.md");
  private static final Path PICTURE = Path.of("../docs/images/shocks.svg");
  private static final String BEGIN = "<!-- sp500 shocks --compare from here -->\n";
  private static final String END = "<!-- to here -->\n";

  @TempDir private Path folder;

  @Test
  void thePageHasWhatTheCommandComputes() throws IOException {
    Path data = Path.of(System.getenv("MARKET_DATA_DIR"));
    CommandLineRun run =
        CommandLineRun.of(
            "shocks",
            "--input",
            data.resolve("sp500_stocks.csv.gz").toString(),
            "--from",
            "2010-05-01",
            "--to",
            "2021-02-05",
            "--index",
            data.resolve("gspc.csv").toString(),
            "--vix",
            data.resolve("vix.csv").toString(),
            "--compare",
            "--test-from",
            "2016-01-01",
            "--output",
            folder.resolve("shocks").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    String table = table(Files.readAllLines(folder.resolve("shocks/detectors.csv")));

    List<String> episodes = Files.readAllLines(folder.resolve("shocks/episodes.csv"));
    String picture =
        new ShocksPicture(
                LocalDate.parse("2010-05-01"),
                LocalDate.parse("2021-02-05"),
                LocalDate.parse("2016-01-01"),
                MarketShocks.USUAL_THRESHOLD)
            .svg(
                episodes,
                Files.readAllLines(folder.resolve("shocks/truth.csv")),
                run.out()
                    .lines()
                    .filter(line -> line.endsWith("  right") || line.endsWith("  wrong"))
                    .map(line -> line.endsWith("right"))
                    .toList());

    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    if (Boolean.getBoolean("volume.detectors.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
      Files.writeString(PICTURE, picture);
    } else {
      assertThat(PICTURE).content().isEqualTo(picture);
      assertThat(page.substring(begin, end)).isEqualTo(table);
    }
  }

  /** Both parts of a detector in one line. */
  private static String table(List<String> csv) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (String line : csv.subList(1, csv.size())) {
      String[] cell = line.split(",", -1);
      cells.merge(
          cell[0] + " | " + cell[1],
          String.format(
              Locale.ROOT,
              "%s of %s | %s of %s | %s | %.2f",
              cell[7],
              cell[6],
              cell[9],
              cell[8],
              cell[12].isEmpty()
                  ? "-"
                  : String.format(Locale.ROOT, "%.2f", Double.parseDouble(cell[12])),
              Double.parseDouble(cell[13])),
          (fit, test) -> fit + " | " + test);
    }
    StringBuilder table =
        new StringBuilder(
            "| Detector | Threshold | Fit: found | Fit: right | Fit: F1 | Fit: false alarms a year"
                + " | Test: found | Test: right | Test: F1 | Test: false alarms a year |\n"
                + "|---|---|---|---|---|---|---|---|---|---|\n");
    cells.forEach(
        (detector, measures) ->
            table.append("| ").append(detector).append(" | ").append(measures).append(" |\n"));
    return table.toString();
  }
}
