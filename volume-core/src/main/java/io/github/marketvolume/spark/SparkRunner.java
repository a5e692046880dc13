package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.intake.LayoutDetection;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.publish.Store;
import io.github.marketvolume.publish.Stores;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.run.Providers;
import io.github.marketvolume.run.Steps;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import io.github.marketvolume.spark.hadoop.HadoopStore;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import io.github.marketvolume.update.Update;
import io.github.marketvolume.update.UpdatePlan;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs pipelines on Apache Spark, 3.5 or 4, with the session's own configuration. An immutable
 * value; one runner may run any number of pipelines.
 *
 * <p>Any number of bars is spread over the cluster; a task has at least one ticker. A task needs
 * memory for one ticker's bars at a time and, for metrics across tickers, for some months of all
 * tickers' bars in some columns.
 */
public final class SparkRunner implements Runner {

  private final SparkSession spark;
  private final AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters;
  private final ProgressListener progress;

  private SparkRunner(
      SparkSession spark,
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters,
      ProgressListener progress) {
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
    return new SparkRunner(spark, adapters.withSource(adapter), progress);
  }

  /** The same runner with the connections of JDBC sources, instead of those it may have. */
  public SparkRunner with(JdbcAdapter adapter) {
    return with(new JdbcRows(adapter));
  }

  /** The same runner with an adapter for one kind of sink, instead of the one it may have. */
  public SparkRunner with(SparkSinkAdapter<?> adapter) {
    return new SparkRunner(spark, adapters.withSink(adapter), progress);
  }

  /**
   * The same runner with an object store for one scheme, instead of the one it may have. It
   * publishes the folders of that scheme; Hadoop's file system reads and writes their files.
   */
  public SparkRunner with(ObjectStore store) {
    return new SparkRunner(spark, adapters.withStore(store), progress);
  }

  /** The same runner, which tells {@code listener} in a few words when each step begins. */
  public SparkRunner onProgress(ProgressListener listener) {
    return new SparkRunner(spark, adapters, listener);
  }

  /**
   * Looks at the header of every file, on the driver, and makes a source of them in the layout that
   * they have.
   *
   * @throws io.github.marketvolume.error.SourceException if a file cannot be read or no layout fits
   *     it, unless such files are quarantined; or if files have different layouts
   */
  public CsvSource detectLayout(CsvFiles csv) {
    return linked(
        () -> {
          HadoopFiles files = files();
          csv.locations().forEach(files::requireSystem);
          List<InputFile> found =
              files
                  .find(csv.locations(), false, adapters.stores().working(), warning -> {})
                  .stream()
                  .map(file -> files.input(file.path().toString()))
                  .toList();
          return LayoutDetection.detect(csv, found);
        });
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return linked(() -> execute(pipeline));
  }

  @Override
  public RunReport update(VolumePipeline pipeline, RunStore store) {
    Arguments.required(pipeline, "pipeline");
    Arguments.required(store, "store");
    return linked(() -> executeUpdate(pipeline, store, Optional.empty(), List.of()));
  }

  /**
   * The same with what has arrived of a source that goes on.
   *
   * @param arrived bars in place of those of the pipeline's source
   * @param rejected rows that came with them and are no bars
   */
  RunReport update(
      VolumePipeline pipeline, RunStore store, Source<Bar> arrived, List<RejectedRow> rejected) {
    return linked(() -> executeUpdate(pipeline, store, Optional.of(arrived), rejected));
  }

  /** The position in the ledger of a store; empty where there is none. */
  Optional<String> position(RunStore store) {
    return Update.ledger(store(), store).flatMap(Ledger::position);
  }

  private RunReport execute(VolumePipeline pipeline) {
    Steps steps = newSteps();
    PipelineRun pipelineRun = begin(pipeline, steps, Optional.empty());
    GroupTables groups = readGroups(pipelineRun, steps);
    pipelineRun.run(
        source -> {
          pipelineRun.requireApart(groups.files());
          stage(pipelineRun, steps, source, groups);
        });
    return pipelineRun.report();
  }

  private RunReport executeUpdate(
      VolumePipeline pipeline,
      RunStore store,
      Optional<Source<Bar>> arrived,
      List<RejectedRow> rejected) {
    Steps steps = newSteps();
    requireWritable(store.location(), files());
    UpdatePlan plan = UpdatePlan.of(pipeline, store);
    PipelineRun pipelineRun = begin(plan.pipeline(Update.isThere(store(), store)), steps, arrived);
    pipelineRun.besides(store.ledger());
    GroupTables groups = readGroups(pipelineRun, steps);
    pipelineRun.run(
        source -> {
          pipelineRun.requireApart(groups.files());
          try (SparkUpdate engine =
              new SparkUpdate(this, plan, pipelineRun, steps, groups, arrived, rejected)) {
            new Update(engine, plan, pipelineRun).stage(source);
          }
        });
    return pipelineRun.report();
  }

