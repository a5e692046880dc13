package io.github.marketvolume.run;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.publish.Publication;
import io.github.marketvolume.publish.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One run of a pipeline, as every runner does it: reserve the folders, stage the outputs of each
 * source, publish all, report.
 */
public final class PipelineRun {

  private final Instant start = Instant.now();
  private final String runId = UUID.randomUUID().toString();

  /** Parts of a source that are read at the same time warn at the same time. */
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private final List<RunReport.Input> inputs = new ArrayList<>();
  private final List<RunReport.Groups> groups = new ArrayList<>();
  private final List<OutputRun<?>> outputs = new ArrayList<>();
  private final VolumePipeline pipeline;
  private final Store store;
  private final String runner;
  private final Steps steps;

  /** Where a folder is staged that is none of the outputs', by its location. */
  private final Map<String, String> besides = new LinkedHashMap<>();

  private Optional<RunReport.Updated> updated = Optional.empty();
  private boolean isWithdrawn;

  /**
   * A run that has not begun.
   *
   * @param store where folders are published
   * @param runner the engine, in words
   */
  public PipelineRun(VolumePipeline pipeline, Store store, String runner, Steps steps) {
    this.pipeline = pipeline;
    this.store = store;
    this.runner = runner;
    this.steps = steps;
    pipeline.outputs().forEach(output -> outputs.add(new OutputRun<>(output)));
  }

  /** Publishes one more folder with the outputs, which replaces what is there. */
  public void besides(String folder) {
    besides.put(folder, "");
  }

  /** Where a folder is staged that is none of the outputs'. */
  public String staged(String folder) {
    return Objects.requireNonNull(besides.get(folder));
  }

  /** The store that folders are staged in, and published. */
  public Store store() {
    return store;
  }

  /** Identifies the run. */
  public String runId() {
    return runId;
  }

  /** When the run began. */
  public Instant startedAt() {
    return start;
  }

  /** Says what an update did. */
  public void updated(RunReport.Updated update) {
    updated = Optional.of(update);
    isWithdrawn = !update.isPublished();
  }

  /** The outputs, in the order of the pipeline. */
  public List<OutputRun<?>> outputs() {
    return outputs;
  }

  /** Adds what was read of a source. */
  public void read(RunReport.Input input) {
    inputs.add(input);
  }

  /** Adds the tables of groups that were read. */
  public void readGroups(List<RunReport.Groups> tables) {
    groups.addAll(tables);
  }

  /** Adds what whoever reads the report should know. */
  public void warn(String warning) {
    warnings.add(SafeText.line(warning));
  }

  /**
   * Fails if a file that the run reads lies in a folder that it replaces.
   *
   * @param files the files of one source, as paths or URIs
   */
  public void requireApart(Collection<String> files) {
    Map<String, String> targets = new LinkedHashMap<>();
    try {
      for (OutputRun<?> output : outputs) {
        if (output.sink() instanceof FolderSink sink) {
          targets.put(store.qualify(sink.location()) + "/", sink.location());
        }
      }
      if (targets.isEmpty()) {
        return;
      }
      for (String file : files) {
        String path;
        try {
          path = store.qualify(file);
        } catch (IOException e) {
          continue; // it is where no run can publish
        }
        for (Map.Entry<String, String> target : targets.entrySet()) {
          if (path.startsWith(target.getKey())) {
            throw new InvalidPlanException(
                target.getValue()
                    + " is not replaced: it holds "
                    + file
                    + ", which the run reads; choose another folder");
          }
        }
      }
    } catch (IOException e) {
      throw new SinkException(
          "cannot determine whether an output would replace an input: " + Failures.reason(e), e);
    }
  }

  /**
   * What adapters may know of the run.
   *
   * @param asOf the date after which a bar is from the future; empty for the day of the run
   */
  public RunContext context(Optional<LocalDate> asOf) {
    return new Context(runId, asOf(asOf, start), warnings);
  }

  /** A context for rows of a stage alone, whose warnings nobody asks for. */
  public static RunContext contextOf(Optional<LocalDate> asOf) {
    return new Context(
        UUID.randomUUID().toString(),
        asOf(asOf, Instant.now()),
        Collections.synchronizedList(new ArrayList<>()));
  }

  private static LocalDate asOf(Optional<LocalDate> stated, Instant now) {
    return stated.orElseGet(() -> LocalDate.ofInstant(now, ZoneOffset.UTC));
  }

  private record Context(String runId, LocalDate asOf, List<String> warnings)
      implements RunContext {

    @Override
    public void warn(String message) {
      warnings.add(SafeText.line(message));
    }
  }

  /**
   * Runs the pipeline.
   *
   * @param stage stages all outputs of one source
   */
  public void run(Consumer<SourceOutputs<OutputRun<?>>> stage) {
    try (Publication publication = new Publication(store, runId)) {
      for (OutputRun<?> output : outputs) {
        if (output.sink() instanceof FolderSink sink) {
          output.reserved(publication.stage(sink.location(), sink.replacesExisting()));
        }
      }
      besides.replaceAll((folder, none) -> publication.stage(folder, true));
      Optional<String> reportFile =
          pipeline
              .report()
              .map(file -> publication.stageReport(file.location(), file.replacesExisting()));
      SourceOutputs.<OutputRun<?>>group(outputs, OutputRun::node).forEach(stage);
      if (isWithdrawn) {
        return;
      }
      steps.during(
          Failures.PUBLISH,
          () -> {
            publish(publication, reportFile);
            return null;
          });
    } finally {
      outputs.forEach(this::close);
    }
  }

  /**
   * Publishes what may fail beyond our control first, while folders can still be left as they were,
   * and what cannot fail last: memory and console show only what has succeeded.
   */
  private void publish(Publication publication, Optional<String> reportFile) {
    if (Thread.currentThread().isInterrupted()) {
      throw new VolumeException("the run was interrupted; nothing was published");
    }
    for (OutputRun<?> output : outputs) {
      if (output.staged() != null && !output.isWithinProcess()) {
        output.staged().publish();
      }
    }
    reportFile.ifPresent(this::writeReport);
    publication.publish();
    publication.warnings().forEach(this::warn);
    for (OutputRun<?> output : outputs) {
      if (output.staged() != null && output.isWithinProcess()) {
        output.staged().publish();
      }
    }
  }

  private void writeReport(String file) {
    try {
      store.write(file, report().toJson());
    } catch (IOException e) {
      throw new SinkException(
          pipeline.report().orElseThrow().location()
              + ": nothing is published: the report cannot be written: "
              + Failures.reason(file, e),
          e);
    }
  }

  /** What is published stays so, and what failed has failed, whatever closing says. */
  private void close(OutputRun<?> output) {
    if (output.staged() == null) {
      return;
    }
    try {
      output.staged().close();
    } catch (RuntimeException e) {
      warn(output.sink().describe() + " could not be closed: " + Failures.reason(e));
    }
  }

  /** The report, as far as the run has come. */
  public RunReport report() {
    RunReport.Builder report = RunReport.builder();
    report
        .pipeline(pipeline.name())
        .runId(runId)
        .runner(runner)
        .startedAt(start)
        .duration(Duration.between(start, Instant.now()))
        .inputs(inputs)
        .updated(updated)
        .groups(groups)
        .phases(steps.phases())
        .warnings(new LinkedHashSet<>(List.copyOf(warnings)))
        .plan(pipeline.explain());
    for (OutputRun<?> output : outputs) {
      report.addOutputs(new RunReport.Written(output.sink().describe(), output.rows()));
    }
    return report.build();
  }
}
