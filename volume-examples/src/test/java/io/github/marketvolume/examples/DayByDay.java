package io.github.marketvolume.examples;

import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The last sessions of a file of prices as if they arrived, a file a day, by {@code sp500 update}
 * and by {@code sp500 watch}, and what these wrote against a run over all prices: every row of
 * every output, to the last bit, and every day of the ledger. Needs this module's main classes
 * alone; {@code bench/day-by-day.sh} starts it for a real file, {@link DayByDayTest} for small
 * ones.
 */
final class DayByDay {

  /** What every command is given besides. */
  private static final String WITHOUT_RANKS = "--no-hindsight";

  private static final long SECONDS_TO_PUBLISH = 120;

  private final Path file;
  private final Path work;
  private final int sessions;
  private final String classPath;
  private final Consumer<String> log;

  /** Where the file's prices before the sessions are, and those of each session. */
  private final Path before;

  private final NavigableMap<LocalDate, Path> days = new TreeMap<>();

  /**
   * @param file prices in the kaggle layout, gzipped or not, by ticker or by day
   * @param work an empty folder
   * @param sessions how many sessions arrive
   * @param classPath of the processes that are started
   * @param log takes what was found, in lines
   */
  DayByDay(Path file, Path work, int sessions, String classPath, Consumer<String> log) {
    this.file = file;
    this.work = work;
    this.sessions = sessions;
    this.classPath = classPath;
    this.log = log;
    this.before = work.resolve("before.csv");
  }

  public static void main(String[] args) throws Exception {
    DayByDay all =
        new DayByDay(
            Path.of(args[0]),
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            System.getProperty("java.class.path"),
            System.out::println);
    all.split();
    all.update(25);
    all.watch(60);
    System.exit(0); // not a plain return: as the command line does
  }

  /** Writes the prices before the last sessions into one file, and those of each into another. */
  void split() throws IOException {
    TreeSet<LocalDate> dates = new TreeSet<>();
    eachLine((date, line) -> dates.add(date));
    if (dates.size() <= sessions) {
      throw new IllegalArgumentException(
          file + " has " + dates.size() + " days, and " + sessions + " are to arrive after others");
    }
    LocalDate first = new ArrayList<>(dates).get(dates.size() - sessions);
    Path folder = Files.createDirectories(work.resolve("days"));
    Map<LocalDate, StringBuilder> texts = new TreeMap<>();
    long[] rows = new long[1];
    String header = header();
    try (BufferedWriter history = Files.newBufferedWriter(before)) {
      history.append(header).append('\n');
      eachLine(
          (date, line) -> {
            if (date.isBefore(first)) {
              history.append(line).append('\n');
              rows[0]++;
            } else {
              texts
                  .computeIfAbsent(date, d -> new StringBuilder(header).append('\n'))
                  .append(line)
                  .append('\n');
            }
          });
    }
    for (Map.Entry<LocalDate, StringBuilder> day : texts.entrySet()) {
      days.put(
          day.getKey(),
          Files.writeString(folder.resolve(day.getKey() + ".csv"), day.getValue().toString()));
    }
    say("%,d rows of history, then %d sessions from %s to %s", rows[0], sessions, first, last());
  }

  private LocalDate last() {
    return days.lastKey();
  }

  /** Takes a row. */
  private interface Rows {
    void row(LocalDate date, String line) throws IOException;
  }

