package io.github.marketvolume.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.SessionUnit;
import io.github.marketvolume.metric.StandardUnit;
import io.github.marketvolume.metric.WindowUnit;
import io.github.marketvolume.plan.EpisodesNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins anomalies into episodes, directly from the definition. */
final class ReferenceEpisodes {

  private ReferenceEpisodes() {}

  /**
   * The episodes of a node.
   *
   * @param rows all its rows, by ticker and day
   * @param anomalies those with any flag set
   */
  static <R extends Dated> List<FlaggedEpisode<R>> of(
      EpisodesNode<R> node, List<Flagged<R>> rows, List<Anomaly<R>> anomalies) {
    Map<Object, List<Anomaly<R>>> flagged =
        anomalies.stream()
            .filter(anomaly -> anomaly.flag().definition().equals(node.flag().definition()))
            .collect(groupingBy(anomaly -> seriesOf(anomaly.row())));
    List<FlaggedEpisode<R>> episodes = new ArrayList<>();
    rows.stream()
        .collect(groupingBy(ReferenceEpisodes::seriesOf, LinkedHashMap::new, toList()))
        .forEach(
            (ticker, series) -> {
              List<LocalDate> days = series.stream().map(Flagged::tradeDate).toList();
              for (List<Anomaly<R>> joined :
                  joined(flagged.getOrDefault(ticker, List.of()), days, node.joinedWithin())) {
                episodes.add(episode(joined, days, node.joinedWithin()));
              }
            });
    return episodes;
  }

  /** What tells the series of a row: a bar's ticker, or the group of a market's day. */
  private static Object seriesOf(Flagged<?> row) {
    return row.base() instanceof Bar bar ? bar.ticker() : ReferenceColumns.groupOf(row.base());
  }

  private static <R extends Dated> List<List<Anomaly<R>>> joined(
      List<Anomaly<R>> flagged, List<LocalDate> days, RollingWindow within) {
    List<List<Anomaly<R>>> joined = new ArrayList<>();
    LocalDate before = null;
    for (Anomaly<R> anomaly : flagged) {
      if (anomaly.tradeDate().equals(before)) {
        continue; // the flag is there twice, under two names
      }
      if (before == null
          || distance(within.unit(), days, before, anomaly.tradeDate()) > within.length()) {
        joined.add(new ArrayList<>());
      }
      last(joined).add(anomaly);
      before = anomaly.tradeDate();
    }
    return joined;
  }

  private static <R extends Dated> FlaggedEpisode<R> episode(
      List<Anomaly<R>> joined, List<LocalDate> days, RollingWindow within) {
    LocalDate start = joined.get(0).tradeDate();
    LocalDate end = last(joined).tradeDate();
    Anomaly<R> peak = joined.get(0);
    for (Anomaly<R> anomaly : joined) {
      peak = beyond(anomaly) > beyond(peak) ? anomaly : peak;
    }
    return new FlaggedEpisode<>(
        start,
        end,
        days.stream().filter(day -> !day.isBefore(start) && !day.isAfter(end)).count(),
        joined.size(),
        distance(within.unit(), days, end, last(days)) + 1 <= within.length(),
        peak.row(),
        peak.score());
  }

  private static double beyond(Anomaly<?> anomaly) {
    return Math.abs(anomaly.score() - anomaly.threshold());
  }

  /** How many rows, days or sessions a later day lies after an earlier one. */
  private static long distance(
      WindowUnit unit, List<LocalDate> days, LocalDate earlier, LocalDate later) {
    if (unit instanceof SessionUnit sessions) {
      return earlier
          .plusDays(1)
          .datesUntil(later.plusDays(1))
          .filter(day -> ReferenceColumns.isSession(sessions.calendar(), day))
          .count();
    }
    return unit == StandardUnit.DAYS
        ? ChronoUnit.DAYS.between(earlier, later)
        : days.indexOf(later) - days.indexOf(earlier);
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
