import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the runs of {@code peers.sh} come to: medians, ranges, and the ratios that have a bar to
 * hold.
 *
 * <ul>
 *   <li>{@code PeersReport print RESULTS} prints a table for each job and size.
 *   <li>{@code PeersReport judge RESULTS} says which bars are not held, and exits with 1 if any.
 *   <li>{@code PeersReport docs RESULTS PAGE CHART} writes the tables between the page's two markers,
 *       and draws the chart as an SVG file.
 * </ul>
 *
 * <p>RESULTS has a line for each run, of the fields of {@link Run} with tabs in between.
 */
public final class PeersReport {

  private static final String BEGIN = "<!-- peers.sh writes from here -->";
  private static final String END = "<!-- to here -->";

  /** What the library is to be faster than, and by how much: medians of whole processes. */
  private static final List<Bar> BARS =
      List.of(
          new Bar("reference", "local", "duckdb", 0.65),
          new Bar("research", "local", "duckdb", 0.45),
          new Bar("reference", "spark", "spark-sql", 0.25));

  private record Bar(String job, String ours, String peer, double most) {}

  /**
   * One run of one program, a line of the results.
   *
   * @param size how many times the rows of the S&amp;P 500 file there are
   * @param contender the program's short name
   * @param label its name and version for readers
   * @param seconds the wall time of the whole process; empty if it failed
   * @param peakKb the largest resident memory in KiB; empty where it was not measured
   * @param outputs equal or differ, or library for what the others are compared with
   */
  private record Run(
      String job,
      int size,
      String market,
      long rows,
      int threads,
      String heap,
      String machine,
      String contender,
      String label,
      Optional<Double> seconds,
      Optional<Long> peakKb,
      String outputs) {

    static Run parse(String line) {
      String[] f = line.split("\t", -1);
      return new Run(
          f[0],
          Integer.parseInt(f[1]),
          f[2],
          Long.parseLong(f[3]),
          Integer.parseInt(f[4]),
          f[5],
          f[6],
          f[7],
          f[8],
          f[9].isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(f[9])),
          f[10].isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(f[10])),
          f[11]);
    }
  }

  /** All runs of one program on one job and size. */
  private record Contender(String name, List<Run> runs) {

    boolean failed() {
      return runs.stream().anyMatch(run -> run.seconds().isEmpty());
    }

    String label() {
      return runs.get(0).label();
    }

    boolean isLibrary() {
      return name.equals("local") || name.equals("spark");
    }

    private List<Double> times() {
      return runs.stream().map(run -> run.seconds().orElseThrow()).sorted().toList();
    }

    double median() {
      List<Double> times = times();
      int n = times.size();
      return (times.get((n - 1) / 2) + times.get(n / 2)) / 2;
    }

    double fastest() {
      return times().get(0);
    }

    double slowest() {
      return times().get(runs.size() - 1);
    }

    String peak() {
      return runs.stream()
          .flatMap(run -> run.peakKb().stream())
          .max(Long::compare)
          .map(kb -> text("%.2f GB", kb * 1024 / 1e9))
          .orElse("not measured");
    }

    String outputs() {
      return runs.get(0).outputs();
    }
  }

  /** All contenders on one job and size. */
  private record Race(String job, int size, List<Contender> contenders) {

    Run any() {
      return contenders.get(0).runs().get(0);
    }

    Optional<Contender> find(String name) {
      return contenders.stream().filter(c -> c.name().equals(name) && !c.failed()).findFirst();
    }

    /** The bar that a contender is held to here, if its peer ran too. */
    Optional<Bar> bar(Contender ours) {
      return BARS.stream()
          .filter(bar -> bar.job().equals(job) && bar.ours().equals(ours.name()))
          .filter(bar -> find(bar.peer()).isPresent() && find(bar.ours()).isPresent())
          .findFirst();
    }

    double ratio(Bar bar) {
      return find(bar.ours()).orElseThrow().median() / find(bar.peer()).orElseThrow().median();
    }

    String title() {
      String name = job.substring(0, 1).toUpperCase(Locale.ROOT) + job.substring(1) + " job";
      return text("%s, %,d rows", name, any().rows());
    }

    String conditions() {
      int runs = contenders.stream().mapToInt(c -> c.runs().size()).max().orElseThrow();
      return text(
          "%s; %d thread%s; heap %s; %s, in turns",
          any().market(),
          any().threads(),
          any().threads() == 1 ? "" : "s",
          any().heap(),
          runs == 1 ? "1 run each" : "median of " + runs + " runs each");
    }
  }

  private PeersReport() {}

  public static void main(String[] args) throws IOException {
    List<Race> races = races(Files.readAllLines(Path.of(args[1])));
    switch (args[0]) {
      case "print" -> races.forEach(race -> System.out.println(plain(race)));
      case "judge" -> {
        List<String> broken = races.stream().flatMap(race -> broken(race).stream()).toList();
        broken.forEach(line -> System.err.println("peers.sh: " + line));
        System.exit(broken.isEmpty() ? 0 : 1);
      }
      case "docs" -> {
        Path page = Path.of(args[2]);
        Path chart = Path.of(args[3]);
        String written = between(Files.readString(page), page, markdown(races, chart));
        Files.writeString(chart, chart(races));
        Files.writeString(page, written);
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static List<Race> races(List<String> lines) {
    // Jobs in the order of the alphabet, each from the smallest market to the largest.
    Map<String, Map<Integer, Map<String, List<Run>>>> sorted = new TreeMap<>();
    for (String line : lines) {
      Run run = Run.parse(line);
      sorted
          .computeIfAbsent(run.job(), job -> new TreeMap<>())
          .computeIfAbsent(run.size(), size -> new LinkedHashMap<>())
          .computeIfAbsent(run.contender(), contender -> new ArrayList<>())
          .add(run);
    }
    List<Race> races = new ArrayList<>();
    sorted.forEach(
        (job, sizes) ->
            sizes.forEach(
                (size, contenders) ->
                    races.add(
                        new Race(
                            job,
                            size,
                            contenders.entrySet().stream()
                                .map(c -> new Contender(c.getKey(), c.getValue()))
                                .toList()))));
    return races;
  }

  private static List<String> broken(Race race) {
    List<String> broken = new ArrayList<>();
    for (Contender ours : race.contenders()) {
      race.bar(ours)
          .filter(bar -> race.ratio(bar) > bar.most())
          .ifPresent(
              bar ->
                  broken.add(
                      text(
                          "%s: %s takes %.2f of the time of %s; the bar is %.2f",
                          race.title(), bar.ours(), race.ratio(bar), bar.peer(), bar.most())));
    }
    return broken;
  }

  /** The cells of a row: name, median, range, memory, ratio, bar, outputs. */
  private static List<String> cells(Race race, Contender c) {
    if (c.failed()) {
      return List.of(c.label(), "failed", "", "", "", "", "");
    }
    Optional<Bar> bar = race.bar(c);
    return List.of(
        c.label(),
        text("%.2f s", c.median()),
        text("%.2f to %.2f s", c.fastest(), c.slowest()),
        c.peak(),
        bar.map(b -> text("%.2f of %s", race.ratio(b), peerName(race, b))).orElse(""),
        bar.map(b -> text("%.2f", b.most())).orElse(""),
        c.outputs().equals("library") ? "" : c.outputs());
  }

  private static String peerName(Race race, Bar bar) {
    return race.find(bar.peer()).orElseThrow().label().replaceFirst(" \\d.*", "");
  }

  private static final List<String> HEADINGS =
      List.of("Program", "Wall time", "Range", "Peak memory", "Ratio", "Bar to hold", "Outputs");

  private static String plain(Race race) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    race.contenders().forEach(c -> rows.add(cells(race, c)));
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < HEADINGS.size(); i++) {
      int column = i;
      widths.add(rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow());
    }
    StringBuilder table =
        new StringBuilder("\n" + race.title() + "\n" + race.conditions() + "\n\n");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(text("%-" + widths.get(i) + "s  ", row.get(i)));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString().stripTrailing();
  }

  private static String markdown(List<Race> races, Path chart) {
    StringBuilder page = new StringBuilder();
    page.append("![Wall time of each program](").append(chart.getFileName()).append(")\n");
    for (Race race : races) {
      page.append("\n### ").append(race.title()).append("\n\n");
      String conditions = race.conditions();
      page.append(conditions.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(conditions.substring(1))
          .append(". ")
          .append(race.any().machine())
          .append(".\n\n");
      page.append(row(HEADINGS)).append("|---".repeat(HEADINGS.size())).append("|\n");
      race.contenders().forEach(c -> page.append(row(cells(race, c))));
    }
    return page.toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells).replace("|  |", "| |").replace("|  |", "| |") + " |\n";
  }

  private static String between(String page, Path file, String text) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      System.err.println("peers.sh: " + file + " has no lines " + BEGIN + " and " + END);
      System.exit(1);
    }
    return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + page.substring(end);
  }

  /**
   * A panel for each race, one below the other, each with a scale of its own: a bar as long as the
   * median, a line over the range, and the figure beside it. Its colours follow the reader's choice
   * of light or dark.
   */
  private static String chart(List<Race> races) {
    int width = 760;
    int left = 170;
    int longest = 470;
    int step = 26;
    StringBuilder drawn = new StringBuilder();
    int y = 8;
    for (Race race : races) {
      List<Contender> ran = race.contenders().stream().filter(c -> !c.failed()).toList();
      double most = ran.stream().mapToDouble(Contender::slowest).max().orElse(1);
      y += 24;
      drawn.append(text("  <text class=\"title\" x=\"8\" y=\"%d\">%s</text>%n", y, escape(race.title())));
      y += 12;
      for (Contender c : ran) {
        double scale = longest / most;
        int middle = y + step / 2;
        drawn.append(
            text(
                "  <text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                left - 8, middle + 4, escape(c.label())));
        drawn.append(
            text(
                "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\"/>%n",
                c.isLibrary() ? "ours" : "peer", left, middle - 8, c.median() * scale));
        drawn.append(
            text(
                "  <path class=\"range\" d=\"M%.1f %d H%.1f\"/>%n",
                left + c.fastest() * scale, middle, left + c.slowest() * scale));
        drawn.append(
            text(
                "  <text x=\"%.1f\" y=\"%d\">%.2f s%s</text>%n",
                left + c.slowest() * scale + 8,
                middle + 4,
                c.median(),
                race.bar(c).map(b -> text(" (%.2f)", race.ratio(b))).orElse("")));
        y += step;
      }
      y += 8;
    }
    String description =
        races.stream().map(Race::title).collect(Collectors.joining("; ", "Wall time by program. ", ""));
    return text(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
              <title>%3$s</title>
              <style>
                text { font: 13px system-ui, sans-serif; fill: #1f2328; }
                .title { font-weight: 600; }
                .ours { fill: #0969da; }
                .peer { fill: #8c959f; }
                .range { stroke: #1f2328; stroke-width: 1.5; }
                @media (prefers-color-scheme: dark) {
                  text { fill: #e6edf3; }
                  .ours { fill: #4493f8; }
                  .peer { fill: #6e7681; }
                  .range { stroke: #e6edf3; }
                }
              </style>
            """,
            width, y, escape(description))
        + drawn
        + "</svg>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
