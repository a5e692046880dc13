package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/**
 * The place of a row's value among others, from 1. A missing value has no rank and takes none.
 * Equal values share a rank by default, and the ranks that they would take are skipped ({@link
 * Ties#COMPETITION}: 1, 2, 2, 4).
 */
public record Rank<R extends Dated>(
    Ordering<R> ordering, Among among, RollingWindow window, Ties ties, String label)
    implements NumericMetric<R, Long> {

  public Rank {
    ColumnName.checkedOrNull(label);
  }

  /** The values that a value is ranked among. */
  public enum Among {
    /** All published rows of the same series, later ones included: hindsight. */
    WHOLE_SERIES,
    /** A trailing window of the same series that ends with the row. */
    TRAILING,
    /** All tickers on the same day. */
    TICKERS
  }

  /** The rank within the ticker's whole published history: hindsight, and refused by rules. */
  public static <R extends Dated> Rank<R> inHindsight(Ordering<R> ordering) {
    return new Rank<>(ordering, Among.WHOLE_SERIES, null, Ties.COMPETITION, null);
  }

  /**
   * The causal rank within a trailing window that ends with the current row.
   *
   * @param window how many rows, the current one always among them
   */
  public static <R extends Dated> Rank<R> trailing(Ordering<R> ordering, RollingWindow window) {
    return new Rank<>(ordering, Among.TRAILING, window.includingCurrent(), Ties.COMPETITION, null);
  }

  /**
   * The rank among all tickers on the same day. With {@link Ties#ORDINAL}, equal values are ranked
   * in the order of their tickers.
   */
  public static Rank<Bar> acrossTickers(Ordering<Bar> ordering) {
    return new Rank<>(ordering, Among.TICKERS, null, Ties.COMPETITION, null);
  }

  /** The same rank under another rule for equal values. */
  public Rank<R> ties(Ties rule) {
    return new Rank<>(ordering, among, window, rule, label);
  }

  @Override
  public String name() {
    if (label != null) {
      return label;
    }
    String name =
        ordering.series().name()
            + switch (among) {
              case WHOLE_SERIES -> "_rank_in_hindsight";
              case TRAILING -> "_rank_" + window.suffix();
              case TICKERS -> "_rank_across_tickers";
            };
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
        + switch (among) {
          case WHOLE_SERIES -> ", in hindsight over the whole series";
          case TRAILING -> ", in " + window;
          case TICKERS -> ", across tickers on the day";
        }
        + (ties == Ties.COMPETITION ? "" : ", " + ties.name().toLowerCase(Locale.ROOT) + " ties");
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(ordering.series());
  }

  @Override
  public LookBack lookBack() {
    return switch (among) {
      case WHOLE_SERIES -> LookBack.WholeSeries.WHOLE_SERIES;
      case TRAILING ->
          Restatement.lookBack(this, window.lookBack().plus(ordering.series().lookBack().past()));
      case TICKERS -> Restatement.lookBack(this, ordering.series().lookBack().past());
    };
  }

  @Override
  public Rank<R> definition() {
    return new Rank<>(ordering.definition(), among, window, ties, null);
  }

  @Override
  public Rank<R> as(String name) {
    return new Rank<>(ordering, among, window, ties, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
