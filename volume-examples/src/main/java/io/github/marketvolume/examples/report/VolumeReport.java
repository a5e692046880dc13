package io.github.marketvolume.examples.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One HTML page that shows a run, and holds all that it shows. */
public final class VolumeReport {

  /** What every page has in its first bytes. */
  private static final String TITLE = "<title>S&amp;P 500 volume</title>";

  private static final int BEGINNING = 2048;

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final RunNote note;
  private final VolumeHistory history;

  private VolumeReport(RunNote note, VolumeHistory history) {
    this.note = note;
    this.history = history;
  }

  /**
   * Reads a run.
   *
   * @param folder what {@code sp500 run} has written
   * @throws io.github.marketvolume.error.InvalidPlanException if there is no such folder
   * @throws io.github.marketvolume.error.SourceException if it cannot be read, or is not a run's
   */
  public static VolumeReport of(Path folder) {
    try (RunFolder run = RunFolder.open(folder)) {
      RunNote note = run.note();
      return new VolumeReport(note, run.history(note.runId()));
    }
  }

  /** How many tickers the run has. */
  public int tickers() {
    return history.tickers().size();
  }

  /** How many days the run has. */
  public int days() {
    return history.days().length;
  }

  /**
   * Whether a file is a page that this class wrote; only those are replaced.
   *
   * @throws InvalidPlanException if the file cannot be read
   */
  public static boolean isPage(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
      return beginning.startsWith("<!DOCTYPE html>") && beginning.contains(TITLE);
    } catch (IOException e) {
      throw new InvalidPlanException(
          file + " cannot be read, and so is not replaced; choose another place with --output", e);
    }
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws SinkException if it cannot be written
   */
  public void write(Path file) {
    Path partial = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      try {
        Files.writeString(partial, html());
        try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          written.force(true); // before it takes the place of another page
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new SinkException(file + " could not be written: " + e, e);
    }
  }

  private String html() {
    WebJar uplot = WebJar.named("uplot");
    Map<String, String> parts =
        Map.of(
            "chart-license", uplot.text("LICENSE").strip(),
            "chart-style", uplot.text("dist/uPlot.min.css"),
            "chart-script", uplot.text("dist/uPlot.iife.min.js"),
            "style", resource("report.css"),
            "script", resource("market.js") + resource("figures.js") + resource("page.js"),
            "run", json(),
            "bars", Base64.getEncoder().encodeToString(history.packed()));
    Matcher place = PLACE.matcher(resource("report.html"));
    return place.replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("source", note.source());
      json.writeStringField("runId", note.runId());
      json.writeStringField("startedAt", note.startedAt());
      json.writeNumberField("rowsRead", note.rowsRead());
      json.writeNumberField("rowsRejected", note.rowsRejected());
      json.writeBooleanField("raw", history.raw());
      json.writeFieldName("days");
      json.writeArray(history.days(), 0, history.days().length);
      json.writeArrayFieldStart("tickers");
      for (int ticker = 0; ticker < tickers(); ticker++) {
        VolumeHistory.Span span = history.spans().get(ticker);
        json.writeStartObject();
        json.writeStringField("symbol", history.tickers().get(ticker));
        json.writeNumberField("start", span.start());
        json.writeNumberField("length", span.length());
        List<VolumeHistory.Step> steps = history.steps().get(ticker);
        if (!steps.isEmpty()) {
          json.writeArrayFieldStart("factors");
          for (VolumeHistory.Step step : steps) {
            json.writeStartArray();
            json.writeNumber(step.row());
            json.writeNumber(step.factor());
            json.writeEndArray();
          }
          json.writeEndArray();
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("rows", history.volumes().length);
      json.writeNumberField("flaggedRows", history.scores().length);
      json.writeNumberField("lotPlanes", history.lotPlanes());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A source may be named anything, also what would end the script element it stands in.
    return text.toString().replace("<", "\\u003c");
  }

  private static String resource(String name) {
    try (InputStream in = VolumeReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
