package io.github.marketvolume.spark;

import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.engine.Publication;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs pipelines on Apache Spark, 3.5 or 4, with the session's own configuration. An immutable value;
 * one runner may run any number of pipelines.
 *
 * <p>Any number of bars is spread over the cluster, a ticker at least to a task. Memory is needed for
 * one ticker's bars at a time, and for a quarter of all tickers' bars in some columns where something
 * is computed across tickers.
 */
public final class SparkRunner implements Runner {

  private final SparkSession spark;
  private final Adapters adapters;
  private final Consumer<String> progress;

  private SparkRunner(SparkSession spark, Adapters adapters, Consumer<String> progress) {
    this.spark = spark;
    this.adapters = adapters;
    this.progress = progress;
  }

  /** A runner on this session, with the adapters that the class path offers. */
  public static SparkRunner on(SparkSession spark) {
    return new SparkRunner(spark, Adapters.installed(), step -> {});
  }

  /** The same runner with an adapter for one kind of source, instead of the one it may have. */
  public SparkRunner with(SparkSourceAdapter<?> adapter) {
    return new SparkRunner(spark, adapters.with(adapter), progress);
  }

  /** The same runner with an adapter for one kind of sink, instead of the one it may have. */
  public SparkRunner with(SparkSinkAdapter<?> adapter) {
    return new SparkRunner(spark, adapters.with(adapter), progress);
  }

  /** The same runner, telling {@code listener} in a few words of each step that it begins. */
  public SparkRunner onProgress(Consumer<String> listener) {
    return new SparkRunner(spark, adapters, listener);
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return new PipelineRun(pipeline).run();
  }

  @Override
  public <S> List<S> collect(Stage<S> stage) {
    Progress steps = new Progress();
    try (Checked bars = check(stage.plan(), steps)) {
      StageRows rows = rows(bars.run(), stage.plan());
      return steps.during("collect rows", () -> rows.values(stage.plan()));
    }
  }

  /**
   * The rows of a stage as a dataset, with the columns that {@code explain()} names. The input is
   * read and checked at once, and again when the dataset is used.
   *
   * @throws io.github.marketvolume.error.VolumeException if the input cannot be used
   */
  public Dataset<Row> dataset(Stage<?> stage) {
    Progress steps = new Progress();
    try (Checked bars = check(stage.plan(), steps)) {
      StageRows rows = rows(bars.run(), stage.plan());
      return steps.during("plan the dataset", () -> rows.dataset(stage.plan()));
    }
  }

  private StageRows rows(BarsRun run, PlanNode<?> node) {
    return new StageRows(spark, run, List.of(node));
  }

  private Checked check(PlanNode<?> node, Progress steps) {
    Input.requireReadable(node.bars().source(), adapters);
    return check(node.bars(), List.of(node), false, newContext(node.bars()), steps);
  }

  /** Bars that obey the rules, or break them no more than these allow, and the counts of them. */
  private record Checked(BarsRun run, RunReport.Input counts) implements AutoCloseable {

    @Override
    public void close() {
      run.close();
    }
  }

  private Checked check(
      BarsNode node,
      List<PlanNode<?>> outputs,
      boolean kept,
      RunContext context,
      Progress steps) {
    return steps.during(
        "read and check " + node.source().describe(),
        () -> {
          HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
          BarsRun run = new BarsRun(spark, files, adapters, context, node, outputs, kept);
          try {
            return new Checked(run, run.check());
          } catch (Throwable e) { // Spark throws checked ones that it does not declare
            run.close();
            throw e;
          }
        });
  }

  private static Context newContext(BarsNode bars) {
    return new Context(
        UUID.randomUUID().toString(),
        bars.asOf().orElseGet(() -> LocalDate.now(ZoneOffset.UTC)),
        new ArrayList<>());
  }

  /** What the adapters of one run know of it. */
  private record Context(String runId, LocalDate asOf, List<String> warnings)
      implements RunContext {

    @Override
    public void warn(String message) {
      warnings.add(message);
    }
  }

  /** Times the steps of a run, tells of them, and says of a failure in which one it was. */
  private final class Progress {

    private final List<RunReport.Phase> phases = new ArrayList<>();

    <T> T during(String step, Supplier<T> work) {
      progress.accept(step);
      Instant start = Instant.now();
      try {
        return work.get();
      } catch (Exception e) {
        throw SparkErrors.of(step, e);
      } catch (OutOfMemoryError e) {
        throw SparkErrors.of(step, e);
      } finally {
        phases.add(new RunReport.Phase(step, Duration.between(start, Instant.now())));
      }
    }
  }

  /** One run of a pipeline. */
  private final class PipelineRun {

