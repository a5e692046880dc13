package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RowsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sp500 run}: reads the options, and runs the pipeline as they say. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Runs the pipeline: checks prices, measures volume, flags anomalies, writes Parquet.",
    description = {
      "",
      "Without --input, a run makes up a SYNTHETIC market of 500 tickers from 2010 to 2024.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nWritten under --output, all of it or nothing:%n",
    footer = {
      "  ticker_daily/    every bar with baselines over 20, 60 and 252 bars, ranks, scores and"
          + " flag",
      "  anomalies/       the flagged bars: modified z-score of log volume of 3.5 and more over 60",
      "                   bars, with rule, score, threshold and severity",
      "  leaderboard/     the tickers by their largest day, with total and mean volume",
      "  market_daily/    the whole market, a row a day",
      "  rejected/        rows of the input that were left out, where they stand, and why",
      "  run.json         what was read, rejected and written, and how long it took",
      "",
      "Examples:",
      "  sp500 run",
      "  sp500 run --input sp500_stocks.csv.gz --from 2020-01-01 --to 2020-12-31",
      "  sp500 run --input 'yahoo/*.csv' --output yahoo-out --overwrite",
      "  sp500 run --input sp500_stocks.csv.gz --runner spark --master 'local[4]'",
      "  sp500 run --input alphavantage --layout alphavantage --quarantine-unreadable",
      "  sp500 run --input vendor.csv --max-rejected 1%%",
      "  sp500 run --input https://example.org/prices.csv.gz --lake gs://my-lake \\",
      "      --warehouse my-project.market_volume",
      "",
      "The same program on a cluster:",
      "  spark-submit --master spark://HOST:7077 volume-examples-VERSION-app.jar run ..."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The outputs are complete.",
      "1:The run failed; earlier outputs are as they were.",
      "2:The options cannot be followed; nothing was done."
    })
final class RunCommand implements Callable<Integer> {

  private static final String ALL_OF_THIS_MACHINE = "local[*]";

