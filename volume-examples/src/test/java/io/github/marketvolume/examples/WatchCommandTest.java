package io.github.marketvolume.examples;

import static io.github.marketvolume.examples.ArrivingPrices.HEADER;
import static io.github.marketvolume.examples.ArrivingPrices.file;
import static io.github.marketvolume.examples.ArrivingPrices.requireSame;
import static io.github.marketvolume.examples.ArrivingPrices.rows;
import static io.github.marketvolume.examples.ArrivingPrices.sessions;
import static io.github.marketvolume.examples.ArrivingPrices.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {

  private static final List<LocalDate> DAYS = sessions(66);

  @TempDir private Path folder;
  private Path arriving;
  private Path output;

  @BeforeEach
  void makeFolder() throws IOException {
    arriving = Files.createDirectory(folder.resolve("arriving"));
    output = folder.resolve("out");
  }

  private CommandLineRun watch(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("watch", "--input", arriving + "", "--output", output + "", "--once"));
    all.add("--no-hindsight");
    all.addAll(List.of(more));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  /** What a run over all files writes, of which the later ones replace bars of the earlier ones. */
  private Path whole(String... texts) throws IOException {
    Path all = Files.createDirectories(folder.resolve("whole"));
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(all.resolve(i + ".csv"), texts[i]);
    }
    Path expected = folder.resolve("expected");
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "--input",
            all + "",
            "--output",
            expected + "",
            "--no-hindsight",
            "--keep-last",
            "--overwrite");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return expected;
  }

  @Test
  void filesThatArrive_giveTheOutputsOfARunOverAll() throws Exception {
    write(arriving.resolve("a.csv"), file(DAYS.subList(0, 62)), 1000);
    CommandLineRun first = watch("--keep-last");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .startsWith("52 days from 2021-01-04 to")
        .contains("  shock begins: 2021-04-01 to 2021-04-01, 1 of 1 days, peak 1.");
    for (int i = 62; i < 66; i++) {
      write(arriving.resolve(DAYS.get(i) + ".csv"), file(List.of(DAYS.get(i))), 2000 + i);
      CommandLineRun next = watch("--keep-last");
      assertThat(next.exitCode()).as(next.err()).isZero();
      assertThat(next.out()).startsWith(DAYS.get(i) + "  52 tickers  ");
      assertThat(next.out().lines().filter(line -> line.contains("tickers"))).hasSize(1);
      boolean isShock = i == 63;
      assertThat(next.out().contains("  shock grows: 2021-04-01 to " + DAYS.get(i)))
          .isEqualTo(isShock);
      assertThat(next.out().contains("  anomaly T100  ")).isEqualTo(isShock);
    }
    requireSame(output, whole(file(DAYS)));
    assertThat(watch("--keep-last").out()).isEmpty();
  }

  @Test
  void correctedFile_isTakenAtOnceAndTold() throws Exception {
    String old = HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n2021-02-04,AAPL,1,1,1,1,1,110\n";
    write(arriving.resolve("a.csv"), old, 1000);
    assertThat(watch("--close", "count:1", "--keep-last").exitCode()).isZero();
    String other = HEADER + "2021-02-03,AAPL,1,1,1,1,1,1200\n2021-02-03,BBB,1,1,1,1,1,7\n";
    write(arriving.resolve("b.csv"), other, 2000);
    CommandLineRun corrected = watch("--close", "count:1", "--keep-last");
    assertThat(corrected.exitCode()).as(corrected.err()).isZero();
    assertThat(corrected.out().lines())
        .containsExactly("2021-02-03 AAPL corrected: 100 to 1,200 shares", "2021-02-03 BBB late");
    requireSame(output, whole(old, other));
  }

  @Test
  void filesWithOpenDays_areTakenAgainInTheirOrder() throws Exception {
    String open = HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n2021-02-04,AAPL,1,1,1,1,1,110\n";
    write(arriving.resolve("b.csv"), open, 5000); // changed later than what corrects it
    CommandLineRun first = watch("--close", "next");
    assertThat(first.out().lines()).hasSize(1).first().asString().startsWith("2021-02-03  1 t");
    write(arriving.resolve("a.csv"), HEADER + "2021-02-03,AAPL,1,1,1,1,1,999\n", 1000);
    assertThat(watch("--close", "next").out())
        .contains("2021-02-03 AAPL corrected: 100 to 999 shares");
    Ledger before = Ledger.find(RunStore.at(output + "")).orElseThrow();
    assertThat(watch("--close", "next").out()).isEmpty();
    Ledger after = Ledger.find(RunStore.at(output + "")).orElseThrow();
    assertThat(after.lastRun()).isEqualTo(before.lastRun());
    assertThat(before.position().orElseThrow()).contains("again/");
  }

  @Test
  @Timeout(60)
  void otherOptionsThanTheRunHad_endIt() throws Exception {
    write(arriving.resolve("a.csv"), HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n", 1000);
    assertThat(watch("--close", "count:1").exitCode()).isZero();
    write(arriving.resolve("b.csv"), HEADER + "2021-02-04,AAPL,1,1,1,1,1,100\n", 2000);
    // Not with --once: it is not to try again and again.
    CommandLineRun run =
        CommandLineRun.of(
            "watch", "--input", arriving + "", "--output", output + "", "--close", "count:1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsOnlyOnce("another plan than this pipeline's, or of other options")
        .doesNotContain("again in");
  }

  @Test
  void markedDay_isClosed() throws Exception {
    write(
        arriving.resolve("a.csv"),
        HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n2021-02-04,AAPL,1,1,1,1,1,110\n",
        1000);
    CommandLineRun open = watch("--close", "marker");
    assertThat(open.out()).isEmpty();
    assertThat(open.err())
        .contains("waiting for 2021-02-03: 1 tickers, closes with a file 2021-02-03.done");
    write(arriving.resolve("2021-02-03.done"), "", 1001);
    assertThat(watch("--close", "marker").out().lines()).hasSize(1);
  }

  @Test
  void missingSession_isTold() throws Exception {
    write(
        arriving.resolve("a.csv"),
        HEADER + "2021-02-02,AAPL,1,1,1,1,1,100\n2021-02-04,AAPL,1,1,1,1,1,110\n",
        1000);
    assertThat(watch().out()).contains("missing 2021-02-03: a session without a bar\n");
  }

  @Test
  void badFile_isToldAndLeftUntilItChanges() throws Exception {
    write(arriving.resolve("bad.csv"), "no,prices\n1,2\n", 1000);
    write(arriving.resolve("good.csv"), HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n", 1001);
    CommandLineRun run = watch();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("bad.csv")))
        .singleElement()
        .asString()
        .endsWith("; bad.csv is left out until it changes");
    assertThat(run.out()).startsWith("2021-02-03  1 tickers");
    write(arriving.resolve("bad.csv"), HEADER + "2021-02-04,AAPL,1,1,1,1,1,100\n", 3000);
    assertThat(watch().out()).startsWith("2021-02-04  1 tickers");
  }

  @Test
  void rejectedRows_goToTheOutputWithTheirPlace() throws Exception {
    write(
        arriving.resolve("a.csv"),
        HEADER
            + "2021-02-03,AAPL,1,1,1,1,1,100\n2021-02-03,BBB,1,1,1,1,1,x\n"
            + "2021-02-03,CCC,1,1,1,1,1,5\n",
        1000);
    CommandLineRun run = watch();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("rejected " + arriving.resolve("a.csv") + ":3: ");
    assertThat(ArrivingPrices.rows(output, "rejected")).isEqualTo(1);
    assertThat(Files.readString(output.resolve("run.json")))
        .contains("\"rows_read\" : 3", "\"rows_rejected\" : 1");
  }

  @Test
  void dayWithFewTickers_isToldAsIncomplete() throws Exception {
    write(arriving.resolve("a.csv"), file(DAYS.subList(0, 6)), 1000);
    assertThat(watch("--keep-last").out()).doesNotContain("incomplete");
    String next = HEADER + rows(DAYS.get(6));
    int half = next.indexOf(DAYS.get(6) + ",T126");
    write(arriving.resolve("b.csv"), next.substring(0, half), 2000);
    assertThat(watch("--keep-last").out().lines())
        .hasSize(2)
        .last()
        .isEqualTo("  incomplete: fewer tickers than nine tenths of those of the days before");
    write(arriving.resolve("c.csv"), HEADER + next.substring(half), 3000);
    assertThat(watch("--keep-last").out().lines())
        .hasSize(26)
        .allMatch(line -> line.matches(DAYS.get(6) + " T1\\d\\d late"));
    requireSame(output, whole(file(DAYS.subList(0, 7))));
  }

  @Test
  void filesThatAreBeingWritten_areNotRead() throws Exception {
    for (String name : List.of(".a.csv", "_a.csv", "a.csv.tmp", "a.csv.part")) {
      write(arriving.resolve(name), HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n", 1000);
    }
    assertThat(watch().out()).isEmpty();
    Path growing = arriving.resolve("a.csv");
    Files.writeString(growing, HEADER + "2021-02-03,AAPL,1,1,1,1,1,1");
    Thread writer =
        new Thread(
            () -> {
              try {
                Thread.sleep(700);
                Files.writeString(growing, HEADER + "2021-02-03,AAPL,1,1,1,1,1,12345\n");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    assertThat(watch("--settle", "2s").out().lines())
        .singleElement()
        .asString()
        .contains("12,345 shares");
    writer.join();
  }

  @Test
  void outputsWithoutALedger_areNotReplaced() throws Exception {
    Files.createDirectories(output.resolve("market_daily"));
    Path other = Files.writeString(output.resolve("market_daily/other.parquet"), "other");
    write(arriving.resolve("a.csv"), HEADER + "2021-02-03,AAPL,1,1,1,1,1,100\n", 1000);
    CommandLineRun run = watch();
    assertThat(run.exitCode()).as(run.err()).isNotZero();
    assertThat(run.err()).contains(output.resolve("market_daily") + " ");
    assertThat(other).hasContent("other");
    assertThat(output.resolve("ledger")).doesNotExist();
  }

  @Test
  void runFolder_isGoneOnWith() throws Exception {
    Path output1 = whole(file(DAYS.subList(0, 10)));
    output = output1;
    write(arriving.resolve("a.csv"), file(DAYS.subList(10, 12)), 1000);
    CommandLineRun run = watch("--keep-last");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--values xml | '--values': 'xml' is none of json, csv, csv:HEADER and avro:FILE",
        "--values csv:Date,Symbol,Price --layout kaggle | the header \"Date,Symbol,Price\" does not"
            + " fit the kaggle layout",
        "--close marker | --close marker is for files",
        "--layout kaggle | --layout needs --values csv where the input is a topic"
      })
  void unfitOptionsOfATopic_areRefused(String options, String message) {
    List<String> all =
        new ArrayList<>(List.of("watch", "--input", "kafka://localhost:9/t", "--output"));
    all.add(output + "");
    all.addAll(List.of(options.split(" ")));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--close never | is none of calendar, count:N, next and marker",
        "--close calendar --calendar data | --close calendar needs --calendar nyse",
        "--close next --delay 1m | --delay needs --close calendar",
        "--settle soon | 'soon' is not a time such as 90s, 30m or 2h",
        "--runner spark | sp500 watch needs --runner local",
        "--input elsewhere | sp500 watch needs one --input, a folder or a topic",
        "--values json | --values needs --input kafka://HOST:PORT/TOPIC",
        "--warehouse a-project.volume | sp500 watch writes to a folder of this machine alone"
      })
  void unfitOptions_areRefused(String options, String message) {
    CommandLineRun run = watch(options.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(output).doesNotExist();
  }
}
