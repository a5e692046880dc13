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

/** Reads what an adapter's cursor goes through; it is one part of the readings. */
final class CursorInput implements Input {

  private final Supplier<BarCursor> cursors;
  private final List<BarColumn> columns;
  private final String described;
  private final Readings readings;

  /**
   * Rows to read.
   *
   * @param columns the fields that the cursor is asked for
   * @param described the source in words, for messages
   */
  CursorInput(
      Supplier<BarCursor> cursors, List<BarColumn> columns, String described, Readings readings) {
    this.cursors = cursors;
    this.columns = columns;
    this.described = described;
    this.readings = readings;
  }

  @Override
  public void read(DoubleConsumer progress) {
    Readings.Part part = readings.part(0, false);
    TypedBars bars = new TypedBars(part.gate(), part);
    double[] fields = new double[RawBar.FIELDS];
    Arrays.fill(fields, Double.NaN);
    try (BarCursor cursor = cursors.get()) {
      while (cursor.next()) {
        for (BarColumn column : columns) {
          fields[RawBar.place(column)] = cursor.value(column);
        }
        bars.add(cursor.ticker(), cursor.epochDay(), fields);
      }
    }
    part.finish();
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
