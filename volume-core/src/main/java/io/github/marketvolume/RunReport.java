package io.github.marketvolume;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.TextTable;
import io.github.marketvolume.market.RejectedRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What a run did: rows read, rejected and written, and the time that each phase took. */
@Value.Immutable
@ValueStyle
public abstract class RunReport {

  /** The pipeline's name. */
  public abstract String pipeline();

  /** Identifies the run. */
  public abstract String runId();

  /** The engine, in words. */
  public abstract String runner();

  /** When the run began. */
  public abstract Instant startedAt();

  /** The time until everything was published. */
  public abstract Duration duration();

  /** What was read, one entry for each source and set of rules. */
  public abstract List<Input> inputs();

  /** The tables of groups that were read, each once. */
  public abstract List<Groups> groups();

  /** What an update found in its input and did about it; empty of a run over everything. */
  public abstract Optional<Updated> updated();

  /** What was written, in the order of the pipeline's outputs. */
  public abstract List<Written> outputs();

  /** Where the time went, in the order of the work. */
  public abstract List<Phase> phases();

  /** Notices for the user that are not errors, one line each. */
  public abstract List<String> warnings();

  /** The pipeline's {@link VolumePipeline#explain()}. */
  public abstract String plan();

  /** Rows read, over all inputs. */
  public long rowsRead() {
    return inputs().stream().mapToLong(Input::rowsRead).sum();
  }

