package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sp500 watch}: keeps the outputs of a run up to date as prices arrive. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Keeps the outputs of a run up to date as prices arrive.",
    description = {
      "",
      "--input is a folder in which CSV files appear, grow or are replaced, or a topic of Kafka,",
      "kafka://HOST:PORT/TOPIC, with a bar in each record. When a day is closed, the outputs are",
      "brought up to date as by sp500 update; bars of closed days that come later correct them at",
      "once. Outputs, and how far the input was taken, are published together: it can be stopped"
          + " or",
      "killed at any time, and goes on where it was. Without a run in --output, the first closed"
          + " day",
      "makes one. Give the options that the run had.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sp500 watch --input arriving --output sp500-out --no-hindsight",
      "  sp500 watch --input arriving --no-hindsight --close count:500",
      "  sp500 watch --input arriving --no-hindsight --close marker",
      "  sp500 watch --input arriving --no-hindsight --once",
      "  sp500 watch --input kafka://broker:9092/bars --no-hindsight --values csv"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It was stopped, or all was taken with --once.",
      "1:The input cannot be read, or an update failed with --once; the outputs are those of the"
          + " last update.",
      "2:The command cannot run with these options; nothing was done."
    })
final class WatchCommand implements Callable<Integer> {

  private static final Pattern COUNT = Pattern.compile("count:([1-9]\\d{0,8})");

  @Mixin private RunOptions options;

