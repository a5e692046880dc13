package io.github.marketvolume.memory;

import io.github.marketvolume.error.VolumeException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Passes items from one thread that makes them to some that take them, a few at a time. A failure
 * on either side ends both.
 */
public final class Handoff<T> {

  private final int capacity;
  private final Deque<T> items = new ArrayDeque<>();
  private boolean finished;

  /** Why both sides end; null as long as neither failed. */
  private @Nullable Throwable failure;

  public Handoff(int capacity) {
    this.capacity = capacity;
  }

  /** Passes an item on, waiting for room; fails if the other side did. */
  public synchronized void put(T item) {
    try {
      while (items.size() >= capacity && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      interrupted(e);
    }
    requireSound();
    items.add(item);
    notifyAll();
  }

  /** The next item; null once there are no more. */
  public synchronized @Nullable T take() {
    try {
      while (items.isEmpty() && !finished && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      interrupted(e);
    }
    requireSound();
    T item = items.poll();
    notifyAll();
    return item;
  }

  /** Says that no more items come. */
  public synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** Ends both sides; the first failure counts. */
  public synchronized void fail(Throwable reason) {
    failure = failure == null ? reason : failure;
    notifyAll();
  }

  private void interrupted(InterruptedException e) {
    fail(e);
    Thread.currentThread().interrupt();
  }

  private void requireSound() {
    if (failure instanceof InterruptedException) {
      throw new VolumeException("the run was interrupted; nothing was published", failure);
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
