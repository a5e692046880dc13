package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Metric;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Series that are small enough to check by hand; their rows are on the days 0, 1, 2 and so on. */
public final class SmallSeries {

  private SmallSeries() {}

  /** The bars of one ticker with these volumes; 0 for a missing one. */
  public static BarColumns bars(long... volumes) {
    return bars(
        IntStream.range(0, volumes.length)
            .mapToObj(day -> Bar.of("A", LocalDate.ofEpochDay(day), volumes[day]))
            .toList());
  }

  /** The bars of one ticker, by date. */
  public static BarColumns bars(List<Bar> bars) {
    BarColumns columns = new BarColumns(bars.size());
    RawBar raw = new RawBar();
    for (int i = 0; i < bars.size(); i++) {
      raw.set(bars.get(i));
      columns.add(raw, i);
    }
    return columns;
  }

  /** A series with these volumes, NaN for a missing one. */
  public static SeriesColumns volumes(double... volumes) {
    return new SeriesColumns(volumes.length, IntStream.range(0, volumes.length).toArray())
        .put(VOLUME, volumes);
  }

  /** A series with volumes of which some are too large for doubles. */
  static SeriesColumns wholeVolumes(long... volumes) {
    double[] nearest =
        Arrays.stream(volumes)
            .mapToDouble(volume -> volume == Wholes.MISSING ? Double.NaN : (double) volume)
            .toArray();
    return volumes(nearest).put(VOLUME, nearest, volumes);
  }

  /** A metric of all rows. */
  static double[] compute(Metric<?, ?> metric, SeriesColumns columns) {
    new SeriesProgram(List.of(metric)).start().advance(columns, 0, columns.size());
    return columns.get(metric);
  }

  /** A metric of all rows; before row {@code cut} the state is written, and read by another run. */
  static double[] computeInTwo(Metric<?, ?> metric, SeriesColumns columns, int cut) {
    SeriesProgram program = new SeriesProgram(List.of(metric));
    SeriesRun run = program.start();
    run.advance(columns, 0, cut);
    program.resume(run.state()).advance(columns, cut, columns.size());
    return columns.get(metric);
  }
}