  /**
   * Begins a run, unless something can be told not to be read or written.
   *
   * @param instead what is read in place of the outputs' source
   */
  private PipelineRun begin(VolumePipeline pipeline, Steps steps, Optional<Source<Bar>> instead) {
    HadoopFiles files = files();
    PipelineRun pipelineRun =
        new PipelineRun(
            pipeline,
            store(),
            "Spark " + spark.version() + " on " + spark.sparkContext().master(),
            steps);
    pipeline.report().ifPresent(file -> requireWritable(file.location(), files));
    for (OutputRun<?> output : pipelineRun.outputs()) {
      requireWritable(output.sink(), files);
      requireReadable(output.node().bars(), instead, files);
    }
    for (OutputRun<?> output : pipelineRun.outputs()) {
      adapters
          .of(output.sink())
          .ifPresent(adapter -> Adapters.check(adapter, output.sink(), output.schema()));
    }
    return pipelineRun;
  }

  private Store store() {
    return Stores.of(new HadoopStore(files()), adapters.stores().working());
  }

  private GroupTables readGroups(PipelineRun pipelineRun, Steps steps) {
    GroupTables groups = readGroups(nodes(pipelineRun.outputs()), steps, pipelineRun::warn);
    pipelineRun.readGroups(groups.reports());
    return groups;
  }

  SparkSession spark() {
    return spark;
  }

  AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters() {
    return adapters;
  }

  @Override
  public <S> List<S> collect(Stage<S> stage) {
    return linked(
        () -> {
          Steps steps = newSteps();
          try (Checked checked = check(stage.plan(), steps)) {
            CheckedBars bars = checked.readings().get(0);
            StageRows rows = rows(bars, stage.plan());
            return reading(
                bars,
                stage.plan(),
                () -> steps.during("collect rows", () -> rows.values(stage.plan())));
          }
        });
  }

  /**
   * The rows of a stage as a dataset, with the columns that {@code explain()} names. The input is
   * read and checked immediately, and again when the dataset is used.
   *
   * @throws io.github.marketvolume.error.VolumeException if the input cannot be used
   */
  public Dataset<Row> dataset(Stage<?> stage) {
    return linked(
        () -> {
          Steps steps = newSteps();
          try (Checked checked = check(stage.plan(), steps)) {
            StageRows rows = rows(checked.readings().get(0), stage.plan());
            return steps.during("plan the dataset", () -> rows.dataset(stage.plan()));
          }
        });
  }

  /** Runs an action that may need optional classes, and reports which artifact is missing. */
  private static <T> T linked(Supplier<T> work) {
    try {
      return work.get();
    } catch (LinkageError e) {
      throw Failures.of("Spark", e);
    }
  }

  private Steps newSteps() {
    return new Steps("Spark", progress);
  }

  private StageRows rows(CheckedBars bars, PlanNode<?> node) {
    return new StageRows(spark, bars.run(node.bars()), List.of(node));
  }

  private Checked check(PlanNode<?> node, Steps steps) {
    requireReadable(node.bars(), Optional.empty(), files());
    GroupTables groups = readGroups(List.of(node), steps, warning -> {});
    SourceOutputs<PlanNode<?>> source =
        SourceOutputs.<PlanNode<?>>group(List.of(node), plan -> plan).get(0);
    return check(source, PipelineRun.contextOf(source.asOf()), steps, groups, files -> {});
  }

  /**
   * The bars of each reading of a source, which obey the rules, or break them no more than these
   * allow, and the counts of them.
   */
  private record Checked(List<CheckedBars> readings, List<RunReport.Input> counts)
      implements AutoCloseable {

    @Override
    public void close() {
      readings.forEach(CheckedBars::close);
    }
  }

  /** Does something with the rows of a stage, some of which may be read a second time. */
  private static <T> T reading(CheckedBars bars, PlanNode<?> node, Supplier<T> work) {
    if (!(node instanceof RejectedNode)) {
      return work.get();
    }
    T done;
    try {
      done = work.get();
    } catch (RuntimeException e) {
      bars.requireUnchanged();
      throw e;
    }
    bars.requireUnchanged();
    return done;
  }

  private Checked check(
      SourceOutputs<PlanNode<?>> source,
      RunContext context,
      Steps steps,
      GroupTables groups,
      Consumer<List<String>> found) {
    return steps.during(
        "read and check " + source.source().describe(),
        () -> {
          Checked checked =
              new Checked(
                  CheckedBars.of(spark, files(), adapters, context, source, groups, found),
                  new ArrayList<>());
          try {
            checked.readings().forEach(bars -> checked.counts().add(bars.check()));
            return checked;
          } catch (Throwable e) { // Spark throws checked ones that it does not declare
            checked.close();
            throw e;
          }
        });
  }

  private void requireReadable(BarsNode bars, Optional<Source<Bar>> instead, HadoopFiles files) {
    Input.requireReadable(instead.orElse(bars.source()), adapters, files);
    if (bars.grouping().isPresent()
        && bars.grouping().get().table() instanceof Grouping.Files table) {
      files.requireSystem(table.location());
    }
  }

