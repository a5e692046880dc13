package io.github.marketvolume.period;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.RunningSum;
import io.github.marketvolume.kernel.SplitAdjustment;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the totals that {@link PeriodBars} will leave missing as they are out of range, while the
 * bars are checked: of all accepted bars of a period, whatever a condition leaves out of it later.
 */
public final class PeriodTotals implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int SPLIT_COEFFICIENT = RawBar.place(BarColumn.SPLIT_COEFFICIENT);

  private final Set<Periods> all;

  /**
   * Periods of bars.
   *
   * @param areRaw whether bars before a split count in the shares of the period's last bar
   * @param areAdjusted whether all count in those of the ticker's last bar
   * @param published the dates that are published
   */
  private record Periods(
      CalendarPeriod period, boolean areRaw, boolean areAdjusted, DateRange published)
      implements Serializable {}

  private record Total(String of, int epochDay) implements Comparable<Total> {

    @Override
    public int compareTo(Total other) {
      int days = Integer.compare(epochDay, other.epochDay);
      return days == 0 ? of.compareTo(other.of) : days;
    }
  }

  private PeriodTotals(Set<Periods> all) {
    this.all = all;
  }

  /** The totals of the periods that any of these outputs is of. */
  public static PeriodTotals of(List<? extends PlanNode<?>> outputs) {
    Set<Periods> all = new LinkedHashSet<>();
    for (PlanNode<?> output : outputs) {
      BarsNode bars = output.bars();
      bars.aggregated()
          .ifPresent(
              periods ->
                  all.add(
                      new Periods(
                          periods.period(),
                          bars.basis().equals(Optional.of(Basis.RAW)),
                          bars.adjustsForSplits(),
                          bars.published())));
    }
    return new PeriodTotals(all);
  }

  /**
   * Notes the totals of a ticker that are out of range, each once.
   *
   * @param bars its bars, settled
   */
  public void note(String ticker, BarColumns bars, Tally tally) {
    Set<Total> lost = new TreeSet<>();
    for (Periods periods : all) {
      Series series = new Series(bars, periods);
      series.addLostVolumes(lost);
      series.addLostTrades(lost);
    }
    lost.forEach(total -> tally.noteLostTotal(ticker, total.of(), total.epochDay()));
  }

  /** A ticker's bars up to the last one that is used, period by period. */
  private static final class Series {

    private final int[] days;
    private final int size;
    private final double[] volumes;
    private final double[] trades;
    private final double[] coefficients;
    private final Periods periods;

    Series(BarColumns bars, Periods periods) {
      int last = periods.published().lastEpochDay();
      this.days = bars.epochDays();
      this.size = last == Integer.MAX_VALUE ? bars.size() : bars.firstFrom(last + 1);
      this.volumes = Arrays.copyOf(bars.field(RawBar.place(BarColumn.VOLUME)), size);
      this.trades = Arrays.copyOf(bars.field(RawBar.place(BarColumn.TRADES)), size);
      this.coefficients = Arrays.copyOf(bars.field(SPLIT_COEFFICIENT), size);
      this.periods = periods;
    }

    void addLostVolumes(Set<Total> lost) {
      boolean hasSplits = Arrays.stream(coefficients).anyMatch(c -> !Double.isNaN(c) && c != 1);
      boolean isRestated = periods.areRaw() && hasSplits;
      if (periods.areAdjusted() && hasSplits) {
        SplitAdjustment.adjust(volumes, SplitAdjustment.factors(coefficients, size), false);
      }
      if (!isRestated && !isBeyond(volumes)) {
        return; // no period of it is, either
      }
      forEachPeriod(
          (from, to) -> {
            double[] some = Arrays.copyOfRange(volumes, from, to);
            int known = count(some);
            if (isRestated) {
              double[] own = Arrays.copyOfRange(coefficients, from, to);
              SplitAdjustment.adjust(some, SplitAdjustment.factors(own, to - from), false);
            }
            if (count(some) < known || isBeyond(some)) {
              lost.add(total("the volumes", from));
            }
          });
    }

    void addLostTrades(Set<Total> lost) {
      if (!isBeyond(trades)) {
        return;
      }
      forEachPeriod(
          (from, to) -> {
            boolean isMissing = false;
            for (int i = from; i < to; i++) {
              isMissing |= !Double.isNaN(volumes[i]) && Double.isNaN(trades[i]);
            }
            if (!isMissing && isBeyond(Arrays.copyOfRange(trades, from, to))) {
              lost.add(total("the numbers of trades", from));
            }
          });
    }

    private Total total(String of, int bar) {
      return new Total(of + " of the " + periods.period().word(), startOf(bar));
    }

    private int startOf(int bar) {
      return day(periods.period().startOf(LocalDate.ofEpochDay(days[bar])));
    }

    private interface PeriodTaker {

      void take(int from, int to);
    }

    /** Goes through the periods that may be published. */
    private void forEachPeriod(PeriodTaker taker) {
      int from = 0;
      while (from < size) {
        LocalDate start = LocalDate.ofEpochDay(startOf(from));
        int next = day(PeriodEnds.next(periods.period(), start));
        int to = from + 1;
        while (to < size && days[to] < next) {
          to++;
        }
        if (next > periods.published().firstEpochDay()) {
          taker.take(from, to);
        }
        from = to;
      }
    }

    private static int day(LocalDate date) {
      return Math.toIntExact(date.toEpochDay());
    }

    private static int count(double[] numbers) {
      return (int) Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).count();
    }

    private static boolean isBeyond(double[] numbers) {
      RunningSum sum = new RunningSum();
      for (double number : numbers) {
        sum.push(number);
      }
      return sum.result() > Limits.MAX_VOLUME;
    }
  }
}
