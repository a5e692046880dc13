package io.github.marketvolume;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import java.util.List;
import java.util.Map;

/** Writes plans out for people: the bars first, then what becomes of them, output by output. */
final class Explanation {

  private Explanation() {}

  static String of(VolumePipeline pipeline) {
    StringBuilder text = new StringBuilder("pipeline ").append(pipeline.name());
    SourceOutputs.<Output<?>>group(pipeline.outputs(), Explanation::plan)
        .forEach(source -> appendSource(text, source));
    pipeline
        .report()
        .ifPresent(
            file ->
                text.append("\n  write the report to ").append(SafeText.location(file.location())));
    return SafeText.lines(text.toString());
  }

  static String of(Stage<?> stage) {
    PlanNode<?> plan = stage.plan();
    StringBuilder text = new StringBuilder("stage");
    SourceOutputs.group(List.<PlanNode<?>>of(plan), node -> node)
        .forEach(source -> appendLines(text, source.describe(source.all())));
    appendLines(text, List.of(Reading.of(plan.bars()).describe(List.of(plan))));
    appendLines(text, plan.bars().describe());
    appendSteps(text, plan.steps(), List.of());
    text.append("\n    yield ").append(String.join(", ", plan.schema().names()));
    return SafeText.lines(text.toString());
  }

  private static PlanNode<?> plan(Output<?> output) {
    return output.stage().plan();
  }

  private static List<PlanNode<?>> plans(List<Output<?>> outputs) {
    return outputs.stream().<PlanNode<?>>map(Explanation::plan).toList();
  }

  /** Appends what is read once, each way that it is checked, and all that is made of it. */
  private static void appendSource(StringBuilder text, SourceOutputs<Output<?>> source) {
    appendLines(text, source.describe(plans(source.all())));
    boolean isAgain = false;
    for (Map.Entry<Reading, Map<BarsNode, List<Output<?>>>> reading :
        source.readings().entrySet()) {
      String check = reading.getKey().describe(plans(SourceOutputs.of(reading.getValue())));
      appendLines(text, List.of(isAgain ? check + ", in the same reading" : check));
      isAgain = true;
      appendBars(text, reading.getValue());
    }
  }

  private static void appendBars(StringBuilder text, Map<BarsNode, List<Output<?>>> outputs) {
    boolean isAgain = false;
    for (Map.Entry<BarsNode, List<Output<?>>> bars : outputs.entrySet()) {
      if (isAgain) {
        appendLines(text, List.of("take the same checked bars again"));
      }
      isAgain = true;
      appendLines(text, bars.getKey().describe());
      appendOutputs(text, bars.getValue());
    }
  }

  private static void appendOutputs(StringBuilder text, List<Output<?>> outputs) {
    List<String> shown = List.of();
    for (Output<?> output : outputs) {
      List<String> steps = output.stage().plan().steps();
      appendSteps(text, steps, shown);
      text.append("\n    write ")
          .append(output.sink().describe())
          .append(": ")
          .append(String.join(", ", output.stage().plan().schema().names()));
      shown = steps;
    }
  }

  private static void appendLines(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("\n  ").append(line));
  }

  /** Appends the steps, saying of a beginning that the output before had too that it is shared. */
  private static void appendSteps(StringBuilder text, List<String> steps, List<String> before) {
    int shared = 0;
    while (shared < steps.size()
        && shared < before.size()
        && steps.get(shared).equals(before.get(shared))) {
      shared++;
    }
    if (shared > 0) {
      text.append("\n    as above, ").append(shared).append(shared == 1 ? " step" : " steps");
    }
    for (String step : steps.subList(shared, steps.size())) {
      text.append("\n    ").append(step);
    }
  }
}
