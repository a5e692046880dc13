package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.Listed;
import io.github.marketvolume.market.Ticker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The conditions of {@code where(...)} that a row's ticker and date tell: {@code
 * where(isTicker("AAPL", "MSFT"))}, {@code where(not(isDay(NYSE, HALF_DAY)))}. A comparison of
 * metrics is a flag, such as {@code CLOSE.atLeast(5)}, and needs none of these; neither does one of
 * a leaderboard's summaries, such as {@code VOLUME.total().atLeast(1e9)}.
 */
public final class Conditions {

  /** How many symbols a description names. */
  private static final int MOST_NAMED = 5;

  private Conditions() {}

  /**
   * The row is of one of these tickers.
   *
   * @throws IllegalArgumentException if there is none, or one is no symbol
   */
  public static Condition<Listed> isTicker(String... symbols) {
    return isTickerIn(Arguments.list(symbols, "symbols"));
  }

  /** The row is of one of these tickers, as {@link #isTicker}, for symbols that a program has. */
  public static Condition<Listed> isTickerIn(Collection<String> symbols) {
    if (Arguments.requiredAll(symbols, "symbols").isEmpty()) {
      throw new IllegalArgumentException(
          "a condition on tickers names none, so that no bar would be kept; give a symbol");
    }
    return new OfTicker(
        symbols.stream().map(symbol -> Ticker.of(symbol).symbol()).sorted().distinct().toList());
  }

  /** The row's date is from {@code first} to {@code last}, both included. */
  public static Condition<Dated> isBetween(LocalDate first, LocalDate last) {
    return new OfDate(
        new DateRange(Arguments.required(first, "first"), Arguments.required(last, "last")));
  }

