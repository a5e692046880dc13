package io.github.marketvolume.local;

import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.publish.LocalStore;
import io.github.marketvolume.publish.Store;
import io.github.marketvolume.publish.Stores;
import io.github.marketvolume.run.LocalFiles;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.run.ScratchFolder;
import io.github.marketvolume.run.Steps;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.update.Update;
import io.github.marketvolume.update.UpdateEngine;
import io.github.marketvolume.update.UpdatePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a pipeline or a stage, with its threads, its memory and its database. */
final class LocalRun implements AutoCloseable {

  private final LocalRunner runner;
  private final Workers workers;
  private final ScratchFolder scratch;
  private final Spill spill;
  private final DuckDb databases;
  private final Steps steps;
  private final LocalInputs inputs;
  private final FileOutputs files;

  private LocalRun(LocalRunner runner) {
    this.runner = runner;
    this.workers = new Workers(runner.threads());
    this.scratch = new ScratchFolder(runner.scratch());
    this.spill = new Spill(scratch, runner.memory());
    this.databases = new DuckDb(runner.memory(), scratch);
    this.steps = new Steps("LocalRunner", runner.progress());
    LocalFiles places = new LocalFiles(runner.adapters().stores());
    this.inputs =
        new LocalInputs(runner.adapters(), places, workers, databases, this::temporaryFolder);
    this.files =
        new FileOutputs(
            runner.adapters(), places, workers, databases, spill, this::temporaryFolder);
  }

  /**
   * Does the work of a run. If the process is ended meanwhile, by Ctrl-C for one, the run is
   * interrupted, and given the time to remove what it has staged.
   */
  static <T> T guarded(LocalRunner runner, Function<LocalRun, T> work) {
    return ShutdownGuard.during(
        () -> {
          try (LocalRun run = new LocalRun(runner)) {
            return run.told(work);
          } catch (LinkageError e) {
            throw Failures.of("LocalRunner", e);
          }
        });
  }

  private <T> T told(Function<LocalRun, T> work) {
    try {
      return work.apply(this);
    } catch (VolumeException e) {
      throw scratch.told(e);
    }
  }

  RunReport run(VolumePipeline pipeline) {
    boolean needsDatabase = prepare(pipeline);
    PipelineRun pipelineRun = begin(pipeline);
    pipelineRun.outputs().forEach(files::check);
    if (needsDatabase) {
      DuckDb.require();
    }
    List<PlanNode<?>> plans = nodes(pipelineRun.outputs());
    GroupTables groups = readGroups(plans, pipelineRun::warn);
    pipelineRun.readGroups(groups.reports());
    pipelineRun.run(
        source -> {
          pipelineRun.requireApart(groups.files());
          stage(pipelineRun, source, groups);
        });
    tidyUp().forEach(pipelineRun::warn);
    return pipelineRun.report();
  }

  private PipelineRun begin(VolumePipeline pipeline) {
    return new PipelineRun(pipeline, store(), "LocalRunner with " + threads(), steps);
  }

  private Store store() {
    return Stores.of(new LocalStore(), runner.adapters().stores().working());
  }

  RunReport update(VolumePipeline pipeline, RunStore store) {
    files.requireWritable(store.location());
    UpdatePlan plan = UpdatePlan.of(pipeline, store);
    boolean isThere = Update.isThere(store(), store);
    VolumePipeline all = plan.pipeline(isThere);
    prepare(all);
    DuckDb.require();
    PipelineRun pipelineRun = begin(all);
    pipelineRun.outputs().forEach(files::check);
    pipelineRun.besides(store.ledger());
    GroupTables groups = readGroups(nodes(pipelineRun.outputs()), pipelineRun::warn);
    pipelineRun.readGroups(groups.reports());
    pipelineRun.run(
        source -> {
          pipelineRun.requireApart(groups.files());
          UpdateEngine engine = new LocalUpdate(this, plan, pipelineRun, groups);
          new Update(engine, plan, pipelineRun).stage(source);
        });
    tidyUp().forEach(pipelineRun::warn);
    return pipelineRun.report();
  }

  /**
   * Fails unless everything can be read and written; begins to load the database if that takes one,
   * before all else, for it takes longer than to read a small file.
   *
   * @return whether it takes one, which may not be there
   */
  private boolean prepare(VolumePipeline pipeline) {
    pipeline.report().ifPresent(report -> files.requireWritable(report.location()));
    boolean needsDatabase = false;
    for (Output<?> output : pipeline.outputs()) {
      needsDatabase |= files.requireWritable(output.sink());
      needsDatabase |= inputs.requireReadable(output.stage().plan().bars());
    }
    if (needsDatabase && DuckDb.isThere()) {
      files.load();
    }
    return needsDatabase;
  }

  private String threads() {
    return runner.threads() == 1 ? "1 thread" : runner.threads() + " threads";
  }

