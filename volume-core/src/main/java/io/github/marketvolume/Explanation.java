package io.github.marketvolume;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes plans out for people: the bars first, then what becomes of them, output by output. */
final class Explanation {

  private Explanation() {}

  static String of(VolumePipeline pipeline) {
    Map<BarsNode, List<Output<?>>> groups = new LinkedHashMap<>();
    for (Output<?> output : pipeline.outputs()) {
      groups.computeIfAbsent(output.stage().plan().bars(), bars -> new ArrayList<>()).add(output);
    }
    StringBuilder text = new StringBuilder("pipeline ").append(pipeline.name());
    groups.forEach(
        (bars, outputs) -> {
          appendBars(text, bars, outputs.stream().map(output -> output.stage().plan()).toList());
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
        });
    pipeline
        .report()
        .ifPresent(
            file ->
                text.append("\n  write the report to ").append(SafeText.location(file.location())));
    return SafeText.lines(text.toString());
  }

  static String of(Stage<?> stage) {
    StringBuilder text = new StringBuilder("stage");
    appendBars(text, stage.plan().bars(), List.of(stage.plan()));
    appendSteps(text, stage.plan().steps(), List.of());
    text.append("\n    yield ").append(String.join(", ", stage.plan().schema().names()));
    return SafeText.lines(text.toString());
  }

  private static void appendBars(
      StringBuilder text, BarsNode bars, List<? extends PlanNode<?>> outputs) {
    for (String line : bars.describe(outputs)) {
      text.append("\n  ").append(line);
    }
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
