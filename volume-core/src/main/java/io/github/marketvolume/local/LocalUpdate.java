package io.github.marketvolume.local;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.update.ArrivedBars;
import io.github.marketvolume.update.BarsMerge;
import io.github.marketvolume.update.UpdateEngine;
import io.github.marketvolume.update.UpdatePlan;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an update needs, in one process. */
final class LocalUpdate implements UpdateEngine {

  private final LocalRun run;
  private final UpdatePlan plan;
  private final PipelineRun pipelineRun;
  private final GroupTables groups;
  private @Nullable CheckedBars arrived;

  LocalUpdate(LocalRun run, UpdatePlan plan, PipelineRun pipelineRun, GroupTables groups) {
    this.run = run;
    this.plan = plan;
    this.pipelineRun = pipelineRun;
    this.groups = groups;
  }

  @Override
  public ArrivedBars read(SourceOutputs<PlanNode<?>> outputs, RunContext context) {
    ReadRequest all = ReadRequest.of(Phases.request(outputs.all()).columns());
    CheckedBars read = run.check(outputs, all, all, context, pipelineRun::requireApart).get(0);
    arrived = read;
    return read;
  }

  @Override
  public Drawers<String> readKept(
      Reading files, BarsNode bars, RunContext context, Damage rejected) {
    Readings readings = new Readings(files.rules(), context.asOf(), run.spill());
    Input input = run.open(files, ReadRequest.everything(), context, List.of(readings));
    input.read(progress -> {});
    CheckedBars kept = new CheckedBars(files, List.of(bars), run.workers(), readings, input);
    kept.check();
    if (kept.report().rowsRejected() > 0) {
      rejected.found(kept.report().rowsRejected());
    }
    return readings.bars();
  }

  @Override
  public Drawers<String> drawers() {
    return new Drawers<>(run.spill());
  }

  @Override
  public NavigableMap<LocalDate, Optional<byte[]>> scan(
      Map<BarsNode, List<OutputRun<?>>> outputs,
      BarsMerge bars,
      NavigableSet<LocalDate> states,
      RunContext context) {
    CheckedBars checked = settled(SourceOutputs.of(outputs), bars, context);
    HistoryStates history = new HistoryStates(plan.resumed(), states);
    outputs.forEach((node, some) -> scan(node, some, checked, history, context));
    NavigableMap<LocalDate, Optional<byte[]>> taken = new TreeMap<>();
    history.addTo(taken);
    return taken;
  }

  /** Puts the bars in order for what computes some outputs of them. */
  private CheckedBars settled(List<OutputRun<?>> outputs, BarsMerge bars, RunContext context) {
    Readings readings =
        new Readings(plan.reading().rules(), context.asOf(), bars.drawers(), run.spill());
    CheckedBars settled =
        new CheckedBars(
            plan.reading(),
            LocalRun.nodes(outputs),
            run.workers(),
            readings,
            Objects.requireNonNull(arrived).input());
    settled.settle();
    return settled;
  }

  private void scan(
      BarsNode node,
      List<OutputRun<?>> outputs,
      CheckedBars checked,
      HistoryStates history,
      RunContext context) {
    List<PlanNode<?>> nodes = LocalRun.nodes(outputs);
    boolean goesOn = plan.resumed().stream().anyMatch(output -> output.bars().equals(node));
    BarsRun barsRun = run.run(node, nodes, checked, groups, goesOn ? history.of(node) : null);
    barsRun.warnings().forEach(pipelineRun::warn);
    StageRows rows = run.rows(barsRun, nodes);
    if (goesOn) {
      rows.add(history.takerOf(node));
    }
    run.stage(rows, outputs, context);
    if (goesOn) {
      history.take(node, rows.crossSections(), rows.marketDays());
    }
    barsRun.ungrouped().ifPresent(pipelineRun::warn);
    barsRun.drop();
  }

  @Override
  public <S> void stage(OutputRun<S> output, List<S> rows, RunContext context) {
    run.stage(output, rows, context);
  }
}
