package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.ScratchException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.evaluation.MarketTruth;
import io.github.marketvolume.evaluation.TruthRule;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flagged;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sp500 shocks}: finds market shocks by volume, and judges them by the closes of indices.
 */
@Command(
    name = "shocks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Finds market shocks by volume, and says how good the alarms are.",
    description = {
      "",
      "A day is flagged if its score is at least the threshold. The score is the median over the",
      "tickers of the modified z-score of log volume against the 60 bars before, less what the",
      "kind of the day is expected to add; it needs 50 tickers, and half days are never flagged.",
      "Flagged days at most 5 trading days apart are one episode.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nWritten to --output:%n",
    footer = {
      "  episodes.csv   the episodes: start, end, flagged days, and the day with the highest score",
      "  truth.csv      with --index: the shocks by the indices, and whether each was found",
      "  metrics.json   with --index: recall, precision, F1 and false alarms a year",
      "  detectors.csv  with --compare: the same measures of other detectors",
      "",
      "Examples:",
      "  sp500 shocks --input sp500_stocks.csv.gz --output shocks",
      "  sp500 shocks --input sp500_stocks.csv.gz --from 2016-01-01 --index gspc.csv \\",
      "      --vix vix.csv --output shocks"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The files are complete.",
      "1:The prices or indices could not be read, or a file not written.",
      "2:The options cannot be followed; nothing was done."
    })
final class ShocksCommand implements Callable<Integer> {

  /** The options of its prices. */
  static final class Options extends ReadOptions {}

  @Mixin private Options options;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = Converters.Scores.class,
      description =
          "The score from which on a day is flagged (default: "
              + MarketShocks.USUAL_THRESHOLD
              + ").")
  private double threshold = MarketShocks.USUAL_THRESHOLD;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description =
          "Daily closes of the stock index, in CSV with columns Date and Close, from a year before"
              + " --from on.")
  private Path index;

  @Option(
      names = "--vix",
      paramLabel = "FILE",
      description = "Daily closes of its volatility index, likewise.")
  private Path vix;

  @Option(
      names = "--truth",
      paramLabel = "RULE",
      converter = Converters.TruthRules.class,
      description =
          "What a shock is. A: a return of 2.5 deviations of the year before, or a rise of the"
              + " volatility index of 20%%; B: of 3 deviations, or of 25%% (default: B).")
  private TruthRule truth;

  @Option(names = "--compare", description = "Judge other detectors, too, with --index and --vix.")
  private boolean compare;

  @Option(
      names = "--test-from",
      paramLabel = "D",
      converter = Converters.Dates.class,
      description =
          "With --compare: judge the days from this date on apart, by which no threshold is"
              + " chosen.")
  private LocalDate testFrom;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder to write to: a new one, or one of this command, whose files it replaces.")
  private String output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("sp500.terminal"));
    CsvPrices prices = new CsvPrices(options);
    requireOptionsThatFit();
    prices.check();
    ShockFiles files = new ShockFiles(Path.of(output));
    files.check();

    Optional<MarketTruth> indices = Optional.empty();
    if (index != null) {
      progress.begins("read " + index + " and " + vix);
      indices = Optional.of(MarketTruth.of(IndexCloses.of(index), IndexCloses.of(vix)));
    }
    TruthRule rule = truth == null ? TruthRule.B : truth;
    List<Flagged<MarketDay>> days = days(prices, progress);
    Episodes alarms = MarketShocks.ON_NYSE.episodes(days, threshold);
    Optional<Judgement> judgement =
        indices.map(known -> Judgement.of(alarms, known, rule, index.toString()));
    Optional<Comparison> comparison =
        compare
            ? indices.map(
                known ->
                    Comparison.of(
                        Detector.all(),
                        days,
                        Optional.ofNullable(testFrom),
                        known,
                        rule,
                        index.toString()))
            : Optional.empty();
    ShockTables tables =
        new ShockTables(alarms, judgement, ShocksCommand::kind, ShockSentence.of(alarms, days));

    Map<String, String> contents = new LinkedHashMap<>();
    contents.put(ShockFiles.EPISODES, tables.episodesCsv());
    if (judgement.isPresent()) {
      contents.put(ShockFiles.TRUTH, tables.truthCsv());
      contents.put(ShockFiles.METRICS, tables.metricsJson());
    }
    comparison.ifPresent(compared -> contents.put(ShockFiles.DETECTORS, compared.csv()));
    progress.begins("write " + output);
    files.write(contents);
    PrintWriter out = spec.commandLine().getOut();
    out.println(tables.text());
    comparison.ifPresent(compared -> out.println(compared.text().stripTrailing()));
    return 0;
  }

  private void requireOptionsThatFit() {
    if (options.inputs.isEmpty()) {
      throw options.misuse("Missing required option: '--input=FILE|DIR|GLOB'");
    }
    for (String input : options.inputs) {
      if (Lake.isUrl(input) || RunOptions.isInCloudStorage(input)) {
        throw options.misuse(
            "Invalid value for option '--input': shocks reads files of this machine, not URLs");
      }
    }
    if (output.contains("://")) {
      throw options.misuse(
          "Invalid value for option '--output': "
              + SafeText.location(output)
              + " is not a folder of this machine");
    }
    if ((index == null) != (vix == null)) {
      throw options.misuse(index == null ? "--vix needs --index, too" : "--index needs --vix, too");
    }
    if (truth != null && index == null) {
      throw options.misuse("--truth needs --index and --vix");
    }
    if (compare && index == null) {
      throw options.misuse("--compare needs --index and --vix");
    }
    if (testFrom != null && !compare) {
      throw options.misuse("--test-from needs --compare");
    }
    requireFile("--index", index);
    requireFile("--vix", vix);
  }

  private void requireFile(String option, Path file) {
    if (file != null && !Files.isRegularFile(file)) {
      throw options.misuse("Invalid value for option '" + option + "': there is no file " + file);
    }
  }

  /** The market's days of the dates that were asked for. */
  private List<Flagged<MarketDay>> days(CsvPrices prices, Progress progress) {
    LocalRunner runner = LocalRunner.create().onProgress(progress);
    BarsStage all =
        prices
            .checked(prices.source(options.inputs, new LocalEngine(runner), progress))
            .splitAdjusted();
    List<Flagged<MarketDay>> days;
    try {
      BarsStage published = prices.published(all);
      days =
          (compare
                  ? Detector.daily(published, Detector.all())
                      .flag(MarketShocks.ON_NYSE.alarm(threshold))
                  : MarketShocks.ON_NYSE.daily(published, threshold))
              .collect(runner);
    } catch (QualityException e) {
      throw new VolumeException(
          e.problem()
              + (e.limitHelps()
                  ? "; mend the input, or allow more by --max-rejected"
                  : "; mend the input"),
          e);
    } catch (ScratchException e) {
      throw new VolumeException(
          e.problem() + "; free some space in the system's folder for temporary files", e);
    }
    if (days.stream().noneMatch(day -> day.get(MarketShocks.ON_NYSE.score()).isPresent())) {
      throw new VolumeException(
          "no day has a score, which takes "
              + MarketShocks.MIN_TICKERS
              + " tickers with 45 volumes in the 60 bars before; give more tickers or days by"
              + " --input, or other dates by --from and --to");
    }
    return days;
  }

  /** The kind of a session of the exchange; of another day, nothing. */
  private static String kind(LocalDate day) {
    return DayKindOf.on(TradingCalendar.NYSE).on(Math.toIntExact(day.toEpochDay())).orElse("");
  }
}
