package io.github.marketvolume.notebook;

import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A picture of numbers over time. An immutable value, drawn when a notebook shows it.
 *
 * <pre>{@code
 * Chart.titled("Market volume").line(days, total(VOLUME)).marks(days, total(VOLUME), shock)
 * }</pre>
 *
 * <p>Rows whose value is missing are not drawn.
 */
public final class Chart {

  /** How the points of a layer are drawn. */
  enum Shape {
    LINE,
    BARS,
    MARKS
  }

  /** What is drawn over one another, in this order. */
  record Layer(Shape shape, String name, SortedMap<LocalDate, Double> points) {

    Layer {
      points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
    }
  }

  /** Stretches of days that are shaded, behind all layers: the last day of each by its first. */
  record Bands(String name, SortedMap<LocalDate, LocalDate> spans) {

    Bands {
      spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
    }
  }

  private final String title;
  private final String axis;
  private final boolean logarithmic;
  private final List<Layer> layers;
  private final List<Bands> bands;

  private Chart(
      String title, String axis, boolean logarithmic, List<Layer> layers, List<Bands> bands) {
    this.title = title;
    this.axis = axis;
    this.logarithmic = logarithmic;
    this.layers = List.copyOf(layers);
    this.bands = List.copyOf(bands);
  }

  /** A chart without anything in it yet. */
  public static Chart titled(String title) {
    return new Chart(Objects.requireNonNull(title), "", false, List.of(), List.of());
  }

  /** Adds a line through the metric's value on each row. */
  public <R extends Dated> Chart line(
      List<? extends Measured<R>> rows, NumericMetric<R, ?> metric) {
    return with(Shape.LINE, sentence(metric.describe()), points(rows, metric));
  }

  /** Adds a line through these values. */
  public Chart line(String name, Map<LocalDate, ? extends Number> values) {
    return with(Shape.LINE, name, points(values));
  }

  /** Adds a bar from 0 to the metric's value on each row. */
  public <R extends Dated> Chart bars(
      List<? extends Measured<R>> rows, NumericMetric<R, ?> metric) {
    return with(Shape.BARS, sentence(metric.describe()), points(rows, metric));
  }

  /** Adds a bar from 0 to each of these values. */
  public Chart bars(String name, Map<LocalDate, ? extends Number> values) {
    return with(Shape.BARS, name, points(values));
  }

  /** Adds a dot at the metric's value on the rows that the flag is set on. */
  public <R extends Dated> Chart marks(
      List<? extends Flagged<R>> rows, NumericMetric<R, ?> metric, Flag<R> flag) {
    List<? extends Flagged<R>> flagged = rows.stream().filter(row -> row.is(flag)).toList();
    return with(Shape.MARKS, flag.name() + ": " + flag.describe(), points(flagged, metric));
  }

  /** Adds a dot at each of these values. */
  public Chart marks(String name, Map<LocalDate, ? extends Number> values) {
    return with(Shape.MARKS, name, points(values));
  }

  /** Shades the days from the first to the last of each episode, behind everything else. */
  public Chart bands(String name, List<? extends FlaggedEpisode<?>> episodes) {
    SortedMap<LocalDate, LocalDate> spans = new TreeMap<>();
    episodes.forEach(episode -> spans.put(episode.start(), episode.end()));
    List<Bands> more = new ArrayList<>(bands);
    more.add(new Bands(name, spans));
    return new Chart(title, axis, logarithmic, layers, more);
  }

  /** The same chart with its unit beside the axis: {@code shares}, {@code USD}. */
  public Chart axis(String unit) {
    return new Chart(title, Objects.requireNonNull(unit), logarithmic, layers, bands);
  }

  /** The same chart on a logarithmic axis, where equal distances are equal ratios. */
  public Chart logarithmic() {
    return new Chart(title, axis, true, layers, bands);
  }

  /**
   * Draws the chart.
   *
   * @throws IllegalStateException if there is nothing to draw, or a logarithmic axis is to show a
   *     value that is not positive
   */
  public String toSvg() {
    if (layers.stream().allMatch(layer -> layer.points().isEmpty())) {
      throw new IllegalStateException(
          "the chart \""
              + title
              + "\" has no value to draw; add line(...), bars(...) or marks(...)");
    }
    if (logarithmic
        && layers.stream()
            .flatMap(layer -> layer.points().values().stream())
            .anyMatch(value -> value <= 0)) {
      throw new IllegalStateException(
          "the chart \""
              + title
              + "\" has a value that is not positive; leave out logarithmic(), or the value");
    }
    return ChartDrawing.toSvg(this);
  }

  String title() {
    return title;
  }

  String unit() {
    return axis;
  }

  boolean isLogarithmic() {
    return logarithmic;
  }

  List<Layer> layers() {
    return layers;
  }

  List<Bands> bands() {
    return bands;
  }

  /** The chart in words. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("chart \"").append(title).append('"');
    for (Layer layer : layers) {
      text.append(", ")
          .append(layer.name())
          .append(" (")
          .append(layer.points().size())
          .append(layer.points().size() == 1 ? " point)" : " points)");
    }
    for (Bands shaded : bands) {
      text.append(", ")
          .append(shaded.name())
          .append(" (")
          .append(shaded.spans().size())
          .append(shaded.spans().size() == 1 ? " band)" : " bands)");
    }
    return text.toString();
  }

  /** The text, beginning as a sentence does. */
  static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private Chart with(Shape shape, String name, SortedMap<LocalDate, Double> points) {
    List<Layer> more = new ArrayList<>(layers);
    more.add(new Layer(shape, name, points));
    return new Chart(title, axis, logarithmic, more, bands);
  }

  private static SortedMap<LocalDate, Double> points(Map<LocalDate, ? extends Number> values) {
    SortedMap<LocalDate, Double> points = new TreeMap<>();
    values.forEach((date, value) -> points.put(date, value.doubleValue()));
    return points;
  }

  private static <R extends Dated> SortedMap<LocalDate, Double> points(
      List<? extends Measured<R>> rows, NumericMetric<R, ?> metric) {
    SortedMap<LocalDate, Double> points = new TreeMap<>();
    for (Measured<R> row : rows) {
      row.get(metric)
          .ifPresent(
              value -> {
                if (points.put(row.tradeDate(), ((Number) value).doubleValue()) != null) {
                  throw new IllegalArgumentException(
                      "there are several rows of "
                          + row.tradeDate()
                          + "; draw the rows of one ticker at a time");
                }
              });
    }
    return points;
  }
}
