package io.github.marketvolume.examples;

import java.util.Locale;

/** The engines that can execute a run. */
enum Engine {
  LOCAL,
  SPARK;

  /** What executes a run unless the user says otherwise: Spark, where it started this process. */
  static Engine usual() {
    return System.getProperty("spark.master") == null ? LOCAL : SPARK;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
