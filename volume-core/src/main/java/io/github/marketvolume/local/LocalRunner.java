package io.github.marketvolume.local;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.intake.LayoutDetection;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.run.LocalFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs pipelines in this process, on one machine. An immutable value; one runner may run any number
 * of pipelines, also at the same time.
 *
 * <p>CSV and Java values need only this library. Parquet, and sinks of adapters, need DuckDB
 * ({@code org.duckdb:duckdb_jdbc}) on the class path.
 *
 * <p>Data may be larger than memory: bars are kept packed, and go to an unnamed file in the scratch
 * folder beyond the memory of the runner. One ticker's bars and their metrics for each thread must
 * fit into memory, and eight months of all tickers' values for metrics that are computed across
 * tickers.
 *
 * <p>Interrupting the thread that runs a pipeline, or ending the process by a signal such as
 * Ctrl-C, ends the run: nothing is published, and staged files are removed.
 */
public final class LocalRunner implements Runner {

  private final AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters;
  private final int threads;
  private final long memory;
  private final Path scratch;
  private final ProgressListener progress;

  private LocalRunner(
      AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters,
      int threads,
      long memory,
      Path scratch,
      ProgressListener progress) {
    this.adapters = adapters;
    this.threads = threads;
    this.memory = memory;
    this.scratch = scratch;
    this.progress = progress;
  }

  /**
   * A runner with a thread for each processor, half of the largest heap for bars, the system's
   * folder for temporary files, and the adapters that the class path offers.
   */
  public static LocalRunner create() {
    Runtime machine = Runtime.getRuntime();
    return new LocalRunner(
        Adapters.installed(),
        machine.availableProcessors(),
        machine.maxMemory() / 2,
        Path.of(System.getProperty("java.io.tmpdir")),
        step -> {});
  }

  /**
   * The same runner with another number of threads that work at the same time.
   *
   * @throws IllegalArgumentException below 1
   */
  public LocalRunner withThreads(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("a run needs a thread at least, not " + number);
    }
    return new LocalRunner(adapters, number, memory, scratch, progress);
  }

  /**
   * The same runner with another memory limit: this many bytes of bars in the heap, and as many
   * again for DuckDB outside it. More data goes to the scratch folder.
   *
   * @throws IllegalArgumentException below 64 MB
   */
  public LocalRunner withMemory(long bytes) {
    if (bytes < 64L << 20) {
      throw new IllegalArgumentException(
          "a run needs 64 MB of memory at least, not " + bytes + " bytes");
    }
    return new LocalRunner(adapters, threads, bytes, scratch, progress);
  }

  /**
   * The same runner with another folder for the temporary data of its runs. Each run has a private
   * folder there, and deletes it at the end, so any number of runs may share it, also those of
   * other processes. The next run deletes what a killed run has left.
   */
  public LocalRunner withScratchFolder(Path folder) {
    return new LocalRunner(adapters, threads, memory, folder, progress);
  }

  /** The same runner with an adapter for one kind of source, instead of the one it may have. */
  public LocalRunner with(LocalSourceAdapter<?> adapter) {
    return new LocalRunner(adapters.withSource(adapter), threads, memory, scratch, progress);
  }

  /** The same runner with an adapter for one kind of sink, instead of the one it may have. */
  public LocalRunner with(LocalSinkAdapter<?> adapter) {
    return new LocalRunner(adapters.withSink(adapter), threads, memory, scratch, progress);
  }

  /** The same runner with an object store for one scheme, instead of the one it may have. */
  public LocalRunner with(ObjectStore store) {
    return new LocalRunner(adapters.withStore(store), threads, memory, scratch, progress);
  }

  /** The same runner, which reports its progress to a listener. */
  public LocalRunner onProgress(ProgressListener listener) {
    return new LocalRunner(adapters, threads, memory, scratch, listener);
  }

  AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters() {
    return adapters;
  }

  int threads() {
    return threads;
  }

  long memory() {
    return memory;
  }

  Path scratch() {
    return scratch;
  }

  ProgressListener progress() {
    return progress;
  }

  /**
   * Looks at the header of every file, and makes a source of them in the layout that they have.
   *
   * @throws io.github.marketvolume.error.SourceException if a file cannot be read or no layout fits
   *     it, unless such files are quarantined; or if files have different layouts
   */
  public CsvSource detectLayout(CsvFiles csv) {
    LocalFiles files = new LocalFiles(adapters.stores());
    files.requireReachable(csv.locations());
    return LayoutDetection.detect(csv, files.find(csv.locations(), false, warning -> {}));
  }

  @Override
  public RunReport update(VolumePipeline pipeline, RunStore store) {
    Arguments.required(pipeline, "pipeline");
    Arguments.required(store, "store");
    return LocalRun.guarded(this, run -> run.update(pipeline, store));
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return LocalRun.guarded(this, run -> run.run(pipeline));
  }

  @Override
  public <S> List<S> collect(Stage<S> stage) {
    return LocalRun.guarded(this, run -> run.collect(stage.plan()));
  }

  /**
   * Begins a session of days that arrive: reads and checks the source of the stages, which is its
   * history, and goes on from there.
   *
   * @throws io.github.marketvolume.error.VolumeException if the history cannot be read or is
   *     refused by its rules
   */
  public LiveSession live(LivePlan plan) {
    Arguments.required(plan, "plan");
    return LocalRun.guarded(this, run -> run.live(plan));
  }

  /**
   * Begins a session where another one ended. Nothing is read.
   *
   * @param state what {@link LiveSession#state} gave, of a session with this plan
   * @throws io.github.marketvolume.error.SourceException if it is of another plan or version, or
   *     damaged
   */
  public LiveSession live(LivePlan plan, byte[] state) {
    return LiveSession.resume(state, plan);
  }
}
