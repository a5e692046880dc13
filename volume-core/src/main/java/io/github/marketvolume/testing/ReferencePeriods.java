package io.github.marketvolume.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Shaping;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Bars of periods, straight from the definition. */
final class ReferencePeriods {

  private static final double LARGEST = 999_999_999_999_999.0;

  private final BarsNode node;
  private final Shaping.Aggregated periods;

  /** The dates on which any ticker has an accepted bar. */
  private final TreeSet<LocalDate> dates;

  ReferencePeriods(BarsNode node, Collection<LocalDate> dates) {
    this.node = node;
    this.periods = node.aggregated().orElseThrow();
    this.dates = new TreeSet<>(dates);
  }

  private LocalDate startOf(LocalDate date) {
    return periods.period().startOf(date);
  }

  /** The last date with a bar in the period of a date. */
  private LocalDate lastWith(LocalDate date) {
    return dates.stream()
        .filter(other -> startOf(other).equals(startOf(date)))
        .max(LocalDate::compareTo)
        .orElseThrow();
  }

  /** The last day of a date's period, whether or not it is a session. */
  private LocalDate lastDay(LocalDate date) {
    LocalDate last = date;
    while (startOf(last.plusDays(1)).equals(startOf(date))) {
      last = last.plusDays(1);
    }
    return last;
  }

  /** The last session of a date's period by the calendar; without one the period's last day. */
  private LocalDate closing(LocalDate date) {
    LocalDate closing = lastDay(date);
    if (periods.stated().isPresent()) {
      while (startOf(closing).equals(startOf(date)) && !isSession(closing)) {
        closing = closing.minusDays(1);
      }
    }
    return closing;
  }

  private boolean isSession(LocalDate date) {
    return periods
        .stated()
        .filter(calendar -> calendar.covers(date))
        .map(calendar -> calendar.isSession(date))
        .orElse(date.getDayOfWeek().getValue() <= 5);
  }

  private boolean isFinished(LocalDate date) {
    return !startOf(dates.last()).equals(startOf(date))
        || (periods.stated().isPresent() && !dates.last().isBefore(closing(date)));
  }

  private LocalDate end(LocalDate date) {
    LocalDate last = lastWith(date);
    boolean isByCalendar = periods.stated().isPresent() && isFinished(date);
    return isByCalendar && closing(date).isAfter(last) ? closing(date) : last;
  }

  /** The bars of the periods, of bars by ticker and date. */
  List<Bar> of(List<Bar> bars) {
    List<Bar> combined = new ArrayList<>();
    bars.stream()
        .collect(groupingBy(Bar::ticker, TreeMap::new, toList()))
        .values()
        .forEach(
            ofTicker ->
                ofTicker.stream()
                    .collect(groupingBy(bar -> startOf(bar.tradeDate()), TreeMap::new, toList()))
                    .values()
                    .stream()
                    .filter(some -> periods.keepsUnfinished() || isFinished(dateOf(some)))
                    .forEach(some -> combined.add(combined(some))));
    return combined;
  }

  private static LocalDate dateOf(List<Bar> some) {
    return some.get(0).tradeDate();
  }

  private Bar combined(List<Bar> some) {
    List<Bar> restated =
        node.basis().equals(Optional.of(Basis.RAW)) ? ReferenceSplits.adjusted(some) : some;
    boolean losesVolume = volumes(restated).size() < volumes(some).size();
    Bar.Builder bar =
        Bar.builder()
            .ticker(some.get(0).ticker())
            .tradeDate(end(dateOf(some)))
            .isUnfinished(!isFinished(dateOf(some)))
            .open(values(restated, Bar::open).findFirst())
            .high(values(restated, Bar::high).max())
            .low(values(restated, Bar::low).min())
            .close(last(values(restated, Bar::close)))
            .adjClose(last(values(restated, Bar::adjClose)))
            .splitCoefficient(values(some, Bar::splitCoefficient).reduce((a, b) -> a * b))
            .vwap(vwap(restated));
    if (!losesVolume) {
      total(volumes(restated))
          .ifPresent(
              volume ->
                  bar.exactVolume(
                      node.volumes() == Volumes.WHOLE
                          ? Bar.builder()
                              .from(some.get(0))
                              .exactVolume(volume)
                              .build()
                              .volume()
                              .orElseThrow()
                          : volume));
    }
    if (restated.stream().allMatch(b -> b.exactVolume().isEmpty() || b.trades().isPresent())) {
      List<Double> trades =
          restated.stream()
              .filter(b -> b.trades().isPresent())
              .map(b -> (double) b.trades().getAsLong())
              .toList();
      total(trades).ifPresent(sum -> bar.trades((long) sum));
    }
    return bar.build();
  }

