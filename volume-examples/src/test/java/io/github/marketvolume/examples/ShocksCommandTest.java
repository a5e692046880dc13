package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.calendar.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code sp500 shocks} writes and says, and what it refuses. */
class ShocksCommandTest {

  private static final LocalDate START = LocalDate.of(2019, 10, 1);
  private static final LocalDate END = LocalDate.of(2020, 4, 30);

  /** A day of large volume in all tickers, and of a fall of the index. */
  private static final LocalDate FALL = LocalDate.of(2020, 2, 27);

  /** A day of large volume alone; the next trading day has it, too. */
  private static final LocalDate BUSY = LocalDate.of(2020, 3, 26);

  /** A day on which the index of volatility jumps, with the usual volume. */
  private static final LocalDate JUMP = LocalDate.of(2020, 4, 16);

  @TempDir private static Path data;

  @TempDir private Path folder;

  @BeforeAll
  static void makeMarket() throws IOException {
    Random random = new Random(7);
    StringBuilder prices = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    for (LocalDate day : TradingCalendar.NYSE.sessions(START, END)) {
      double busy = day.equals(FALL) || day.equals(BUSY) || day.equals(BUSY.plusDays(1)) ? 3 : 1;
      for (int ticker = 0; ticker < 50; ticker++) {
        long volume = Math.round(1e6 * busy * Math.exp(0.3 * random.nextGaussian()));
        prices.append(day).append(",T").append(ticker).append(",1,1,1,1,1,").append(volume);
        prices.append('\n');
      }
    }
    Files.writeString(data.resolve("prices.csv"), prices);

    StringBuilder index = new StringBuilder("Date,Close\n");
    StringBuilder vix = new StringBuilder("\uFEFFDATE,OPEN,CLOSE\r\n");
    int i = 0;
    for (LocalDate day : TradingCalendar.NYSE.sessions(LocalDate.of(2018, 6, 1), END)) {
      index.append(day).append(',').append(day.equals(FALL) ? 90 : 100 + i % 2).append('\n');
      vix.append(day).append(",20,").append(day.isBefore(JUMP) ? 20 : 30).append("\r\n");
      i++;
    }
    Files.writeString(data.resolve("index.csv"), index);
    Files.writeString(data.resolve("vix.csv"), vix);
  }

