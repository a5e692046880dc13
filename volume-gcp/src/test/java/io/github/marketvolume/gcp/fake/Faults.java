package io.github.marketvolume.gcp.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is to go wrong, and when. Requests are counted from the moment that a fault is asked for, so
 * {@code at("storage.objects.get", 1, fault)} is the next one. Where several faults are due for the
 * same request, it has the one that was asked for first.
 */
public final class Faults {

  /** Stands for every operation. */
  public static final String ANY = "*";

  private static final class Due {
    final String operation;
    final Fault fault;
    final boolean repeated;
    int left;

    Due(String operation, int nth, Fault fault, boolean repeated) {
      this.operation = operation;
      this.left = nth;
      this.fault = fault;
      this.repeated = repeated;
    }
  }

  private final List<Due> due = new ArrayList<>();

  Faults() {}

  /** Lets the {@code nth} request from now (1 is the next) of {@code operation} fail, once. */
  @CanIgnoreReturnValue
  public Faults at(String operation, int nth, Fault fault) {
    return add(operation, nth, fault, false);
  }

  /**
   * Lets every request of {@code operation} fail, from the {@code nth} from now (1 is the next).
   */
  @CanIgnoreReturnValue
  public Faults from(String operation, int nth, Fault fault) {
    return add(operation, nth, fault, true);
  }

  /** Forgets all faults that have not happened yet. */
  public synchronized void clear() {
    due.clear();
  }

  /** Whether one-shot faults are left that no request has met. */
  public synchronized boolean pending() {
    return due.stream().anyMatch(one -> !one.repeated);
  }

  private synchronized Faults add(String operation, int nth, Fault fault, boolean repeated) {
    if (nth < 1) {
      throw new IllegalArgumentException("requests are counted from 1, not " + nth);
    }
    due.add(new Due(operation, nth, fault, repeated));
    return this;
  }

  /** Counts a request of {@code operation} and says what is to go wrong with it. */
  synchronized Optional<Fault> next(String operation) {
    Optional<Fault> found = Optional.empty();
    for (Iterator<Due> all = due.iterator(); all.hasNext(); ) {
      Due one = all.next();
      if (!one.operation.equals(ANY) && !one.operation.equals(operation)) {
        continue;
      }
      if (one.left > 1) {
        one.left--;
      } else if (found.isEmpty()) {
        found = Optional.of(one.fault);
        if (!one.repeated) {
          all.remove();
        }
      }
    }
    return found;
  }
}
