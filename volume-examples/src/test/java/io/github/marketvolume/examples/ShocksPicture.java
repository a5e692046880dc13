package io.github.marketvolume.examples;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws alarms and shocks over the years, as {@code docs/shocks.md} shows them: alarms above the
 * axis, by their peaks, and shocks below.
 *
 * @param from the first day
 * @param to the last day
 * @param testFrom where the test range begins
 * @param threshold the score from which on a day is flagged
 */
record ShocksPicture(LocalDate from, LocalDate to, LocalDate testFrom, double threshold) {

  private static final double LEFT = 46;
  private static final double WIDTH = 880;
  private static final double AXIS = 226;
  private static final double HEIGHT = 344;

  /** How many pixels a score of 1 is. */
  private static final double UNIT = 62;

  /**
   * The picture.
   *
   * @param episodes the lines of episodes.csv
   * @param truth the lines of truth.csv
   * @param right whether an alarm meets a shock, in the order of its lines
   */
  String svg(List<String> episodes, List<String> truth, List<Boolean> right) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$.0f %2$.0f\""
                + " width=\"%1$.0f\" height=\"%2$.0f\" role=\"img\" aria-labelledby=\"t d\""
                + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">\n",
            LEFT + WIDTH + 20, HEIGHT));
    svg.append("<title id=\"t\">Alarms by volume, and shocks of the indices</title>\n");
    svg.append(
        format(
            "<desc id=\"d\">%d alarms from %s to %s, %d of them right, and %d shocks of truth"
                + " B.</desc>\n",
            episodes.size() - 1,
            from,
            to,
            right.stream().filter(is -> is).count(),
            truth.size() - 1));
    svg.append(
        format(
            "<rect width=\"%.0f\" height=\"%.0f\" fill=\"#fff\"/>\n", LEFT + WIDTH + 20, HEIGHT));
    years(svg);
    line(svg, LEFT, height(threshold), LEFT + WIDTH, "#8a8a8a");
    text(svg, LEFT - 6, height(threshold) + 4, "end", format("%.1f", threshold));
    text(svg, LEFT - 6, height(2) + 4, "end", "2.0");
    text(svg, LEFT - 6, height(3) + 4, "end", "3.0");
    svg.append(
        format(
            "<line x1=\"%1$.1f\" y1=\"22\" x2=\"%1$.1f\" y2=\"%2$.1f\" stroke=\"#222\""
                + " stroke-dasharray=\"4 3\"/>\n",
            x(testFrom), AXIS + 70));
    text(svg, x(testFrom) - 6, 18, "end", "fit range");
    text(svg, x(testFrom) + 6, 18, "start", "test range");
    alarms(svg, episodes, right);
    shocks(svg, truth);
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void years(StringBuilder svg) {
    for (int year = from.getYear() + 1; year <= to.getYear(); year++) {
      double x = x(LocalDate.of(year, 1, 1));
      svg.append(
          format(
              "<line x1=\"%1$.1f\" y1=\"28\" x2=\"%1$.1f\" y2=\"%2$.1f\" stroke=\"#eee\"/>\n",
              x, AXIS + 50));
      text(svg, x, AXIS + 66, "middle", Integer.toString(year));
    }
    line(svg, LEFT, AXIS, LEFT + WIDTH, "#222");
  }

  private void alarms(StringBuilder svg, List<String> episodes, List<Boolean> right) {
    List<Double> labelled = new ArrayList<>();
    for (int i = 1; i < episodes.size(); i++) {
      String[] cells = episodes.get(i).split(",", -1);
      LocalDate peak = LocalDate.parse(cells[3]);
      double score = Double.parseDouble(cells[5]);
      String color = right.get(i - 1) ? "#0072B2" : "#D55E00";
      svg.append(
          format(
              "<line x1=\"%1$.1f\" y1=\"%2$.1f\" x2=\"%1$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\""
                  + " stroke-width=\"2\"/><circle cx=\"%1$.1f\" cy=\"%3$.1f\" r=\"4\""
                  + " fill=\"%4$s\"/>\n",
              x(peak), AXIS, height(score), color));
      boolean hasRoom = labelled.stream().noneMatch(other -> Math.abs(other - x(peak)) < 66);
      if (score >= 2 && hasRoom) {
        labelled.add(x(peak));
        boolean isBeforeTheLine = x(peak) < x(testFrom) && x(peak) > x(testFrom) - 40;
        text(
            svg,
            x(peak) + (isBeforeTheLine ? 12 : 0),
            height(score) - 9,
            isBeforeTheLine ? "end" : "middle",
            peak.toString());
      }
    }
  }

  private void shocks(StringBuilder svg, List<String> truth) {
    for (int i = 1; i < truth.size(); i++) {
      String[] cells = truth.get(i).split(",", -1);
      double first = x(LocalDate.parse(cells[0]));
      double last = x(LocalDate.parse(cells[1]));
      boolean found = Boolean.parseBoolean(cells[5]);
      svg.append(
          format(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"26\" fill=\"%s\""
                  + " stroke=\"#222\"/>\n",
              first - 1.5, AXIS + 12, last - first + 3, found ? "#222" : "#fff"));
    }
  }

  private static void legend(StringBuilder svg) {
    double y = HEIGHT - 18;
    svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#0072B2\"/>\n", LEFT + 6, y));
    text(svg, LEFT + 16, y + 4, "start", "alarm, right (score of its peak)");
    svg.append(
        format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#D55E00\"/>\n", LEFT + 226, y));
    text(svg, LEFT + 236, y + 4, "start", "alarm, wrong");
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"4\" height=\"14\" fill=\"#222\"/>\n",
            LEFT + 336, y - 7));
    text(svg, LEFT + 346, y + 4, "start", "shock of truth B, found");
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"4\" height=\"14\" fill=\"#fff\""
                + " stroke=\"#222\"/>\n",
            LEFT + 506, y - 7));
    text(svg, LEFT + 516, y + 4, "start", "missed");
  }

  private static void line(StringBuilder svg, double x, double y, double to, String color) {
    svg.append(
        format(
            "<line x1=\"%.1f\" y1=\"%2$.1f\" x2=\"%3$.1f\" y2=\"%2$.1f\" stroke=\"%4$s\"/>\n",
            x, y, to, color));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222\">%s</text>\n",
            x, y, anchor, text));
  }

  private double x(LocalDate day) {
    return LEFT
        + WIDTH * ChronoUnit.DAYS.between(from, day) / (double) ChronoUnit.DAYS.between(from, to);
  }

  private static double height(double score) {
    return AXIS - UNIT * score;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