    private final VolumePipeline pipeline;
    private final Instant start = Instant.now();
    private final String runId = UUID.randomUUID().toString();
    private final Progress steps = new Progress();
    private final List<String> warnings = new ArrayList<>();
    private final List<RunReport.Input> inputs = new ArrayList<>();
    private final Map<Output<?>, Long> written = new LinkedHashMap<>();
    private final Map<Output<?>, StagedOutput> staged = new LinkedHashMap<>();

    PipelineRun(VolumePipeline pipeline) {
      this.pipeline = pipeline;
    }

    RunReport run() {
      for (Output<?> output : pipeline.outputs()) {
        requireWritable(output.sink());
        Input.requireReadable(output.stage().plan().bars().source(), adapters);
      }
      HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
      try (Publication publication = new Publication(new HadoopStore(files), runId)) {
        Map<Output<?>, String> folders = new LinkedHashMap<>();
        for (Output<?> output : pipeline.outputs()) {
          if (output.sink() instanceof FolderSink folder) {
            folders.put(
                output, publication.stage(folder.location(), folder.replacesExisting()));
          }
        }
        outputsByBars().forEach((bars, outputs) -> stageAll(bars, outputs, folders));
        steps.during(
            "publish",
            () -> {
              publish(publication);
              return null;
            });
      } finally {
        staged.values().forEach(StagedOutput::close);
      }
      return report();
    }

    /**
     * Publishes what may fail beyond our control first, while folders can still be left as they
     * were, and what cannot fail last: memory and console show only what has succeeded.
     */
    private void publish(Publication publication) {
      staged.forEach(
          (output, result) -> {
            if (!isLocal(output.sink())) {
              result.publish();
            }
          });
      publication.publish();
      staged.forEach(
          (output, result) -> {
            if (isLocal(output.sink())) {
              result.publish();
            }
          });
    }

    private static boolean isLocal(Sink<?> sink) {
      return sink instanceof InMemorySink || sink instanceof ConsoleSink;
    }

    private void requireWritable(Sink<?> sink) {
      if (!(sink instanceof FolderSink) && !(sink instanceof RowSink) && !adapters.canWrite(sink)) {
        throw new InvalidPlanException(
            sink.describe() + ": no Spark adapter writes a " + sink.getClass().getSimpleName()
                + "; add the module that has one to the class path, or give it to with(...)");
      }
    }

    private Map<BarsNode, List<Output<?>>> outputsByBars() {
      Map<BarsNode, List<Output<?>>> groups = new LinkedHashMap<>();
      for (Output<?> output : pipeline.outputs()) {
        groups
            .computeIfAbsent(output.stage().plan().bars(), bars -> new ArrayList<>())
            .add(output);
      }
      return groups;
    }

    private void stageAll(
        BarsNode bars, List<Output<?>> outputs, Map<Output<?>, String> folders) {
      Context context = new Context(runId, newContext(bars).asOf(), warnings);
      List<PlanNode<?>> nodes = new ArrayList<>();
      outputs.forEach(output -> nodes.add(output.stage().plan()));
      try (Checked checked = check(bars, nodes, outputs.size() > 1, context, steps)) {
        inputs.add(checked.counts());
        StageRows rows = new StageRows(spark, checked.run(), nodes);
        for (Output<?> output : outputs) {
          long count =
              steps.during(
                  "write " + output.sink().describe(),
                  () -> stage(output, rows, folders.get(output), context));
          written.put(output, count);
        }
      }
    }

    private <S> long stage(
        Output<S> output, StageRows rows, String folder, RunContext context) {
      PlanNode<S> node = output.stage().plan();
      Schema<S> schema = node.schema();
      Sink<? super S> sink = output.sink();
      if (sink instanceof FolderSink folderSink) {
        return new FolderWriter(spark).write(folderSink, rows.dataset(node), schema, folder);
      }
      StagedOutput result =
          sink instanceof RowSink<? super S> rowSink
              ? rowSink.stage(rows.stream(node), schema, context)
              : adapters.stage(sink, rows.dataset(node), schema, context);
      staged.put(output, result);
      return result.rows();
    }

    private RunReport report() {
      RunReport.Builder report = RunReport.builder();
      report
          .pipeline(pipeline.name())
          .runId(runId)
          .runner("Spark " + spark.version() + " on " + spark.sparkContext().master())
          .startedAt(start)
          .duration(Duration.between(start, Instant.now()))
          .inputs(inputs)
          .phases(steps.phases)
          .warnings(warnings)
          .plan(pipeline.explain());
      for (Output<?> output : pipeline.outputs()) {
        report.addOutputs(
            new RunReport.Written(output.sink().describe(), written.get(output)));
      }
      return report.build();
    }
  }
}
