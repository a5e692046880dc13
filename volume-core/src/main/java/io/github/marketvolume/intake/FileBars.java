package io.github.marketvolume.intake;

import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the rows of one file, after what its folders are named by was put into them. */
public final class FileBars {

  private final TypedBars bars;
  private final boolean hasTicker;
  private final boolean hasDay;
  private final @Nullable String ticker;
  private final int epochDay;
  private final List<BarColumn> columns = new ArrayList<>();
  private final double[] numbers = new double[RawBar.FIELDS];

  /**
   * Rows to come.
   *
   * @param bars where they go
   * @param folders the columns that are taken from the folders
   * @param values what the folders are named by
   */
  public FileBars(TypedBars bars, Set<BarColumn> folders, FolderValues values) {
    this.bars = bars;
    this.hasTicker = folders.contains(BarColumn.TICKER);
    this.hasDay = folders.contains(BarColumn.TRADE_DATE);
    this.ticker = hasTicker ? values.ticker() : null;
    this.epochDay = hasDay ? values.epochDay() : RawBar.NO_DAY;
    for (BarColumn column : BarColumn.fields()) {
      if (folders.contains(column)) {
        columns.add(column);
        numbers[RawBar.place(column)] = values.field(column);
      }
    }
  }

  /**
   * Adds a row as the file has it.
   *
   * @see TypedBars#add(String, int, double[])
   */
  public void add(@Nullable String rowTicker, int rowDay, double[] fields) {
    complete(fields);
    bars.add(hasTicker ? ticker : rowTicker, hasDay ? epochDay : rowDay, fields);
  }

  /**
   * Adds a row as the file has it, whose date is a text.
   *
   * @see TypedBars#add(String, String, DateForm, double[])
   */
  public void add(
      @Nullable String rowTicker, @Nullable String rowDate, DateForm form, double[] fields) {
    complete(fields);
    bars.add(hasTicker ? ticker : rowTicker, rowDate, form, fields);
  }

  private void complete(double[] fields) {
    for (BarColumn column : columns) {
      fields[RawBar.place(column)] = numbers[RawBar.place(column)];
    }
  }
}
