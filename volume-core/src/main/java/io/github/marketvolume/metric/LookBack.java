package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * How much of a series a metric needs to know for one row's value, the row itself excluded. A
 * runner derives from it how much history to read before the first published row; a rule refuses
 * what looks ahead.
 */
public sealed interface LookBack extends Serializable {

  /** The look-back of something that needs both this and, for each row of that, {@code other}. */
  LookBack plus(LookBack other);

  /** The longer of the two. */
  LookBack or(LookBack other);

  /** This look-back, told of the row as it was on its day: without what later splits restate. */
  default LookBack past() {
    return this;
  }

  /** A fixed number of rows before this one; 0 for what the row alone tells. */
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

  /**
   * Some days before this row's, and some rows before those.
   *
   * @param bars how many rows
   * @param days how many days of the civil calendar
   */
  record Span(int bars, int days) implements LookBack {

    private static LookBack of(int bars, int days) {
      return days == 0 ? new Bars(bars) : new Span(bars, days);
    }

    @Override
    public LookBack plus(LookBack other) {
      if (other instanceof Bars rows) {
        return of(Math.addExact(bars, rows.count), days);
      }
      return other instanceof Span span
          ? of(Math.addExact(bars, span.bars), Math.addExact(days, span.days))
          : other.plus(this);
    }

    /** At least the longer of the two: as many rows as the one, and as many days as the other. */
    @Override
    public LookBack or(LookBack other) {
      if (other instanceof Bars rows) {
        return of(Math.max(bars, rows.count), days);
      }
      return other instanceof Span span
          ? of(Math.max(bars, span.bars), Math.max(days, span.days))
          : other.or(this);
    }

    @Override
    public String toString() {
      return (days == 1 ? "1 day" : days + " days") + (bars == 0 ? "" : " and " + new Bars(bars));
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
   * Some past, in the shares of the last day that is read, so that the split coefficients of all
   * later rows count too: hindsight, but only of splits.
   *
   * @param past the rows that it needs besides
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
