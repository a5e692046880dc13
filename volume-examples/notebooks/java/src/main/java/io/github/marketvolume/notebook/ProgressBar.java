package io.github.marketvolume.notebook;

import io.github.marketvolume.ProgressListener;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;

/** One run's line below a cell: its step, how far that is, and in the end the time it all took. */
final class ProgressBar implements ProgressListener {

  /** A page that is told more often only flickers. */
  private static final long PAUSE_NANOS = 100_000_000;

  private final String name;
  private final String id = "progress-" + UUID.randomUUID();
  private final long began = System.nanoTime();
  private final BiConsumer<String, Rendering> output;

  private String step = "";
  private long shownAt = began;
  private boolean ended;

  /**
   * A bar that has not begun.
   *
   * @param output takes the bar's id and its look, again and again
   */
  ProgressBar(String name, BiConsumer<String, Rendering> output) {
    this.name = name;
    this.output = output;
  }

  /** Shows a bar where this process can: below the cell, or as lines on standard error. */
  static ProgressBar begin(String name) {
    if (!NotebookKernel.isRunning()) {
      return new ProgressBar(name, (id, look) -> System.err.println(look.text()));
    }
    ProgressBar bar = new ProgressBar(name, KernelDisplay::update);
    KernelDisplay.show(bar.id, bar.look("begins", 0));
    return bar;
  }

  @Override
  public synchronized void begins(String newStep) {
    if (ended) {
      return;
    }
    step = newStep;
    shownAt = System.nanoTime();
    output.accept(id, look(step, 0));
  }

  @Override
  public synchronized void advances(String ofStep, double share) {
    long now = System.nanoTime();
    if (ended || now - shownAt < PAUSE_NANOS || !ofStep.equals(step)) {
      return;
    }
    shownAt = now;
    output.accept(id, look(step, share));
  }

  /** Shows the time that it took, and nothing after that. */
  synchronized void end(String outcome) {
    ended = true;
    double seconds = (System.nanoTime() - began) / 1e9;
    String line = String.format(Locale.ROOT, "%s: %s in %.2f s", name, outcome, seconds);
    output.accept(
        id,
        new Rendering(
            "<div style=\"font-size:12px;opacity:.7\">" + Html.escaped(line) + "</div>", line));
  }

  private Rendering look(String doing, double share) {
    String line = name + ": " + doing + (share > 0 ? String.format(" %.0f %%", 100 * share) : "");
    String html =
        String.format(
            Locale.ROOT,
            "<div style=\"font-size:12px\">%s<div style=\"height:4px;width:300px;border-radius:2px;"
                + "background:rgba(128,128,128,.25)\"><div style=\"height:4px;width:%.0f%%;"
                + "border-radius:2px;background:%s\"></div></div></div>",
            Html.escaped(line),
            100 * Math.min(1, Math.max(0, share)),
            Html.BLUE);
    return new Rendering(html, line);
  }
}