  <S> List<S> collect(PlanNode<S> node) {
    BarsNode bars = node.bars();
    inputs.requireReadable(bars);
    GroupTables groups = readGroups(List.of(node), warning -> {});
    SourceOutputs<PlanNode<?>> source =
        SourceOutputs.<PlanNode<?>>group(List.of(node), plan -> plan).get(0);
    CheckedBars checked = check(source, PipelineRun.contextOf(bars.asOf()), files -> {}).get(0);
    BarsRun run = run(bars, List.of(node), checked, groups);
    StageRows rows = new StageRows(run, workers, List.of(node));
    return steps.during(
        "collect rows",
        progress -> {
          rows.scan(progress);
          List<S> all = new ArrayList<>();
          rows.values(node).forEachRemaining(all::add);
          return all;
        });
  }

  /** A session that goes on from all that the source of the stages has. */
  LiveSession live(LivePlan plan) {
    List<PlanNode<?>> nodes = new ArrayList<>();
    plan.stages().forEach(stage -> nodes.add(stage.plan()));
    nodes.forEach(node -> inputs.requireReadable(node.bars()));
    SourceOutputs<PlanNode<?>> source =
        SourceOutputs.<PlanNode<?>>group(nodes, node -> node).get(0);
    // What a day that is to come looks back on is not known yet, so all is read.
    ReadRequest all = ReadRequest.of(Phases.request(nodes).columns());
    RunContext context = PipelineRun.contextOf(plan.reading().asOf());
    CheckedBars checked = check(source, all, all, context, files -> {}).get(0);
    return steps.during(
        "compute the history",
        progress ->
            LiveSession.after(
                checked.tickers(),
                ticker -> checked.of(ticker).toBytes(),
                checked.report(),
                checked.warnings(),
                plan));
  }

  private List<CheckedBars> check(
      SourceOutputs<PlanNode<?>> source, RunContext context, Consumer<List<String>> found) {
    ReadRequest request = Phases.request(source.all());
    return check(source, request, Phases.requestOfFiles(source), context, found);
  }

  /**
   * Reads a source once, and checks it by each set of rules.
   *
   * @param ofFiles what is asked of files that have dates
   * @param found is told the files of the source before they are read, and may refuse them
   * @return the bars of each reading, in their order
   */
  List<CheckedBars> check(
      SourceOutputs<PlanNode<?>> source,
      ReadRequest request,
      ReadRequest ofFiles,
      RunContext context,
      Consumer<List<String>> found) {
    List<Readings> readings = new ArrayList<>();
    source
        .readings()
        .keySet()
        .forEach(reading -> readings.add(new Readings(reading.rules(), context.asOf(), spill)));
    Input input = inputs.open(source.source(), request, ofFiles, context, readings);
    found.accept(input.files());
    List<CheckedBars> checked = new ArrayList<>();
    source
        .readings()
        .forEach(
            (reading, outputs) ->
                checked.add(
                    new CheckedBars(
                        reading,
                        SourceOutputs.of(outputs),
                        workers,
                        readings.get(checked.size()),
                        input)));
    steps.during(
        "read and check " + source.source().describe(),
        progress -> {
          input.read(progress);
          checked.forEach(CheckedBars::check);
          return null;
        });
    return checked;
  }

  /** Opens a source that is read by one set of rules. */
  Input open(Reading reading, ReadRequest request, RunContext context, List<Readings> readings) {
    return inputs.open(reading.source(), request, request, context, readings);
  }

  /** The rows of stages, from a run over their bars. */
  StageRows rows(BarsRun barsRun, List<PlanNode<?>> outputs) {
    return new StageRows(barsRun, workers, outputs);
  }

  Workers workers() {
    return workers;
  }

  Spill spill() {
    return spill;
  }

  /** Reads each table of groups that the outputs need. */
  private GroupTables readGroups(List<PlanNode<?>> outputs, Consumer<String> warnings) {
    List<Grouping> groupings = GroupTables.of(outputs);
    return groupings.isEmpty()
        ? GroupTables.read(groupings, inputs.groupFiles(warnings))
        : steps.during(
            "read groups", () -> GroupTables.read(groupings, inputs.groupFiles(warnings)));
  }

  /** A run over bars, for which what goes across tickers is computed. */
  BarsRun run(
      BarsNode bars, List<? extends PlanNode<?>> outputs, CheckedBars checked, GroupTables groups) {
    return run(bars, outputs, checked, groups, null);
  }

  /**
   * The same.
   *
   * @param states is told where the series come to; null for nobody
   */
  BarsRun run(
      BarsNode bars,
      List<? extends PlanNode<?>> outputs,
      CheckedBars checked,
      GroupTables groups,
      BarsRun.@Nullable States states) {
    BarsRun run = new BarsRun(bars, outputs, workers, spill, checked, groups.of(bars));
    if (states != null) {
      run.tell(states);
    }
    if (run.ranksAcrossTickers()) {
      steps.during("rank across tickers", run::rankAcrossTickers);
    }
    return run;
  }

