package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The place of a row's value among others, from 1. A missing value has no rank and takes none.
 * Equal values share a rank by default, and the ranks that they would take are skipped ({@link
 * Ties#COMPETITION}: 1, 2, 2, 4).
 */
public record Rank<R extends Dated>(Ordering<R> ordering, Among among, Ties ties, Label label)
    implements NumericMetric<R, Long> {

  public Rank {
    Arguments.required(ordering, "ordering");
    Arguments.required(among, "among");
    Arguments.required(ties, "ties");
    Arguments.required(label, "label");
  }

  /** The values that a value is ranked among. */
  public sealed interface Among extends Serializable {}

  /** All values of a kind. */
  public enum All implements Among {
    /** All published rows of the same series, later ones included: hindsight. */
    WHOLE_SERIES,
    /** All tickers on the same day. */
    TICKERS
  }

  /** A trailing window of the same series that ends with the row. */
  public record Trailing(RollingWindow window) implements Among {

    public Trailing {
      Arguments.required(window, "window");
    }
  }

  /** The rank within the ticker's whole published history: hindsight, and refused by rules. */
  public static <R extends Dated> Rank<R> inHindsight(Ordering<R> ordering) {
    return new Rank<>(ordering, All.WHOLE_SERIES, Ties.COMPETITION, Label.NONE);
  }

  /**
   * The causal rank within a trailing window that ends with the current row.
   *
   * @param window how many rows, the current one always among them
   */
  public static <R extends Dated> Rank<R> trailing(Ordering<R> ordering, RollingWindow window) {
    return new Rank<>(
        ordering,
        new Trailing(Arguments.required(window, "window").includingCurrent()),
        Ties.COMPETITION,
        Label.NONE);
  }

  /**
   * The rank among all tickers on the same day. With {@link Ties#ORDINAL}, equal values are ranked
   * in the order of their tickers.
   */
  public static Rank<Bar> acrossTickers(Ordering<Bar> ordering) {
    return new Rank<>(ordering, All.TICKERS, Ties.COMPETITION, Label.NONE);
  }

  /** Whether a metric compares a bar with those of other tickers on its day. */
  public static boolean isAcrossTickers(Metric<?, ?> metric) {
    return metric instanceof Demeaned
        || (metric instanceof Rank<?> rank && rank.among() == All.TICKERS);
  }

  /** The same rank under another rule for equal values. */
  public Rank<R> ties(Ties rule) {
    return new Rank<>(ordering, among, Arguments.required(rule, "rule"), label);
  }

  @Override
  public String name() {
    return label.or(this::defaultName);
  }

  private String defaultName() {
    String name =
        ordering.series().name()
            + (among instanceof Trailing trailing
                ? "_rank_" + trailing.window().suffix()
                : among == All.TICKERS ? "_rank_across_tickers" : "_rank_in_hindsight");
    return name
        + (ordering.descending() ? "" : "_ascending")
        + (ties == Ties.COMPETITION ? "" : "_" + ties.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Class<Long> type() {
    return Long.class;
  }

  @Override
  public String describe() {
    return "rank of "
        + ordering
        + (among instanceof Trailing trailing
            ? ", in " + trailing.window()
            : among == All.TICKERS
                ? ", across tickers on the day"
                : ", in hindsight over the whole series")
        + (ties == Ties.COMPETITION ? "" : ", " + ties.name().toLowerCase(Locale.ROOT) + " ties");
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(ordering.series());
  }

  @Override
  public LookBack lookBack() {
    if (among == All.WHOLE_SERIES) {
      return LookBack.WholeSeries.WHOLE_SERIES;
    }
    LookBack past = ordering.series().lookBack().past();
    return Restatement.lookBack(
        this, among instanceof Trailing trailing ? trailing.window().lookBack().plus(past) : past);
  }

  @Override
  public Rank<R> definition() {
    return new Rank<>(ordering.definition(), among, ties, Label.NONE);
  }

  @Override
  public Rank<R> as(String name) {
    return new Rank<>(ordering, among, ties, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
