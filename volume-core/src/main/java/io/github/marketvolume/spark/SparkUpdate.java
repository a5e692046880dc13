package io.github.marketvolume.spark;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.days.PipelineState;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.run.ScratchFolder;
import io.github.marketvolume.run.Steps;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.update.ArrivedBars;
import io.github.marketvolume.update.BarsMerge;
import io.github.marketvolume.update.Update;
import io.github.marketvolume.update.UpdateEngine;
import io.github.marketvolume.update.UpdatePlan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What an update needs, on Spark: the cluster reads and checks the input, reads the kept months,
 * and scans and writes; the driver puts bars together, and goes on from a state.
 */
final class SparkUpdate implements UpdateEngine, AutoCloseable {

  private final SparkRunner runner;
  private final UpdatePlan plan;
  private final PipelineRun pipelineRun;
  private final Steps steps;
  private final GroupTables groups;

  /** What is read in place of the plan's source. */
  private final Optional<Source<Bar>> instead;

  private final List<RejectedRow> rejectedBefore;
  private final ScratchFolder scratch =
      new ScratchFolder(Path.of(System.getProperty("java.io.tmpdir")));
  private final Spill spill = new Spill(scratch, Runtime.getRuntime().maxMemory() / 4);
  private @Nullable CheckedBars arrived;

  SparkUpdate(
      SparkRunner runner,
      UpdatePlan plan,
      PipelineRun pipelineRun,
      Steps steps,
      GroupTables groups,
      Optional<Source<Bar>> instead,
      List<RejectedRow> rejectedBefore) {
    this.runner = runner;
    this.plan = plan;
    this.pipelineRun = pipelineRun;
    this.steps = steps;
    this.groups = groups;
    this.instead = instead;
    this.rejectedBefore = rejectedBefore;
  }

  @Override
  public ArrivedBars read(SourceOutputs<PlanNode<?>> outputs, RunContext context) {
    return steps.during(
        "read and check " + outputs.source().describe(),
        () -> {
          ReadRequest all = ReadRequest.of(Phases.request(outputs.all()).columns());
          SourceOutputs<PlanNode<?>> read =
              new SourceOutputs<>(
                  instead.orElse(outputs.source()), outputs.asOf(), outputs.readings());
          CheckedBars checked = checked(read, all, context, pipelineRun::requireApart);
          arrived = checked;
          RunReport.Input report = checked.settleAndCheck().rejecting(rejectedBefore);
          List<RejectedRow> rejected = new ArrayList<>(rejectedBefore);
          rejected.addAll(checked.rejectedValues());
          return new Arrived(report, collected(checked), rejected);
        });
  }

  private CheckedBars checked(
      SourceOutputs<PlanNode<?>> outputs,
      ReadRequest request,
      RunContext context,
      Consumer<List<String>> found) {
    return CheckedBars.of(
            runner.spark(),
            runner.files(),
            runner.adapters(),
            context,
            outputs,
            request,
            request,
            groups,
            found)
        .get(0);
  }

  private Drawers<String> collected(CheckedBars checked) {
    Drawers<String> bars = drawers();
    checked.collect((ticker, packed) -> bars.add(ticker, 0, packed));
    return bars;
  }

  @Override
  public Drawers<String> readKept(
      Reading files, BarsNode bars, RunContext context, Damage rejected) {
    SourceOutputs<PlanNode<?>> all =
        new SourceOutputs<>(
            files.source(), files.asOf(), Map.of(files, Map.of(bars, List.of(bars))));
    try (CheckedBars kept = checked(all, ReadRequest.everything(), context, found -> {})) {
      RunReport.Input report = kept.settleAndCheck();
      if (report.rowsRejected() > 0) {
        rejected.found(report.rowsRejected());
      }
      return collected(kept);
    }
  }

  @Override
  public Drawers<String> drawers() {
    return new Drawers<>(spill);
  }

  @Override
  public NavigableMap<LocalDate, Optional<byte[]>> scan(
      Map<BarsNode, List<OutputRun<?>>> outputs,
      BarsMerge bars,
      NavigableSet<LocalDate> states,
      RunContext context) {
    List<Row> parcels = new ArrayList<>();
    for (String ticker : bars.tickers()) {
      parcels.add(Parcel.bars(ticker, 0, bars.of(ticker)));
    }
    Map<BarsNode, List<PlanNode<?>>> nodes = new LinkedHashMap<>();
    outputs.forEach((node, some) -> nodes.put(node, SparkRunner.nodes(some)));
    try (CheckedBars checked = Objects.requireNonNull(arrived).with(nodes, parcels)) {
      outputs.forEach((node, some) -> runner.stage(steps, checked, node, some, context));
    }
    NavigableMap<LocalDate, Optional<byte[]>> taken = new TreeMap<>();
    if (!states.isEmpty()) {
      steps.during(
          "compute the states",
          () ->
              Update.advance(
                  new PipelineState(plan.resumed()),
                  LocalDate.MIN,
                  states,
                  bars,
                  (node, rows) -> {},
                  taken));
    }
    return taken;
  }

  @Override
  public <S> void stage(OutputRun<S> output, List<S> rows, RunContext context) {
    steps.during("write " + output.sink().describe(), () -> runner.stage(output, rows, context));
  }

  @Override
  public void close() {
    if (arrived != null) {
      arrived.close();
    }
    spill.close();
    scratch.remove().forEach(pipelineRun::warn);
  }

  /** What was read, as the driver has it. */
  private record Arrived(
      RunReport.Input report, Drawers<String> bars, List<RejectedRow> rejectedRows)
      implements ArrivedBars {

    @Override
    public List<String> warnings() {
      return List.of(); // the run was told of them when the rows were judged
    }

    @Override
    public Iterator<List<RejectedRow>> rejected() {
      return List.of(rejectedRows).iterator();
    }

    @Override
    public List<String> tickers() {
      return bars.keys();
    }

    @Override
    public BarColumns of(String ticker) {
      return BarColumns.ofBytes(bars.packets(ticker));
    }
  }
}
