package io.github.marketvolume.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ledger as JSON: an object with its version, and days and files that name runs by place. */
final class LedgerText {

  /** What the text means; another number for another meaning. */
  private static final int VERSION = 1;

  private LedgerText() {}

  static String print(Ledger ledger) {
    StringWriter text = new StringWriter();
    DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
    lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(lines)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("library", ledger.library());
      json.writeStringField("plan", ledger.plan());
      if (ledger.position().isPresent()) {
        json.writeStringField("position", ledger.position().get());
      }
      json.writeArrayFieldStart("states");
      for (LocalDate state : ledger.states()) {
        json.writeString(state.toString());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("runs");
      for (Ledger.Run run : ledger.runs()) {
        print(run, json);
      }
      json.writeEndArray();
      Map<String, Integer> places = new TreeMap<>();
      ledger.runs().forEach(run -> places.put(run.id(), places.size()));
      json.writeObjectFieldStart("days");
      for (Map.Entry<LocalDate, Ledger.Day> day : ledger.days().entrySet()) {
        Ledger.State state = ledger.state(day.getKey()).orElseThrow();
        json.writeArrayFieldStart(day.getKey().toString());
        json.writeString(state.name().toLowerCase(Locale.ROOT));
        json.writeNumber(day.getValue().bars());
        json.writeNumber(places.getOrDefault(day.getValue().run(), -1));
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("files");
      for (Map.Entry<String, SortedMap<String, String>> folder : ledger.files().entrySet()) {
        json.writeObjectFieldStart(folder.getKey());
        for (Map.Entry<String, String> file : folder.getValue().entrySet()) {
          json.writeNumberField(file.getKey(), places.getOrDefault(file.getValue(), -1));
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: it never happens
    }
    return text + "\n";
  }

  private static void print(Ledger.Run run, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("run_id", run.id());
    json.writeStringField("started_at", run.startedAt().toString());
    json.writeStringField("input", run.input());
    json.writeNumberField("added", run.added());
    json.writeNumberField("changed", run.changed());
    json.writeNumberField("removed", run.removed());
    json.writeNumberField("repeated", run.repeated());
    json.writeNumberField("rejected", run.rejected());
    json.writeEndObject();
  }

  static Ledger parse(String text, String name) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      return new Reader(json).ledger();
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new SourceException(
          name
              + " is not a ledger that this library reads ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); run over the whole input again, into an empty store",
          e);
    }
  }

  /** Reads the fields as they come. */
  private static final class Reader {

    private final JsonParser json;
    private final List<Ledger.Run> runs = new ArrayList<>();
    private final NavigableMap<LocalDate, Ledger.Day> days = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, String>> files = new TreeMap<>();
    private final SortedSet<LocalDate> states = new TreeSet<>();

    Reader(JsonParser json) {
      this.json = json;
    }

    Ledger ledger() throws IOException {
      int version = 0;
      String library = "";
      String plan = "";
      Optional<String> position = Optional.empty();
      require(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "version" -> version = json.getIntValue();
          case "library" -> library = json.getText();
          case "plan" -> plan = json.getText();
          case "position" -> position = Optional.of(json.getText());
          case "states" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              states.add(LocalDate.parse(json.getText()));
            }
          }
          case "runs" -> runs();
          case "days" -> days();
          case "files" -> files();
          default -> json.skipChildren();
        }
        if (version != VERSION) {
          throw new IOException("its version is " + version + ", not " + VERSION);
        }
      }
      require(json.currentToken(), JsonToken.END_OBJECT);
      if (plan.isEmpty()) {
        throw new IOException("it names no plan");
      }
      return new Ledger(plan, library, runs, days, files, states, position);
    }

    private void runs() throws IOException {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> fields = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          fields.put(field, json.getText());
        }
        runs.add(
            new Ledger.Run(
                fields.getOrDefault("run_id", ""),
                Instant.parse(fields.getOrDefault("started_at", "")),
                fields.getOrDefault("input", ""),
                Long.parseLong(fields.getOrDefault("added", "0")),
                Long.parseLong(fields.getOrDefault("changed", "0")),
                Long.parseLong(fields.getOrDefault("removed", "0")),
                Long.parseLong(fields.getOrDefault("repeated", "0")),
                Long.parseLong(fields.getOrDefault("rejected", "0"))));
      }
    }

    private void days() throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        LocalDate date = LocalDate.parse(json.currentName());
        require(json.nextToken(), JsonToken.START_ARRAY);
        json.nextToken(); // the state follows from the numbers of bars
        int bars = json.nextIntValue(0);
        days.put(date, new Ledger.Day(bars, run(json.nextIntValue(-1))));
        require(json.nextToken(), JsonToken.END_ARRAY);
      }
    }

    private void files() throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        SortedMap<String, String> folder = new TreeMap<>();
        files.put(json.currentName(), folder);
        require(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String file = json.currentName();
          json.nextToken();
          folder.put(file, run(json.getIntValue()));
        }
      }
    }

    private String run(int place) throws IOException {
      if (place >= runs.size()) {
        throw new IOException("it names a run that it does not list");
      }
      return place < 0 ? "" : runs.get(place).id();
    }

    private static void require(JsonToken found, JsonToken wanted) throws IOException {
      if (found != wanted) {
        throw new IOException("it has " + found + " where " + wanted + " belongs");
      }
    }
  }
}