  /**
   * The row's day is of one of these kinds; days without a session, and beyond the coverage of the
   * calendar, have none.
   *
   * @throws IllegalArgumentException if there is no kind
   */
  public static Condition<Dated> isDay(TradingCalendar calendar, DayKind... kinds) {
    List<DayKind> all = Arguments.list(kinds, "kinds");
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "a condition on days names no kind, so that no row would be kept; give one");
    }
    return new OfDay(
        Arguments.required(calendar, "calendar"), all.stream().sorted().distinct().toList());
  }

  /** The condition does not hold. */
  public static <R> Condition<R> not(Condition<R> condition) {
    return new Combined<>(Combined.How.NOT, List.of(Arguments.required(condition, "condition")));
  }

  static IllegalStateException notOfLeaderboards(Condition<?> condition) {
    return new IllegalStateException(
        condition.describe() + " is not asked of the rows of leaderboards");
  }

  record OfTicker(List<String> symbols) implements Condition<Listed> {

    @Override
    public String describe() {
      String named = symbols.stream().limit(MOST_NAMED).collect(Collectors.joining(" or "));
      int more = symbols.size() - MOST_NAMED;
      return "ticker is " + named + (more > 0 ? " or one of " + more + " more" : "");
    }

    @Override
    public List<Flag<?>> flags() {
      return List.of();
    }

    @Override
    public Set<TradingCalendar> calendars() {
      return Set.of();
    }

    @Override
    public List<Summary<?, ?>> summaries() {
      return List.of();
    }

    @Override
    public boolean holds(TickerSummary row) {
      return isNamed(row.ticker().symbol());
    }

    @Override
    public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
      return isNamed(ticker);
    }

    private boolean isNamed(String symbol) {
      return Collections.binarySearch(symbols, symbol) >= 0;
    }
  }

  record OfDate(DateRange dates) implements Condition<Dated> {

    @Override
    public String describe() {
      return "date is from " + dates.first() + " to " + dates.last();
    }

    @Override
    public List<Flag<?>> flags() {
      return List.of();
    }

    @Override
    public Set<TradingCalendar> calendars() {
      return Set.of();
    }

    @Override
    public List<Summary<?, ?>> summaries() {
      return List.of();
    }

    @Override
    public boolean holds(TickerSummary row) {
      throw notOfLeaderboards(this);
    }

    @Override
    public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
      return epochDay >= dates.firstEpochDay() && epochDay <= dates.lastEpochDay();
    }
  }

  record OfDay(TradingCalendar calendar, List<DayKind> kinds) implements Condition<Dated> {

    @Override
    public String describe() {
      return "day is "
          + kinds.stream()
              .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
              .collect(Collectors.joining(" or "))
          + " on "
          + calendar.name();
    }

    @Override
    public List<Flag<?>> flags() {
      return List.of();
    }

    @Override
    public Set<TradingCalendar> calendars() {
      return Set.of(calendar);
    }

    @Override
    public List<Summary<?, ?>> summaries() {
      return List.of();
    }

    @Override
    public boolean holds(TickerSummary row) {
      throw notOfLeaderboards(this);
    }

    @Override
    public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
      return Weekdays.isCoveredSession(calendar, epochDay)
          && kinds.contains(calendar.kind(epochDay));
    }
  }

  record OfSummary(Summary<?, ?> summary, boolean isFloor, double threshold)
      implements Condition<TickerSummary> {

    OfSummary {
      if (!Double.isFinite(threshold)) {
        throw new IllegalArgumentException(
            summary.name()
                + " cannot be compared with a threshold of "
                + threshold
                + "; give a finite number");
      }
    }

    @Override
    public String describe() {
      return summary.name() + (isFloor ? " at least " : " at most ") + threshold;
    }

    @Override
    public List<Flag<?>> flags() {
      return List.of();
    }

    @Override
    public Set<TradingCalendar> calendars() {
      return Set.of();
    }

    @Override
    public List<Summary<?, ?>> summaries() {
      return List.of(summary);
    }

    @Override
    @SuppressWarnings("unchecked") // a leaderboard shows summaries of bars
    public boolean holds(TickerSummary row) {
      OptionalDouble value = row.exact((Summary<Bar, ?>) summary);
      return value.isPresent()
          && (isFloor ? value.getAsDouble() >= threshold : value.getAsDouble() <= threshold);
    }

    @Override
    public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
      throw new IllegalStateException(describe() + " is asked of the rows of leaderboards only");
    }
  }

  record Combined<R>(How how, List<Condition<? super R>> conditions) implements Condition<R> {

    enum How {
      AND,
      OR,
      NOT
    }

    @Override
    public String describe() {
      if (how == How.NOT) {
        return "not (" + conditions.get(0).describe() + ")";
      }
      return conditions.stream()
          .map(
              condition ->
                  condition instanceof Combined<?> inner && inner.how != How.NOT
                      ? "(" + condition.describe() + ")"
                      : condition.describe())
          .collect(Collectors.joining(how == How.AND ? " and " : " or "));
    }

    @Override
    public List<Flag<?>> flags() {
      List<Flag<?>> flags = new ArrayList<>();
      conditions.forEach(condition -> flags.addAll(condition.flags()));
      return flags;
    }

    @Override
    public Set<TradingCalendar> calendars() {
      Set<TradingCalendar> calendars = new LinkedHashSet<>();
      conditions.forEach(condition -> calendars.addAll(condition.calendars()));
      return calendars;
    }

    @Override
    public List<Summary<?, ?>> summaries() {
      List<Summary<?, ?>> summaries = new ArrayList<>();
      conditions.forEach(condition -> summaries.addAll(condition.summaries()));
      return summaries;
    }

    @Override
    public boolean holds(TickerSummary row) {
      return holds(condition -> condition.holds(row));
    }

    @Override
    public boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet) {
      return holds(condition -> condition.holds(ticker, epochDay, isSet));
    }

    private boolean holds(Predicate<Condition<? super R>> holds) {
      return switch (how) {
        case AND -> conditions.stream().allMatch(holds);
        case OR -> conditions.stream().anyMatch(holds);
        case NOT -> !holds.test(conditions.get(0));
      };
    }
  }
}