  @Test
  void withIndices_episodesAndShocksAndMeasuresAreWritten() throws IOException {
    Path output = folder.resolve("deep/shocks");
    CommandLineRun run =
        shocks(
            "--from",
            "2020-02-03",
            "--index",
            file("index.csv"),
            "--vix",
            file("vix.csv"),
            "--output",
            output.toString());
    assertThat(run.errorLines()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(output.resolve("episodes.csv")).replaceAll("(\\.\\d\\d)\\d+", "$1"))
        .isEqualTo(
            """
            start,end,flagged_days,peak_date,peak_day_kind,peak_score
            2020-02-27,2020-02-27,1,2020-02-27,NORMAL,3.05
            2020-03-26,2020-03-27,2,2020-03-27,NORMAL,3.56
            """);
    assertThat(Files.readString(output.resolve("truth.csv")).replaceAll("(\\.\\d\\d)\\d+", "$1"))
        .isEqualTo(
            """
            start,end,shock_days,max_abs_z252,max_volatility_change,found
            2020-02-27,2020-02-28,2,10.56,0.0,true
            2020-04-16,2020-04-16,1,0.72,0.5,false
            """);
    assertThat(output.resolve("metrics.json"))
        .hasContent(
            """
            {
              "truth" : "B",
              "from" : "2020-02-03",
              "to" : "2020-04-30",
              "truth_episodes" : 2,
              "alarm_episodes" : 2,
              "recall" : 0.5,
              "precision" : 0.5,
              "f1" : 0.5,
              "false_alarms_per_year" : 4.064516129032258
            }
            """);
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """

            Episodes of unusual volume

            start       end         flagged days  peak        kind of day   score  alarm
            2020-02-27  2020-02-27             1  2020-02-27  NORMAL       3.0564  right
            2020-03-26  2020-03-27             2  2020-03-27  NORMAL       3.5679  wrong

            SEVERE on 2020-02-27, rank 2 of 2: the median ticker scored 3.06, 92 % of the tickers at least 2 and 40 % at least 3.5; T0 stood out most
            SEVERE from 2020-03-26 to 2020-03-27, 2 of 2 sessions flagged, rank 1 of 2: on the peak, 2020-03-27, the median ticker scored 3.57, 90 % of the tickers at least 2 and 52 % at least 3.5; T0 stood out most

            Shocks by the indices, truth B

            start       end         shock days  largest |z|  largest VIX rise  found
            2020-02-27  2020-02-28           2      10.5676            0.0000  yes
            2020-04-16  2020-04-16           1       0.7275            0.5000  no

            measure              value
            recall               0.5000  1 of 2 shocks found
            precision            0.5000  1 of 2 alarms right
            F1                   0.5000
            false alarms a year  4.0645  1 in 62 days from 2020-02-03 to 2020-04-30
            """);
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void comparedDetectors_areJudgedOnEachPartApart() throws IOException {
    CommandLineRun run =
        shocks(
            "--from",
            "2020-02-03",
            "--compare",
            "--test-from",
            "2020-04-01",
            "--index",
            file("index.csv"),
            "--vix",
            file("vix.csv"),
            "--output",
            folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("detectors.csv")))
        .hasSize(1 + 2 * Detector.all().size())
        .contains(
            "median of the tickers' modified z,1.1,fit,B,2020-02-03,2020-03-31,1,1,2,1,"
                + "1.0,0.5,0.6666666666666666,6.146341463414634",
            "median of the tickers' modified z,1.1,test,B,2020-04-01,2020-04-30,1,0,0,0,0.0,,,0.0");
    assertThat(run.out())
        .contains(
            "Detectors against the shocks of truth B, fit range 2020-02-03 to 2020-03-31",
            "Detectors against the shocks of truth B, test range 2020-04-01 to 2020-04-30",
            "total volume: z of 20 days");
  }

  @Test
  void withoutIndices_episodesAloneAreLeft() throws IOException {
    for (String name : List.of("episodes.csv", "truth.csv", "metrics.json", "truth.csv.partial")) {
      Files.writeString(folder.resolve(name), "of an earlier command");
    }
    CommandLineRun run = shocks("--output", folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("episodes.csv")).content().startsWith("start,end,flagged_days,");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    assertThat(run.out()).contains("2020-03-26", "kind of day").doesNotContain("right");
  }

  @Test
  void aThresholdThatNothingReaches_leavesPrecisionUndefined() throws IOException {
    CommandLineRun run =
        shocks(
            "--threshold",
            "99",
            "--from",
            "2020-02-03",
            "--truth",
            "A",
            "--index",
            file("index.csv"),
            "--vix",
            file("vix.csv"),
            "--output",
            folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("metrics.json"))
        .content()
        .contains("\"truth\" : \"A\"", "\"recall\" : 0.0", "\"precision\" : null", "\"f1\" : null");
    assertThat(folder.resolve("episodes.csv"))
        .hasContent("start,end,flagged_days,peak_date,peak_day_kind,peak_score");
    assertThat(run.out()).contains("none", "undefined");
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        arguments(List.of("--output", "o"), "Missing required option: '--input=FILE|DIR|GLOB'"),
        arguments(List.of("--input", "."), "Missing required option: '--output=DIR'"),
        arguments(
            List.of("--input", "absent.csv", "--output", "o"),
            "Invalid value for option '--input': there is no file absent.csv"),
        arguments(
            List.of("--input", "gs://bucket/prices.csv", "--output", "o"),
            "Invalid value for option '--input': shocks reads files of this machine, not URLs"),
        arguments(
            List.of("--input", ".", "--output", "gs://bucket/out"),
            "Invalid value for option '--output': gs://bucket/out is not a folder of this machine"),
        arguments(
            List.of("--input", ".", "--output", "o", "--threshold", "NaN"),
            "Invalid value for option '--threshold': 'NaN' is not a score such as 1.1"),
        arguments(
            List.of("--input", ".", "--output", "o", "--threshold", "x"),
            "Invalid value for option '--threshold': 'x' is not a score such as 1.1"),
        arguments(
            List.of("--input", ".", "--output", "o", "--compare", "--test-from", "x"),
            "Invalid value for option '--test-from': 'x' is not a date such as 2010-01-31"),
        arguments(
            List.of("--input", ".", "--output", "o", "--index", "i.csv"),
            "--index needs --vix, too"),
        arguments(
            List.of("--input", ".", "--output", "o", "--vix", "v.csv"), "--vix needs --index, too"),
        arguments(
            List.of("--input", ".", "--output", "o", "--compare"),
            "--compare needs --index and --vix"),
        arguments(
            List.of("--input", ".", "--output", "o", "--test-from", "2020-01-02"),
            "--test-from needs --compare"),
        arguments(
            List.of("--input", ".", "--output", "o", "--truth", "A"),
            "--truth needs --index and --vix"),
        arguments(
            List.of("--input", ".", "--output", "o", "--truth", "C"),
            "Invalid value for option '--truth': 'C' is not known; give A or B"),
        arguments(
            List.of("--input", ".", "--output", "o", "--index", "i.csv", "--vix", "v.csv"),
            "Invalid value for option '--index': there is no file i.csv"));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuse_isOneLineAndExitCode2(List<String> args, String message) {
    List<String> all = new ArrayList<>(List.of("shocks"));
    all.addAll(args);
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.err())
        .isEqualTo("sp500: " + message + "; see sp500 shocks --help" + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void aFolderWithOtherFiles_isNotTouched() throws IOException {
    Files.createFile(folder.resolve("notes.txt"));
    assertFailure(
        shocks("--output", folder.toString()),
        2,
        folder
            + " has notes.txt, which is not a file of sp500 shocks; choose another folder with"
            + " --output");
  }

  @Test
  void datesInTheWrongOrder_areRefused() {
    assertFailure(
        shocks("--from", "2020-02-03", "--to", "2020-02-01", "--output", folder.toString()),
        2,
        "the date range 2020-02-03 to 2020-02-01 is empty: the first date is after the last; swap"
            + " them");
  }

  @Test
  void tooFewTickers_areAFailureThatSaysSo() throws IOException {
    Path few = folder.resolve("few.csv");
    List<String> lines = Files.readAllLines(data.resolve("prices.csv"));
    Files.write(few, lines.stream().filter(line -> !line.contains(",T49,")).toList());
    assertFailure(
        CommandLineRun.of(
            "shocks", "--input", few.toString(), "--output", folder.resolve("out").toString()),
        1,
        "no day has a score, which takes 50 tickers with 45 volumes in the 60 bars before; give"
            + " more tickers or days by --input, or other dates by --from and --to");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void indicesThatDoNotCoverTheDays_areRefused() throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("index.csv"));
    Path gap = folder.resolve("gap.csv");
    Files.write(gap, lines.stream().filter(line -> !line.startsWith("2020-03-02")).toList());
    assertFailure(
        judged(gap, data.resolve("vix.csv")),
        1,
        gap
            + " has no close of 2020-03-02, a day of the prices; give a complete index, or other"
            + " dates by --from and --to");

    Path late = folder.resolve("late.csv");
    Files.write(late, lines.stream().filter(line -> line.compareTo("2019-06") > 0).toList());
    assertFailure(
        judged(late, data.resolve("vix.csv")),
        1,
        "the indices do not tell whether 2020-02-03 is a shock: it takes 252 returns before it,"
            + " which "
            + late
            + " lacks; give longer files, or a later day by --from");
  }

  static Stream<Arguments> unfitIndices() {
    return Stream.of(
        arguments("", ":1: no column Date; give a CSV file whose header has Date and Close"),
        arguments(
            "Date,Price\n", ":1: no column Close; give a CSV file whose header has Date and Close"),
        arguments("Date,Close\n\n", " has no closes; give a file with daily closes of an index"),
        arguments("Date,Close\n2020-01-02\n", ":2: 1 cells, and the header has 2; mend the line"),
        arguments(
            "Date,Close\n1/2/2020,5\n",
            ":2: '1/2/2020' is not a date such as 2010-01-31; mend the line"),
        arguments(
            "Date,Close\n2020-01-02,5\n2020-01-03,null\n",
            ":3: 'null' is not a positive close; mend the line, or leave it out"),
        arguments(
            "Date,Close\n2020-01-02,-5\n",
            ":2: '-5' is not a positive close; mend the line, or leave it out"),
        arguments(
            "Date,Close\n2020-01-02,5\n2020-01-02,5\n",
            ":3: 2020-01-02 comes twice; leave one of its lines out"));
  }

  @ParameterizedTest
  @MethodSource("unfitIndices")
  void anUnfitIndex_isOneLineWithItsPlace(String content, String message) throws IOException {
    Path index = Files.writeString(folder.resolve("unfit.csv"), content);
    assertFailure(judged(index, data.resolve("vix.csv")), 1, index + message);
  }

  @Test
  void help_saysWhatIsReadAndWritten() {
    CommandLineRun help = CommandLineRun.of("shocks", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("--input=FILE|DIR|GLOB", "--threshold=T", "(default: 1.1)", "--truth=RULE")
        .contains("episodes.csv", "truth.csv", "metrics.json", "Exit codes:", "Examples:");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  void elevenYears_haveTheKnownMeasures() throws IOException {
    Path market = Path.of(System.getenv("MARKET_DATA_DIR"));
    CommandLineRun run =
        CommandLineRun.of(
            "shocks",
            "--input",
            market.resolve("sp500_stocks.csv.gz").toString(),
            "--from",
            "2016-01-01",
            "--index",
            market.resolve("gspc.csv").toString(),
            "--vix",
            market.resolve("vix.csv").toString(),
            "--output",
            folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("9 of 22 shocks found", "9 of 14 alarms right");
    assertThat(folder.resolve("metrics.json"))
        .content()
        .contains("\"truth_episodes\" : 22", "\"alarm_episodes\" : 14", "\"to\" : \"2021-02-05\"")
        .containsPattern("\"false_alarms_per_year\" : 0\\.98");
  }

  private CommandLineRun judged(Path index, Path vix) {
    return shocks(
        "--from",
        "2020-02-03",
        "--index",
        index.toString(),
        "--vix",
        vix.toString(),
        "--output",
        folder.resolve("out").toString());
  }

  private static CommandLineRun shocks(String... args) {
    List<String> all = new ArrayList<>(List.of("shocks", "--input", file("prices.csv")));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static String file(String name) {
    return data.resolve(name).toString();
  }

  private static void assertFailure(CommandLineRun run, int exitCode, String message) {
    assertThat(run.errorLines()).isEqualTo("sp500: " + message + "\n");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
