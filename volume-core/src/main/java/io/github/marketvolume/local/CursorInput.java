package io.github.marketvolume.local;

import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.RejectedRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Reads what an adapter's cursors go through; each is a part of the readings. */
final class CursorInput implements Input {

  private final List<Supplier<BarCursor>> cursors;
  private final List<BarColumn> columns;
  private final String described;
  private final Workers workers;
  private final List<Readings> readings;

  /**
   * Rows to read.
   *
   * @param columns the fields that the cursor is asked for
   * @param described the source in words, for messages
   */
  CursorInput(
      List<Supplier<BarCursor>> cursors,
      List<BarColumn> columns,
      String described,
      Workers workers,
      List<Readings> readings) {
    this.cursors = cursors;
    this.columns = columns;
    this.described = described;
    this.workers = workers;
    this.readings = readings;
  }

  @Override
  public void read(DoubleConsumer progress) {
    workers.forEach(IntStream.range(0, cursors.size()).boxed().toList(), this::read);
  }

  private void read(int number) {
    List<Readings.Part> all = Readings.parts(readings, number, false);
    TypedBars bars = Readings.typed(all);
    double[] fields = new double[RawBar.FIELDS];
    Arrays.fill(fields, Double.NaN);
    try (BarCursor cursor = cursors.get(number).get()) {
      while (cursor.next()) {
        for (BarColumn column : columns) {
          fields[RawBar.place(column)] = cursor.value(column);
        }
        String unreadDate = cursor.unreadDate();
        if (unreadDate == null) {
          bars.add(cursor.ticker(), cursor.epochDay(), fields);
        } else {
          bars.addUndated(cursor.ticker(), unreadDate, fields);
        }
      }
    }
    all.forEach(Readings.Part::finish);
  }

  @Override
  public boolean hasText() {
    return false;
  }

  @Override
  public List<RejectedRow> locate(int part, List<Rejection> rows) {
    List<RejectedRow> located = new ArrayList<>();
    rows.forEach(row -> located.add(Input.rejected(described, 0, row)));
    located.sort(BY_PLACE);
    return located;
  }
}
