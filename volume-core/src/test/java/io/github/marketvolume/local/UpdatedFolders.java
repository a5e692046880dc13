package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.ReportFile;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The outputs of a small market, brought up to date, and those of whole runs to compare with. */
final class UpdatedFolders {

  static final LocalDate FIRST = LocalDate.of(2021, 1, 4);
  static final LocalDate LAST = LocalDate.of(2021, 5, 20);

  static final Flag<Bar> SPIKE = VOLUME.atLeast(9_000).as("spike");

  /** What {@link #pipeline} writes. */
  static final List<String> OUTPUTS =
      List.of("daily", "anomalies", "episodes", "market", "leaders", "rejected");

  private static final int TICKERS = 8;

  /** Days on which the first ticker trades so much that it is flagged; some join over a month. */
  private static final List<LocalDate> SPIKES =
      List.of(
          LocalDate.of(2021, 2, 10),
          LocalDate.of(2021, 3, 30),
          LocalDate.of(2021, 4, 1),
          LocalDate.of(2021, 4, 5),
          LocalDate.of(2021, 5, 19));

  private final LocalRunner runner = LocalRunner.create().withThreads(2);
  private final Path folder;

  UpdatedFolders(Path folder) {
    this.folder = folder;
  }

  /** The bars of all tickers, by ticker and date. */
  static List<Bar> market(LocalDate from, LocalDate to) {
    List<Bar> bars = new ArrayList<>();
    for (int ticker = 0; ticker < TICKERS; ticker++) {
      for (LocalDate date : NYSE.sessions(from, to)) {
        bars.add(bar(ticker, date));
      }
    }
    return bars;
  }

  static List<Bar> market() {
    return market(FIRST, LAST);
  }

  private static Bar bar(int ticker, LocalDate date) {
    long mixed = (date.toEpochDay() * 7_919 + ticker * 104_729L) % 1_009;
    long volume = ticker == 0 && SPIKES.contains(date) ? 10_000 + mixed : 1_000 + mixed;
    return Bar.builder()
        .from(Bar.of("T" + ticker, date, volume))
        .close(50 + mixed / 100.0)
        .adjClose(50 + mixed / 100.0)
        .build();
  }

  /** A bar of the market with another volume. */
  static Bar corrected(int ticker, LocalDate date, long volume) {
    return Bar.builder().from(bar(ticker, date)).volume(volume).build();
  }

  /** The bars, of which those of another list take the place of theirs. */
  static List<Bar> with(List<Bar> bars, Bar... others) {
    Map<String, Bar> all = new TreeMap<>();
    Stream.concat(bars.stream(), Stream.of(others))
        .forEach(bar -> all.put(bar.ticker() + " " + bar.tradeDate(), bar));
    return List.copyOf(all.values());
  }

  static BarsStage stage(List<Bar> bars) {
    return BarsStage.from(InMemoryBars.of(bars));
  }

  /** The place of an output. */
  Path at(String name) {
    return folder.resolve(name);
  }

  RunStore store() {
    return RunStore.at(at("state").toString());
  }

  Ledger ledger() {
    return Ledger.find(store()).orElseThrow();
  }

  private ParquetSink byMonth(String name) {
    return ParquetSink.at(at(name).toString()).byMonth();
  }

  /** Every kind of output. */
  VolumePipeline pipeline(BarsStage prices) {
    FlaggedStage<Bar> daily =
        prices
            .measure(VOLUME.mean().over(bars(5)), Rank.acrossTickers(VOLUME.descending()))
            .flag(SPIKE);
    return VolumePipeline.named(
            "test",
            daily.into(byMonth("daily")),
            daily.anomalies().into(byMonth("anomalies")),
            daily.episodes(SPIKE).joinedWithin(bars(3)).into(byMonth("episodes")),
            prices
                .market(total(VOLUME), count(SPIKE), tickerOfLargest(VOLUME))
                .measure(total(VOLUME).zScore().over(bars(7)))
                .into(byMonth("market")),
            prices
                .leaderboard(VOLUME.max(), VOLUME.total(), VOLUME.mean(), SPIKE.count())
                .into(ParquetSink.at(at("leaders").toString())),
            prices.rejected().into(ParquetSink.at(at("rejected").toString())))
        .reportedTo(ReportFile.at(at("run.json").toString()));
  }

  VolumePipeline pipeline(Output<?>... outputs) {
    return VolumePipeline.named("test", outputs);
  }

  RunReport update(List<Bar> bars) {
    return update(stage(bars), store());
  }

  RunReport update(List<Bar> bars, RunStore store) {
    return update(stage(bars), store);
  }

  RunReport update(BarsStage prices, RunStore store) {
    return pipeline(prices).update(runner, store);
  }

  RunReport update(VolumePipeline pipeline) {
    return pipeline.update(runner, store());
  }

  RunReport update(VolumePipeline pipeline, RunStore store) {
    return pipeline.update(runner, store);
  }

  /** Fails unless every output has the rows of a run over these bars. */
  void requireThoseOf(List<Bar> bars) {
    requireThoseOf(stage(bars));
  }

  void requireThoseOf(BarsStage prices) {
    UpdatedFolders whole;
    try {
      whole = new UpdatedFolders(Files.createTempDirectory(folder, "whole"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    whole.pipeline(prices).run(runner);
    for (String name : OUTPUTS) {
      assertThat(rows(at(name))).as(name).isEqualTo(rows(whole.at(name)));
      assertThat(query("describe from '%s/*.parquet'", at(name)))
          .as(name)
          .isEqualTo(query("describe from '%s/*.parquet'", whole.at(name)));
    }
  }

  private static List<String> rows(Path output) {
    return query("from '%s/*.parquet' order by all", output);
  }

  /** The key of each visible file's inode, by the path of the file. */
  Map<String, Object> inodes() {
    Map<String, Object> keys = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        keys.put(
            folder.relativize(file).toString(),
            Files.getAttribute(file, "unix:ino") + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }
}
