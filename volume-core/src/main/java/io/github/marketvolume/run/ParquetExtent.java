package io.github.marketvolume.run;

import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.intake.ParquetFiles;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a Parquet file before its rows are read.
 *
 * @param firstDay no bar of the file is of an earlier day, counted from 1970-01-01
 * @param lastDay nor of a later one
 * @param rows how many rows it has
 * @param bytes how long it is
 */
public record ParquetExtent(int firstDay, int lastDay, long rows, long bytes) {

  private static final long SECONDS = 86_400;

  /** Of a file whose days nobody tells. */
  private static ParquetExtent ofAnyDay(long rows, long bytes) {
    return new ParquetExtent(Integer.MIN_VALUE, Integer.MAX_VALUE, rows, bytes);
  }

  /**
   * The extents of files: of the days that their folders are named by, or that the statistics of
   * their dates tell; of any day where there are none, and where dates are texts.
   *
   * @param bytes how long each file is
   */
  public static List<ParquetExtent> of(
      List<ParquetFiles.Described> files, List<ParquetFiles.Group> groups, List<Long> bytes) {
    List<ParquetExtent> extents = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      extents.add(ofAnyDay(files.get(i).footer().rows(), bytes.get(i)));
    }
    for (ParquetFiles.Group group : groups) {
      for (int place : group.files()) {
        extents.set(place, of(files.get(place), group, bytes.get(place)));
      }
    }
    return extents;
  }

  private static ParquetExtent of(
      ParquetFiles.Described file, ParquetFiles.Group group, long bytes) {
    long rows = file.footer().rows();
    if (group.folders().contains(BarColumn.TRADE_DATE)) {
      int day = file.values().epochDay();
      return day == RawBar.NO_DAY
          ? ofAnyDay(rows, bytes)
          : new ParquetExtent(day, day, rows, bytes);
    }
    ParquetColumn dates = group.columns().get(BarColumn.TRADE_DATE);
    if (dates == null) {
      return ofAnyDay(rows, bytes);
    }
    return file.footer()
        .range(dates.name())
        .map(range -> of(range, dates, rows, bytes))
        .orElseGet(() -> ofAnyDay(rows, bytes));
  }

  /** A timestamp's day depends on the time zone, by no more than a day. */
  private static ParquetExtent of(
      ParquetFooter.Range range, ParquetColumn dates, long rows, long bytes) {
    if (dates.type().equals("date")) {
      return new ParquetExtent(inDays(range.least()), inDays(range.most()), rows, bytes);
    }
    if (dates.ticksPerSecond() == 0) {
      return ofAnyDay(rows, bytes);
    }
    long ticks = SECONDS * dates.ticksPerSecond();
    return new ParquetExtent(
        inDays(Math.floorDiv(range.least(), ticks) - 1),
        inDays(Math.floorDiv(range.most(), ticks) + 1),
        rows,
        bytes);
  }

  private static int inDays(long day) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, day));
  }
}
