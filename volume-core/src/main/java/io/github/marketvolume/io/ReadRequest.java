package io.github.marketvolume.io;

import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a source that a run needs, so that an adapter can leave the rest unread. An
 * immutable, serializable value.
 */
public final class ReadRequest implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<BarColumn> columns;
  private final @Nullable LocalDate from;
  private final @Nullable LocalDate to;

  private ReadRequest(Set<BarColumn> columns, @Nullable LocalDate from, @Nullable LocalDate to) {
    this.columns = Set.copyOf(columns);
    this.from = from;
    this.to = to;
  }

  /** A request for these columns, of any date. */
  public static ReadRequest of(Set<BarColumn> columns) {
    return new ReadRequest(columns, null, null);
  }

  /** A request for everything. */
  public static ReadRequest everything() {
    return of(Set.of(BarColumn.values()));
  }

  /** The same request for dates from {@code first} on, look-back included. */
  public ReadRequest from(LocalDate first) {
    return new ReadRequest(columns, first, to);
  }

  /** The same request for dates up to {@code last}. */
  public ReadRequest to(LocalDate last) {
    return new ReadRequest(columns, from, last);
  }

  /** A request for all that either asks for. */
  public ReadRequest and(ReadRequest other) {
    Set<BarColumn> both = EnumSet.copyOf(columns);
    both.addAll(other.columns);
    LocalDate first =
        from == null || other.from == null ? null : from.isBefore(other.from) ? from : other.from;
    LocalDate last = to == null || other.to == null ? null : to.isAfter(other.to) ? to : other.to;
    return new ReadRequest(both, first, last);
  }

  /** The columns that are used, always including the key. */
  public Set<BarColumn> columns() {
    return columns;
  }

  /** The first date that is needed, look-back included; empty for no bound. */
  public Optional<LocalDate> from() {
    return Optional.ofNullable(from);
  }

  /** The last date that is needed; empty for no bound. */
  public Optional<LocalDate> to() {
    return Optional.ofNullable(to);
  }
}
