package io.github.marketvolume.testing;

import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.attendance.SessionFindings.Absence;
import io.github.marketvolume.attendance.SessionFindings.Days;
import io.github.marketvolume.attendance.SessionFindings.LastDay;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.ExpectedSessions;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares the bars of an input with sessions, one day after the other: the definition of what the
 * rules about an input as a whole find.
 */
final class ReferenceSessions {

  private final BarRules rules;
  private final TreeMap<String, TreeSet<LocalDate>> datesOf = new TreeMap<>();
  private final TreeSet<LocalDate> days = new TreeSet<>();

  private ReferenceSessions(Collection<Bar> bars, BarRules rules) {
    this.rules = rules;
    for (Bar bar : bars) {
      datesOf
          .computeIfAbsent(bar.ticker().symbol(), ticker -> new TreeSet<>())
          .add(bar.tradeDate());
      days.add(bar.tradeDate());
    }
  }

  /** What is found of the accepted bars that are used. */
  static SessionFindings judge(Collection<Bar> bars, BarRules rules) {
    return new ReferenceSessions(bars, rules).judge();
  }

  private SessionFindings judge() {
    Set<LocalDate> strays = new TreeSet<>(days);
    strays.removeIf(day -> !isStray(day));
    TreeSet<LocalDate> sessions = new TreeSet<>(sessions());
    TreeSet<LocalDate> traded = new TreeSet<>(sessions);
    traded.retainAll(days);
    Set<LocalDate> empty = new TreeSet<>(sessions);
    empty.removeAll(traded);
    TreeSet<LocalDate> ofMost = new TreeSet<>(traded);
    ofMost.removeIf(day -> having(day).size() < lacking(day).size());
    TreeMap<String, LocalDate> absences = new TreeMap<>();
    ofMost.forEach(day -> lacking(day).forEach(ticker -> absences.putIfAbsent(ticker, day)));
    return new SessionFindings(
        rules.sessions(),
        strays.stream().mapToLong(day -> having(day).size()).sum(),
        first(strays),
        ofMost.stream().mapToLong(day -> lacking(day).size()).sum(),
        ofMost.stream().filter(day -> !lacking(day).isEmpty()).count(),
        ofMost.stream().mapToLong(day -> having(day).size()).sum(),
        absences.entrySet().stream()
            .limit(3)
            .map(absence -> new Absence(absence.getKey(), absence.getValue()))
            .toList(),
        first(empty),
        sessions.size(),
        lastDay(traded, ofMost));
  }

  private static Days first(Set<LocalDate> days) {
    return new Days(days.size(), days.stream().limit(3).toList());
  }

  private boolean isStray(LocalDate day) {
    Optional<TradingCalendar> calendar = rules.sessions().stated();
    boolean isWeekend =
        day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    return calendar.isPresent()
        && calendar.get().covers(day)
        && !calendar.get().isSession(day)
        && (rules.weekendsTrade() || !isWeekend);
  }

  /** The sessions from the first to the last day with a bar. */
  private Collection<LocalDate> sessions() {
    if (days.isEmpty() || rules.sessions() instanceof ExpectedSessions.None) {
      return List.of();
    }
    Optional<TradingCalendar> calendar = rules.sessions().stated();
    if (calendar.isEmpty()) {
      return days;
    }
    LocalDate from = later(days.first(), calendar.get().first());
    LocalDate to = earlier(days.last(), calendar.get().last());
    return from.isAfter(to) ? new HashSet<>() : calendar.get().sessions(from, to);
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  private List<String> having(LocalDate day) {
    return tickers(dates -> dates.contains(day));
  }

  /** The tickers that are listed on a day and have no bar on it. */
  private List<String> lacking(LocalDate day) {
    return tickers(dates -> isInGap(day, dates));
  }

  private List<String> tickers(Predicate<NavigableSet<LocalDate>> which) {
    return datesOf.entrySet().stream()
        .filter(ticker -> which.test(ticker.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isInGap(LocalDate day, NavigableSet<LocalDate> dates) {
    LocalDate before = dates.lower(day);
    LocalDate after = dates.higher(day);
    return !dates.contains(day)
        && before != null
        && after != null
        && ChronoUnit.DAYS.between(before, after) <= 365;
  }

  /** The last session with bars, and the last one before it on which most tickers have one. */
  private Optional<LastDay> lastDay(
      NavigableSet<LocalDate> traded, NavigableSet<LocalDate> ofMost) {
    if (traded.isEmpty() || ofMost.lower(traded.last()) == null) {
      return Optional.empty();
    }
    LocalDate last = traded.last();
    LocalDate before = ofMost.lower(last);
    return Optional.of(new LastDay(last, having(last).size(), before, having(before).size()));
  }
}
