package io.github.marketvolume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md and its picture say of the code is so. */
class ArchitecturePageTest {

  private static final String BASE = "io.github.marketvolume";
  private static final Path ROOT = Path.of("..");
  private static final Path SOURCES = Path.of("src/main/java/io/github/marketvolume");
  private static final Path PAGE = ROOT.resolve("docs/architecture.md");
  private static final Path PICTURE = ROOT.resolve("docs/images/rooms.svg");

  /** A system property: with true, the picture is drawn anew. */
  private static final String WRITE = "volume.architecture.write";

  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?" + Pattern.quote(BASE) + "((?:\\.[a-z]+)*)\\.[A-Z]",
          Pattern.MULTILINE);

  /** A class as the page has it: {@code `Lagged`} or {@code `metric/Lagged.java`}. */
  private static final Pattern CLASS =
      Pattern.compile("`((?:[a-z]+/)*[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)");

  /** What a package is for, in as many words as its box has room for. */
  private static final Map<String, String> PURPOSES =
      Map.ofEntries(
          Map.entry(BASE, "pipelines, stages, reports"),
          Map.entry("calendar", "sessions of an exchange"),
          Map.entry("error", "what can go wrong, as types"),
          Map.entry("evaluation", "how well alarms find shocks"),
          Map.entry("failure", "one-line messages of failures"),
          Map.entry("files", "files, and the lines in them"),
          Map.entry("attendance", "what sessions lack"),
          Map.entry("group", "which ticker is in which group"),
          Map.entry("intake", "from text to checked bars"),
          Map.entry("io", "sources, sinks, schemas"),
          Map.entry("jdbc", "bars in databases"),
          Map.entry("kafka", "bars that arrive by Kafka"),
          Map.entry("kernel", "the numerics, over primitives"),
          Map.entry("days", "days one after the other"),
          Map.entry("ledger", "which days are complete"),
          Map.entry("live", "days that arrive"),
          Map.entry("local", "runs in one process"),
          Map.entry("local.duckdb", "DuckDB in this process"),
          Map.entry("local.spi", "adapters of the local runner"),
          Map.entry("market", "bars, tickers, market days"),
          Map.entry("membership", "tables of groups, as read"),
          Map.entry("memory", "packed bars, and a file beyond"),
          Map.entry("metric", "what can be asked of a series"),
          Map.entry("period", "bars of weeks and months"),
          Map.entry("plan", "a pipeline, as runners see it"),
          Map.entry("publish", "folders shown all or none"),
          Map.entry("quality", "which bars are let in"),
          Map.entry("rows", "from columns to output rows"),
          Map.entry("run", "what all runners do in a run"),
          Map.entry("series", "from bars to columns"),
          Map.entry("spark", "runs on Apache Spark"),
          Map.entry("spark.hadoop", "files, as Hadoop has them"),
          Map.entry("spark.stream", "batches of what arrives"),
          Map.entry("spark.spi", "adapters of the Spark runner"),
          Map.entry("testing", "the test kit"),
          Map.entry("update", "what arrives, by months"));

  @Test
  @DisplayName("the picture has the packages and imports of the code")
  void picture() {
    Map<String, Set<String>> imports = imports();
    assertThat(PURPOSES.keySet()).containsExactlyInAnyOrderElementsOf(imports.keySet());
    String drawn = new RoomsPicture(rooms(imports.keySet()), imports).toSvg();
    if (Boolean.getBoolean(WRITE)) {
      write(PICTURE, drawn);
    }
    assertThat(Files.exists(PICTURE) && read(PICTURE).equals(drawn))
        .withFailMessage(
            "docs/images/rooms.svg does not show the imports of the code; write it anew:"
                + " mvn test -pl volume-core -Dtest=ArchitecturePageTest -D%s=true",
            WRITE)
        .isTrue();
  }

  @Test
  @DisplayName("the page has a line for every package")
  void lines() {
    String page = read(PAGE);
    assertThat(imports().keySet())
        .filteredOn(name -> !page.contains("\n| `" + name + "` |"))
        .isEmpty();
  }

  @Test
  @DisplayName("the page names classes that are there")
  void classes() {
    Set<String> files = new TreeSet<>();
    for (String module : List.of("volume-core", "volume-gcp", "volume-examples")) {
      for (String folder : List.of("src", "cloud/src", "notebooks/java/src")) {
        Path sources = ROOT.resolve(module).resolve(folder);
        if (Files.exists(sources)) {
          javaFiles(sources).forEach(file -> files.add(slashed(file)));
        }
      }
    }
    assertThat(CLASS.matcher(read(PAGE)).results().map(found -> found.group(1)))
        .hasSizeGreaterThan(30)
        .filteredOn(name -> files.stream().noneMatch(file -> file.endsWith("/" + name + ".java")))
        .isEmpty();
  }

  @Test
  @DisplayName("the page names every class that a new kind of plan node has to be added to")
  void visitors() {
    String page = read(PAGE);
    List<String> visitors =
        javaFiles(SOURCES).stream()
            .filter(file -> read(file).contains("implements PlanVisitor<"))
            .map(file -> slashed(SOURCES.relativize(file)))
            .toList();
    assertThat(visitors).isNotEmpty().filteredOn(name -> !page.contains(name)).isEmpty();
  }

  /** Of every package, the other ones that its classes import. */
  private static Map<String, Set<String>> imports() {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (Path file : javaFiles(SOURCES)) {
      String room = nameOf(file.getParent());
      Set<String> imported = imports.computeIfAbsent(room, name -> new TreeSet<>());
      IMPORT
          .matcher(read(file))
          .results()
          .map(found -> found.group(1).isEmpty() ? BASE : found.group(1).substring(1))
          .filter(name -> !name.equals(room))
          .forEach(imported::add);
    }
    return imports;
  }

  private static List<RoomsPicture.Room> rooms(Set<String> names) {
    return names.stream()
        .map(name -> new RoomsPicture.Room(name, PURPOSES.get(name), isPromised(name)))
        .toList();
  }

  private static boolean isPromised(String name) {
    Path folder = name.equals(BASE) ? SOURCES : SOURCES.resolve(name.replace('.', '/'));
    return !read(folder.resolve("package-info.java")).contains("outside the compatibility promise");
  }

  private static String nameOf(Path folder) {
    String name = slashed(SOURCES.relativize(folder)).replace('/', '.');
    return name.isEmpty() ? BASE : name;
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
