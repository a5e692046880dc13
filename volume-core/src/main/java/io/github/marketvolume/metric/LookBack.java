package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/**
 * The part of a series that a metric needs for one row's value, excluding the row itself. A runner
 * derives from it the history to read before the first published row; a rule refuses a metric that
 * looks ahead.
 */
public sealed interface LookBack extends Serializable {

  /**
   * The look-back of a metric that needs this look-back and, for each of its rows, {@code other}.
   */
  LookBack plus(LookBack other);

  /** The longer of the two. */
  LookBack or(LookBack other);

  /** This look-back without the restatement by later splits. */
  default LookBack past() {
    return this;
  }

  /** A fixed number of rows before this one; 0 if the row alone is enough. */
  record Bars(int count) implements LookBack {
    @Override
    public LookBack plus(LookBack other) {
      if (other instanceof Restated || other instanceof Span) {
        return other.plus(this);
      }
      return other instanceof Bars bars ? new Bars(Math.addExact(count, bars.count)) : other;
    }

    @Override
    public LookBack or(LookBack other) {
      if (other instanceof Restated || other instanceof Span) {
        return other.or(this);
      }
      return other instanceof Bars bars && bars.count < count ? this : other;
    }

    @Override
    public String toString() {
      return count == 1 ? "1 bar" : count + " bars";
    }
  }

  /** Sessions of an exchange. */
  record Sessions(int count, TradingCalendar calendar) implements Serializable {

    @Override
    public String toString() {
      return (count == 1 ? "1 session of " : count + " sessions of ") + calendar.name();
    }
  }

  /**
   * Some time before this row's day, and some rows before that.
   *
   * @param bars how many rows
   * @param days how many days of the civil calendar
   * @param sessions how many sessions besides, of each calendar
   */
  record Span(int bars, int days, List<Sessions> sessions) implements LookBack {

    public Span {
      sessions = List.copyOf(sessions);
    }

    private static LookBack of(int bars, int days, List<Sessions> sessions) {
      return days == 0 && sessions.isEmpty() ? new Bars(bars) : new Span(bars, days, sessions);
    }

    /** The date before which the rows lie that are needed besides. */
    public LocalDate before(LocalDate date) {
      LocalDate first = date.minusDays(days);
      for (Sessions some : sessions) {
        first = Weekdays.before(some.calendar, first, some.count);
      }
      return first;
    }

    @Override
    public LookBack plus(LookBack other) {
      if (other instanceof Bars rows) {
        return of(Math.addExact(bars, rows.count), days, sessions);
      }
      return other instanceof Span span
          ? of(
              Math.addExact(bars, span.bars),
              Math.addExact(days, span.days),
              together(span.sessions, Math::addExact))
          : other.plus(this);
    }

    /** At least the longer of the two: as many rows as the one, and as many days as the other. */
    @Override
    public LookBack or(LookBack other) {
      if (other instanceof Bars rows) {
        return of(Math.max(bars, rows.count), days, sessions);
      }
      return other instanceof Span span
          ? of(
              Math.max(bars, span.bars),
              Math.max(days, span.days),
              together(span.sessions, Math::max))
          : other.or(this);
    }

    private List<Sessions> together(List<Sessions> others, IntBinaryOperator united) {
      Map<TradingCalendar, Integer> counts = new LinkedHashMap<>();
      sessions.forEach(some -> counts.put(some.calendar, some.count));
      others.forEach(some -> counts.merge(some.calendar, some.count, united::applyAsInt));
      return counts.entrySet().stream()
          .filter(count -> count.getValue() > 0)
          .map(count -> new Sessions(count.getValue(), count.getKey()))
          .toList();
    }

    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      if (days > 0) {
        parts.add(days == 1 ? "1 day" : days + " days");
      }
      sessions.forEach(some -> parts.add(some.toString()));
      if (bars > 0) {
        parts.add(new Bars(bars).toString());
      }
      return String.join(" and ", parts);
    }
  }

  /** Everything before this row, as exponential smoothing needs. */
  enum AllPast implements LookBack {
    ALL_PAST;

    @Override
    public LookBack plus(LookBack other) {
      return or(other);
    }

    @Override
    public LookBack or(LookBack other) {
      if (other instanceof Restated) {
        return other.or(this);
      }
      return other == WholeSeries.WHOLE_SERIES ? other : this;
    }

    @Override
    public String toString() {
      return "all past bars";
    }
  }

  /** The whole published series, the future of this row included: hindsight. */
  enum WholeSeries implements LookBack {
    WHOLE_SERIES;

    @Override
    public LookBack plus(LookBack other) {
      return this;
    }

    @Override
    public LookBack or(LookBack other) {
      return this;
    }

    @Override
    public String toString() {
      return "the whole series, in hindsight";
    }
  }

  /**
   * A look-back in the shares of the last day that is read, so that it includes the split
   * coefficients of all later rows: hindsight, but only of splits.
   *
   * @param past the rows that it needs in addition
   */
  record Restated(LookBack past) implements LookBack {

    /** A restated past is not restated again. */
    public Restated {
      past = past.past();
    }

    @Override
    public LookBack plus(LookBack other) {
      return restated(past.plus(other.past()));
    }

    @Override
    public LookBack or(LookBack other) {
      return restated(past.or(other.past()));
    }

    private static LookBack restated(LookBack past) {
      return past == WholeSeries.WHOLE_SERIES ? past : new Restated(past);
    }

    @Override
    public String toString() {
      return past + ", restated by later splits";
    }
  }
}
