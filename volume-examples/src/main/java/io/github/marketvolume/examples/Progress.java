package io.github.marketvolume.examples;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.error.SafeText;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Says on standard error what a run is at, with the seconds since it began; on a terminal also how
 * far the step is, on a line that is written over.
 */
final class Progress implements ProgressListener {

  private static final int BAR = 30;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final long start = System.nanoTime();
  private int shown = -1;

  Progress(PrintWriter err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
  }

  @Override
  public synchronized void begins(String step) {
    clear();
    double seconds = (System.nanoTime() - start) / 1e9;
    err.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, SafeText.line(step)));
  }

  @Override
  public synchronized void advances(String step, double share) {
    int percent = (int) (100 * share);
    if (!isTerminal || percent == shown) {
      return;
    }
    shown = percent;
    int done = BAR * percent / 100;
    err.print("\r          [" + "=".repeat(done) + " ".repeat(BAR - done) + "] " + percent + " %");
    err.flush();
    if (percent >= 100) {
      clear();
    }
  }

  private void clear() {
    if (shown >= 0) {
      err.print("\r" + " ".repeat(BAR + 20) + "\r");
      err.flush();
      shown = -1;
    }
  }
}
