package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.DuckDbQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one runner wrote, or any other system, both runners read alike. */
class ParquetExchangeTest {

  private static final LocalDate DAY = LocalDate.of(2024, 1, 2);

  @TempDir private Path folder;

  @SuppressWarnings("ImmutableEnumChecker") // runners are values
  private enum Engine {
    LOCAL("LocalRunner", LocalRunner.create().withThreads(2)),
    SPARK("Spark", SparkRunner.on(SparkSessions.shared()));

    final String words;
    final Runner runner;

    Engine(String words, Runner runner) {
      this.words = words;
      this.runner = runner;
    }
  }

  /** Symbols with a meaning to somebody: file systems, shells, SQL, JSON, Hive, URLs. */
  private static final List<String> TICKERS =
      List.of(
          "BRK/B",
          "NULL",
          "null",
          "0700",
          "TRUE",
          "1e5",
          "^GSPC",
          "EURUSD=X",
          "M&M",
          "A+B",
          "100%",
          "A%20B",
          "%41",
          "%5F",
          "ÉCO",
          "茅台",
          "🚀",
          "__HIVE_DEFAULT_PARTITION__",
          ".hidden",
          "_under",
          "..",
          ".",
          "a:b",
          "[X]",
          "a*?",
          "aapl",
          "AAPL",
          "it's",
          "{x}",
          "a\\b",
          "a;b#c",
          "\"q\"",
          "a,b",
          "<b>",
          "a|b",
          "$HOME",
          "`x`",
          "~",
          "-",
          "=",
          "/",
          "a//b",
          "NaN",
          "ticker=A",
          "2024-01-02",
          "İı");

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("every ticker comes back as it went in, whoever wrote and whoever reads")
  void tickersInFolders(Engine writer) {
    List<Bar> bars =
        IntStream.range(0, TICKERS.size())
            .mapToObj(i -> Bar.of(TICKERS.get(i), DAY, i + 1))
            .sorted(Comparator.comparing(Bar::ticker))
            .toList();
    BarsStage stage = BarsStage.from(InMemoryBars.of(bars));
    VolumePipeline.named(
            "tickers",
            stage.into(ParquetSink.at(at("one")).partitionedBy("ticker")),
            stage.into(ParquetSink.at(at("two")).partitionedBy("trade_date", "ticker")),
            stage.into(ParquetSink.at(at("three")).partitionedBy("volume")),
            stage.into(ParquetSink.at(at("four")).byMonth()))
        .run(writer.runner);
    for (Engine reader : Engine.values()) {
      for (String name : List.of("one", "two", "three", "four")) {
        assertThat(BarsStage.from(ParquetSource.at(at(name))).collect(reader.runner))
            .as(name + " read by " + reader)
            .isEqualTo(bars);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName(
      "a ticker that a file system takes for no name is read again, or an error of one line")
  void longTickers(Engine writer) {
    List<Bar> bars = List.of(Bar.of("茅".repeat(32), DAY, 1));
    VolumePipeline pipeline =
        VolumePipeline.named(
            "long",
            BarsStage.from(InMemoryBars.of(bars))
                .into(ParquetSink.at(at("long")).partitionedBy("ticker")));
    try {
      pipeline.run(writer.runner);
    } catch (VolumeException e) {
      assertThat(e)
          .hasMessageStartingWith(writer.words + " could not ")
          .hasMessageContaining("name too long")
          .message()
          .doesNotContain("\n");
      assertThat(folder.resolve("long")).doesNotExist();
      return;
    }
    for (Engine reader : Engine.values()) {
      assertThat(BarsStage.from(ParquetSource.at(at("long"))).collect(reader.runner))
          .isEqualTo(bars);
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** Who makes the files: DuckDB, or Spark, each in its own types and names. */
  private enum Maker {
    DUCKDB {
      @Override
      void write(Path file, String select) {
        DuckDbQueries.writeParquet(file.toString(), select);
      }
    },
    SPARK {
      @Override
      void write(Path file, String select) throws IOException {
        Path made = file.resolveSibling("_made");
        SparkSessions.shared()
            .sql(select)
            .coalesce(1)
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(made.toString());
        try (Stream<Path> files = Files.list(made)) {
          Path part =
              files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
          Files.move(part, file);
        }
      }
    };

    abstract void write(Path file, String select) throws IOException;
  }

  /** Where the files of a folder are. */
  private enum Layout {
    FLAT("d/%2$d.parquet"),
    NESTED("d/y%2$d/q/%2$d.parquet"),
    BY_TICKER("d/ticker=%1$s/%2$d.parquet"),
    MIXED(null);

    final String pattern;

    Layout(String pattern) {
      this.pattern = pattern;
    }

    String name(String ticker, int number) {
      String chosen = pattern != null ? pattern : values()[number % 3].pattern;
      return chosen.formatted(ticker, number);
    }
  }

  static Stream<Arguments> folders() {
    return folders(0, 1);
  }

  static Stream<Arguments> moreFolders() {
    return folders(1, 3);
  }

  private static Stream<Arguments> folders(int firstSeed, int endOfSeeds) {
    return Stream.of(Maker.values())
        .flatMap(
            maker ->
                Stream.of(Layout.values())
                    .flatMap(
                        layout ->
                            IntStream.range(firstSeed, endOfSeeds)
                                .mapToObj(seed -> Arguments.of(maker, layout, seed))));
  }

  /** A number as a file may have it, and as it is read. */
  private record WrittenNumber(String sql, Double value) {}

  private static WrittenNumber number(Random random, boolean whole) {
    String type =
        List.of("int", "bigint", "double", "float", "decimal(12,1)", "decimal(30,12)", "smallint")
            .get(random.nextInt(7));
    if (random.nextInt(8) == 0) {
      return new WrittenNumber("cast(null as " + type + ")", null);
    }
    boolean fraction = !type.endsWith("int") && (!whole || random.nextInt(4) == 0);
    String text = 1 + random.nextInt(1000) + (fraction ? ".5" : "");
    return new WrittenNumber("cast(" + text + " as " + type + ")", Double.valueOf(text));
  }

  @ParameterizedTest
  @MethodSource("folders")
  @DisplayName("files of any columns, types and folders are the same rows to both runners")
  void files(Maker maker, Layout layout, int seed) throws IOException {
    requireSameRows(maker, layout, seed);
  }

  @FullBuild
  @ParameterizedTest
  @MethodSource("moreFolders")
  @DisplayName("so are more of them")
  void moreFiles(Maker maker, Layout layout, int seed) throws IOException {
    requireSameRows(maker, layout, seed);
  }

  private void requireSameRows(Maker maker, Layout layout, int seed) throws IOException {
    Random random = new Random(Objects.hash(maker.name(), layout.name(), seed));
    Map<String, String> accepted = new TreeMap<>();
    List<String> refused = new ArrayList<>();
    for (int file = 0; file < 6; file++) {
      String ticker = "T" + file % 2;
      String name = layout.name(ticker, file);
      boolean byFolder = name.contains("ticker=");
      LocalDate day = DAY.plusDays(file);
      WrittenNumber volume = number(random, true);
      WrittenNumber close = random.nextBoolean() ? number(random, false) : null;
      List<String> columns = new ArrayList<>();
      columns.add("date '" + day + "' as " + cased("trade_date", random));
      if (!byFolder || random.nextBoolean()) {
        columns.add("'" + ticker + "' as " + cased("ticker", random));
      }
      columns.add(volume.sql() + " as " + cased("volume", random));
      if (close != null) {
        columns.add(close.sql() + " as " + cased("close", random));
      }
      if (random.nextBoolean()) {
        columns.add("'x' as note");
        columns.add("true as seen");
      }
      Collections.shuffle(columns, random);
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      maker.write(path, "select " + String.join(", ", columns));
      if (volume.value() != null && volume.value() != Math.rint(volume.value())) {
        refused.add(
            path
                + ": volume "
                + volume.value()
                + " is not a whole number (rule volume-is-integer)");
      } else {
        accepted.put(
            ticker + " " + day, volume.value() + " " + (close == null ? null : close.value()));
      }
    }
    BarsStage bars =
        BarsStage.from(ParquetSource.at(at("d"))).checkedBy(BarRules.standard().withoutLimits());
    for (Engine reader : Engine.values()) {
      Map<String, String> read = new TreeMap<>();
      for (Bar bar : bars.collect(reader.runner)) {
        read.put(
            bar.ticker() + " " + bar.tradeDate(),
            (bar.volume().isPresent() ? (double) bar.volume().getAsLong() : null)
                + " "
                + (bar.close().isPresent() ? bar.close().getAsDouble() : null));
      }
      assertThat(read).as(reader.words).isEqualTo(accepted);
      assertThat(bars.rejected().collect(reader.runner))
          .as(reader.words)
          .extracting(RejectedRow::describe)
          .containsExactlyInAnyOrderElementsOf(refused);
    }
  }

  /** A name in one of the ways that systems write it. */
  private static String cased(String name, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> name;
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    };
  }

  static Stream<Arguments> faults() {
    String bar = "select date '2024-01-02' as trade_date, 'A' as ticker, 1 as volume";
    return Stream.of(Maker.values())
        .flatMap(
            maker ->
                Stream.of(
                        bar.replace("1 as volume", "'1' as volume"),
                        bar.replace("1 as volume", "true as volume"),
                        bar.replace("date '2024-01-02'", "timestamp '2024-01-02 00:00:00'"),
                        bar.replace("date '2024-01-02'", "'2024-01-02'"),
                        bar.replace("'A' as ticker", "7 as ticker"),
                        bar.replace("1 as volume", "1 as shares"),
                        bar + ", '1' as OPEN")
                    .map(select -> Arguments.of(maker, select)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("a file that does not fit is the same error to both runners")
  void sameErrors(Maker maker, String select) throws IOException {
    Files.createDirectories(folder.resolve("d"));
    maker.write(
        folder.resolve("d/a.parquet"),
        "select date '2024-01-02' as trade_date, 'A' as ticker, 1 as volume");
    maker.write(folder.resolve("d/b.parquet"), select);
    List<String> said = new ArrayList<>();
    for (Engine reader : Engine.values()) {
      try {
        said.add(BarsStage.from(ParquetSource.at(at("d"))).collect(reader.runner).size() + " bars");
      } catch (VolumeException e) {
        said.add(e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }
    assertThat(said.get(0))
        .startsWith("SourceException " + folder.resolve("d/b.parquet") + ": column ")
        .doesNotContain("\n")
        .isEqualTo(said.get(1));
  }
}
