package io.github.marketvolume.examples;

import static io.github.marketvolume.examples.ArrivingPrices.file;
import static io.github.marketvolume.examples.ArrivingPrices.requireSame;
import static io.github.marketvolume.examples.ArrivingPrices.sessions;
import static io.github.marketvolume.examples.ArrivingPrices.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that watches, and is ended or killed. */
class WatchProcessTest {

  private static final List<LocalDate> DAYS = sessions(18);

  @TempDir private Path folder;
  private Path arriving;
  private Path output;

  @BeforeEach
  void makeFolder() throws IOException {
    arriving = Files.createDirectory(folder.resolve("arriving"));
    output = folder.resolve("out");
  }

  private Process start() throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Processes.start(
        Path.of("").toAbsolutePath(), // a class path may be relative
        folder,
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            path,
            Sp500.class.getName(),
            "watch",
            "--input",
            arriving.toString(),
            "--output",
            output.toString(),
            "--no-hindsight"));
  }

  @Test
  void processThatIsEnded_saysSoAndSucceeds() throws Exception {
    Process process = start();
    try {
      write(arriving.resolve("a.csv"), file(DAYS.subList(0, 3)), 1000);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!Files.readString(folder.resolve("stdout")).contains(DAYS.get(2) + "  52 tickers")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(50);
      }
      Thread.sleep(300);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(folder.resolve("stderr")))
          .endsWith("stopped; the outputs are up to " + DAYS.get(2) + "\n");
    } finally {
      Processes.kill(process);
    }
  }

  @Test
  void processThatIsKilled_goesOnWhereItWas() throws Exception {
    Random random = new Random(7);
    int written = 0;
    while (written < DAYS.size()) {
      Process process = start();
      try {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(900 + random.nextInt(1500));
        while (System.nanoTime() < end) {
          if (written < DAYS.size() && random.nextInt(4) == 0) {
            LocalDate day = DAYS.get(written++);
            write(arriving.resolve(day + ".csv"), file(List.of(day)), 1000 + written);
          }
          Thread.sleep(50);
        }
        assertThat(process.isAlive()).as(Files.readString(folder.resolve("stderr"))).isTrue();
      } finally {
        Processes.kill(process);
      }
    }
    CommandLineRun last =
        CommandLineRun.of(
            "watch", "--input", arriving + "", "--output", output + "", "--no-hindsight", "--once");
    assertThat(last.exitCode()).as(last.err()).isZero();
    Path expected = folder.resolve("expected");
    CommandLineRun whole =
        CommandLineRun.of(
            "run", "--input", arriving + "", "--output", expected + "", "--no-hindsight");
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    requireSame(output, expected);
  }
}