  /** Reads each table of groups that the outputs need. */
  private GroupTables readGroups(
      List<PlanNode<?>> outputs, Steps steps, Consumer<String> warnings) {
    List<Grouping> groupings = GroupTables.of(outputs);
    MemberFiles by = new MemberFiles(spark, files(), adapters.stores().working(), warnings);
    return groupings.isEmpty()
        ? GroupTables.read(groupings, by)
        : steps.during("read groups", () -> GroupTables.read(groupings, by));
  }

  HadoopFiles files() {
    return new HadoopFiles(spark.sparkContext().hadoopConfiguration());
  }

  private void requireWritable(Sink<?> sink, HadoopFiles files) {
    if (sink instanceof FolderSink folder) {
      requireWritable(folder.location(), files);
    } else if (!(sink instanceof RowSink)) {
      adapters.requireWritable(sink);
    }
  }

  private void requireWritable(String location, HadoopFiles files) {
    Stores.requireNoSecret(location);
    Providers<String, ObjectStore> stores = adapters.stores();
    String scheme = Stores.schemeOf(location);
    if (stores.working().containsKey(scheme)) {
      files.requireSystem(location);
    } else if (stores.anyBroken()
        && (HadoopStore.isObjectStore(scheme) || !files.hasSystem(scheme))) {
      throw stores.missing(
          SafeText.location(location) + ": the Spark runner knows no store for " + scheme + ":",
          "add the module that has one to the class path");
    }
  }

  /** Reads and checks once, and stages the outputs of all that is made of it. */
  private void stage(
      PipelineRun pipelineRun,
      Steps steps,
      SourceOutputs<OutputRun<?>> source,
      GroupTables groups) {
    RunContext context = pipelineRun.context(source.asOf());
    try (Checked checked =
        check(source.map(OutputRun::node), context, steps, groups, pipelineRun::requireApart)) {
      checked.counts().forEach(pipelineRun::read);
      Iterator<CheckedBars> readings = checked.readings().iterator();
      for (Map<BarsNode, List<OutputRun<?>>> outputs : source.readings().values()) {
        CheckedBars bars = readings.next();
        outputs.forEach((node, some) -> stage(steps, bars, node, some, context));
      }
    }
  }

  void stage(
      Steps steps,
      CheckedBars checked,
      BarsNode bars,
      List<OutputRun<?>> outputs,
      RunContext context) {
    try (BarsRun run = checked.run(bars)) {
      run.warnings().forEach(context::warn);
      StageRows rows = new StageRows(spark, run, nodes(outputs));
      for (OutputRun<?> output : outputs) {
        reading(
            checked,
            output.node(),
            () ->
                steps.during(
                    "write " + output.sink().describe(), () -> stage(output, rows, context)));
      }
      if (!outputs.stream().allMatch(output -> output.node() instanceof RejectedNode)) {
        run.ungrouped().ifPresent(context::warn);
      }
    }
  }

  static List<PlanNode<?>> nodes(List<OutputRun<?>> outputs) {
    List<PlanNode<?>> nodes = new ArrayList<>();
    outputs.forEach(output -> nodes.add(output.node()));
    return nodes;
  }

  private <S> Void stage(OutputRun<S> output, StageRows rows, RunContext context) {
    return output.sink() instanceof RowSink
        ? stageRows(output, rows.stream(output.node()), context)
        : stageRows(output, rows.dataset(output.node()), context);
  }

  /** Stages rows that are known. */
  <S> Void stage(OutputRun<S> output, List<S> rows, RunContext context) {
    return output.sink() instanceof RowSink
        ? stageRows(output, rows.iterator(), context)
        : stageRows(output, StageRows.dataset(spark, rows, output.schema()), context);
  }

  @SuppressWarnings("unchecked") // the sink takes the rows of its own output
  private static <S> Void stageRows(OutputRun<S> output, Iterator<S> rows, RunContext context) {
    RowSink<? super S> sink = (RowSink<? super S>) output.sink();
    output.staged(sink.stage(output.written(rows), output.schema(), context));
    return null;
  }

  private <S> Void stageRows(OutputRun<S> output, Dataset<Row> all, RunContext context) {
    Schema<S> schema = output.schema();
    Sink<? super S> sink = output.sink();
    Dataset<Row> rows = written(output, all);
    if (sink instanceof FolderSink folder) {
      output.wrote(
          new FolderWriter(spark)
              .write(
                  folder, rows, schema, Objects.requireNonNull(output.folder()), context.runId()));
    } else {
      output.staged(Adapters.stage(adapters.of(sink).orElseThrow(), sink, rows, schema, context));
    }
    return null;
  }

  /** Those of some rows that are written. */
  private static Dataset<Row> written(OutputRun<?> output, Dataset<Row> all) {
    LocalDate firstDay = output.firstDay();
    return output
        .schema()
        .firstDate()
        .filter(date -> !firstDay.equals(LocalDate.MIN))
        .map(date -> col(date.name()))
        .map(day -> all.where(day.isNull().or(day.geq(Date.valueOf(firstDay)))))
        .orElse(all);
  }
}
