package io.github.marketvolume;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.Reading;
import java.util.List;
import java.util.Map;

/** Writes plans out for people: the bars first, then what becomes of them, output by output. */
final class Explanation {

  private Explanation() {}

  static String of(VolumePipeline pipeline) {
    StringBuilder text = new StringBuilder("pipeline ").append(pipeline.name());
    Reading.group(pipeline.outputs(), output -> output.stage().plan())
        .forEach((reading, outputs) -> appendReading(text, reading, outputs));
    pipeline
        .report()
        .ifPresent(
            file ->
                text.append("\n  write the report to ").append(SafeText.location(file.location())));
    return SafeText.lines(text.toString());
  }

  static String of(Stage<?> stage) {
    StringBuilder text = new StringBuilder("stage");
    BarsNode bars = stage.plan().bars();
    appendLines(text, Reading.of(bars).describe(List.of(stage.plan())));
    appendLines(text, bars.describe());
    appendSteps(text, stage.plan().steps(), List.of());
    text.append("\n    yield ").append(String.join(", ", stage.plan().schema().names()));
    return SafeText.lines(text.toString());
  }

  private static void appendReading(
      StringBuilder text, Reading reading, Map<BarsNode, List<Output<?>>> outputs) {
    appendLines(
        text,
        reading.describe(
            outputs.values().stream()
                .flatMap(List::stream)
                .map(output -> output.stage().plan())
                .toList()));
    boolean isFirst = true;
    for (Map.Entry<BarsNode, List<Output<?>>> bars : outputs.entrySet()) {
      if (!isFirst) {
        appendLines(text, List.of("take the bars read above once more"));
      }
      isFirst = false;
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
