package io.github.marketvolume.run;

import io.github.marketvolume.Output;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.plan.PlanNode;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An output on its way. A pipeline may have two that are equal. */
public final class OutputRun<S> {

  private final Output<S> output;
  private @Nullable String folder;
  private @Nullable StagedOutput staged;
  private long rows;
  private LocalDate firstDay = LocalDate.MIN;

  OutputRun(Output<S> output) {
    this.output = output;
  }

  /** Where the rows go. */
  public Sink<? super S> sink() {
    return output.sink();
  }

  /** What the rows are. */
  public PlanNode<S> node() {
    return output.stage().plan();
  }

  /** The columns of the rows. */
  public Schema<S> schema() {
    return node().schema();
  }

  /** Leaves out the rows of days before one, which are not written. */
  public void from(LocalDate day) {
    firstDay = day;
  }

  /** The first day whose rows are written; the earliest of all where none is left out. */
  public LocalDate firstDay() {
    return firstDay;
  }

  /** Those of some rows that are written. */
  public Iterator<S> written(Iterator<S> all) {
    Optional<Schema.Column<S>> date = schema().firstDate();
    if (firstDay.equals(LocalDate.MIN) || date.isEmpty()) {
      return all;
    }
    Iterable<S> rows = () -> all;
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(
            row -> {
              LocalDate day = (LocalDate) date.get().valueOn(row);
              return day == null || !day.isBefore(firstDay);
            })
        .iterator();
  }

  /** Where a folder's rows are staged; null for other sinks. */
  public @Nullable String folder() {
    return folder;
  }

  void reserved(String stagingFolder) {
    folder = stagingFolder;
  }

  /** Says how many rows were staged in the folder. */
  public void wrote(long count) {
    rows = count;
  }

  /** Says what a sink that is no folder has staged. */
  public void staged(StagedOutput by) {
    staged = by;
    rows = by.rows();
  }

  /** What a sink that is no folder has staged; null before that, and for folders. */
  @Nullable StagedOutput staged() {
    return staged;
  }

  /** How many rows were staged. */
  public long rows() {
    return rows;
  }

  /** Whether publishing touches nothing but this process, and so cannot fail. */
  boolean isWithinProcess() {
    return sink() instanceof InMemorySink || sink() instanceof ConsoleSink;
  }
}
