package io.github.marketvolume.period;

import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.RunningSum;
import io.github.marketvolume.kernel.SplitAdjustment;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.WholeVolume;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.Shaping;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes one bar of a ticker's bars in each period.
 *
 * <p>The open is the first that is there, the close and the adjusted close the last; the high is
 * the highest, the low the lowest, the volume the total, the split coefficient the product. Volumes
 * are weights: the VWAP is the mean weighted by them, and missing, as is the number of trades,
 * where a bar with a volume lacks it. Raw bars before a split inside the period count in the shares
 * of its last bar. A total beyond {@link Limits#MAX_VOLUME} is missing.
 */
public final class PeriodBars implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int VOLUME = RawBar.place(BarColumn.VOLUME);
  private static final int SPLIT_COEFFICIENT = RawBar.place(BarColumn.SPLIT_COEFFICIENT);
  private static final int VWAP = RawBar.place(BarColumn.VWAP);
  private static final int TRADES = RawBar.place(BarColumn.TRADES);

  private final Shaping.Aggregated periods;
  private final PeriodEnds ends;
  private final int firstDay;
  private final boolean areRaw;
  private final boolean areWhole;

  private PeriodBars(
      Shaping.Aggregated periods, PeriodEnds ends, int firstDay, boolean areRaw, boolean areWhole) {
    this.periods = periods;
    this.ends = ends;
    this.firstDay = firstDay;
    this.areRaw = areRaw;
    this.areWhole = areWhole;
  }

  /**
   * How a plan combines bars by period; empty if it does not.
   *
   * @param days on which any ticker has an accepted bar
   */
  public static Optional<PeriodBars> of(BarsNode bars, SessionDays days) {
    return bars.aggregated()
        .map(
            periods ->
                new PeriodBars(
                    periods,
                    PeriodEnds.of(periods, days, bars.published().lastEpochDay()),
                    bars.published().firstEpochDay(),
                    bars.basis().equals(Optional.of(Basis.RAW)),
                    bars.volumes() == Volumes.WHOLE));
  }

  /** The day that dates the bars of an unfinished period; empty if there are none. */
  public OptionalInt unfinishedDay() {
    return periods.keepsUnfinished() && ends.unfinished().isPresent()
        ? OptionalInt.of(ends.unfinished().get()[1])
        : OptionalInt.empty();
  }

  /** What the user should know of the periods, a line each. */
  public List<String> warnings() {
    List<String> lines = new ArrayList<>();
    String word = periods.period().word();
    ends.unfinished()
        .filter(days -> !periods.keepsUnfinished() && days[1] >= firstDay)
        .ifPresent(
            days ->
                lines.add(
                    "the "
                        + word
                        + " from "
                        + LocalDate.ofEpochDay(days[0])
                        + " is left out as unfinished: its last bars are of "
                        + LocalDate.ofEpochDay(days[1])
                        + (periods.stated().isPresent()
                            ? ", which is not its last session on "
                                + periods.stated().orElseThrow().name()
                            : ", and none is of a later " + word)
                        + "; keep it with keepingUnfinished()"
                        + (periods.stated().isPresent()
                            ? ""
                            : ", or state the calendar that tells its last session")));
    periods
        .stated()
        .filter(calendar -> ends.strays().length > 0)
        .ifPresent(
            calendar ->
                lines.add(
                    "days with bars after the last session of their "
                        + word
                        + " on "
                        + calendar.name()
                        + ": "
                        + ends.strays().length
                        + ", the first is "
                        + LocalDate.ofEpochDay(ends.strays()[0])
                        + "; such a "
                        + word
                        + " was finished before they were there; state the calendar of the bars, or"
                        + " none"));
    return lines;
  }

  /**
   * Makes bars of periods of bars of days.
   *
   * @param bars of one ticker, settled, up to the last one that is used
   */
  public void combine(BarColumns bars) {
    Fields fields = new Fields(bars);
    int count = 0;
    int from = 0;
    boolean endsUnfinished = false;
    while (from < bars.size()) {
      int place = ends.placeOf(bars.epochDay(from));
      if (ends.isUnfinished(place) && !periods.keepsUnfinished()) {
        break;
      }
      int to = from + 1;
      while (to < bars.size() && ends.placeOf(bars.epochDay(to)) == place) {
        to++;
      }
      fields.combine(from, to, count);
      bars.epochDays()[count] = ends.end(place);
      endsUnfinished = ends.isUnfinished(place);
      count++;
      from = to;
    }
    bars.keepFirst(count);
    if (endsUnfinished) {
      bars.endUnfinished();
    }
  }

  /** The fields of a ticker's bars, of which those of a period become one bar's. */
  private final class Fields {

    private final double[][] columns = new double[RawBar.FIELDS][];

    Fields(BarColumns bars) {
      for (int place = 0; place < columns.length; place++) {
        columns[place] = bars.field(place);
      }
    }

    /** Combines some bars, and puts the result where bars before them, or the first, were. */
    void combine(int from, int to, int into) {
      boolean isVolumeKnown = !areRaw || restate(from, to);
      double vwap = vwap(from, to);
      double trades = isOnAllTraded(TRADES, from, to) ? total(TRADES, from, to) : Double.NaN;
      double volume = isVolumeKnown ? total(VOLUME, from, to) : Double.NaN;
      for (BarColumn field : BarColumn.fields()) {
        int place = RawBar.place(field);
        columns[place][into] =
            switch (field) {
              case OPEN -> first(place, from, to);
              case HIGH -> extreme(place, from, to, 1);
              case LOW -> extreme(place, from, to, -1);
              case CLOSE, ADJ_CLOSE -> last(place, from, to);
              case VOLUME -> areWhole ? WholeVolume.of(volume) : volume;
              case SPLIT_COEFFICIENT -> product(place, from, to);
              case VWAP -> vwap;
              case TRADES -> trades;
              case TRADE_DATE, TICKER -> throw new IllegalStateException(field + " is a key");
            };
      }
    }

    /**
     * Restates bars in the shares of the last of them.
     *
     * @return whether the volumes that are there still are
     */
    private boolean restate(int from, int to) {
      double[] coefficients = Arrays.copyOfRange(columns[SPLIT_COEFFICIENT], from, to);
      double[] factors = SplitAdjustment.factors(coefficients, to - from);
      int volumes = count(VOLUME, from, to);
      for (BarColumn field : BarColumn.fields()) {
        if (field.unit().hasBasis()) {
          double[] column = columns[RawBar.place(field)];
          double[] values = Arrays.copyOfRange(column, from, to);
          SplitAdjustment.adjust(values, factors, field.unit().isPrice());
          System.arraycopy(values, 0, column, from, to - from);
        }
      }
      return count(VOLUME, from, to) == volumes;
    }

    private int count(int place, int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += Double.isNaN(columns[place][i]) ? 0 : 1;
      }
      return count;
    }

    private double first(int place, int from, int to) {
      int i = from;
      while (i < to - 1 && Double.isNaN(columns[place][i])) {
        i++;
      }
      return columns[place][i];
    }

    private double last(int place, int from, int to) {
      int i = to - 1;
      while (i > from && Double.isNaN(columns[place][i])) {
        i--;
      }
      return columns[place][i];
    }

    /** The largest value, or with a sign of -1 the smallest. */
    private double extreme(int place, int from, int to, int sign) {
      double extreme = Double.NaN;
      for (int i = from; i < to; i++) {
        double value = columns[place][i];
        if (Double.isNaN(extreme) || sign * value > sign * extreme) {
          extreme = value;
        }
      }
      return extreme;
    }

    private double product(int place, int from, int to) {
      double product = Double.NaN;
      for (int i = from; i < to; i++) {
        double coefficient = columns[place][i];
        if (!Double.isNaN(coefficient)) {
          product = Double.isNaN(product) ? coefficient : product * coefficient;
        }
      }
      return product;
    }

    private double total(int place, int from, int to) {
      if (count(place, from, to) == 0) {
        return Double.NaN;
      }
      RunningSum sum = new RunningSum();
      for (int i = from; i < to; i++) {
        sum.push(columns[place][i]);
      }
      return sum.result() <= Limits.MAX_VOLUME ? sum.result() : Double.NaN;
    }

    /** As a distance from the first, so that the mean of equal prices is that price. */
    private double vwap(int from, int to) {
      if (!isOnAllTraded(VWAP, from, to)) {
        return Double.NaN;
      }
      double base = Double.NaN;
      RunningSum apart = new RunningSum();
      RunningSum shares = new RunningSum();
      for (int i = from; i < to; i++) {
        double volume = columns[VOLUME][i];
        if (!Double.isNaN(volume)) {
          base = Double.isNaN(base) ? columns[VWAP][i] : base;
          apart.push((columns[VWAP][i] - base) * volume);
          shares.push(volume);
        }
      }
      double mean = base + apart.result() / shares.result();
      return Limits.isPrice(mean) ? mean : Double.NaN;
    }

    /** Whether a field is there on every bar with a volume. */
    private boolean isOnAllTraded(int place, int from, int to) {
      for (int i = from; i < to; i++) {
        if (!Double.isNaN(columns[VOLUME][i]) && Double.isNaN(columns[place][i])) {
          return false;
        }
      }
      return true;
    }
  }
}
