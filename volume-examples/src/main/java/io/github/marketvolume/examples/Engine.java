package io.github.marketvolume.examples;

import java.util.Locale;

/** The engines that can execute a run. */
enum Engine {
  SPARK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
