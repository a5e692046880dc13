package io.github.marketvolume.testing;

import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.RunReport.Phase;
import io.github.marketvolume.RunReport.Written;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A runner for tests: plain Java, no engine, every metric written directly from its definition. The
 * other runners must agree with it; it is fast enough for some thousand bars.
 *
 * <p>It reads {@link RowSource}s, such as {@link io.github.marketvolume.io.InMemoryBars}, and
 * writes {@link RowSink}s, such as {@link io.github.marketvolume.io.InMemorySink}; a pipeline with
 * files is refused before any work. An immutable value.
 */
public final class ReferenceRunner implements Runner {

  private final Optional<LocalDate> asOf;

  private ReferenceRunner(Optional<LocalDate> asOf) {
    this.asOf = asOf;
  }

  /** A runner for which bars after today (UTC) are from the future. */
  public static ReferenceRunner create() {
    return new ReferenceRunner(Optional.empty());
  }

  /** The same runner with this as-of date; stages that have their own as-of date keep it. */
  public ReferenceRunner asOf(LocalDate date) {
    return new ReferenceRunner(Optional.of(date));
  }

  @Override
  public <S> List<S> collect(Stage<S> stage) {
    BarsNode bars = stage.plan().bars();
    requireReadable(bars);
    ReferenceEvaluation evaluation = newEvaluation();
    evaluation.read(Reading.of(bars), List.of(stage.plan()));
    return evaluation.rows(stage.plan());
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    for (Output<?> output : pipeline.outputs()) {
      requireReadable(output.stage().plan().bars());
      requireRowSink(output);
    }
    if (pipeline.report().isPresent()) {
      throw new InvalidPlanException(
          "the reference runner writes no files, and so no report to "
              + pipeline.report().get().location()
              + "; run with LocalRunner or SparkRunner, or use what run(...) returns");
    }
    Instant start = Instant.now();
    ReferenceEvaluation evaluation = newEvaluation();
    Map<Reading, List<PlanNode<?>>> plans = new LinkedHashMap<>();
    for (Output<?> output : pipeline.outputs()) {
      PlanNode<?> plan = output.stage().plan();
      plans.computeIfAbsent(Reading.of(plan.bars()), reading -> new ArrayList<>()).add(plan);
    }
    plans.forEach(evaluation::read);
    plans.forEach(evaluation::warn);
    Instant checked = Instant.now();
    List<Written> written = new ArrayList<>();
    publish(pipeline.outputs().iterator(), evaluation, new ArrayList<>(), written);
    Instant end = Instant.now();
    return RunReport.builder()
        .pipeline(pipeline.name())
        .runId(evaluation.runId())
        .runner("reference runner (plain Java)")
        .startedAt(start)
        .duration(Duration.between(start, end))
        .inputs(evaluation.inputs())
        .groups(groups(plans))
        .outputs(written)
        .addPhases(
            new Phase("read and check", Duration.between(start, checked)),
            new Phase("compute and publish", Duration.between(checked, end)))
        .warnings(evaluation.warnings())
        .plan(pipeline.explain())
        .build();
  }

  private static List<RunReport.Groups> groups(Map<Reading, List<PlanNode<?>>> plans) {
    List<PlanNode<?>> all = plans.values().stream().<PlanNode<?>>flatMap(List::stream).toList();
    return GroupTables.of(all).stream()
        .map(by -> GroupTables.report(by, GroupTable.of(((Grouping.Members) by.table()).members())))
        .toList();
  }

  /**
   * Stages the remaining outputs, then publishes all; whatever happens, what was staged is closed.
   */
  private static void publish(
      Iterator<Output<?>> remaining,
      ReferenceEvaluation evaluation,
      List<StagedOutput> staged,
      List<Written> written) {
    if (!remaining.hasNext()) {
      staged.forEach(StagedOutput::publish);
      return;
    }
    Output<?> next = remaining.next();
    try (StagedOutput output = stage(next, evaluation)) {
      staged.add(output);
      written.add(new Written(next.sink().describe(), output.rows()));
      publish(remaining, evaluation, staged, written);
    }
  }

  private static <S> StagedOutput stage(Output<S> output, ReferenceEvaluation evaluation) {
    PlanNode<S> plan = output.stage().plan();
    RowSink<? super S> sink = (RowSink<? super S>) output.sink();
    return sink.stage(
        evaluation.rows(plan).iterator(),
        plan.schema(),
        evaluation.context(Reading.of(plan.bars())));
  }

  private ReferenceEvaluation newEvaluation() {
    return new ReferenceEvaluation(asOf.orElseGet(() -> LocalDate.now(ZoneOffset.UTC)));
  }

  private static void requireReadable(BarsNode bars) {
    if (bars.grouping().isPresent()
        && !(bars.grouping().get().table() instanceof Grouping.Members)) {
      throw new InvalidPlanException(
          "the reference runner cannot read groups from "
              + bars.grouping().get().table().describe()
              + "; run with LocalRunner or SparkRunner, or give groups in memory");
    }
    if (bars.source() instanceof RowSource<?> rows && !rows.rejected().isEmpty()) {
      throw new InvalidPlanException(
          rows.describe()
              + " has rejected rows of its own, which the reference runner does not take; run with"
              + " LocalRunner");
    }
    if (!(bars.source() instanceof RowSource)) {
      throw new InvalidPlanException(
          "the reference runner cannot read "
              + bars.source().describe()
              + "; run with LocalRunner or SparkRunner, or give it InMemoryBars");
    }
  }

  private static void requireRowSink(Output<?> output) {
    if (!(output.sink() instanceof RowSink)) {
      throw new InvalidPlanException(
          "the reference runner cannot write "
              + output.sink().describe()
              + "; run with LocalRunner or SparkRunner, or send the rows into an InMemorySink");
    }
  }
}
