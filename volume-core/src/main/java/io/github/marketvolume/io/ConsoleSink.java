package io.github.marketvolume.io;

import java.io.PrintStream;
import java.util.Iterator;

/**
 * Prints the first rows as a table on standard output when the run succeeds. An immutable value.
 *
 * @param limit how many rows
 */
public record ConsoleSink(int limit) implements RowSink<Object> {

  public ConsoleSink {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "a table of " + limit + " rows shows nothing; give 1 or more");
    }
  }

  /** The first {@code limit} rows. */
  public static ConsoleSink first(int limit) {
    return new ConsoleSink(limit);
  }

  @Override
  public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
    TextTable table = new TextTable(schema.names());
    int shown = 0;
    while (shown < limit && rows.hasNext()) {
      T row = rows.next();
      table.row(schema.columns().stream().map(column -> column.valueOn(row)).toArray());
      shown++;
    }
    return new Printed(table.toString(), shown);
  }

  @Override
  public String describe() {
    return "the console, first " + limit + " rows";
  }

  private record Printed(String text, long rows) implements StagedOutput {

    @Override
    public void publish() {
      PrintStream out = System.out;
      out.println(text);
      out.flush();
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
