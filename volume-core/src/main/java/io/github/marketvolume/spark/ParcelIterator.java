package io.github.marketvolume.spark;

import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Yields parcels as they become ready, working on only when there are none. */
abstract class ParcelIterator implements Iterator<Row> {

  private final Deque<Row> ready;

  ParcelIterator(Deque<Row> ready) {
    this.ready = ready;
  }

  /** Works on, so that perhaps more parcels are ready; false if there is nothing left to do. */
  abstract boolean advance();

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      if (!advance()) {
        return !ready.isEmpty();
      }
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more parcels");
    }
    return ready.removeFirst();
  }
}
