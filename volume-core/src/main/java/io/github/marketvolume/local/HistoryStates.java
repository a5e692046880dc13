package io.github.marketvolume.local;

import io.github.marketvolume.days.LiveBars;
import io.github.marketvolume.days.PipelineState;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.TickerResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states before some days of a history that is gone through ticker by ticker: taken on the way,
 * so that nothing is computed twice.
 */
final class HistoryStates {

  private final int[] days;
  private final List<LocalDate> dates;
  private final List<PipelineState> states = new ArrayList<>();

  /**
   * States before any bar.
   *
   * @param outputs those whose computation goes on from a state
   * @param dates the days before which the states will be
   */
  HistoryStates(List<PlanNode<?>> outputs, NavigableSet<LocalDate> dates) {
    this.dates = List.copyOf(dates);
    this.days = dates.stream().mapToInt(date -> (int) date.toEpochDay()).toArray();
    this.dates.forEach(date -> states.add(new PipelineState(outputs)));
  }

  /** What takes the series of one set of bars. */
  BarsRun.States of(BarsNode bars) {
    List<LiveBars> all = states.stream().map(state -> state.of(bars)).toList();
    return new BarsRun.States() {
      @Override
      public int[] days() {
        return days;
      }

      @Override
      public void take(int scan, int day, String ticker, byte[] state) {
        all.get(day).resume(scan, ticker, state);
      }
    };
  }

  /** What takes the rows of one set of bars. */
  StageRows.Taker<TickerResult> takerOf(BarsNode bars) {
    return new StageRows.Taker<>() {
      @Override
      public TickerResult prepare(TickerResult result) {
        return result;
      }

      @Override
      public void take(TickerResult result) {
        BarColumns own = result.bars();
        for (int i = 0; i < days.length; i++) {
          states.get(i).of(bars).take(result, 0, own.firstFrom(days[i]));
        }
      }
    };
  }

  /**
   * Takes the days of the market of one set of bars.
   *
   * @param crossSections what the days have
   */
  void take(BarsNode bars, List<Metric<MarketDay, ?>> crossSections, List<DayPass.Day> all) {
    for (int i = 0; i < days.length; i++) {
      LiveBars live = states.get(i).of(bars);
      int[] places = live.crossSections().stream().mapToInt(crossSections::indexOf).toArray();
      List<DayPass.Day> before = new ArrayList<>();
      for (DayPass.Day day : all) {
        if (day.epochDay() < days[i]) {
          @Nullable Object[] values = new Object[places.length];
          for (int k = 0; k < values.length; k++) {
            values[k] = day.values()[places[k]];
          }
          before.add(new DayPass.Day(day.epochDay(), 0, values));
        }
      }
      live.take(before);
    }
  }

  /** Adds the states that a later update can go on from. */
  void addTo(NavigableMap<LocalDate, Optional<byte[]>> kept) {
    for (int i = 0; i < days.length; i++) {
      if (states.get(i).isBetweenEpisodes()) {
        kept.put(dates.get(i), Optional.of(states.get(i).toBytes()));
      }
    }
  }
}