  /** What is to be said of totals that are out of range, of all accepted bars of a period. */
  static List<String> lostTotals(List<Bar> accepted, List<? extends PlanNode<?>> outputs) {
    Map<String, String> lines = new TreeMap<>();
    outputs.stream()
        .map(PlanNode::bars)
        .filter(node -> node.aggregated().isPresent())
        .forEach(node -> addLostTotals(accepted, node, lines));
    List<String> named = new ArrayList<>(lines.values().stream().limit(5).toList());
    if (lines.size() > named.size()) {
      named.add(
          String.format(
              Locale.ROOT,
              "%,d more totals of periods are missing as they are out of range",
              lines.size() - named.size()));
    }
    return named;
  }

  private static void addLostTotals(List<Bar> accepted, BarsNode node, Map<String, String> lines) {
    List<Bar> used =
        accepted.stream().filter(bar -> !bar.tradeDate().isAfter(node.published().last())).toList();
    ReferencePeriods periods =
        new ReferencePeriods(node, used.stream().map(Bar::tradeDate).toList());
    List<Bar> counted = node.adjustsForSplits() ? ReferenceSplits.adjusted(used) : used;
    counted.stream()
        .collect(groupingBy(bar -> List.of(bar.ticker(), periods.startOf(bar.tradeDate()))))
        .values()
        .stream()
        .filter(some -> !periods.lastDay(dateOf(some)).isBefore(node.published().first()))
        .forEach(some -> periods.addLostTotals(some, lines));
  }

  private void addLostTotals(List<Bar> some, Map<String, String> lines) {
    Bar combined = combined(some);
    if (combined.exactVolume().isEmpty() && !volumes(some).isEmpty()) {
      addLine("the volumes", some, lines);
    }
    boolean haveTrades =
        some.stream().allMatch(bar -> bar.exactVolume().isEmpty() || bar.trades().isPresent())
            && some.stream().anyMatch(bar -> bar.trades().isPresent());
    if (combined.trades().isEmpty() && haveTrades) {
      addLine("the numbers of trades", some, lines);
    }
  }

  private void addLine(String of, List<Bar> some, Map<String, String> lines) {
    String ticker = some.get(0).ticker().symbol();
    String start = startOf(dateOf(some)).toString();
    String what = of + " of the " + periods.period().word();
    lines.put(
        ticker + " " + start + " " + what,
        what
            + " from "
            + start
            + " of "
            + ticker
            + " add up to a number out of range, and so to a missing one; check them, and the split"
            + " coefficients");
  }

  private static List<Double> volumes(List<Bar> bars) {
    return values(bars, Bar::exactVolume).boxed().toList();
  }

  private static DoubleStream values(List<Bar> bars, Function<Bar, OptionalDouble> field) {
    return bars.stream().map(field).flatMapToDouble(OptionalDouble::stream);
  }

  private static OptionalDouble last(DoubleStream values) {
    return values.reduce((before, after) -> after);
  }

  /** The total up to a thousand million million less one; missing if there is no value. */
  private static OptionalDouble total(List<Double> values) {
    double sum = ReferenceStatistics.sum(values).doubleValue();
    return values.isEmpty() || sum > LARGEST ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  private static OptionalDouble vwap(List<Bar> bars) {
    List<Bar> traded = bars.stream().filter(bar -> bar.exactVolume().isPresent()).toList();
    if (traded.isEmpty() || traded.stream().anyMatch(bar -> bar.vwap().isEmpty())) {
      return OptionalDouble.empty();
    }
    BigDecimal money = BigDecimal.ZERO;
    for (Bar bar : traded) {
      BigDecimal volume = new BigDecimal(bar.exactVolume().getAsDouble());
      money = money.add(new BigDecimal(bar.vwap().getAsDouble()).multiply(volume));
    }
    BigDecimal shares = ReferenceStatistics.sum(volumes(traded));
    return OptionalDouble.of(money.divide(shares, MathContext.DECIMAL128).doubleValue());
  }
}
