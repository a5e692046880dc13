package io.github.marketvolume.examples.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTML page that shows a run, and holds all that it shows.
 *
 * <p>A page has {@value #MOST_TICKERS} tickers at most, and {@value #MOST_BYTES} bytes of data. Of
 * a run that has more it shows the tickers with the largest single day, and says how many it leaves
 * out.
 */
public final class VolumeReport {

  /** What every page has in its first bytes. */
  private static final String TITLE = "<title>S&amp;P 500 volume</title>";

  private static final int BEGINNING = 2048;

  static final int MOST_TICKERS = 5_000;

  /** What a browser adds up again, at every choice, without making its user wait. */
  static final int MOST_ROWS = 8_000_000;

  static final int MOST_BYTES = 64_000_000;

  /**
   * What a page may hold.
   *
   * @param rows one for each day of the calendar from a ticker's first to its last
   * @param bytes of the data: calendar, tickers and bars, as they stand in the page
   */
  record Limits(int tickers, int rows, int bytes) {

    static final Limits STANDARD = new Limits(MOST_TICKERS, MOST_ROWS, MOST_BYTES);
  }

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private static final String COPIES_EVERY_KEY =
      "for(let e in n)Fl(l[e])?Il(l[e],Gl(n[e])):l[e]=Gl(n[e])";
  private static final String COPIES_OTHER_KEYS =
      "for(let e in n)\"__proto__\"!==e&&(Fl(l[e])?Il(l[e],Gl(n[e])):l[e]=Gl(n[e]))";

  private final RunNote note;
  private final int tickersOfRun;
  private final VolumeHistory history;
  private final Optional<ShockHistory> shocks;
  private final ShockRule rule;
  private final byte[] bars;
  private final byte[] json;

  private VolumeReport(
      RunNote note,
      int tickersOfRun,
      VolumeHistory history,
      Optional<ShockHistory> shocks,
      ShockRule rule) {
    this.note = note;
    this.tickersOfRun = tickersOfRun;
    this.history = history;
    this.shocks = shocks;
    this.rule = rule;
    this.bars = Base64.getEncoder().encode(history.packed());
    this.json = json().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a run.
   *
   * @param folder what {@code sp500 run} has written
   * @param rule what makes a day a shock; a page says nothing of shocks if the run does not
   * @throws io.github.marketvolume.error.InvalidPlanException if there is no such folder
   * @throws io.github.marketvolume.error.SourceException if it cannot be read, or is not a run's
   */
  public static VolumeReport of(Path folder, ShockRule rule) {
    return of(folder, rule, Limits.STANDARD);
  }

  static VolumeReport of(Path folder, ShockRule rule, Limits limits) {
    try (RunFolder run = RunFolder.open(folder)) {
      RunNote note = run.note();
      run.requireWhole(note.runId(), rule);
      int tickers = run.tickers();
      Optional<ShockHistory> shocks =
          run.hasShocks() ? Optional.of(run.shocks()) : Optional.empty();
      int rows = limits.rows;
      VolumeReport report =
          new VolumeReport(note, tickers, run.history(limits.tickers, limits.rows), shocks, rule);
      // How well bars compress is known only when they are compressed.
      while (report.bytes() > limits.bytes && report.tickers() > 1) {
        double share = 0.95 * limits.bytes / report.bytes();
        rows = (int) (share * Math.min(rows, report.history.volumes().length));
        int fewer = Math.max(1, (int) (share * report.tickers()));
        report = new VolumeReport(note, tickers, run.history(fewer, rows), shocks, rule);
      }
      return report;
    }
  }

  private long bytes() {
    return (long) bars.length + json.length;
  }

  /** How many tickers the run has. */
  public int tickersOfRun() {
    return tickersOfRun;
  }

  /** How many of them the page shows. */
  public int tickers() {
    return history.tickers().size();
  }

  /** How many days the page shows. */
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
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
          writeHtml(out);
        }
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

  private void writeHtml(OutputStream out) throws IOException {
    WebJar uplot = WebJar.named("uplot");
    Map<String, byte[]> parts =
        Map.of(
            "chart-license", utf8(uplot.text("LICENSE").strip()),
            "chart-style", utf8(uplot.text("dist/uPlot.min.css")),
            "chart-script", utf8(chartScript(uplot)),
            "style", utf8(resource("report.css")),
            "script",
                utf8(
                    resource("market.js")
                        + resource("figures.js")
                        + resource("shocks.js")
                        + resource("page.js")),
            "run", json,
            "bars", bars);
    String page = resource("report.html");
    Matcher place = PLACE.matcher(page);
    int written = 0;
    while (place.find()) {
      out.write(utf8(page.substring(written, place.start())));
      out.write(parts.get(place.group(1)));
      written = place.end();
    }
    out.write(utf8(page.substring(written)));
  }

  /**
   * The program of the charts. Its version 1.6.30, the newest that is a Maven artifact, copies
   * options with a key of {@code __proto__} into the prototype of all objects (CVE-2024-21489).
   * This leaves such a key out, as 1.6.31 does.
   */
  private static String chartScript(WebJar uplot) {
    String script = uplot.text("dist/uPlot.iife.min.js");
    if (!script.contains(COPIES_EVERY_KEY)) {
      throw new IllegalStateException(
          "uPlot " + uplot.version() + " copies options in another way; is the fix still needed?");
    }
    return script.replace(COPIES_EVERY_KEY, COPIES_OTHER_KEYS);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
      json.writeNumberField("tickersOfRun", tickersOfRun);
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
      json.writeBooleanField("ownScores", history.hasOwnScores());
      if (shocks.isPresent()) {
        shocks.get().writeTo(json, history.days(), rule);
      }
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
