package io.github.marketvolume.io;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Keeps the rows of the last successful run in this process. Unlike other sinks it has a state and
 * is equal only to itself.
 *
 * @param <S> the rows that it keeps
 */
public final class InMemorySink<S> implements RowSink<S> {

  private static final long serialVersionUID = 1L;

  private transient volatile List<S> rows = List.of();

  /** The rows of the last run that succeeded; none before. */
  public List<S> rows() {
    return rows;
  }

  @Override
  public <T extends S> StagedOutput stage(
      Iterator<T> incoming, Schema<T> schema, RunContext context) {
    List<S> staged = new ArrayList<>();
    incoming.forEachRemaining(staged::add);
    return new StagedOutput() {
      @Override
      public long rows() {
        return staged.size();
      }

      @Override
      public void publish() {
        rows = List.copyOf(staged);
      }

      @Override
      public void close() {
        // what is not published is garbage
      }
    };
  }

  @Override
  public String describe() {
    return "memory";
  }
}
