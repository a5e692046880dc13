package io.github.marketvolume.notebook;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import java.util.function.Function;

/**
 * What a cell calls: {@code show(rows, chart)} in the middle of a cell, and a runner that shows how
 * far it is.
 *
 * <pre>{@code
 * Runner runner = showProgress(LocalRunner.create()::onProgress);
 * }</pre>
 *
 * <p>In {@code jshell}, where nothing can be drawn, the same calls print text.
 */
public final class Notebook {

  private Notebook() {}

  /**
   * Shows values below the cell, in this order, each as the last value of a cell is shown. Stages
   * show what they do; nothing is read.
   */
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
}
