package io.github.marketvolume.io;

import java.time.LocalDate;

/** The information about a run that an adapter receives. */
public interface RunContext {

  /** Identifies the run, in logs and in the names of temporary things: letters, digits, hyphens. */
  String runId();

  /** The date after which a bar is from the future. */
  LocalDate asOf();

  /** Adds a warning to the run's report. One line, and no secrets. */
  void warn(String message);
}
