package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a source that a run needs, so that an adapter can leave the rest unread. More rows
 * than are asked for do no harm. An immutable, serializable value.
 */
public final class ReadRequest implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<BarColumn> columns;
  private final @Nullable LocalDate from;
  private final @Nullable LocalDate to;
  private final @Nullable History history;

  private ReadRequest(
      Set<BarColumn> columns,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable History history) {
    this.columns = Set.copyOf(columns);
    this.from = from;
    this.to = to;
    this.history = history;
  }

  /**
   * The bars that are needed besides those of dates, where windows count bars: on which date the
   * first of them is, only the bars tell, as a ticker may have been halted for a year. The days of
   * the market before a date are needed, and of each ticker that has a bar on one of them or later,
   * the last bars before.
   *
   * @param before the date that all later bars are needed from
   * @param days how many days before it on which any ticker has an accepted bar, the last ones
   * @param bars how many accepted bars of each such ticker before these days, the last ones
   */
  public record History(LocalDate before, int days, int bars) implements Serializable {

    public History {
      Arguments.required(before, "before");
      if (days < 0 || bars < 0) {
        throw new IllegalArgumentException(
            "a history of " + bars + " bars before " + days + " days; give 0 or more of each");
      }
    }

    /** At least what either asks for. */
    public History and(History other) {
      Arguments.required(other, "other");
      return new History(
          before.isBefore(other.before) ? before : other.before,
          Math.max(days, other.days),
          Math.max(bars, other.bars));
    }
  }

  /** A request for these columns, of any date. */
  public static ReadRequest of(Set<BarColumn> columns) {
    return new ReadRequest(columns, null, null, null);
  }

  /** A request for everything. */
  public static ReadRequest everything() {
    return of(Set.of(BarColumn.values()));
  }

  /** The same request for dates from {@code first} on, look-back included. */
  public ReadRequest from(LocalDate first) {
    return new ReadRequest(columns, Arguments.required(first, "first"), to, null);
  }

  /** The same request for dates up to {@code last}. */
  public ReadRequest to(LocalDate last) {
    return new ReadRequest(columns, from, Arguments.required(last, "last"), history);
  }

  /** The same request without a first date, of which only a part of the earlier bars is needed. */
  public ReadRequest after(History earlier) {
    return new ReadRequest(columns, null, to, Arguments.required(earlier, "earlier"));
  }

  /** A request for all that either asks for. */
  public ReadRequest and(ReadRequest other) {
    Set<BarColumn> both = EnumSet.copyOf(columns);
    both.addAll(other.columns);
    LocalDate first =
        from == null || other.from == null ? null : from.isBefore(other.from) ? from : other.from;
    LocalDate last = to == null || other.to == null ? null : to.isAfter(other.to) ? to : other.to;
    History own = earlier();
    History others = other.earlier();
    return new ReadRequest(
        both, first, last, first != null || own == null || others == null ? null : own.and(others));
  }

  /** What is needed before a date; null where that is everything. */
  private @Nullable History earlier() {
    return from == null ? history : new History(from, 0, 0);
  }

  /** The columns that are used, always including the key. */
  public Set<BarColumn> columns() {
    return columns;
  }

  /**
   * The first date that is needed, look-back included; empty for no bound, or where bars are
   * counted, which {@link #history} tells.
   */
  public Optional<LocalDate> from() {
    return Optional.ofNullable(from);
  }

  /** The last date that is needed; empty for no bound. */
  public Optional<LocalDate> to() {
    return Optional.ofNullable(to);
  }

  /**
   * What is needed before a date, where bars are counted; empty where {@link #from} says all, or
   * everything is needed. An adapter that cannot count reads all earlier bars.
   */
  public Optional<History> history() {
    return Optional.ofNullable(history);
  }
}
