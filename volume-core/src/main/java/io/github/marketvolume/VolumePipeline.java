package io.github.marketvolume;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemorySink;
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

  @Override
  public String toString() {
    return explain();
  }
}
