package io.github.marketvolume.live;

import io.github.marketvolume.error.Arguments;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A row that is another one than a closed day gave, because a bar was corrected or came late.
 *
 * @param <S> the row
 * @param date the day with which the row was given
 * @param before the row as it was; empty if there was none
 * @param after the row as it is; empty if there is none any more
 */
public record Revision<S>(LocalDate date, Optional<S> before, Optional<S> after) {

  public Revision {
    Arguments.required(date, "date");
    Arguments.required(before, "before");
    Arguments.required(after, "after");
  }
}
