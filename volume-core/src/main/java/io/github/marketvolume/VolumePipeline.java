package io.github.marketvolume;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.ledger.RunStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stages and their sinks: a value that describes a computation, which a {@link Runner} executes.
 * Work that outputs share is done once.
 *
 * @param name what reports call it
 * @param outputs at least one
 * @param report the file for the report of a run, if there is one
 */
public record VolumePipeline(String name, List<Output<?>> outputs, Optional<ReportFile> report) {

  public VolumePipeline {
    Arguments.required(name, "name");
    Arguments.requiredAll(outputs, "outputs");
    Arguments.required(report, "report");
    outputs = List.copyOf(outputs);
    if (name.isBlank()) {
      throw new InvalidPlanException("a pipeline needs a name, for its report");
    }
    if (outputs.isEmpty()) {
      throw new InvalidPlanException(
          "pipeline " + name + " has no output; send a stage into a sink");
    }
    Set<InMemorySink<?>> memories = new HashSet<>();
    Set<String> locations = new HashSet<>();
    for (Output<?> output : outputs) {
      if (output.sink() instanceof InMemorySink<?> memory && !memories.add(memory)) {
        throw new InvalidPlanException(
            "two outputs go to one memory sink; give each a sink of its own");
      }
      if (output.sink() instanceof FolderSink folder
          && !locations.add(folder.location().replaceAll("/+$", ""))) {
        throw new InvalidPlanException(
            "two outputs go to " + folder.location() + "; give each a folder of its own");
      }
    }
    report.ifPresent(
        file -> {
          if (locations.contains(file.location())) {
            throw new InvalidPlanException(
                "the report and an output go to "
                    + file.location()
                    + "; give each a place of its own");
          }
        });
  }

  /** A pipeline without a file for its report. */
  public VolumePipeline(String name, List<Output<?>> outputs) {
    this(name, outputs, Optional.empty());
  }

  public static VolumePipeline named(String name, Output<?>... outputs) {
    return new VolumePipeline(name, Arguments.list(outputs, "outputs"));
  }

  /**
   * The same pipeline, whose runs publish their report as a file together with the outputs.
   *
   * @param file where; it is written before the commit, and so excludes the time of publishing
   */
  public VolumePipeline reportedTo(ReportFile file) {
    return new VolumePipeline(name, outputs, Optional.of(Arguments.required(file, "file")));
  }

  /** What a run will do, step by step, in words. Nothing is read. */
  public String explain() {
    return Explanation.of(this);
  }

  /**
   * Runs the pipeline: {@link Runner#run} states the order of publication.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot; no folder has changed,
   *     unless the message says that publishing had begun
   */
  @CanIgnoreReturnValue
  public RunReport run(Runner runner) {
    return Arguments.required(runner, "runner").run(this);
  }

  /**
   * Brings the outputs up to date with what the pipeline's source now has: new days, corrected
   * bars, or everything. They are then those of a run over all bars that were ever read, to the
   * last bit; of bars of the same ticker and date the later read one counts. Only what changes is
   * computed: the months from the first day on that has changed, from the kept state before it.
   *
   * <p>The outputs, the store and the report are published together, or not at all. If nothing is
   * new, nothing is published, and the report says so. The first update of an empty store is a run
   * over all of the source, unless the store {@linkplain RunStore#requiringRun() requires a run}.
   *
   * <p>Each folder is written {@linkplain io.github.marketvolume.io.ParquetSink#byMonth() by
   * month}, of which those stay that do not change; but that of a leaderboard, which is small, and
   * that of the rejected rows, which is added to. A sink of your own, memory and the console get
   * the rows from the first day on that has changed, and episodes that end on it or later; a sink
   * of an adapter gets the rows of the months that are written. A stage whose earlier rows change
   * with later days is refused, unless its output may be {@linkplain Output#rebuiltByUpdates()
   * rebuilt}.
   *
   * @param store what is kept beside the outputs, for this pipeline alone
   * @throws io.github.marketvolume.error.InvalidPlanException if a stage or a sink cannot be
   *     updated, the stages are not of one source and set of rules, an output is computed of a
   *     column that the source does not state, the store is of another plan, or it requires a run
   *     and has none
   * @throws io.github.marketvolume.error.SourceException if the outputs are not those that the
   *     store's ledger tells of, or a split has restated only a part of a ticker's kept bars
   * @throws io.github.marketvolume.error.VolumeException if it cannot for another reason; nothing
   *     has changed, unless the message says that publishing had begun
   */
  @CanIgnoreReturnValue
  public RunReport update(Runner runner, RunStore store) {
    Arguments.required(store, "store");
    return Arguments.required(runner, "runner").update(this, store);
  }

  /**
   * The outputs brought up to date each time something arrives, as by {@link #update}: after each
   * batch they are those of a run over all bars that have arrived, to the last bit. A batch whose
   * days are not over gives rows of them that the next one replaces; the ledger calls such days
   * partial. Bars that come late or corrected are treated as those of an update.
   *
   * @param store what is kept beside the outputs, for this pipeline alone
   * @return the stream, which has not started
   * @throws io.github.marketvolume.error.InvalidPlanException if a stage or a sink cannot be
   *     updated, or the source does not go on
   */
  public <T> T stream(StreamRunner<T> runner, RunStore store) {
    Arguments.required(store, "store");
    return Arguments.required(runner, "runner").stream(this, store);
  }

  @Override
  public String toString() {
    return explain();
  }
}
