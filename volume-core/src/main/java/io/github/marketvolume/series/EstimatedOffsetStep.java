package io.github.marketvolume.series;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.kernel.KindOffsets;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;

/** The offsets of kinds of days, estimated from a series. */
@SuppressWarnings("EnumOrdinal") // offsets stand in the order of the kinds
final class EstimatedOffsetStep extends Step {

  private static final int NONE = -1;

  private final EstimatedOffset<?> metric;
  private final TradingCalendar calendar;
  private final CalendarEffects published;
  private final KindOffsets offsets;

  /** The year of the last row, and its first and last day. */
  private int year;

  private long firstKey;
  private long lastKey = -1;

  EstimatedOffsetStep(Metric<?, ?> metric) {
    this.metric = (EstimatedOffset<?>) metric;
    this.calendar = this.metric.effects().calendar();
    this.published = this.metric.effects().published();
    this.offsets =
        new KindOffsets(
            DayKind.values().length, DayKind.NORMAL.ordinal(), this.metric.effects().required());
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] series = columns.get(metric.series());
    double[] result = columns.output(metric).numbers;
    DayKind[] kinds = DayKind.values();
    for (int i = from; i < to; i++) {
      int key = columns.key(i);
      enter(key);
      boolean isSession = calendar.covers(key) && calendar.isSession(key);
      int kind = isSession ? calendar.kind(key).ordinal() : NONE;
      double offset = kind == NONE ? 0 : offsets.offset(year, kind);
      result[i] = Double.isNaN(offset) ? published.offset(kinds[kind]) : Limits.computed(offset);
      offsets.push(year, kind, series[i]);
    }
  }

  private void enter(int key) {
    if (key < firstKey || key > lastKey) {
      year = LocalDate.ofEpochDay(key).getYear();
      firstKey = LocalDate.of(year, 1, 1).toEpochDay();
      lastKey = LocalDate.of(year, 12, 31).toEpochDay();
    }
  }

  @Override
  void write(DataOutput out) throws IOException {
    offsets.write(out);
  }

  @Override
  void read(DataInput in) throws IOException {
    offsets.read(in);
  }
}
