package io.github.marketvolume.attendance;

import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.quality.InputRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is found of an input that is compared with sessions.
 *
 * @param expected the sessions
 * @param strayBars bars on days without a session of the stated calendar, but for weekends that
 *     another rule counts
 * @param strayDays these days
 * @param missingBars bars that listed tickers lack on sessions on which most have one
 * @param missingOn on how many sessions
 * @param presentBars bars that there are on sessions on which most listed tickers have one
 * @param absences the first tickers with missing bars
 * @param emptySessions sessions of the stated calendar on which no ticker has a bar
 * @param sessions sessions of the stated calendar from the first to the last bar
 * @param lastDay the last session with bars, where there is one before to compare it with
 */
public record SessionFindings(
    ExpectedSessions expected,
    long strayBars,
    Days strayDays,
    long missingBars,
    long missingOn,
    long presentBars,
    List<Absence> absences,
    Days emptySessions,
    long sessions,
    Optional<LastDay> lastDay) {

  /** How many of many a line names. */
  public static final int NAMED = 3;

  private static final int PERCENT = 100;

  /**
   * Some days.
   *
   * @param count how many
   * @param first the first of them, ascending, at most {@value #NAMED}
   */
  public record Days(long count, List<LocalDate> first) {

    public Days {
      first = List.copyOf(first);
    }
  }

  /**
   * A ticker with missing bars.
   *
   * @param first the first session on which it lacks one
   */
  public record Absence(String ticker, LocalDate first) {}

  /**
   * The last session with bars.
   *
   * @param tickers how many tickers have a bar on it
   * @param before the last session before it on which most listed tickers have a bar
   * @param tickersBefore how many have one on that
   */
  public record LastDay(LocalDate date, long tickers, LocalDate before, long tickersBefore) {

    boolean isComplete() {
      return PERCENT * tickers >= InputRule.LAST_DAY_PERCENT * tickersBefore;
    }
  }

  public SessionFindings {
    absences = List.copyOf(absences);
  }

  /** How much breaks a rule. */
  public long broken(InputRule rule) {
    return switch (rule) {
      case TICKERS_HAVE_EVERY_SESSION -> missingBars;
      case INPUT_HAS_EVERY_SESSION -> emptySessions.count();
      case LAST_DAY_IS_COMPLETE ->
          lastDay.map(day -> Math.max(0, day.tickersBefore() - day.tickers())).orElse(0L);
    };
  }

  /** Of how much that is. */
  public long judged(InputRule rule) {
    return switch (rule) {
      case TICKERS_HAVE_EVERY_SESSION -> presentBars + missingBars;
      case INPUT_HAS_EVERY_SESSION -> sessions;
      case LAST_DAY_IS_COMPLETE -> lastDay.map(LastDay::tickersBefore).orElse(0L);
    };
  }

  /** What breaks a rule, in words, where anything does. */
  public String describe(InputRule rule) {
    return switch (rule) {
      case TICKERS_HAVE_EVERY_SESSION ->
          number(missingBars, "bar is", "bars are")
              + " missing on "
              + number(missingOn, noun(), noun() + "s")
              + calendarName()
              + " on which most tickers have one, "
              + (missingBars == 1 ? "" : "such as ")
              + absences.stream()
                  .map(absence -> "of " + absence.ticker() + " on " + absence.first())
                  .collect(Collectors.joining(", "));
      case INPUT_HAS_EVERY_SESSION ->
          "no ticker has a bar on "
              + number(emptySessions.count(), noun(), noun() + "s")
              + calendarName()
              + named(emptySessions.count(), emptySessions.first());
      case LAST_DAY_IS_COMPLETE ->
          lastDay
              .map(
                  day ->
                      number(day.tickers(), "ticker has", "tickers have")
                          + " a bar on the last day, "
                          + day.date()
                          + ", and "
                          + number(day.tickersBefore(), "has", "have")
                          + " one on "
                          + day.before())
              .orElse("");
    };
  }

  /** What the user should know, one line a rule. */
  public List<String> warnings() {
    List<String> lines = new ArrayList<>();
    if (strayBars > 0 && expected instanceof ExpectedSessions.OfCalendar of) {
      lines.add(
          number(strayBars, "bar is", "bars are")
              + " on "
              + number(strayDays.count(), "day", "days")
              + " without a session of "
              + of.calendar().name()
              + named(
                  strayDays.count(),
                  strayDays.first().stream()
                      .map(date -> of.describe((int) date.toEpochDay()))
                      .toList())
              + "; check the dates, or state the calendar of their exchange");
    }
    if (missingBars > 0) {
      lines.add(
          describe(InputRule.TICKERS_HAVE_EVERY_SESSION) + "; add them, unless trading was halted");
    }
    if (emptySessions.count() > 0) {
      lines.add(
          describe(InputRule.INPUT_HAS_EVERY_SESSION)
              + "; add these days, or state the calendar of the bars' exchange");
    }
    if (lastDay.isPresent() && !lastDay.get().isComplete()) {
      lines.add(
          describe(InputRule.LAST_DAY_IS_COMPLETE)
              + "; it may not be complete: read it again later, or end with the day before");
    }
    return lines;
  }

  private String noun() {
    return expected instanceof ExpectedSessions.OfCalendar ? "session" : "day";
  }

  private String calendarName() {
    return expected.stated().map(calendar -> " of " + calendar.name()).orElse("");
  }

  private static String named(long count, List<?> first) {
    return (count > first.size() ? ", such as " : ": ")
        + first.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String number(long count, String one, String several) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
  }
}
