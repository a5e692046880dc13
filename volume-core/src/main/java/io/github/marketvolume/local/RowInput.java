package io.github.marketvolume.local;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/** Reads Java values; each of the sources that a source splits into is a part of the readings. */
final class RowInput implements Input {

  private final RowSource<Bar> source;
  private final ReadRequest request;
  private final RunContext context;
  private final Workers workers;
  private final List<Readings> readings;
  private long[] rowsOfParts = {};

  RowInput(
      RowSource<Bar> source,
      ReadRequest request,
      RunContext context,
      Workers workers,
      List<Readings> readings) {
    this.source = source;
    this.request = request;
    this.context = context;
    this.workers = workers;
    this.readings = readings;
  }

  @Override
  public void read(DoubleConsumer progress) {
    List<RowSource<Bar>> parts = source.split();
    rowsOfParts = new long[parts.size()];
    workers.forEach(
        IntStream.range(0, parts.size()).boxed().toList(), number -> read(parts, number));
  }

  private void read(List<RowSource<Bar>> parts, int number) {
    List<Readings.Part> all = Readings.parts(readings, number, true);
    TypedBars bars = Readings.typed(all);
    Iterator<Bar> rows = parts.get(number).rows(request, context);
    while (rows.hasNext()) {
      bars.add(rows.next());
    }
    all.forEach(Readings.Part::finish);
    rowsOfParts[number] = bars.rows();
  }

  @Override
  public boolean hasText() {
    return false;
  }

  @Override
  public List<RejectedRow> locate(int part, List<Rejection> rows) {
    long rowsBefore = 0;
    for (int i = 0; i < part; i++) {
      rowsBefore += rowsOfParts[i];
    }
    List<RejectedRow> located = new ArrayList<>();
    for (Rejection row : rows) {
      long place = rowsBefore + CsvSplit.lineOf(row.position());
      located.add(Input.rejected(source.describe(), place, row));
    }
    located.sort(Input.BY_PLACE);
    return located;
  }
}
