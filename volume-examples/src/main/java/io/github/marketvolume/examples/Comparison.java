package io.github.marketvolume.examples;

import io.github.marketvolume.evaluation.Detection;
import io.github.marketvolume.evaluation.MarketTruth;
import io.github.marketvolume.evaluation.TruthRule;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Flagged;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Detectors, judged by the shocks that indices show, on some parts of the days apart.
 *
 * @param rule what a shock is
 * @param parts for each part, how each of the detectors did
 */
record Comparison(TruthRule rule, Map<String, List<Row>> parts) {

  /**
   * How a detector did.
   *
   * @param range the first and the last day that was judged
   */
  record Row(Detector detector, DateRange range, Detection detection) {}

  /**
   * Judges detectors.
   *
   * @param days the days of the market, with the flags of all detectors
   * @param testFrom the first day of the part that no threshold is chosen by; empty for one part
   * @param file where the index is from, for messages
   */
  static Comparison of(
      List<Detector> detectors,
      List<Flagged<MarketDay>> days,
      Optional<LocalDate> testFrom,
      MarketTruth truth,
      TruthRule rule,
      String file) {
    Map<String, List<Flagged<MarketDay>>> parts = new LinkedHashMap<>();
    for (Flagged<MarketDay> day : days) {
      String part =
          testFrom.map(from -> day.tradeDate().isBefore(from) ? "fit" : "test").orElse("all");
      parts.computeIfAbsent(part, name -> new ArrayList<>()).add(day);
    }
    Map<String, List<Row>> judged = new LinkedHashMap<>();
    parts.forEach(
        (part, ofPart) -> {
          List<Row> rows = new ArrayList<>();
          for (Detector detector : detectors) {
            Judgement judgement = Judgement.of(detector.episodes(ofPart), truth, rule, file);
            rows.add(new Row(detector, judgement.range(), judgement.detection()));
          }
          judged.put(part, rows);
        });
    return new Comparison(rule, judged);
  }

  /** A line for each detector and part. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            "detector,threshold,part,truth,from,to,truth_episodes,found,alarm_episodes,right,"
                + "recall,precision,f1,false_alarms_per_year\n");
    parts.forEach(
        (part, rows) ->
            rows.forEach(
                row -> {
                  Detection detection = row.detection();
                  csv.append(row.detector().name())
                      .append(',')
                      .append(row.detector().threshold())
                      .append(',')
                      .append(part)
                      .append(',')
                      .append(rule)
                      .append(',')
                      .append(row.range().first())
                      .append(',')
                      .append(row.range().last())
                      .append(',')
                      .append(detection.truthEpisodes())
                      .append(',')
                      .append(detection.found().size())
                      .append(',')
                      .append(detection.alarmEpisodes())
                      .append(',')
                      .append(detection.right().size())
                      .append(',')
                      .append(cell(detection.recall()))
                      .append(',')
                      .append(cell(detection.precision()))
                      .append(',')
                      .append(cell(detection.f1()))
                      .append(',')
                      .append(cell(detection.falseAlarmsPerYear()))
                      .append('\n');
                }));
    return csv.toString();
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }

  /** The same as tables, for a terminal and for pages: a table for each part. */
  String text() {
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (part, rows) -> {
          DateRange range = rows.get(0).range();
          text.append("\nDetectors against the shocks of truth ")
              .append(rule)
              .append(", ")
              .append(part.equals("all") ? "" : part + " range ")
              .append(range.first())
              .append(" to ")
              .append(range.last())
              .append("\n\n")
              .append(table(rows))
              .append('\n');
        });
    return text.toString();
  }

  private static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable("detector", "threshold", "found", "right", "F1", "false alarms a year");
    for (Row row : rows) {
      Detection detection = row.detection();
      table.row(
          row.detector().name(),
          Double.toString(row.detector().threshold()),
          detection.found().size() + " of " + detection.truthEpisodes(),
          detection.right().size() + " of " + detection.alarmEpisodes(),
          shown(detection.f1()),
          shown(detection.falseAlarmsPerYear()));
    }
    return table;
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "";
  }
}