  private static final String CLOUD_STORAGE = "gs://";

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[(\\*|[1-9]\\d*)(, *[1-9]\\d*)?])?|local-cluster\\[.+]|yarn|(spark|k8s)://.+");

  @Option(
      names = "--input",
      paramLabel = "FILE|DIR|GLOB",
      arity = "1..*",
      description =
          "Daily prices in CSV: files, folders of files, or globs, also of Cloud Storage; .gz is"
              + " unpacked. May be given several times.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      converter = Converters.Layouts.class,
      description =
          "What the columns are called: ${COMPLETION-CANDIDATES} (default: auto, the one that the"
              + " files' headers fit). yahoo and alphavantage have one file a ticker, named after"
              + " it.")
  private Layout layout;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "First day to publish, such as 2010-01-04; earlier ones serve as baselines.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "Last day to publish.")
  private LocalDate to;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Folder to write to (default: sp500-out); one in Cloud Storage begins with gs://.")
  private String output;

  @Option(
      names = "--lake",
      paramLabel = "gs://BUCKET",
      converter = Converters.Lakes.class,
      description =
          "A data lake. What --input names, also by a URL, is kept in its raw/ by the day on which"
              + " it came, unless it is there; checked bars, all days, go to its bars/ as Parquet,"
              + " from which the run goes on; outputs go to its sp500/ unless --output says where.")
  private Lake lake;

  @Option(
      names = "--warehouse",
      paramLabel = "PROJECT.DATASET",
      converter = Converters.Datasets.class,
      description =
          "A dataset of BigQuery that has each output as a table too, and the report's views. With"
              + " --from only the months from there on are replaced, else all.")
  private String warehouse;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "Project of Google Cloud that pays (default: the warehouse's, or the environment's).")
  private String project;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "A service account's key, or an access token, for Google Cloud (default: the"
              + " application default credentials).")
  private Path credentials;

  @Option(
      names = "--overwrite",
      description = "Replace outputs that exist, once the new are ready.")
  private boolean overwrite;

  @Option(
      names = "--quarantine-unreadable",
      description =
          "Reject a file that is empty, cut off, or not such a CSV, and go on with the others;"
              + " without this, it fails the run.")
  private boolean quarantine;

  @Option(
      names = "--keep-last",
      description =
          "Of rows of one ticker and day that contradict each other, keep the last one, by file"
              + " path and line; without this, all of them are rejected.")
  private boolean keepLast;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      converter = Converters.Shares.class,
      description =
          "The share of rows that may be rejected, such as 1%% or 0; above it the run fails"
              + " (default: half of the rows, and not all rows of any one file).")
  private Double maxRejected;

  @Option(
      names = "--raw",
      description =
          "Measure volumes as traded. Without this, a layout with split coefficients is adjusted"
              + " for splits first, which leaves no jump at a split.")
  private boolean raw;

  @Option(
      names = "--tickers",
      paramLabel = "N",
      description = "Size of the synthetic market (default: 500).")
  private Integer tickers;

  @Option(
      names = "--runner",
      paramLabel = "ENGINE",
      converter = Converters.Engines.class,
      description =
          "What executes the run: ${COMPLETION-CANDIDATES} (default: local, which is this process;"
              + " spark under spark-submit).")
  private Engine engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a local run (default: one for each processor).")
  private Integer threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Converters.Sizes.class,
      description =
          "How much a local run keeps in memory, such as 512m or 2g, before it goes on in a file"
              + " (default: half of the heap).")
  private Long memory;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description =
          "Where that file and all else is that a local run needs on disk for itself (default: the"
              + " system's folder for temporary files).")
  private Path scratch;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark runs: local[N] for N threads of this machine, or a cluster's URL (default:"
              + " local[*]). What is given to spark-submit comes first.")
  private String master;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("sp500.terminal"));
    if (usesCloud()) {
      cloud(); // or says what is missing, before any work
    }
    requireOptionsOfInput();
    if (inputs.isEmpty() || layout().csv().isPresent()) {
      published(prices(source(inputs))); // or says what is wrong with the dates
    } else {
      published(BarsStage.from(csv(inputs).in(CsvLayout.VENDORS.get(0)))); // which does not matter
    }
    OutputFolder folder = outputFolder();
    requireOptionsOfEngine();
    folder.check();

    if (inputs.isEmpty()) {
      progress.begins("no --input: " + syntheticMarket().describe());
    }
    InMemorySink<TickerSummary> mostTraded = new InMemorySink<>();
    RunReport report = run(folder, mostTraded, progress);
    if (warehouse != null) {
      progress.begins("make the views of " + warehouse);
      cloud().putViews(warehouse);
    }

    if (inputs.isEmpty()) {
      out.println();
      out.println("SYNTHETIC: these tickers and their volumes are made up.");
    }
    out.println();
    out.println(table(mostTraded.rows()));
    out.println();
    out.println(report.toTable());
    out.println();
    out.println("report: " + SafeText.location(folder.report()));
    return 0;
  }

  private RunReport run(
      OutputFolder folder, InMemorySink<TickerSummary> mostTraded, Progress progress) {
    List<String> locations = lake == null ? inputs : lake.keep(inputs, cloud(), progress);
    try (RunningEngine running = start(progress)) {
      BarsStage prices = prices(source(locations, running, progress));
      if (lake == null) {
        BarsStage days = published(prices);
        return run(running, pipeline(days, days.rejected(), folder, mostTraded));
      }
      BarsStage bars =
          BarsStage.from(lake.barsSource()).inBasis(raw ? Basis.RAW : Basis.SPLIT_ADJUSTED);
      run(running, VolumePipeline.named("sp500-bars", prices.into(lake.barsSink())));
      return run(
          running, pipeline(published(bars), published(prices).rejected(), folder, mostTraded));
    }
  }

  private VolumePipeline pipeline(
      BarsStage prices,
      RowsStage<RejectedRow> rejected,
      OutputFolder folder,
      InMemorySink<TickerSummary> mostTraded) {
    List<Function<String, ? extends Sink<Object>>> places = new ArrayList<>();
    places.add(folder::sink);
    if (warehouse != null) {
      places.add(Cloud.tables(warehouse, from, to));
    }
    return Sp500Pipeline.of(prices, rejected, places, mostTraded).reportedTo(folder.reportFile());
  }

  private boolean usesCloud() {
    return warehouse != null
        || lake != null
        || output().startsWith(CLOUD_STORAGE)
        || inputs.stream().anyMatch(input -> input.startsWith(CLOUD_STORAGE));
  }

  private Cloud cloud() {
    try {
      return Cloud.of(credentials, project, warehouse);
    } catch (NoClassDefFoundError e) {
      throw new MissingDependencyException(
          "Google Cloud needs volume-gcp and its libraries, which are not on the class path; start"
              + " with volume-examples/bin/sp500, or give volume-gcp's shaded jar to spark-submit"
              + " --jars",
          e);
    }
  }

  private RunningEngine start(Progress progress) {
    return switch (engine()) {
      case LOCAL -> {
        LocalRunner local = localRunner().onProgress(progress);
        LocalRunner runner = usesCloud() ? cloud().on(local) : local;
        yield new LocalEngine(runner);
      }
      case SPARK -> {
        try {
          yield SparkEngine.start(
              master == null ? ALL_OF_THIS_MACHINE : master,
              runner -> usesCloud() ? cloud().on(runner) : runner,
              progress);
        } catch (NoClassDefFoundError e) {
          throw new MissingDependencyException(
              "Spark is not on the class path; start with spark-submit, or use --runner local", e);
        }
      }
    };
  }

  /**
   * Runs a pipeline; what the user can do about an input that is not good enough is said in
   * options.
   */
  private static RunReport run(RunningEngine running, VolumePipeline pipeline) {
    try {
      return running.run(pipeline);
    } catch (QualityException e) {
      throw new VolumeException(
          e.problem()
              + (e.limitHelps()
                  ? "; mend the input, or allow more by --max-rejected"
                  : "; mend the input"),
          e);
    }
  }

  private Engine engine() {
    return engine == null ? Engine.usual() : engine;
  }

  private LocalRunner localRunner() {
    LocalRunner runner = LocalRunner.create();
    if (scratch != null) {
      runner = runner.withScratchFolder(scratch);
    }
    try {
      runner = threads == null ? runner : runner.withThreads(threads);
    } catch (IllegalArgumentException e) {
      throw misuse("Invalid value for option '--threads': " + e.getMessage());
    }
    try {
      return memory == null ? runner : runner.withMemory(memory);
    } catch (IllegalArgumentException e) {
      throw misuse("Invalid value for option '--memory': " + e.getMessage());
    }
  }

  /** Fails if an option was given that is another engine's. */
  private void requireOptionsOfEngine() {
    if (engine() == Engine.LOCAL) {
      localRunner();
      if (master != null) {
        throw misuse("--master needs --runner spark");
      }
    } else {
      if (threads != null) {
        throw misuse("--threads needs --runner local; for Spark give --master local[N]");
      }
      if (memory != null || scratch != null) {
        throw misuse((memory != null ? "--memory" : "--scratch") + " needs --runner local");
      }
      requireMaster();
    }
  }

  private void requireOptionsOfInput() {
    if (inputs.isEmpty()) {
      if (layout != null || quarantine) {
        throw misuse((layout != null ? "--layout" : "--quarantine-unreadable") + " needs --input");
      }
      if (keepLast) {
        throw misuse("--keep-last needs --input, rows with an order");
      }
      if (lake != null) {
        throw misuse("--lake needs --input, the prices that it is to have");
      }
      return;
    }
    if (tickers != null) {
      throw misuse("--tickers is for the synthetic market, and --input was given");
    }
    if (lake == null && inputs.stream().anyMatch(Lake::isUrl)) {
      throw misuse(
          "Invalid value for option '--input': a URL needs --lake, which keeps what it gives");
    }
    inputs.forEach(this::requireInput);
  }

  /** Fails if an input cannot be a location, or is of this machine and not there. */
  private void requireInput(String input) {
    boolean exists;
    try {
      if (Lake.isUrl(input)) {
        Lake.url(input);
      } else if (input.startsWith(CLOUD_STORAGE)) {
        Cloud.requirePlace(input);
      }
      exists = InputPaths.exists(input);
    } catch (IllegalArgumentException e) {
      throw misuse(
          "Invalid value for option '--input': "
              + SafeText.location(input)
              + " is not a location: "
              + e.getMessage().replace(input, SafeText.location(input)));
    }
    if (!exists) {
      throw misuse(
          "Invalid value for option '--input': there is no file " + SafeText.location(input));
    }
  }

  private SyntheticMarket syntheticMarket() {
    try {
      return tickers == null
          ? SyntheticMarket.standard()
          : SyntheticMarket.standard().withTickers(tickers);
    } catch (IllegalArgumentException e) {
      throw misuse("Invalid value for option '--tickers': " + e.getMessage());
    }
  }

  private Layout layout() {
    return layout == null ? Layout.AUTO : layout;
  }

  private CsvFiles csv(List<String> locations) {
    CsvFiles files = CsvFiles.at(locations);
    return quarantine ? files.quarantiningUnreadableFiles() : files;
  }

  /** What is read, where that is known before the files are looked at. */
  private Source<Bar> source(List<String> locations) {
    return inputs.isEmpty() ? syntheticMarket() : csv(locations).in(layout().csv().orElseThrow());
  }

  /** What is read; the layout of files is found, unless it was named. */
  private Source<Bar> source(List<String> locations, RunningEngine running, Progress progress) {
    if (inputs.isEmpty() || layout().csv().isPresent()) {
      return source(locations);
    }
    CsvSource found = running.detectLayout(csv(locations));
    progress.begins("layout: " + found.layout().name());
    return found;
  }

  private BarsStage prices(Source<Bar> source) {
    BarRules rules = BarRules.standard();
    rules = keepLast ? rules.keepingLastOfRepeatedDays() : rules;
    rules = maxRejected == null ? rules : rules.failingAbove(maxRejected);
    BarsStage prices = BarsStage.from(source).checkedBy(rules);
    if (raw && !source.basis().equals(Optional.of(Basis.RAW))) {
      throw misuse("--raw needs prices as traded, with --layout alphavantage");
    }
    return raw ? prices : prices.splitAdjusted();
  }

  private BarsStage published(BarsStage all) {
    BarsStage prices = all;
    if (from != null) {
      prices = prices.from(from);
    }
    return to == null ? prices : prices.to(to);
  }

  private String output() {
    return output != null ? output : lake != null ? lake.usualOutput() : "sp500-out";
  }

  private OutputFolder outputFolder() {
    String shown = SafeText.location(output());
    if (output().contains("://") && !output().startsWith(CLOUD_STORAGE)) {
      throw misuse(
          "Invalid value for option '--output': "
              + shown
              + " is neither a folder nor a place in Cloud Storage");
    }
    try {
      if (output().startsWith(CLOUD_STORAGE)) {
        Cloud.requirePlace(output());
      } else {
        OutputFolder.requirePath(output());
      }
    } catch (IllegalArgumentException e) {
      throw misuse(
          "Invalid value for option '--output': "
              + shown
              + " is not a place for outputs: "
              + e.getMessage().replace(output(), shown));
    }
    if (SafeText.hasSecret(output())) {
      throw misuse(
          "Invalid value for option '--output': "
              + shown
              + " has a user-info, a query or a token; leave it out, and name credentials by"
              + " --credentials");
    }
    return new OutputFolder(output(), overwrite, this::cloud);
  }

  private void requireMaster() {
    if (master != null && !MASTER.matcher(master).matches()) {
      throw misuse(
          "Invalid value for option '--master': '"
              + master
              + "' is not a Spark master such as local[2] or spark://HOST:7077");
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String table(List<TickerSummary> rows) {
    TextTable table = new TextTable("rank", "ticker", "largest day", "all days", "average day");
    for (TickerSummary row : rows) {
      table.row(
          row.rank().isPresent() ? (Object) row.rank().getAsLong() : null,
          row.ticker(),
          row.get(Sp500Pipeline.LARGEST_DAY).orElse(null),
          row.get(Sp500Pipeline.ALL_DAYS).orElse(null),
          row.get(Sp500Pipeline.AVERAGE_DAY).orElse(null));
    }
    return "The most traded tickers by their largest day, in shares\n\n" + table;
  }
}
