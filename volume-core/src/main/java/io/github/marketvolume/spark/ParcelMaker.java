package io.github.marketvolume.spark;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.BarPacker;
import io.github.marketvolume.intake.Rejection;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Makes parcels of what a task has gathered.
 *
 * @param reading of which reading it is
 */
record ParcelMaker(Deque<Row> parcels, int reading) implements BarPacker.Receiver {

  @Override
  public void bars(String ticker, long number, BarColumns bars) {
    add(Parcel.bars(ticker, number, bars));
  }

  @Override
  public void rejected(long number, List<Rejection> rows) {
    add(Parcel.rejected(number, rows));
  }

  /** Adds a parcel that is ready. */
  void add(Row parcel) {
    parcels.add(reading == 0 ? parcel : Parcel.ofReading(reading, parcel));
  }
}