  /** Rows rejected, over all inputs and rules. */
  public long rowsRejected() {
    return inputs().stream().mapToLong(Input::rowsRejected).sum();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The rows of one source. Every row read is accepted, rejected, or dropped as a duplicate because
   * another row of its ticker and date is as complete or replaces it: {@code rowsRead =
   * rowsAccepted + rowsRejected() + duplicatesDropped}. A quarantined file counts as one row.
   *
   * @param source the source in words
   * @param rejectedByRule rows rejected, by the name of the first rule that each broke
   * @param warnedByRule rows kept although they broke a rule that only warns, by its name
   * @param pruned how much of the source's files was read; empty where that is all
   */
  public record Input(
      String source,
      long rowsRead,
      long rowsAccepted,
      long duplicatesDropped,
      Map<String, Long> rejectedByRule,
      Map<String, Long> warnedByRule,
      Optional<Pruned> pruned) {

    public Input {
      source = SafeText.line(source);
      rejectedByRule = Map.copyOf(rejectedByRule);
      warnedByRule = Map.copyOf(warnedByRule);
    }

    /** The rows of a source of which all was read. */
    public Input(
        String source,
        long rowsRead,
        long rowsAccepted,
        long duplicatesDropped,
        Map<String, Long> rejectedByRule,
        Map<String, Long> warnedByRule) {
      this(
          source,
          rowsRead,
          rowsAccepted,
          duplicatesDropped,
          rejectedByRule,
          warnedByRule,
          Optional.empty());
    }

    /** The same rows, and others that were rejected before. */
    public Input rejecting(List<RejectedRow> rows) {
      if (rows.isEmpty()) {
        return this;
      }
      Map<String, Long> all = new HashMap<>(rejectedByRule);
      rows.forEach(row -> all.merge(row.rule(), 1L, Long::sum));
      return new Input(
          source,
          rowsRead + rows.size(),
          rowsAccepted,
          duplicatesDropped,
          all,
          warnedByRule,
          pruned);
    }

    /** The same rows of a source of which only a part was read. */
    public Input of(Pruned part) {
      return new Input(
          source,
          rowsRead,
          rowsAccepted,
          duplicatesDropped,
          rejectedByRule,
          warnedByRule,
          Optional.of(part));
    }

    /** Rows rejected, over all rules. */
    public long rowsRejected() {
      return rejectedByRule.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A table of groups.
   *
   * @param grouping what the groups are and where the table is, in words
   * @param rows the memberships read
   * @param tickers how many tickers are in a group
   * @param groups how many groups there are
   * @param sha256 a checksum of the memberships, whatever their order: equal tables have equal ones
   */
  public record Groups(String grouping, long rows, int tickers, int groups, String sha256) {

    public Groups {
      grouping = SafeText.line(grouping);
    }
  }

  /**
   * How much was read of files of which only some can have what the outputs look back on. The rules
   * judge the rows that were read.
   *
   * @param files how many files were read
   * @param filesInAll how many there are
   * @param rows how many rows the files have that were read
   * @param rowsInAll how many all files have
   * @param bytes the length of the files that were read
   * @param bytesInAll the length of all files
   */
  public record Pruned(
      int files, int filesInAll, long rows, long rowsInAll, long bytes, long bytesInAll) {

    private String inWords() {
      return String.format(
          Locale.ROOT,
          "in %,d of %,d files, %,d of %,d bytes",
          files,
          filesInAll,
          bytes,
          bytesInAll);
    }
  }

  /**
   * What an update did.
   *
   * @param isPublished whether anything was: nothing is where nothing is new
   * @param isResumed whether the computations went on from a kept state; otherwise they began with
   *     the first kept bar
   * @param firstMonth the first day of the first month that was written; empty if none was
   * @param added bars of days on which the ticker had none
   * @param changed bars that took the place of others
   * @param removed bars that are gone, as a complete input has them no more
   * @param repeated bars that were known
   * @param missing sessions of the last months without a bar, up to the last day with bars
   * @param partial days of the last months with fewer bars than the days before them
   */
  public record Updated(
      boolean isPublished,
      boolean isResumed,
      Optional<LocalDate> firstMonth,
      long added,
      long changed,
      long removed,
      long repeated,
      List<LocalDate> missing,
      List<LocalDate> partial) {

    public Updated {
      missing = List.copyOf(missing);
      partial = List.copyOf(partial);
    }
  }

  /**
   * One output.
   *
   * @param sink the sink in words
   * @param rows the rows published, counted in what was committed
   */
  public record Written(String sink, long rows) {

    public Written {
      sink = SafeText.line(sink);
    }
  }

  /** A part of the work and the wall time that it took. */
  public record Phase(String name, Duration duration) {}

  /** The report as a table for a terminal. */
  public String toTable() {
    TextTable table = new TextTable("what", "rows", "detail");
    for (Input input : inputs()) {
      table.row("read", input.rowsRead(), input.source());
      input
          .pruned()
          .ifPresent(pruned -> table.row("of all rows", pruned.rowsInAll(), pruned.inWords()));
      table.row("accepted", input.rowsAccepted(), "");
      if (input.duplicatesDropped() > 0) {
        table.row("duplicates dropped", input.duplicatesDropped(), "");
      }
      input.rejectedByRule().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> table.row("rejected", e.getValue(), e.getKey()));
      input.warnedByRule().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> table.row("kept with a warning", e.getValue(), e.getKey()));
    }
    for (Groups some : groups()) {
      table.row("memberships read", some.rows(), some.grouping());
    }
    updated()
        .ifPresent(
            update -> {
              table.row("new bars", update.added(), update.isPublished() ? "" : "nothing is new");
              table.row("corrected bars", update.changed(), "");
              if (update.removed() > 0) {
                table.row("removed bars", update.removed(), "");
              }
              table.row("known bars", update.repeated(), "");
            });
    for (Written output : outputs()) {
      table.row("written", output.rows(), output.sink());
    }
    StringBuilder text = new StringBuilder(table.toString());
    TextTable times = new TextTable("phase", "seconds");
    for (Phase phase : phases()) {
      times.row(phase.name(), phase.duration().toMillis() / 1e3);
    }
    times.row("all", duration().toMillis() / 1e3);
    text.append("\n\n").append(times);
    warnings().forEach(warning -> text.append("\nwarning: ").append(SafeText.line(warning)));
    return text.toString();
  }

  /** The report as a JSON object. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("pipeline", pipeline());
      json.writeStringField("run_id", runId());
      json.writeStringField("runner", SafeText.line(runner()));
      json.writeStringField("started_at", startedAt().toString());
      json.writeNumberField("seconds", duration().toMillis() / 1e3);
      json.writeArrayFieldStart("inputs");
      for (Input input : inputs()) {
        json.writeStartObject();
        json.writeStringField("source", input.source());
        json.writeNumberField("rows_read", input.rowsRead());
        json.writeNumberField("rows_accepted", input.rowsAccepted());
        json.writeNumberField("rows_rejected", input.rowsRejected());
        json.writeNumberField("duplicates_dropped", input.duplicatesDropped());
        writeCounts(json, "rejected_by_rule", input.rejectedByRule());
        writeCounts(json, "warned_by_rule", input.warnedByRule());
        if (input.pruned().isPresent()) {
          writePruned(json, input.pruned().get());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      if (updated().isPresent()) {
        writeUpdated(json, updated().get());
      }
      json.writeArrayFieldStart("groups");
      for (Groups some : groups()) {
        json.writeStartObject();
        json.writeStringField("grouping", some.grouping());
        json.writeNumberField("rows", some.rows());
        json.writeNumberField("tickers", some.tickers());
        json.writeNumberField("groups", some.groups());
        json.writeStringField("sha256", some.sha256());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("outputs");
      for (Written output : outputs()) {
        json.writeStartObject();
        json.writeStringField("sink", output.sink());
        json.writeNumberField("rows", output.rows());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("phases");
      for (Phase phase : phases()) {
        json.writeStartObject();
        json.writeStringField("name", phase.name());
        json.writeNumberField("seconds", phase.duration().toMillis() / 1e3);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("warnings");
      for (String warning : warnings()) {
        json.writeString(SafeText.line(warning));
      }
      json.writeEndArray();
      json.writeStringField("plan", SafeText.lines(plan()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a report could not be written to memory", e);
    }
    return text + "\n";
  }

  private static void writeUpdated(JsonGenerator json, Updated update) throws IOException {
    json.writeObjectFieldStart("update");
    json.writeBooleanField("published", update.isPublished());
    json.writeBooleanField("resumed", update.isResumed());
    if (update.firstMonth().isPresent()) {
      json.writeStringField("first_month", update.firstMonth().get().toString().substring(0, 7));
    }
    json.writeNumberField("bars_added", update.added());
    json.writeNumberField("bars_changed", update.changed());
    json.writeNumberField("bars_removed", update.removed());
    json.writeNumberField("bars_repeated", update.repeated());
    writeDates(json, "days_missing", update.missing());
    writeDates(json, "days_partial", update.partial());
    json.writeEndObject();
  }

  private static void writeDates(JsonGenerator json, String field, List<LocalDate> dates)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (LocalDate date : dates) {
      json.writeString(date.toString());
    }
    json.writeEndArray();
  }

  private static void writePruned(JsonGenerator json, Pruned pruned) throws IOException {
    json.writeObjectFieldStart("pruned");
    json.writeNumberField("files", pruned.files());
    json.writeNumberField("files_in_all", pruned.filesInAll());
    json.writeNumberField("rows", pruned.rows());
    json.writeNumberField("rows_in_all", pruned.rowsInAll());
    json.writeNumberField("bytes", pruned.bytes());
    json.writeNumberField("bytes_in_all", pruned.bytesInAll());
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> e :
        counts.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      json.writeNumberField(e.getKey(), e.getValue());
    }
    json.writeEndObject();
  }

  /** Builds a {@link RunReport}; lists may be empty, the rest is required. */
  public static final class Builder extends ImmutableRunReport.Builder {
    Builder() {}
  }
}
