package io.github.marketvolume.examples;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where prices come from while they are watched for, and how far they were taken. */
interface Feed extends AutoCloseable {

  /**
   * A place in the feed.
   *
   * @param part one of the parts that are in order for themselves
   * @param number the place in that part
   */
  record Place(int part, long number) {}

  /** A bar that came, and the place from which it comes again. */
  record Arrival(Bar bar, Place place) {}

  /** A row that is no bar. */
  record Refusal(RejectedRow row, Place place) {}

  /**
   * What came.
   *
   * @param bars in their order: a later one of a ticker and day counts
   * @param rejected the rows that are no bars
   * @param done the days that somebody has marked as done
   * @param troubles what the user should know, one line each
   */
  record Polled(
      List<Arrival> bars, List<Refusal> rejected, List<LocalDate> done, List<String> troubles) {}

  /**
   * Waits for prices, and gives those that are there.
   *
   * @throws io.github.marketvolume.error.VolumeException if they cannot be read
   */
  Polled poll(Duration atMost) throws InterruptedException;

  /**
   * Whether it still gives what it gave before it was opened at its position: there may be a bar to
   * come that takes the place of one that came.
   */
  boolean isRepeating();

  /** Whether all that was there when the feed was opened, or is there now, was given. */
  boolean isAtEnd();

  /** The position from which all of these places come again, and everything that follows. */
  String position(Collection<Place> pending);

  /** Where prices come from, in words. */
  String describe();

  /** The basis of the prices; known once some came. */
  Optional<Basis> basis();

  /** The optional columns that the bars have. */
  Set<BarColumn> optionalColumns();

  @Override
  void close();
}
