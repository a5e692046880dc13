package io.github.marketvolume.local;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.Acceptance;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.market.RejectedRow;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** A source that is read part by part into {@link Readings}, and knows where each row was. */
interface Input extends Acceptance.Places, AutoCloseable {

  /** The order of a part's rejected rows. */
  Comparator<RejectedRow> BY_PLACE =
      Comparator.<RejectedRow>comparingLong(row -> row.line().orElse(0))
          .thenComparing(RejectedRow::reason);

  /** The files that it reads, as paths or URIs; none where it reads no files. */
  default List<String> files() {
    return List.of();
  }

  /** Reads everything, telling how far it is where it knows. */
  void read(DoubleConsumer progress);

  /** How much of its files it has read; empty where that is all. */
  default Optional<RunReport.Pruned> pruned() {
    return Optional.empty();
  }

  /** Whether a row's text can be fetched again, so that a packed bar need not carry it. */
  boolean hasText();

  /** The rejected rows of a part as values, in order. Ask for the parts in theirs. */
  List<RejectedRow> locate(int part, List<Rejection> rows);

  @Override
  default Optional<String> file(int part) {
    return Optional.empty();
  }

  @Override
  default RejectedRow locate(Rejection row) {
    Rejection withoutText = new Rejection(row.position(), row.rule(), row.reason(), "");
    return locate(CsvSplit.splitOf(row.position()), List.of(withoutText)).get(0);
  }

  @Override
  default Optional<String> betterLayout(int part) {
    return Optional.empty();
  }

  /** Gives up what is still open. */
  @Override
  default void close() {
    // Most have nothing open once they are read.
  }

  /** A rejected row as a value, where {@link #hasText} is false and so every row has its own. */
  static RejectedRow rejected(String origin, long line, Rejection row) {
    return rejected(origin, line, row, Objects.requireNonNull(row.text()));
  }

  /**
   * A rejected row as a value.
   *
   * @param line its line or place in its origin; 0 if it has none
   */
  static RejectedRow rejected(String origin, long line, Rejection row, String text) {
    RejectedRow.Builder builder =
        RejectedRow.builder().origin(origin).rule(row.rule()).reason(row.reason());
    if (line > 0) {
      builder.line(line);
    }
    if (!text.isEmpty()) {
      builder.text(text);
    }
    return builder.build();
  }
}
