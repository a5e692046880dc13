package io.github.marketvolume.examples;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.evaluation.Episode;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Measured;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says of an episode what happened, in facts alone. */
final class ShockSentence {

  private ShockSentence() {}

  /**
   * A sentence about each episode.
   *
   * @param days the market's days, as {@link MarketShocks#explained} measures them
   */
  static List<String> of(Episodes episodes, List<? extends Measured<MarketDay>> days) {
    List<String> sentences = new ArrayList<>();
    for (Episode episode : episodes.list()) {
      long higher =
          episodes.list().stream().filter(other -> other.peakScore() > episode.peakScore()).count();
      sentences.add(
          name(episode)
              + dates(episode, days)
              + ", rank "
              + (higher + 1)
              + " of "
              + episodes.list().size()
              + ": "
              + peak(episode, on(episode.peakDate(), days)));
    }
    return sentences;
  }

  private static Measured<MarketDay> on(LocalDate date, List<? extends Measured<MarketDay>> days) {
    return days.stream().filter(day -> day.tradeDate().equals(date)).findFirst().orElseThrow();
  }

  private static String name(Episode episode) {
    return MarketShocks.LEVELS.of(episode.peakScore()).orElse("Unusual volume");
  }

  private static String dates(Episode episode, List<? extends Measured<MarketDay>> days) {
    long sessions =
        days.stream()
            .map(Measured::tradeDate)
            .filter(day -> !day.isBefore(episode.start()) && !day.isAfter(episode.end()))
            .count();
    return sessions == 1
        ? " on " + episode.start()
        : String.format(
            Locale.ROOT,
            " from %s to %s, %d of %d sessions flagged",
            episode.start(),
            episode.end(),
            episode.flaggedDays(),
            sessions);
  }

  private static String peak(Episode episode, Measured<MarketDay> peak) {
    StringBuilder text = new StringBuilder();
    if (!episode.start().equals(episode.end())) {
      text.append("on the peak, ").append(episode.peakDate()).append(", ");
    }
    peak.get(MarketShocks.KIND)
        .map(DayKind::valueOf)
        .flatMap(ShockSentence::inWords)
        .ifPresent(kind -> text.append(kind).append(", "));
    text.append(String.format(Locale.ROOT, "the median ticker scored %.2f", episode.peakScore()));
    peak.get(MarketShocks.BREADTH_2)
        .ifPresent(
            share -> text.append(", ").append(percent(share)).append(" of the tickers at least 2"));
    peak.get(MarketShocks.BREADTH_3_5)
        .ifPresent(share -> text.append(" and ").append(percent(share)).append(" at least 3.5"));
    flow(peak).ifPresent(flow -> text.append("; ").append(flow));
    peak.get(MarketShocks.FOREMOST)
        .ifPresent(ticker -> text.append("; ").append(ticker).append(" stood out most"));
    return text.toString();
  }

  /** A kind of day that is worth to be told. */
  private static Optional<String> inWords(DayKind kind) {
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
  private static Optional<String> flow(Measured<MarketDay> peak) {
    double up = peak.get(MarketShocks.UP_VOLUME).orElse(0.0);
    double down = peak.get(MarketShocks.DOWN_VOLUME).orElse(0.0);
    if (up + down == 0) {
      return Optional.empty();
    }
    boolean fell = down >= up;
    return Optional.of(
        percent(Math.max(up, down) / (up + down))
            + " of the volume was in tickers that "
            + (fell ? "fell" : "rose"));
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
