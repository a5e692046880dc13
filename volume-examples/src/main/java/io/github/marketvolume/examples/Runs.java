package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RowsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.FractionalVolume;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Runs of the whole pipeline, as the options have it: over everything, or over what is new. */
final class Runs {

  private final RunOptions options;
  private final OutputFolder folder;
  private final Progress progress;
  private final Prices prices;
  private final EngineChoice engine;

  Runs(RunOptions options, OutputFolder folder, Progress progress) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
    this.prices = new Prices(options);
    this.engine = new EngineChoice(options);
  }

  /** Finds before any work whether the options can be followed. */
  void check() {
    prices.check();
    engine.check();
  }

  /**
   * What a run gave.
   *
   * @param mostTraded the top of the leaderboard
   */
  record Result(
      RunReport report, List<TickerSummary> mostTraded, OutputFolder folder, RunOptions options) {

    void print(PrintWriter out) {
      if (options.inputs.isEmpty()) {
        out.println();
        out.println("SYNTHETIC: these tickers and their volumes are made up.");
      }
      if (!mostTraded.isEmpty()) {
        out.println();
        out.println(table());
      }
      out.println();
      out.println(report.toTable());
      out.println();
      boolean isPublished = report.updated().map(RunReport.Updated::isPublished).orElse(true);
      out.println(
          (isPublished ? "report: " : "nothing is new; the report stays: ")
              + SafeText.location(folder.report()));
    }

    private String table() {
      TextTable table = new TextTable("rank", "ticker", "largest day", "all days", "average day");
      for (TickerSummary row : mostTraded) {
        table.row(
            row.rank().isPresent() ? (Object) row.rank().getAsLong() : null,
            row.ticker(),
            shares(row, Sp500Pipeline.LARGEST_DAY),
            shares(row, Sp500Pipeline.ALL_DAYS),
            row.get(Sp500Pipeline.AVERAGE_DAY).orElse(null));
      }
      return "The most traded tickers by their largest day, in shares\n\n" + table;
    }

    /** A number of shares, with its fraction if the run keeps fractions. */
    private Number shares(TickerSummary row, Summary<Bar, Long> summary) {
      boolean isExact = options.fractionalVolume() == FractionalVolume.KEEP;
      return row.get(summary)
          .map(whole -> isExact ? (Number) row.exact(summary).orElseThrow() : whole)
          .orElse(null);
    }
  }

  /**
   * Runs over the input.
   *
   * @param store what is kept for updates, and what the run begins with
   */
  Result run(RunStore store) {
    if (prices.isSynthetic()) {
      progress.begins("no --input: " + prices.syntheticMarket().describe());
    }
    InMemorySink<TickerSummary> mostTraded = new InMemorySink<>();
    RunReport report = run(store, mostTraded);
    if (options.warehouse != null) {
      progress.begins("make the views of " + options.warehouse);
      options.cloud().putViews(options.warehouse);
    }
    return new Result(report, mostTraded.rows(), folder, options);
  }

  private RunReport run(RunStore store, InMemorySink<TickerSummary> mostTraded) {
    Lake lake = options.lake;
    List<String> locations =
        lake == null ? options.inputs : lake.keep(options.inputs, options.cloud(), progress);
    try (RunningEngine running = engine.start(progress)) {
      Source<Bar> source = prices.source(locations, running, progress);
      BarsStage all = prices.of(source);
      if (lake == null) {
        BarsStage days = prices.published(all);
        VolumePipeline pipeline =
            pipeline(days, days.rejected(), mostTraded, store.mode() != RunStore.Mode.START_OVER);
        return store.mode() == RunStore.Mode.START_OVER && !running.updates()
            ? told(() -> running.run(pipeline))
            : told(() -> running.update(pipeline, store));
      }
      BarsStage kept =
          BarsStage.from(lake.barsSource())
              .inBasis(options.raw ? Basis.RAW : Basis.SPLIT_ADJUSTED)
              .checkedBy(prices.rulesOfCheckedBars(source));
      told(() -> running.run(VolumePipeline.named("sp500-bars", all.into(lake.barsSink()))));
      return told(
          () ->
              running.run(
                  pipeline(
                      prices.published(kept),
                      prices.published(all).rejected(),
                      mostTraded,
                      false)));
    }
  }

  /** Starts the engine that runs are executed by. */
  RunningEngine start() {
    return engine.start(progress);
  }

  /**
   * Brings the outputs up to date with the bars of a source.
   *
   * @param more what is done with the pipeline before, such as to add outputs in memory
   */
  RunReport update(
      RunningEngine running,
      Source<Bar> source,
      RunStore store,
      UnaryOperator<VolumePipeline> more) {
    BarsStage days = prices.published(prices.of(source));
    VolumePipeline pipeline = pipeline(days, days.rejected(), new InMemorySink<>(), true);
    return told(() -> running.update(more.apply(pipeline), store));
  }

  /** The pipeline; of an update, tables of the warehouse are given months. */
  private VolumePipeline pipeline(
      BarsStage days,
      RowsStage<RejectedRow> rejected,
      InMemorySink<TickerSummary> mostTraded,
      boolean isUpdate) {
    List<Function<String, ? extends Sink<Object>>> places = new ArrayList<>();
    places.add(folder::sink);
    if (options.warehouse != null) {
      places.add(
          isUpdate
              ? Cloud.updatedTables(options.warehouse, !options.noHindsight)
              : Cloud.tables(options.warehouse, options.from, options.to));
    }
    return Sp500Pipeline.of(
            days, rejected, options.calendar().shocks(), !options.noHindsight, places, mostTraded)
        .reportedTo(folder.reportFile());
  }

  /**
   * Runs a pipeline; what the user can do about an input that is not good enough is said in
   * options.
   */
  private static RunReport told(Supplier<RunReport> work) {
    try {
      return work.get();
    } catch (QualityException e) {
      throw new VolumeException(
          e.problem()
              + (e.limitHelps()
                  ? "; mend the input, or allow more by --max-rejected"
                  : "; mend the input"),
          e);
    }
  }
}
