package io.github.marketvolume.gcp;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Drops from standard error what Google's client prints where an error's body is cut off: the stack
 * trace of what it then takes as an answer without a body. Everything else passes.
 */
final class WithoutTraces extends PrintStream {

  private final PrintStream all;

  /** Whether lines of a trace that is dropped may follow. */
  private final ThreadLocal<Boolean> drops = ThreadLocal.withInitial(() -> false);

  private WithoutTraces(PrintStream all) {
    super(all, true);
    this.all = all;
  }

  /** Begins to drop. */
  static WithoutTraces begin() {
    WithoutTraces passing = new WithoutTraces(System.err);
    System.setErr(passing);
    return passing;
  }

  /** Lets everything pass again; standard error stays open. */
  void end() {
    System.setErr(all);
  }

  /** A trace comes line by line: what was thrown, and texts. */
  @Override
  public void println(Object line) {
    String text = String.valueOf(line);
    if (line instanceof IOException && text.contains("Connection closed prematurely")) {
      drops.set(true);
    } else if (!text.matches("(?s)\\s+at .*|\\s+\\.\\.\\. \\d+ more|Caused by: .*")) {
      drops.set(false);
    }
    if (!drops.get()) {
      super.println(line);
    }
  }
}
