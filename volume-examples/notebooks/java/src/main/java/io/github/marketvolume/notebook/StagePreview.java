package io.github.marketvolume.notebook;

import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What of a stage's rows is shown below a cell. A stage of few rows looks as they do when they are
 * collected; of many rows the first are shown, and no more are computed than it takes to know that
 * they are many. The source is read as it is for any run.
 */
final class StagePreview {

  /** So many rows and fewer are few: forty years of one ticker's bars. */
  static final int FEW_ROWS = 10_000;

  static final int FIRST_ROWS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Computes rows now; null where none does. */
  private static volatile Thread running;

  private final Optional<Runner> runner;

  /** How long a stage may take; empty for as long as it takes, and from any source. */
  private final Optional<Duration> patience;

  private StagePreview(Optional<Runner> runner, Optional<Duration> patience) {
    this.runner = runner;
    this.patience = patience;
  }

  /** By this process, of sources on this machine, and for ten seconds. */
  static StagePreview bounded() {
    return bounded(LocalRunner.create(), PATIENCE);
  }

  static StagePreview bounded(Runner runner, Duration patience) {
    return new StagePreview(Optional.of(runner), Optional.of(patience));
  }

  /** By this runner, of any source, and for as long as it takes. */
  static StagePreview on(Runner runner) {
    return new StagePreview(Optional.of(runner), Optional.empty());
  }

  /** Of no stage. */
  static StagePreview none() {
    return new StagePreview(Optional.empty(), Optional.empty());
  }

  /** Ends what is computed now, if anything is. */
  static void interrupt() {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** The rows, or a line that says why there are none; empty if none are to be shown. */
  Optional<Rendering> of(Stage<?> stage) {
    return runner.map(given -> of(stage, given));
  }

  private Rendering of(Stage<?> stage, Runner given) {
    Source<Bar> source = stage.plan().bars().source();
    if (patience.isPresent() && !isHere(source)) {
      return note(
          source.describe()
              + " is not read for display; collect(runner) brings the rows, and after"
              + " showStagesOn(runner) stages show them");
    }
    try {
      return inTime(() -> compute(stage, given));
    } catch (TimeoutException e) {
      return note(
          String.format(
              Locale.ROOT,
              "the rows take longer than %d s; collect(runner) brings them, and after"
                  + " showStagesOn(runner) stages show them",
              patience.orElseThrow().toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return note("interrupted; no rows are shown");
    } catch (VolumeException e) {
      return note(e.getMessage());
    }
  }

  /** Whether the source costs nothing but the time to read it. */
  private static boolean isHere(Source<Bar> source) {
    if (source instanceof CsvSource csv) {
      return csv.locations().stream().allMatch(StagePreview::isFile);
    }
    if (source instanceof ParquetSource parquet) {
      return parquet.locations().stream().allMatch(StagePreview::isFile);
    }
    return source instanceof RowSource;
  }

  private static boolean isFile(String location) {
    return location.startsWith("file:") || !location.contains("://");
  }

  private <T> T inTime(Callable<T> work) throws TimeoutException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "stage-preview");
    thread.setDaemon(true);
    running = thread;
    thread.start();
    try {
      return patience.isPresent()
          ? task.get(patience.get().toMillis(), TimeUnit.MILLISECONDS)
          : task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VolumeException known) {
        throw known;
      }
      throw new VolumeException("the rows cannot be computed: " + e.getCause(), e.getCause());
    } finally {
      running = null;
      thread.interrupt();
    }
  }

  private static <S> Rendering compute(Stage<S> stage, Runner runner) {
    FirstRows<S> sink = new FirstRows<>();
    VolumePipeline.named("display", stage.into(sink)).run(runner);
    List<S> rows = sink.rows;
    if (rows.size() <= FEW_ROWS) {
      return RowsRendering.of(rows).orElseGet(() -> note("no rows"));
    }
    Table<S> table = Table.of(stage.plan().schema(), rows.subList(0, FIRST_ROWS));
    String count =
        String.format(
            Locale.ROOT,
            "the first %d of more than %,d rows; collect(runner) brings all",
            FIRST_ROWS,
            FEW_ROWS);
    return new Rendering(table.rowsToHtml() + Html.note(count), table.rowsToText() + "\n" + count);
  }

  private static Rendering note(String text) {
    return new Rendering(Html.note(text), text);
  }

  /** Keeps the first rows, and takes one more to know whether there are any. */
  private static final class FirstRows<S> implements RowSink<S> {

    private static final long serialVersionUID = 1L;

    private transient volatile List<S> rows = List.of();

    @Override
    public <T extends S> StagedOutput stage(
        Iterator<T> incoming, Schema<T> schema, RunContext context) {
      List<S> first = new ArrayList<>();
      while (first.size() <= FEW_ROWS && incoming.hasNext()) {
        first.add(incoming.next());
      }
      return new StagedOutput() {
        @Override
        public long rows() {
          return first.size();
        }

        @Override
        public void publish() {
          rows = first;
        }

        @Override
        public void close() {
          // what is not published is garbage
        }
      };
    }

    @Override
    public String describe() {
      return "the notebook";
    }
  }
}
