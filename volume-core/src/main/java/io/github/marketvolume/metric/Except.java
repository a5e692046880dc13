package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A rule that calls no row of some kinds of days an anomaly. */
record Except<R extends Dated>(AnomalyRule<R> rule, TradingCalendar calendar, Set<DayKind> kinds)
    implements AnomalyRule<R> {

  Except {
    Arguments.required(rule, "rule");
    Arguments.required(calendar, "calendar");
    Arguments.requiredAll(kinds, "kinds");
    kinds = Set.copyOf(kinds);
  }

  /** 1 on days of these kinds, and 0 on others. */
  private CalendarOffset<R> isExcepted() {
    Map<DayKind, Double> ones = new EnumMap<>(DayKind.class);
    kinds.forEach(kind -> ones.put(kind, 1.0));
    return CalendarOffset.of(CalendarEffects.of(calendar, ones));
  }

  @Override
  public String name() {
    return rule.name() + "_except_" + words("_");
  }

  @Override
  public String describe() {
    return rule.describe() + ", never on a " + words(" or ") + " of " + calendar.name();
  }

  private String words(String separator) {
    return new TreeSet<>(kinds)
        .stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .map(word -> separator.equals("_") ? word : word.replace('_', ' '))
            .collect(Collectors.joining(separator));
  }

  @Override
  public List<NumericMetric<R, ?>> inputs() {
    List<NumericMetric<R, ?>> inputs = new ArrayList<>(rule.inputs());
    inputs.add(isExcepted());
    return inputs;
  }

  @Override
  public AnomalyRule<R> definition() {
    return new Except<>(rule.definition(), calendar, kinds);
  }

  @Override
  public Verdict judge(double... inputs) {
    double[] own = new double[inputs.length - 1];
    System.arraycopy(inputs, 0, own, 0, own.length);
    Verdict verdict = rule.judge(own);
    boolean isExcepted = inputs[own.length] != 0;
    return new Verdict(verdict.fires() && !isExcepted, verdict.score(), verdict.threshold());
  }
}
