package io.github.marketvolume.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Ends work that goes on until the process is told to end, by Ctrl-C for one. */
final class Ending {

  private static final long SECONDS_TO_END = 15;

  private Ending() {}

  /**
   * Does work in this thread. If the process is told to end, the thread is interrupted and given
   * time to end; the process then has the exit code 0.
   *
   * @param work is told how to find out whether it is to end
   * @param last what is done after the work has ended so
   */
  static void during(Consumer<BooleanSupplier> work, Runnable last) {
    AtomicBoolean isEnding = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              isEnding.set(true);
              worker.interrupt();
              if (await(ended)) {
                last.run();
                Runtime.getRuntime().halt(0);
              }
            },
            "sp500-ending");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.accept(isEnding::get);
    } catch (RuntimeException e) {
      if (!isEnding.get()) {
        throw e;
      } // the work was interrupted
    } finally {
      ended.countDown();
      if (!isEnding.get()) {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The process is ending: the hook runs already.
        }
      }
    }
  }

  private static boolean await(CountDownLatch ended) {
    try {
      return ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
