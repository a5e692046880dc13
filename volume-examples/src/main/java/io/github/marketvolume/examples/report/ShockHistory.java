package io.github.marketvolume.examples.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.metric.Levels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The shocks of a run, and what its days are by the score of the market.
 *
 * @param shocks the shocks, by date
 * @param days what each day is, in days since 1970-01-01
 */
record ShockHistory(List<Shock> shocks, Map<Integer, Day> days) {

  /**
   * A shock.
   *
   * @param facts what is known of it
   * @param isOpen whether days after those of the run may still extend it
   */
  record Shock(ShockFacts facts, boolean isOpen) {}

  /**
   * A day of the market.
   *
   * @param score empty where too few tickers have one
   * @param level the name of the level of the score; empty below all, and on half days
   * @param kind empty where the calendar knows of none
   */
  record Day(OptionalDouble score, Optional<String> level, Optional<DayKind> kind) {

    private static final Day UNKNOWN =
        new Day(OptionalDouble.empty(), Optional.empty(), Optional.empty());

    /** The kind in words, where it is worth to be told. */
    private String inWords() {
      return kind.flatMap(ShockFacts::inWords).orElse("");
    }
  }

  /**
   * Writes the fields of an object.
   *
   * @param calendar the days that the page shows, in days since 1970-01-01
   */
  void writeTo(JsonGenerator json, int[] calendar, ShockRule rule) throws IOException {
    json.writeObjectFieldStart("shockRule");
    json.writeNumberField("threshold", rule.threshold());
    json.writeNumberField("minTickers", rule.minTickers());
    json.writeArrayFieldStart("levels");
    for (Levels.Level level : rule.levels().list()) {
      json.writeStartObject();
      json.writeStringField("name", level.name());
      json.writeNumberField("from", level.from());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("shocks");
    for (Shock shock : shocks) {
      write(json, shock);
    }
    json.writeEndArray();
    writeDays(json, calendar, rule);
  }

  private static void write(JsonGenerator json, Shock shock) throws IOException {
    ShockFacts facts = shock.facts;
    json.writeStartObject();
    json.writeNumberField("start", facts.start().toEpochDay());
    json.writeNumberField("end", facts.end().toEpochDay());
    json.writeNumberField("peak", facts.peak().date().toEpochDay());
    json.writeNumberField("sessions", facts.sessions());
    json.writeNumberField("flagged", facts.flaggedDays());
    json.writeBooleanField("open", shock.isOpen);
    json.writeStringField("level", facts.level());
    json.writeNumberField("score", (float) facts.peak().score());
    json.writeNumberField("rank", facts.rank());
    json.writeStringField("sentence", facts.sentence());
    json.writeEndObject();
  }

  /** Scores, and where each day's level and kind stand in the lists of those. */
  private void writeDays(JsonGenerator json, int[] calendar, ShockRule rule) throws IOException {
    List<Day> shown = new ArrayList<>();
    for (int day : calendar) {
      shown.add(days.getOrDefault(day, Day.UNKNOWN));
    }
    json.writeArrayFieldStart("shockScores");
    for (Day day : shown) {
      if (day.score.isPresent()) {
        json.writeNumber((float) day.score.getAsDouble());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    List<String> names = rule.levels().list().stream().map(Levels.Level::name).toList();
    json.writeFieldName("dayLevels");
    int[] levels =
        shown.stream().mapToInt(day -> day.level.map(names::indexOf).orElse(-1)).toArray();
    json.writeArray(levels, 0, levels.length);
    List<String> words = shown.stream().map(Day::inWords).distinct().sorted().toList();
    json.writeFieldName("kinds");
    json.writeArray(words.toArray(String[]::new), 0, words.size());
    json.writeFieldName("dayKinds");
    int[] kinds = shown.stream().mapToInt(day -> words.indexOf(day.inWords())).toArray();
    json.writeArray(kinds, 0, kinds.length);
  }
}
