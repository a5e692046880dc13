package io.github.marketvolume.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TimeZone;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws a chart as SVG: on white, with few lines, in colours that the colour-blind tell apart. */
final class ChartDrawing {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 320;

  /** More points than a screen has columns look no better. */
  private static final int MOST_BUCKETS = 700;

  private static final double DAY_MILLIS = 24 * 60 * 60 * 1000.0;

  /** Okabe and Ito's colours: pale for bars, which lines are drawn over, and warm for marks. */
  private static final List<Color> LINE_COLORS =
      List.of(new Color(0x0072B2), new Color(0x009E73), new Color(0xCC79A7));

  private static final List<Color> BAR_COLORS = List.of(new Color(0x56B4E9), new Color(0x999999));

  private static final List<Color> MARK_COLORS =
      List.of(new Color(0xD55E00), new Color(0xE69F00), new Color(0x000000));

  /** Paler than any bar, and not by hue alone: each has an edge. */
  private static final List<Color> BAND_COLORS =
      List.of(new Color(0xFBE3D0), new Color(0xE8E8F4), new Color(0xE3F1E3));

  private static final Color GRID = new Color(0xE4E4E4);
  private static final Color INK = new Color(0x333333);

  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);

  private ChartDrawing() {}

  static String toSvg(Chart chart) {
    Document document = newDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setIDGenerator(new OwnIds("chart" + Integer.toHexString(chart.toString().hashCode())));
    context.setPrecision(2);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    toJFreeChart(chart).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
    root.setAttribute("width", String.valueOf(WIDTH));
    root.setAttribute("height", String.valueOf(HEIGHT));
    root.setAttribute("font-family", "sans-serif");
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", chart.toString());
    root.setAttribute("style", "max-width:100%;height:auto");
    StringWriter svg = new StringWriter();
    try {
      graphics.stream(root, svg, false, false);
    } catch (SVGGraphics2DIOException e) {
      throw new UncheckedIOException(e);
    }
    String text = svg.toString();
    return text.substring(text.indexOf("<svg")).replaceAll("\\R\\s*(/?>)", "$1").strip();
  }

  /** Names that no other chart of the page has: each clips by its own frame. */
  private static final class OwnIds extends SVGIDGenerator {

    private final String chart;

    OwnIds(String chart) {
      this.chart = chart;
    }

    @Override
    public String generateID(String prefix) {
      return chart + "-" + super.generateID(prefix);
    }
  }

  private static Document newDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML parser: " + e.getMessage(), e);
    }
  }

  private static JFreeChart toJFreeChart(Chart chart) {
    XYPlot plot = new XYPlot();
    plot.setDomainAxis(dateAxis());
    plot.setRangeAxis(numberAxis(chart));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    Map<Chart.Shape, Integer> drawn = new EnumMap<>(Chart.Shape.class);
    int place = 0;
    for (Chart.Layer layer : chart.layers()) {
      if (layer.points().isEmpty()) {
        continue;
      }
      List<Color> colors =
          switch (layer.shape()) {
            case LINE -> LINE_COLORS;
            case BARS -> BAR_COLORS;
            case MARKS -> MARK_COLORS;
          };
      int ofItsShape = drawn.merge(layer.shape(), 1, Integer::sum);
      Color color = colors.get((ofItsShape - 1) % colors.size());
      plot.setDataset(place, dataset(layer));
      plot.setRenderer(place, renderer(layer, color));
      place++;
    }
    shade(plot, chart.bands());
    JFreeChart picture = new JFreeChart(chart.title(), TITLE, plot, false);
    picture.setBackgroundPaint(Color.WHITE);
    picture.setPadding(new RectangleInsets(8, 8, 8, 16));
    picture.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    picture.getTitle().setPaint(INK);
    picture.getTitle().setPadding(0, 4, 4, 0);
    if (place > 1 || !chart.bands().isEmpty()) {
      picture.addSubtitle(legend(plot));
    }
    return picture;
  }

  /** Shades stretches of days, each half a day longer at both ends. */
  private static void shade(XYPlot plot, List<Chart.Bands> bands) {
    LegendItemCollection legend = plot.getLegendItems();
    for (int i = 0; i < bands.size(); i++) {
      Color color = BAND_COLORS.get(i % BAND_COLORS.size());
      for (Map.Entry<LocalDate, LocalDate> span : bands.get(i).spans().entrySet()) {
        IntervalMarker band =
            new IntervalMarker(
                millis(span.getKey()) - DAY_MILLIS / 2, millis(span.getValue()) + DAY_MILLIS / 2);
        band.setPaint(color);
        band.setOutlinePaint(color.darker());
        band.setOutlineStroke(new BasicStroke(0.5f));
        band.setAlpha(1);
        plot.addDomainMarker(band, Layer.BACKGROUND);
      }
      LegendItem item = new LegendItem(bands.get(i).name(), color);
      item.setShape(new Rectangle2D.Double(-5, -5, 10, 10));
      item.setOutlinePaint(color.darker());
      legend.add(item);
    }
    plot.setFixedLegendItems(legend);
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setItemFont(PLAIN);
    legend.setItemPaint(INK);
    legend.setBackgroundPaint(Color.WHITE);
    return legend;
  }

  private static DateAxis dateAxis() {
    DateAxis axis = new DateAxis(null, TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ENGLISH);
    style(axis);
    axis.setTickMarkPaint(GRID);
    axis.setLowerMargin(0.01);
    axis.setUpperMargin(0.01);
    return axis;
  }

  private static ValueAxis numberAxis(Chart chart) {
    ValueAxis axis = chart.isLogarithmic() ? new RatioAxis(unit(chart)) : linearAxis(chart);
    style(axis);
    axis.setTickMarksVisible(false);
    return axis;
  }

  private static NumberAxis linearAxis(Chart chart) {
    NumberAxis axis = new NumberAxis(unit(chart));
    axis.setNumberFormatOverride(new ShortNumbers());
    axis.setAutoRangeIncludesZero(true);
    return axis;
  }

  /** A logarithmic axis with round numbers beside it: 10, 20, 50, 100. */
  private static final class RatioAxis extends LogAxis {

    private static final long serialVersionUID = 1L;

    RatioAxis(String label) {
      super(label);
    }

    @Override
    public List<NumberTick> refreshTicks(
        Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
      List<NumberTick> ticks = new ArrayList<>();
      int first = (int) Math.floor(Math.log10(getRange().getLowerBound()));
      int last = (int) Math.ceil(Math.log10(getRange().getUpperBound()));
      for (int decade = first; decade <= last; decade++) {
        for (int factor : last - first > 4 ? new int[] {1} : new int[] {1, 2, 5}) {
          double value = factor * Math.pow(10, decade);
          if (getRange().contains(value)) {
            String label = new ShortNumbers().format(value);
            ticks.add(new NumberTick(value, label, TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
          }
        }
      }
      return ticks;
    }
  }

  private static String unit(Chart chart) {
    return chart.unit().isEmpty() ? null : chart.unit();
  }

  private static void style(ValueAxis axis) {
    axis.setTickLabelFont(PLAIN);
    axis.setLabelFont(PLAIN);
    axis.setTickLabelPaint(INK);
    axis.setLabelPaint(INK);
    axis.setAxisLinePaint(GRID);
  }

  private static XYDataset dataset(Chart.Layer layer) {
    XYSeries series = new XYSeries(layer.name());
    SortedMap<LocalDate, Double> points = layer.points();
    for (Map.Entry<LocalDate, Double> point :
        layer.shape() == Chart.Shape.MARKS
            ? List.copyOf(points.entrySet())
            : thinned(List.copyOf(points.entrySet()))) {
      series.add(millis(point.getKey()), point.getValue());
    }
    XYSeriesCollection dataset = new XYSeriesCollection(series);
    return layer.shape() == Chart.Shape.BARS
        ? new XYBarDataset(dataset, barWidth(points, series.getItemCount()))
        : dataset;
  }

  private static double millis(LocalDate date) {
    return date.toEpochDay() * DAY_MILLIS;
  }

  /** Most of the distance between two bars. */
  private static double barWidth(SortedMap<LocalDate, Double> points, int drawn) {
    double days = points.lastKey().toEpochDay() - points.firstKey().toEpochDay() + 1.0;
    return 0.7 * DAY_MILLIS * Math.max(1, days / drawn);
  }

  /**
   * Of many points the smallest and the largest of each stretch: what is drawn looks the same, and
   * no spike is lost.
   */
  static <K> List<Map.Entry<K, Double>> thinned(List<Map.Entry<K, Double>> points) {
    if (points.size() <= 2 * MOST_BUCKETS) {
      return points;
    }
    List<Map.Entry<K, Double>> thinned = new ArrayList<>();
    for (int bucket = 0; bucket < MOST_BUCKETS; bucket++) {
      int from = (int) ((long) bucket * points.size() / MOST_BUCKETS);
      int to = (int) ((bucket + 1L) * points.size() / MOST_BUCKETS);
      int least = from;
      int most = from;
      for (int i = from + 1; i < to; i++) {
        least = points.get(i).getValue() < points.get(least).getValue() ? i : least;
        most = points.get(i).getValue() > points.get(most).getValue() ? i : most;
      }
      thinned.add(points.get(Math.min(least, most)));
      if (least != most) {
        thinned.add(points.get(Math.max(least, most)));
      }
    }
    return thinned;
  }

  private static XYItemRenderer renderer(Chart.Layer layer, Color color) {
    if (layer.shape() == Chart.Shape.BARS) {
      XYBarRenderer bars = new XYBarRenderer();
      bars.setBarPainter(new StandardXYBarPainter());
      bars.setShadowVisible(false);
      bars.setDrawBarOutline(false);
      bars.setSeriesPaint(0, color);
      return bars;
    }
    boolean isLine = layer.shape() == Chart.Shape.LINE;
    boolean few = layer.points().size() <= 30;
    boolean many = layer.points().size() > 300;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(isLine, !isLine || few);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesStroke(
        0, new BasicStroke(many ? 1.2f : 2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    renderer.setDrawOutlines(false);
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
    renderer.setDrawSeriesLineAsPath(isLine && !few);
    return renderer;
  }
}