  @Option(
      names = "--close",
      paramLabel = "RULE",
      description =
          "When a day is closed: calendar, at its closing time and --delay in New York; count:N,"
              + " when N tickers have a bar; next, when a later day has a bar; marker, when there"
              + " is a file DATE.done (default: calendar with --calendar nyse, next otherwise).")
  private @Nullable String close;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = Converters.Durations.class,
      description = "How long after its closing time a day is closed (default: 30m).")
  private @Nullable Duration delay;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = Converters.Durations.class,
      description = "How long a file has not changed when it is read (default: 2s).")
  private @Nullable Duration settle;

  @Option(
      names = "--values",
      paramLabel = "FORMAT",
      description =
          "How a topic's values are written: json; csv, lines in the columns of --layout (kaggle"
              + " unless given) with date, ticker, open, high, low, close, adjusted close and"
              + " volume in this order; csv:HEADER, in the order of a file's header; avro:FILE.avsc"
              + " (default: json).")
  private @Nullable String values;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "Properties of Kafka's client, such as those of a login.")
  private @Nullable Path kafkaProperties;

  @Option(
      names = "--report-every",
      paramLabel = "TIME",
      converter = Converters.Durations.class,
      description = "How often to say what it waits for (default: 60s).")
  private Duration reportEvery = Duration.ofSeconds(60);

  @Option(
      names = "--once",
      description =
          "Stop when all that is there is taken and the days that are closed are published.")
  private boolean once;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireOptionsThatFit();
    Clock clock = Clock.systemUTC();
    ClosingRule rule = rule(clock);
    OutputFolder folder = OutputFolder.of(options);
    Runs runs = new Runs(options, folder, silent());
    runs.check();
    folder.checkForWatch();
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    RunStore store = folder.store();
    DayPrinter printer = new DayPrinter(options.calendar().shocks(), out);
    Optional<KafkaTopic> topic =
        isTopic()
            ? Optional.of(WatchedTopic.of(options, values, kafkaProperties))
            : Optional.empty();
    try (RunningEngine engine = runs.start();
        Feed feed = feed(topic, engine, Ledger.find(store).flatMap(Ledger::position), clock)) {
      Watch watch =
          new Watch(
              feed,
              rule,
              store,
              (running, bars, at) -> runs.update(running, bars, at, printer::taking),
              printer,
              out,
              err,
              reportEvery,
              clock);
      Ending.during(ending -> watch.run(engine, once, ending), () -> err.println(ended(watch)));
    }
    return 0;
  }

  private static String ended(Watch watch) {
    return "stopped; "
        + watch
            .lastClosed()
            .map(day -> "the outputs are up to " + day)
            .orElse("nothing is published");
  }

  /** Updates say nothing of their steps. */
  private static Progress silent() {
    return new Progress(new PrintWriter(Writer.nullWriter()), false);
  }

  private void requireOptionsThatFit() {
    if (options.inputs.size() != 1) {
      throw options.misuse("sp500 watch needs one --input, a folder or a topic");
    }
    if (options.lake != null || options.usesCloud()) {
      throw options.misuse("sp500 watch writes to a folder of this machine alone");
    }
    if (options.engine() != Engine.LOCAL) {
      throw options.misuse("sp500 watch needs --runner local");
    }
    if (isTopic()) {
      requireOptionsOfTopic();
      return;
    }
    if (values != null || kafkaProperties != null) {
      throw options.misuse(
          (values != null ? "--values" : "--kafka-properties")
              + " needs --input kafka://HOST:PORT/TOPIC");
    }
    if (!Files.isDirectory(Path.of(options.inputs.get(0)))) {
      throw options.misuse(
          "Invalid value for option '--input': there is no folder " + options.inputs.get(0));
    }
  }

  private void requireOptionsOfTopic() {
    if (settle != null || options.quarantine || "marker".equals(close)) {
      throw options.misuse(
          (settle != null
                  ? "--settle"
                  : options.quarantine ? "--quarantine-unreadable" : "--close marker")
              + " is for files");
    }
    if (options.hasLayout() && !WatchedTopic.isCsv(values)) {
      throw options.misuse("--layout needs --values csv where the input is a topic");
    }
  }

  private ClosingRule rule(Clock clock) {
    boolean hasCalendar = options.calendar() == MarketCalendar.NYSE;
    String name = close != null ? close : hasCalendar ? "calendar" : "next";
    if (delay != null && !name.equals("calendar")) {
      throw options.misuse("--delay needs --close calendar");
    }
    Matcher count = COUNT.matcher(name);
    if (count.matches()) {
      return new ClosingRule.ByCount(Integer.parseInt(count.group(1)));
    }
    return switch (name) {
      case "next" -> new ClosingRule.ByNextDay();
      case "marker" -> new ClosingRule.ByMarker();
      case "calendar" -> {
        if (!hasCalendar) {
          throw options.misuse("--close calendar needs --calendar nyse");
        }
        yield new ClosingRule.ByCalendar(
            TradingCalendar.NYSE, delay == null ? Duration.ofMinutes(30) : delay, clock);
      }
      default ->
          throw options.misuse(
              "Invalid value for option '--close': '"
                  + name
                  + "' is none of calendar, count:N, next and marker");
    };
  }

  private boolean isTopic() {
    return WatchedTopic.isOne(options.inputs.get(0));
  }

  private Feed feed(
      Optional<KafkaTopic> topic, RunningEngine engine, Optional<String> position, Clock clock) {
    if (topic.isPresent()) {
      return WatchedTopic.open(topic.get(), options.raw, position);
    }
    CsvPrices prices = new CsvPrices(options);
    return new FolderFeed(
        Path.of(options.inputs.get(0)),
        settle == null ? Duration.ofSeconds(2) : settle,
        position,
        clock,
        file -> read(prices, engine, file));
  }

  private static FolderFeed.Read read(CsvPrices prices, RunningEngine engine, Path file) {
    CsvSource source = prices.source(List.of(file.toString()), engine, silent());
    BarsStage bars = prices.checked(source);
    InMemorySink<Bar> taken = new InMemorySink<>();
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    engine.run(VolumePipeline.named("arrived", bars.into(taken), bars.rejected().into(rejected)));
    return new FolderFeed.Read(
        taken.rows(), rejected.rows(), source.basis(), source.optionalColumns());
  }
}