  private BufferedReader reader() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes,
            StandardCharsets.UTF_8));
  }

  private String header() throws IOException {
    try (BufferedReader lines = reader()) {
      return lines.readLine();
    }
  }

  private void eachLine(Rows rows) throws IOException {
    try (BufferedReader lines = reader()) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.row(LocalDate.parse(line.substring(0, line.indexOf(','))), line);
      }
    }
  }

  /**
   * Updates the outputs of a run over the history by one day after the other, and now and then
   * compares them with a run over all prices so far. Outputs with ranks in hindsight are updated
   * then; at the end, those without are also rebuilt with ranks.
   *
   * @param every after how many days outputs are compared, and every how many the update is a
   *     process of its own
   */
  void update(int every) throws IOException, InterruptedException, SQLException {
    Path updated = work.resolve("updated");
    Path ranked = work.resolve("ranked");
    sp500("run", List.of(before), updated, WITHOUT_RANKS);
    sp500("run", List.of(before), ranked);
    Path soFar = Files.copy(before, work.resolve("so-far.csv"));
    List<Path> unranked = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    double cpu = 0;
    int compared = 0;
    int done = 0;
    for (Map.Entry<LocalDate, Path> day : days.entrySet()) {
      List<Path> input = List.of(day.getValue());
      if (++done % every == every / 2) {
        process(arguments("update", input, updated, WITHOUT_RANKS));
      } else {
        long start = System.nanoTime();
        double cpuBefore = cpuSeconds();
        sp500("update", input, updated, WITHOUT_RANKS);
        cpu += cpuSeconds() - cpuBefore;
        seconds.add((System.nanoTime() - start) / 1e9);
      }
      append(soFar, day.getValue());
      unranked.add(day.getValue());
      if (done % every == 0 || done == days.size()) {
        sp500("update", unranked, ranked);
        unranked.clear();
        Path whole = whole(soFar, WITHOUT_RANKS);
        requireSame(whole, updated, "after the update by " + day.getKey());
        compared++;
      }
    }
    say(
        "update: %d days one by one; in one process %s, %.2f s of CPU each",
        done, inWords(seconds), cpu / seconds.size());
    say("update: the outputs of %d runs over all prices so far, to the last bit", compared);
    Path whole = whole(soFar);
    requireSame(whole, ranked, "with ranks in hindsight");
    sp500("update", List.of(days.get(last())), updated, "--rebuild");
    requireSame(whole, updated, "rebuilt with ranks in hindsight");
    say("update: the same with ranks in hindsight, and rebuilt with them");
  }

  /**
   * Watches a folder into which a file a day comes, each when the day before is published, and
   * compares the outputs with a run over all prices.
   *
   * @param killed every how many days the process is killed and started again
   */
  void watch(int killed) throws IOException, InterruptedException, SQLException {
    Path watched = work.resolve("watched");
    sp500("run", List.of(before), watched, WITHOUT_RANKS);
    Path arriving = Files.createDirectories(work.resolve("arriving"));
    Random random = new Random(250);
    Process process = startWatch(arriving, watched);
    List<Double> seconds = new ArrayList<>();
    int kills = 0;
    double cpu = 0;
    try {
      int done = 0;
      for (Map.Entry<LocalDate, Path> day : days.entrySet()) {
        Path hidden = arriving.resolve("." + day.getValue().getFileName());
        Files.copy(day.getValue(), hidden);
        // It has settled: written long ago, a second after the one before.
        Files.setLastModifiedTime(hidden, FileTime.from(Instant.ofEpochSecond(1_000_000 + done)));
        long start = System.nanoTime();
        Files.move(
            hidden, arriving.resolve(day.getValue().getFileName()), StandardCopyOption.ATOMIC_MOVE);
        boolean isKilled = ++done % killed == 0;
        if (isKilled) {
          Thread.sleep(random.nextInt(1_500));
          cpu += cpuSeconds(process);
          kill(process);
          process = startWatch(arriving, watched);
          kills++;
        }
        awaitPublished(watched, day.getKey(), process);
        if (!isKilled) {
          seconds.add((System.nanoTime() - start) / 1e9);
        }
      }
      cpu += cpuSeconds(process);
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("sp500 watch did not end as it should; " + errors());
      }
    } finally {
      kill(process);
    }
    say(
        "watch: %d days one by one, killed %d times; from file to publication %s, %.2f s of CPU"
            + " each",
        days.size(), kills, inWords(seconds), cpu / days.size());
    requireSame(whole(file, WITHOUT_RANKS), watched, "after the watch");
    say("watch: the outputs of a run over all prices, to the last bit");
  }

  private Process startWatch(Path arriving, Path output) throws IOException {
    return start(arguments("watch", List.of(arriving), output, WITHOUT_RANKS));
  }

  private void awaitPublished(Path output, LocalDate day, Process process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_PUBLISH);
    String name = "\"" + day + "\"";
    Path ledger = output.resolve("ledger").resolve(Ledger.FILE);
    while (!isIn(ledger, name)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("sp500 watch did not publish " + day + "; " + errors());
      }
      Thread.sleep(20);
    }
  }

  /** Whether a file has a text; a folder that is being replaced is away for a moment. */
  private static boolean isIn(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private String errors() throws IOException {
    return Files.readString(work.resolve("stderr"));
  }

  /** The outputs of a run over a file. */
  private Path whole(Path all, String... options) {
    Path whole = work.resolve("whole");
    List<String> more = new ArrayList<>(Arrays.asList(options));
    more.add("--overwrite");
    sp500("run", List.of(all), whole, more.toArray(String[]::new));
    return whole;
  }

  private void requireSame(Path whole, Path other, String when) throws IOException, SQLException {
    List<String> differences = SameRows.differences(whole, other);
    if (!differences.isEmpty()) {
      throw new AssertionError(when + ": " + String.join("; ", differences));
    }
    Map<LocalDate, String> expected = ledgerDays(whole);
    if (expected.isEmpty() || !expected.equals(ledgerDays(other))) {
      throw new AssertionError(when + ": the ledgers tell of other days");
    }
  }

  /** The number of bars and the state of each day. */
  private static Map<LocalDate, String> ledgerDays(Path output) {
    Map<LocalDate, String> told = new TreeMap<>();
    Ledger ledger = Ledger.find(RunStore.at(output.toString())).orElseThrow();
    ledger
        .days()
        .forEach(
            (date, day) -> told.put(date, day.bars() + " " + ledger.state(date).orElseThrow()));
    return told;
  }

  private static void append(Path all, Path day) throws IOException {
    List<String> lines = Files.readAllLines(day);
    Files.write(all, lines.subList(1, lines.size()), StandardOpenOption.APPEND);
  }

  private static List<String> arguments(
      String action, List<Path> inputs, Path output, String... options) {
    List<String> arguments = new ArrayList<>(List.of(action, "--output", output.toString()));
    for (Path input : inputs) {
      arguments.add("--input");
      arguments.add(input.toString());
    }
    arguments.addAll(Arrays.asList(options));
    return arguments;
  }

  /** Runs a command in this process; fails if it does. */
  private static void sp500(String action, List<Path> inputs, Path output, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments = arguments(action, inputs, output, options).toArray(String[]::new);
    int exitCode = Sp500.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    if (exitCode != 0) {
      throw new AssertionError("sp500 " + action + ": exit code " + exitCode + "; " + err);
    }
  }

  /** Runs a command as a process of its own; fails if it does. */
  private void process(List<String> arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      if (!process.waitFor(SECONDS_TO_PUBLISH, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("sp500 " + arguments + " failed; " + errors());
      }
    } finally {
      kill(process);
    }
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx2g",
                "-cp",
                classPath,
                Sp500.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(work.resolve("stdout").toFile())
        .redirectError(work.resolve("stderr").toFile())
        .start();
  }

  private static void kill(Process process) {
    process.destroyForcibly().onExit().join();
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1e9;
  }

  private static String inWords(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f s in the median, %.2f s at most",
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1));
  }

  private void say(String format, Object... values) {
    log.accept(String.format(Locale.ROOT, format, values));
  }
}
