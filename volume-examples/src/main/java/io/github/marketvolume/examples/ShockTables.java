package io.github.marketvolume.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.evaluation.Detection;
import io.github.marketvolume.evaluation.Episode;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.io.TextTable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What {@code sp500 shocks} says, as text and as the contents of its files.
 *
 * @param alarms the detector's episodes
 * @param judgement how good they are, where there are indices
 * @param kinds the name of the kind of a flagged day; empty where it has none
 * @param sentences what happened in each of the alarms
 */
record ShockTables(
    Episodes alarms,
    Optional<Judgement> judgement,
    Function<LocalDate, String> kinds,
    List<String> sentences) {

  /** The episodes, a line each. */
  String episodesCsv() {
    StringBuilder csv =
        new StringBuilder("start,end,flagged_days,peak_date,peak_day_kind,peak_score\n");
    for (Episode alarm : alarms.list()) {
      csv.append(alarm.start())
          .append(',')
          .append(alarm.end())
          .append(',')
          .append(alarm.flaggedDays())
          .append(',')
          .append(alarm.peakDate())
          .append(',')
          .append(kinds.apply(alarm.peakDate()))
          .append(',')
          .append(alarm.peakScore())
          .append('\n');
    }
    return csv.toString();
  }

  /** The shocks, a line each. */
  String truthCsv() {
    Judgement judged = judgement.orElseThrow();
    StringBuilder csv =
        new StringBuilder("start,end,shock_days,max_abs_z252,max_volatility_change,found\n");
    for (Episode shock : judged.shocks().list()) {
      csv.append(shock.start())
          .append(',')
          .append(shock.end())
          .append(',')
          .append(shock.flaggedDays())
          .append(',')
          .append(judged.largestAbsZ(shock))
          .append(',')
          .append(judged.largestVolatilityChange(shock))
          .append(',')
          .append(judged.isFound(shock))
          .append('\n');
    }
    return csv.toString();
  }

  /** The measures as one object; what is not defined is null. */
  String metricsJson() {
    Judgement judged = judgement.orElseThrow();
    Detection detection = judged.detection();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("truth", judged.rule().name());
      json.writeStringField("from", judged.range().first().toString());
      json.writeStringField("to", judged.range().last().toString());
      json.writeNumberField("truth_episodes", detection.truthEpisodes());
      json.writeNumberField("alarm_episodes", detection.alarmEpisodes());
      write(json, "recall", detection.recall());
      write(json, "precision", detection.precision());
      write(json, "f1", detection.f1());
      write(json, "false_alarms_per_year", detection.falseAlarmsPerYear());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // which a text in memory does not throw
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsDouble());
    } else {
      json.writeNullField(name);
    }
  }

  /** All of it, for a terminal. */
  String text() {
    StringBuilder text = new StringBuilder("\nEpisodes of unusual volume\n\n");
    text.append(alarms.list().isEmpty() ? "none" : episodesTable());
    if (!sentences.isEmpty()) {
      text.append("\n\n").append(String.join("\n", sentences));
    }
    judgement.ifPresent(
        judged -> {
          text.append("\n\nShocks by the indices, truth ").append(judged.rule()).append("\n\n");
          text.append(judged.shocks().list().isEmpty() ? "none" : truthTable(judged));
          text.append("\n\n").append(summary(judged));
        });
    return text.toString();
  }

  private TextTable episodesTable() {
    TextTable table =
        judgement.isEmpty()
            ? new TextTable("start", "end", "flagged days", "peak", "kind of day", "score")
            : new TextTable(
                "start", "end", "flagged days", "peak", "kind of day", "score", "alarm");
    for (Episode alarm : alarms.list()) {
      table.row(
          alarm.start(),
          alarm.end(),
          alarm.flaggedDays(),
          alarm.peakDate(),
          kinds.apply(alarm.peakDate()),
          alarm.peakScore(),
          judgement
              .map(judged -> judged.detection().right().contains(alarm) ? "right" : "wrong")
              .orElse(""));
    }
    return table;
  }

  private static TextTable truthTable(Judgement judged) {
    TextTable table =
        new TextTable("start", "end", "shock days", "largest |z|", "largest VIX rise", "found");
    for (Episode shock : judged.shocks().list()) {
      table.row(
          shock.start(),
          shock.end(),
          shock.flaggedDays(),
          judged.largestAbsZ(shock),
          judged.largestVolatilityChange(shock),
          judged.isFound(shock) ? "yes" : "no");
    }
    return table;
  }

  private static TextTable summary(Judgement judged) {
    Detection detection = judged.detection();
    return new TextTable("measure", "value", "")
        .row(
            "recall",
            shown(detection.recall()),
            of(detection.found().size(), detection.truthEpisodes(), "shocks found"))
        .row(
            "precision",
            shown(detection.precision()),
            of(detection.right().size(), detection.alarmEpisodes(), "alarms right"))
        .row("F1", shown(detection.f1()), "")
        .row(
            "false alarms a year",
            shown(detection.falseAlarmsPerYear()),
            String.format(
                Locale.ROOT,
                "%d in %,d days from %s to %s",
                detection.wrong().size(),
                detection.days(),
                judged.range().first(),
                judged.range().last()));
  }

  private static String of(int part, int whole, String what) {
    return part + " of " + whole + " " + what;
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.4f", value.getAsDouble())
        : "undefined";
  }
}
