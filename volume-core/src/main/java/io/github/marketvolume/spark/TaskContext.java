package io.github.marketvolume.spark;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.RunContext;
import java.io.Serializable;
import java.time.LocalDate;
import org.slf4j.LoggerFactory;

/** What a task may know of the run; its warnings go to the log of the machine that it runs on. */
record TaskContext(String runId, LocalDate asOf) implements RunContext, Serializable {

  static TaskContext of(RunContext context) {
    return new TaskContext(context.runId(), context.asOf());
  }

  @Override
  public void warn(String message) {
    LoggerFactory.getLogger(SparkRunner.class).warn("run {}: {}", runId, SafeText.line(message));
  }
}
