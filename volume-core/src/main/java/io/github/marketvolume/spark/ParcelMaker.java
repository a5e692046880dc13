package io.github.marketvolume.spark;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.BarPacker;
import io.github.marketvolume.intake.Rejection;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.Row;

/** Makes parcels of what a task has gathered. */
record ParcelMaker(Deque<Row> parcels) implements BarPacker.Receiver {

  @Override
  public void bars(String ticker, long number, BarColumns bars) {
    parcels.add(Parcel.bars(ticker, number, bars));
  }

  @Override
  public void rejected(long number, List<Rejection> rows) {
    parcels.add(Parcel.rejected(number, rows));
  }
}
