package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs at the same time on one scratch folder whose processes have the same id, as Java has in each
 * container. Each writes more partitions than fit into memory; not a row of one may be in the
 * other, or get lost. The system property {@code volume.scratch.rounds} says how often two runs are
 * tried.
 */
class SameProcessIdTest {

  private static final int ROUNDS = Integer.getInteger("volume.scratch.rounds", 2);
  private static final int TICKERS = 150;
  private static final int DAYS = 3_000;
  private static final LocalDate FIRST = LocalDate.of(2010, 1, 4);

  @TempDir private Path work;

  private Path scratch;

  /** A run of its own process: scratch folder, prices, output. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) {
      System.out.println("process " + ProcessHandle.current().pid());
      run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }
  }

  private static void run(Path scratch, Path prices, Path output) {
    CsvLayout layout = CsvLayout.named("own").date("d").ticker("t").volume("v");
    BarsStage all = BarsStage.from(CsvSource.at(prices.toString(), layout));
    VolumePipeline pipeline =
        VolumePipeline.named(
            "partitions",
            all.measure(
                    VOLUME.mean().over(bars(2)).as("a"),
                    VOLUME.max().over(bars(3)).as("b"),
                    VOLUME.min().over(bars(4)).as("c"),
                    VOLUME.zScore().over(bars(5)).as("z"))
                .into(ParquetSink.at(output.toString()).partitionedBy("ticker")));
    pipeline.run(
        LocalRunner.create().withThreads(2).withMemory(64 << 20).withScratchFolder(scratch));
  }

  /** Prices whose volumes say what they belong to. */
  private static Path prices(Path file, int number) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("d,t,v\n");
      for (int ticker = 0; ticker < TICKERS; ticker++) {
        for (int day = 0; day < DAYS; day++) {
          out.write(FIRST.plusDays(day) + ",T" + ticker + "," + volume(number, ticker, day) + "\n");
        }
      }
    }
    return file;
  }

  private static long volume(int number, int ticker, int day) {
    return number * 100_000_000L + ticker * 100_000L + day + 1;
  }

  /** How many rows of an output are not those of its prices. */
  private static long wrongRows(Path output, int number) throws SQLException {
    String volume =
        "%d * 100_000_000 + cast(substr(ticker, 2) as bigint) * 100_000 + (trade_date - date '%s') + 1"
            .formatted(number, FIRST);
    String query =
        """
        with found as (
          select ticker, trade_date, volume, a, b, c,
            lag(volume, 1) over w as v1, lag(volume, 2) over w as v2,
            lag(volume, 3) over w as v3, lag(volume, 4) over w as v4
          from read_parquet('%s/*/*.parquet', hive_partitioning = true)
          window w as (partition by ticker order by trade_date))
        select abs(%d - count(*)) + count(*) - count(distinct (ticker, trade_date))
          + count(*) filter (where volume is distinct from %s
            or a is distinct from (v1 + v2) / 2
            or b is distinct from (case when v3 is null then null else v1 end)
            or c is distinct from v4)
        from found
        """
            .formatted(output, (long) TICKERS * DAYS, volume);
    try (Connection database = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @BeforeEach
  void makePrices() throws IOException {
    scratch = Files.createDirectory(work.resolve("scratch"));
    prices(work.resolve("1.csv"), 1);
    prices(work.resolve("2.csv"), 2);
  }

  private Path pricesOf(int number) {
    return work.resolve(number + ".csv");
  }

  private Path outputOf(int round, int number) {
    return work.resolve("out-" + round + "-" + number);
  }

  @FullBuild
  @Test
  @DisplayName("two processes, each in a space of process ids of its own")
  void twoProcesses() throws Exception {
    List<String> apart = ownIds();
    for (int round = 1; round <= ROUNDS; round++) {
      List<Process> runs = new ArrayList<>();
      try {
        for (int number = 1; number <= 2; number++) {
          List<String> command = new ArrayList<>(apart);
          command.addAll(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:-UsePerfData",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  scratch.toString(),
                  pricesOf(number).toString(),
                  outputOf(round, number).toString()));
          runs.add(new ProcessBuilder(command).redirectErrorStream(true).start());
        }
        for (int number = 1; number <= 2; number++) {
          Process run = runs.get(number - 1);
          String said = new String(run.getInputStream().readAllBytes(), UTF_8);
          assertThat(run.waitFor()).as(said).isZero();
          assertThat(said).contains("process 1\n");
        }
      } finally {
        runs.forEach(Process::destroyForcibly);
      }
      assertRight(round);
    }
  }

  /** What starts a program with process ids of its own. */
  private static List<String> ownIds() throws IOException {
    List<String> apart = List.of("unshare", "--pid", "--fork", "--kill-child");
    List<String> asUser =
        List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child");
    for (List<String> way : List.of(apart, asUser)) {
      List<String> trial = new ArrayList<>(way);
      trial.add("true");
      try {
        if (new ProcessBuilder(trial).start().onExit().join().exitValue() == 0) {
          return way;
        }
      } catch (IOException e) {
        // There is no such command.
      }
    }
    return assumeNone();
  }

  private static List<String> assumeNone() {
    assumeTrue(false, "only Linux has spaces of process ids, and not everybody may make one");
    return List.of();
  }

  @Test
  @DisplayName("two runs of one process, which have its id")
  void oneProcess() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      Path first = outputOf(round, 1);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> run(scratch, pricesOf(1), first));
      run(scratch, pricesOf(2), outputOf(round, 2));
      other.join();
      assertRight(round);
    }
  }

  private void assertRight(int round) throws SQLException {
    for (int number = 1; number <= 2; number++) {
      assertThat(wrongRows(outputOf(round, number), number)).as("wrong rows").isZero();
    }
    assertThat(scratch).isEmptyDirectory();
  }
}