  static List<PlanNode<?>> nodes(List<OutputRun<?>> outputs) {
    List<PlanNode<?>> nodes = new ArrayList<>();
    outputs.forEach(output -> nodes.add(output.node()));
    return nodes;
  }

  /** Reads and checks once, and stages the outputs of all that is made of it. */
  private void stage(
      PipelineRun pipelineRun, SourceOutputs<OutputRun<?>> source, GroupTables groups) {
    RunContext context = pipelineRun.context(source.asOf());
    Iterator<CheckedBars> readings =
        check(source.map(OutputRun::node), context, pipelineRun::requireApart).iterator();
    for (Map<BarsNode, List<OutputRun<?>>> outputs : source.readings().values()) {
      CheckedBars checked = readings.next();
      pipelineRun.read(checked.report());
      checked.warnings().forEach(pipelineRun::warn);
      outputs.forEach(
          (bars, some) -> {
            BarsRun run = run(bars, nodes(some), checked, groups);
            run.warnings().forEach(pipelineRun::warn);
            stage(new StageRows(run, workers, nodes(some)), some, context);
            run.ungrouped().ifPresent(pipelineRun::warn);
            run.drop();
          });
      checked.drop();
    }
  }

  void stage(StageRows rows, List<OutputRun<?>> outputs, RunContext context) {
    List<FileOutput<?>> written = new ArrayList<>();
    try {
      for (OutputRun<?> output : outputs) {
        if (!(output.sink() instanceof RowSink)) {
          written.add(fileOutput(output, rows, context));
        }
      }
      List<FileOutput<?>> scanned = written.stream().filter(FileOutput::isScanned).toList();
      scanned.forEach(rows::add);
      steps.during(
          scanned.isEmpty() ? "compute" : "compute and write " + describe(scanned),
          progress -> {
            rows.scan(progress);
            scanned.forEach(FileOutput::finish);
            return null;
          });
      for (FileOutput<?> file : written) {
        if (!file.isScanned()) {
          steps.during("write " + file.describe(), () -> writeAll(file, rows));
        }
      }
      for (FileOutput<?> file : written) {
        if (!(file.output().sink() instanceof FolderSink)) {
          steps.during("write " + file.describe(), () -> files.handOn(file, context));
        }
      }
    } finally {
      boolean interrupted = Thread.interrupted();
      written.forEach(FileOutput::close);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    for (OutputRun<?> output : outputs) {
      if (output.sink() instanceof RowSink) {
        steps.during("write " + output.sink().describe(), () -> stageRows(output, rows, context));
      }
    }
  }

  private static <S> Void writeAll(FileOutput<S> file, StageRows rows) {
    return file.writeAll(rows.values(file.output().node()));
  }

  private <S> FileOutput<S> fileOutput(OutputRun<S> output, StageRows rows, RunContext context) {
    return files.open(output, rows.layout(output.node()), context);
  }

  private static String describe(List<FileOutput<?>> files) {
    return files.stream().map(FileOutput::describe).collect(Collectors.joining(", "));
  }

  private static <S> Void stageRows(OutputRun<S> output, StageRows rows, RunContext context) {
    return stageRows(output, rows.values(output.node()), context);
  }

  @SuppressWarnings("unchecked") // the sink takes the rows of its own output
  private static <S> Void stageRows(OutputRun<S> output, Iterator<S> rows, RunContext context) {
    RowSink<? super S> sink = (RowSink<? super S>) output.sink();
    output.staged(sink.stage(output.written(rows), output.schema(), context));
    return null;
  }

  /** Stages rows that are known, of the days that are written. */
  <S> void stage(OutputRun<S> output, List<S> rows, RunContext context) {
    steps.during(
        "write " + output.sink().describe(),
        () -> {
          if (output.sink() instanceof RowSink) {
            return stageRows(output, rows.iterator(), context);
          }
          try (FileOutput<S> file = files.open(output, Optional.empty(), context)) {
            file.writeAll(rows.iterator());
            return output.sink() instanceof FolderSink ? null : files.handOn(file, context);
          }
        });
  }

  /** A folder that is deleted when the run is closed. */
  private Path temporaryFolder() {
    try {
      return scratch.newFolder("files");
    } catch (IOException e) {
      throw scratch.failure("written to", false, e);
    }
  }

  /**
   * Gives up what the run holds; done again, it does nothing. Whatever comes of it, what is
   * published stays so, and what failed has failed.
   *
   * @return what is left behind, in a line each
   */
  private List<String> tidyUp() {
    boolean interrupted = Thread.interrupted();
    List<String> left = new ArrayList<>();
    workers.close();
    inputs.close();
    for (AutoCloseable held : List.of(databases, spill)) {
      try {
        held.close();
      } catch (Exception e) { // of this library, whatever the interface declares
        left.add(Failures.reason(e));
      }
    }
    left.addAll(scratch.remove());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  @Override
  public void close() {
    tidyUp();
  }
}
