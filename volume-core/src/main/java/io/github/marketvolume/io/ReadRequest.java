package io.github.marketvolume.io;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What a run needs of a source, so that an adapter can leave the rest unread.
 *
 * @param columns the columns that are used, among those of {@link BarColumn}; the key always is
 * @param from the first date that is needed, look-back included; empty for no bound
 * @param to the last date that is needed; empty for no bound
 */
public record ReadRequest(
    Set<BarColumn> columns, Optional<LocalDate> from, Optional<LocalDate> to) {

  public ReadRequest {
    columns = Set.copyOf(columns);
  }

  /** A request for everything. */
  public static ReadRequest everything() {
    return new ReadRequest(Set.of(BarColumn.values()), Optional.empty(), Optional.empty());
  }
}
