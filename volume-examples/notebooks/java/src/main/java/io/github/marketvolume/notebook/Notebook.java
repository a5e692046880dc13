package io.github.marketvolume.notebook;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import java.util.function.Function;

/**
 * What a cell calls: {@code show(rows, chart)} in the middle of a cell, a runner that shows how far
 * it is, and what a stage shows of its rows.
 *
 * <pre>{@code
 * Runner runner = showProgress(LocalRunner.create()::onProgress);
 * }</pre>
 *
 * <p>In {@code jshell}, where nothing can be drawn, the same calls print text.
 */
public final class Notebook {

  private static volatile StagePreview stagePreview = StagePreview.bounded();

  private Notebook() {}

  /** Shows values below the cell, in this order, each as the last value of a cell is shown. */
  public static void show(Object... values) {
    for (Object value : values) {
      if (NotebookKernel.isRunning()) {
        KernelDisplay.show(value);
      } else {
        System.out.println(Rendering.of(value).map(Rendering::text).orElse(String.valueOf(value)));
      }
    }
  }

  /**
   * A runner that shows the progress of each of its runs below the cell, and in the end how long
   * the run took.
   *
   * @param onProgress gives a runner that tells this listener, such as {@code
   *     LocalRunner.create()::onProgress}
   */
  public static Runner showProgress(Function<ProgressListener, ? extends Runner> onProgress) {
    return new ProgressRunner(onProgress);
  }

  /**
   * From now on stages that are shown compute their rows on this runner, from any source and for as
   * long as it takes. Before, it is a {@code LocalRunner}, for ten seconds, and only sources that
   * are on this machine are read.
   */
  public static void showStagesOn(Runner runner) {
    stagePreview = StagePreview.on(runner);
  }

  /** From now on stages that are shown say what they do, and nothing is read. */
  public static void showPlansOnly() {
    stagePreview = StagePreview.none();
  }

  static StagePreview stagePreview() {
    return stagePreview;
  }
}
