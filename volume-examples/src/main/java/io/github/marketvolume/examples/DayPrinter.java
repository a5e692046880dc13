package io.github.marketvolume.examples;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.RollingMetric;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Prints what an update gave of the days that it closed: a line each, and what is unusual. */
final class DayPrinter {

  /** Of how many days the lines are printed, where an update closes many. */
  private static final int MOST_DAYS = 10;

  private static final RollingMetric<Bar, Double> USUAL_LOG =
      LOG_VOLUME.median().over(bars(60)).as("median_log_60");

  private static final CrossSection<Long> TICKERS = CrossSection.tickersTraded().as("tickers");

  private final MarketShocks shocks;
  private final PrintWriter out;
  private final Map<String, InMemorySink<Object>> sinks = new TreeMap<>();
  private final NavigableMap<LocalDate, FlaggedEpisode<?>> known = new TreeMap<>();

  DayPrinter(MarketShocks shocks, PrintWriter out) {
    this.shocks = shocks;
    this.out = out;
  }

  /** The same pipeline, which gives this the rows that it prints. */
  VolumePipeline taking(VolumePipeline pipeline) {
    List<Output<?>> outputs = new ArrayList<>(pipeline.outputs());
    for (Output<?> output : pipeline.outputs()) {
      if (output.sink() instanceof FolderSink folder) {
        String name = folder.location().replaceFirst(".*[/\\\\]", "");
        if (List.of("market_daily", "anomalies", "shocks").contains(name)) {
          InMemorySink<Object> rows = new InMemorySink<>();
          sinks.put(name, rows);
          outputs.add(into(output.stage(), rows, output.isRebuilt()));
        }
      }
    }
    return new VolumePipeline(pipeline.name(), outputs, pipeline.report());
  }

  private static <S> Output<S> into(Stage<S> stage, InMemorySink<Object> rows, boolean isRebuilt) {
    return new Output<>(stage, rows, isRebuilt);
  }

  private List<Object> rows(String name) {
    return sinks.containsKey(name) ? sinks.get(name).rows() : List.of();
  }

  /**
   * Prints the days after one and up to another.
   *
   * @param after the last day that was closed before
   * @param last the last day that is closed now
   */
  void print(LocalDate after, LocalDate last, RunReport report) {
    NavigableMap<LocalDate, Measured<?>> days = new TreeMap<>();
    for (Object row : rows("market_daily")) {
      Measured<?> day = (Measured<?>) row;
      if (day.tradeDate().isAfter(after) && !day.tradeDate().isAfter(last)) {
        days.put(day.tradeDate(), day);
      }
    }
    List<LocalDate> printed = new ArrayList<>(days.keySet());
    int left = Math.max(0, printed.size() - MOST_DAYS);
    if (left > 0) {
      out.println(
          left + " days from " + printed.get(0) + " to " + printed.get(left - 1) + " closed");
    }
    LocalDate from = left > 0 ? printed.get(left - 1) : after;
    report
        .updated()
        .ifPresent(
            updated ->
                updated.missing().stream()
                    .filter(day -> day.isAfter(from) && day.isBefore(last))
                    .forEach(day -> out.println("missing " + day + ": a session without a bar")));
    List<LocalDate> partial = report.updated().map(RunReport.Updated::partial).orElse(List.of());
    for (LocalDate date : printed.subList(left, printed.size())) {
      printDay(date, days.get(date));
      if (partial.contains(date)) {
        out.println("  incomplete: fewer tickers than nine tenths of those of the days before");
      }
      printAnomalies(date);
    }
    printShocks(from, last);
    out.flush();
  }

  @SuppressWarnings("unchecked") // rows of market_daily are days of the market
  private void printDay(LocalDate date, Measured<?> row) {
    Measured<MarketDay> day = (Measured<MarketDay>) row;
    StringBuilder line = new StringBuilder(date.toString());
    day.get(TICKERS).ifPresent(number -> line.append(format("  %,d tickers", number)));
    day.get(MarketShocks.TOTAL_VOLUME)
        .ifPresent(volume -> line.append(format("  %,d shares", volume)));
    day.get(shocks.score()).ifPresent(score -> line.append(format("  shock score %.2f", score)));
    day.get(shocks.level()).ifPresent(level -> line.append("  ").append(level));
    out.println(line);
  }

  @SuppressWarnings("unchecked") // rows of anomalies are of bars
  private void printAnomalies(LocalDate date) {
    for (Object row : rows("anomalies")) {
      Anomaly<Bar> anomaly = (Anomaly<Bar>) row;
      if (!anomaly.tradeDate().equals(date)) {
        continue;
      }
      Bar bar = anomaly.row().base();
      StringBuilder line = new StringBuilder("  anomaly ").append(bar.ticker());
      double volume = bar.exactVolume().orElse(Double.NaN);
      line.append(format("  %,.0f shares  score %.1f", volume, anomaly.score()));
      anomaly
          .row()
          .get(USUAL_LOG)
          .ifPresent(
              usual -> line.append(format("  %.1f times the usual", volume / Math.exp(usual))));
      out.println(line);
    }
  }

  private void printShocks(LocalDate after, LocalDate last) {
    for (Object row : rows("shocks")) {
      FlaggedEpisode<?> shock = (FlaggedEpisode<?>) row;
      FlaggedEpisode<?> before = known.put(shock.start(), shock);
      String facts =
          format(
              "%s to %s, %d of %d days, peak %.2f on %s",
              shock.start(),
              shock.end(),
              shock.flaggedDays(),
              shock.sessions(),
              shock.peakScore(),
              ((Dated) shock.peak()).tradeDate());
      boolean isNew = shock.end().isAfter(after) && !shock.end().isAfter(last);
      if (isNew && shock.start().isAfter(after)) {
        out.println("  shock begins: " + facts);
      } else if (isNew) {
        out.println("  shock grows: " + facts);
      }
      boolean wasOpen = before == null ? isNew : before.isOpen();
      if (wasOpen && !shock.isOpen()) {
        out.println("  shock ended: " + facts);
      }
    }
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
