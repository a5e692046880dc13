package io.github.marketvolume.examples.report;

import io.github.marketvolume.calendar.DayKind;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a market shock, and the sentence that says it.
 *
 * @param level the name of its level, such as {@code SEVERE}
 * @param start the first flagged day
 * @param end the last flagged day
 * @param sessions the days of the market from the first to the last
 * @param flaggedDays how many of them are flagged
 * @param rank its place among all shocks, the one with the highest score first
 * @param shocks how many there are
 * @param peak what happened on the day with the highest score
 */
public record ShockFacts(
    String level,
    LocalDate start,
    LocalDate end,
    long sessions,
    long flaggedDays,
    long rank,
    long shocks,
    Peak peak) {

  /**
   * The day with the highest score.
   *
   * @param date the day
   * @param kind its kind; empty where the calendar knows of none
   * @param score the median score of the tickers
   * @param breadth2 the share of the tickers with a score of 2 or more
   * @param breadth35 the share of those with one of 3.5 or more
   * @param upVolume shares of tickers whose close rose
   * @param downVolume shares of tickers whose close fell
   * @param foremost the ticker with the highest score
   */
  public record Peak(
      LocalDate date,
      Optional<DayKind> kind,
      double score,
      OptionalDouble breadth2,
      OptionalDouble breadth35,
      double upVolume,
      double downVolume,
      Optional<String> foremost) {}

  /** What happened, in facts alone; what is not known is left out. */
  public String sentence() {
    return level + dates() + ", rank " + rank + " of " + shocks + ": " + ofPeak();
  }

  private String dates() {
    return sessions == 1
        ? " on " + start
        : String.format(
            Locale.ROOT,
            " from %s to %s, %d of %d sessions flagged",
            start,
            end,
            flaggedDays,
            sessions);
  }

  private String ofPeak() {
    StringBuilder text = new StringBuilder();
    if (!start.equals(end)) {
      text.append("on the peak, ").append(peak.date).append(", ");
    }
    peak.kind.flatMap(ShockFacts::inWords).ifPresent(kind -> text.append(kind).append(", "));
    text.append(String.format(Locale.ROOT, "the median ticker scored %.2f", peak.score));
    peak.breadth2.ifPresent(
        share -> text.append(", ").append(percent(share)).append(" of the tickers at least 2"));
    peak.breadth35.ifPresent(
        share -> text.append(" and ").append(percent(share)).append(" at least 3.5"));
    flow().ifPresent(flow -> text.append("; ").append(flow));
    peak.foremost.ifPresent(ticker -> text.append("; ").append(ticker).append(" stood out most"));
    return text.toString();
  }

  /** A kind of day that is worth to be told. */
  static Optional<String> inWords(DayKind kind) {
    return switch (kind) {
      case NORMAL -> Optional.empty();
      case HALF_DAY -> Optional.of("a half day");
      case QUAD_WITCHING -> Optional.of("a quadruple witching");
      case RUSSELL -> Optional.of("a reconstitution of the Russell indices");
      case MSCI_REBAL -> Optional.of("a rebalancing of the MSCI indices");
      case QUARTER_END -> Optional.of("the end of a quarter");
      case MONTH_END -> Optional.of("the end of a month");
      case MONTHLY_OPEX -> Optional.of("a monthly expiry of options");
      case YEAR_END_LULL -> Optional.of("between Christmas and New Year");
      case PRE_HOLIDAY -> Optional.of("before a holiday");
      case POST_HOLIDAY -> Optional.of("after a holiday");
    };
  }

  /** Which way prices went, by volume; empty where no close changed. */
  private Optional<String> flow() {
    double moved = peak.upVolume + peak.downVolume;
    if (moved == 0) {
      return Optional.empty();
    }
    boolean fell = peak.downVolume >= peak.upVolume;
    return Optional.of(
        percent(Math.max(peak.upVolume, peak.downVolume) / moved)
            + " of the volume was in tickers that "
            + (fell ? "fell" : "rose"));
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
