package io.github.marketvolume.local;

import io.github.marketvolume.error.VolumeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Interrupts work when the process is ended, and gives it the time to tidy up. */
final class ShutdownGuard {

  private static final long SECONDS_TO_TIDY_UP = 10;

  private ShutdownGuard() {}

  /**
   * Does some work in this thread. If the process is ended meanwhile, by Ctrl-C for one, the thread
   * is interrupted, and the process waits a while for the work to end.
   *
   * @throws VolumeException if the process is ending already
   */
  static <T> T during(Supplier<T> work) {
    Thread self = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupt(self, ended), "volume-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new VolumeException("the process is ending; nothing was done", e);
    }
    try {
      return work.get();
    } finally {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending: the hook runs already.
      }
    }
  }

  private static void interrupt(Thread worker, CountDownLatch ended) {
    worker.interrupt();
    try {
      boolean inTime = ended.await(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS);
      assert inTime : "the next run tidies up";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
