package io.github.marketvolume.local;

import io.github.marketvolume.error.VolumeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** The threads of a run. Whoever waits for them can be interrupted, and fails then. */
final class Workers implements AutoCloseable {

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final int threads;

  /** Threads that compute: as many as may. */
  private final ExecutorService pool;

  /** Threads that mostly wait for files to be written. */
  private final ExecutorService waiters;

  Workers(int threads) {
    this.threads = threads;
    int run = RUNS.incrementAndGet();
    this.pool = Executors.newFixedThreadPool(threads, work -> daemon(work, "volume-" + run));
    this.waiters = Executors.newCachedThreadPool(work -> daemon(work, "volume-io-" + run));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  int threads() {
    return threads;
  }

  /** Starts some work. */
  <T> Future<T> compute(Callable<T> work) {
    return pool.submit(work);
  }

  /** Starts what will wait more than it works. */
  <T> Future<T> start(Callable<T> work) {
    return waiters.submit(work);
  }

  /** Does the work for each item, some at the same time; at the first failure leaves the rest. */
  <T> void forEach(List<T> items, Consumer<T> work) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, items.size()); i++) {
      futures.add(
          pool.submit(
              () -> {
                try {
                  for (int item = next.getAndIncrement();
                      item >= 0 && item < items.size();
                      item = next.getAndIncrement()) {
                    work.accept(items.get(item));
                  }
                } catch (Throwable e) {
                  next.set(items.size());
                  throw e;
                }
              }));
    }
    awaitAll(futures);
  }

  /** Waits for all, also where one fails; then fails as the first that did. */
  static void awaitAll(List<? extends Future<?>> futures) {
    Throwable failure = null;
    for (Future<?> future : futures) {
      try {
        await(future);
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    if (failure != null) {
      throw unchecked(failure);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new VolumeException("the run was interrupted; nothing was published", e);
    } catch (ExecutionException e) {
      throw unchecked(Objects.requireNonNull(e.getCause()));
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /**
   * Turns each item into something else, some at the same time, a little ahead of whoever asks for
   * them; yields the results in the order of the items.
   */
  <T, R> Iterator<R> inOrder(List<T> items, Function<T, R> work) {
    return new Iterator<>() {
      private final Deque<Future<R>> ahead = new ArrayDeque<>();
      private int submitted;

      @Override
      public boolean hasNext() {
        while (submitted < items.size() && ahead.size() < 2 * threads) {
          T item = items.get(submitted++);
          ahead.add(pool.submit(() -> work.apply(item)));
        }
        return !ahead.isEmpty();
      }

      @Override
      public R next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more results");
        }
        return await(ahead.remove());
      }
    };
  }

  @Override
  public void close() {
    pool.shutdownNow();
    waiters.shutdownNow();
  }
}
