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
 * Runs pipelines on Apache Spark, 3.5 or 4, with the session's own configuration. An immutable
 * value; one runner may run any number of pipelines.
 *
 * <p>Any number of bars is spread over the cluster, a ticker at least to a task. Memory is needed
 * for one ticker's bars at a time, and for some months of all tickers' bars in some columns where
 * something is computed across tickers.
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
      BarsNode node, List<PlanNode<?>> outputs, boolean kept, RunContext context, Progress steps) {
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

  /** An output on its way. A pipeline may have two that are equal. */
  private static final class Writing<S> {

    private final Output<S> output;

    /** Where a folder's rows are staged; null for other sinks. */
    private String folder;

    /** What another sink has staged; null before that, and for folders. */
    private StagedOutput staged;

    private long rows;

    Writing(Output<S> output) {
      this.output = output;
    }

    Sink<? super S> sink() {
      return output.sink();
    }

    PlanNode<S> node() {
      return output.stage().plan();
    }

    /** Whether publishing touches nothing but this process, and so cannot fail. */
    boolean isLocal() {
      return sink() instanceof InMemorySink || sink() instanceof ConsoleSink;
    }
  }

  /** One run of a pipeline. */
  private final class PipelineRun {

    private final VolumePipeline pipeline;
    private final Instant start = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(start, ZoneOffset.UTC);
    private final String runId = UUID.randomUUID().toString();
    private final Progress steps = new Progress();
    private final List<String> warnings = new ArrayList<>();
    private final List<RunReport.Input> inputs = new ArrayList<>();
    private final List<Writing<?>> writings = new ArrayList<>();

    PipelineRun(VolumePipeline pipeline) {
      this.pipeline = pipeline;
      pipeline.outputs().forEach(output -> writings.add(new Writing<>(output)));
    }

    RunReport run() {
      for (Writing<?> writing : writings) {
        requireWritable(writing.sink());
        Input.requireReadable(writing.node().bars().source(), adapters);
      }
      HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
      try (Publication publication = new Publication(new HadoopStore(files), runId)) {
        for (Writing<?> writing : writings) {
          if (writing.sink() instanceof FolderSink sink) {
            writing.folder = publication.stage(sink.location(), sink.replacesExisting());
          }
        }
        writingsByBars().forEach(this::stageAll);
        steps.during(
            "publish",
            () -> {
              publish(publication);
              return null;
            });
      } finally {
        writings.forEach(this::close);
      }
      return report();
    }

    /**
     * Publishes what may fail beyond our control first, while folders can still be left as they
     * were, and what cannot fail last: memory and console show only what has succeeded.
     */
    private void publish(Publication publication) {
      for (Writing<?> writing : writings) {
        if (writing.staged != null && !writing.isLocal()) {
          writing.staged.publish();
        }
      }
      publication.publish();
      for (Writing<?> writing : writings) {
        if (writing.staged != null && writing.isLocal()) {
          writing.staged.publish();
        }
      }
    }

    /** What is published stays so, and what failed has failed, whatever closing says. */
    private void close(Writing<?> writing) {
      if (writing.staged == null) {
        return;
      }
      try {
        writing.staged.close();
      } catch (RuntimeException e) {
        warnings.add(writing.sink().describe() + " could not be closed: " + SparkErrors.reason(e));
      }
    }

    private void requireWritable(Sink<?> sink) {
      if (!(sink instanceof FolderSink) && !(sink instanceof RowSink) && !adapters.canWrite(sink)) {
        throw new InvalidPlanException(
            sink.describe()
                + ": no Spark adapter writes a "
                + sink.getClass().getSimpleName()
                + "; add the module that has one to the class path, or give it to with(...)");
      }
    }

    private Map<BarsNode, List<Writing<?>>> writingsByBars() {
      Map<BarsNode, List<Writing<?>>> groups = new LinkedHashMap<>();
      for (Writing<?> writing : writings) {
        groups.computeIfAbsent(writing.node().bars(), bars -> new ArrayList<>()).add(writing);
      }
      return groups;
    }

    private void stageAll(BarsNode bars, List<Writing<?>> group) {
      Context context = new Context(runId, bars.asOf().orElse(today), warnings);
      List<PlanNode<?>> nodes = new ArrayList<>();
      group.forEach(writing -> nodes.add(writing.node()));
      try (Checked checked = check(bars, nodes, group.size() > 1, context, steps)) {
        inputs.add(checked.counts());
        StageRows rows = new StageRows(spark, checked.run(), nodes);
        for (Writing<?> writing : group) {
          writing.rows =
              steps.during(
                  "write " + writing.sink().describe(), () -> stage(writing, rows, context));
        }
      }
    }

    private <S> long stage(Writing<S> writing, StageRows rows, RunContext context) {
      PlanNode<S> node = writing.node();
      Schema<S> schema = node.schema();
      Sink<? super S> sink = writing.sink();
      if (sink instanceof FolderSink folderSink) {
        return new FolderWriter(spark)
            .write(folderSink, rows.dataset(node), schema, writing.folder);
      }
      writing.staged =
          sink instanceof RowSink<? super S> rowSink
              ? rowSink.stage(rows.stream(node), schema, context)
              : adapters.stage(sink, rows.dataset(node), schema, context);
      return writing.staged.rows();
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
      for (Writing<?> writing : writings) {
        report.addOutputs(new RunReport.Written(writing.sink().describe(), writing.rows));
      }
      return report.build();
    }
  }
}
