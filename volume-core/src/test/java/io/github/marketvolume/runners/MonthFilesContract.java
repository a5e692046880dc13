package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a file for each month has the rows of one without, and is read as any other. */
public abstract class MonthFilesContract {

  private static final String FILE = "\\d{4}-\\d{2}(-\\d+)?\\.parquet";

  /** Two tickers from October into the next year, and one of a single month. */
  private static final List<Bar> PRICES =
      Bars.of(
          BarSeries.of("A").startingOn(LocalDate.of(2020, 10, 1)).pricedAt(9.5).volumes(volumes(7)),
          BarSeries.of("BRK.B").startingOn(LocalDate.of(2020, 10, 20)).volumes(volumes(11)),
          BarSeries.of("C").startingOn(LocalDate.of(2021, 1, 4)).volumes(30, 10, 20));

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of(PRICES));

  private static final Flag<Bar> BUSY = VOLUME.atLeast(50).as("busy");

  @TempDir private Path folder;

  /** The runner that writes and reads. */
  protected abstract Runner runner();

  private static long[] volumes(int step) {
    return LongStream.range(0, 75).map(i -> 1 + i * step % 83).toArray();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private RunReport run(Output<?>... outputs) {
    return VolumePipeline.named("test", outputs).run(runner());
  }

  /** The visible files of a folder, by month. */
  private Map<String, List<Path>> files(String name) {
    try (Stream<Path> entries = Files.list(folder.resolve(name))) {
      Map<String, List<Path>> months = new TreeMap<>();
      entries
          .filter(path -> !path.getFileName().toString().matches("[._].*"))
          .sorted()
          .forEach(
              path -> {
                String file = path.getFileName().toString();
                assertThat(file).matches(FILE);
                months.computeIfAbsent(file.substring(0, 7), m -> new ArrayList<>()).add(path);
              });
      return months;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("every kind of rows is that of a plain folder, in files of one month each")
  void rows() {
    FlaggedStage<Bar> daily =
        BARS.measure(VOLUME.mean().over(bars(3)), VOLUME.total().over(bars(2)), DayKindOf.on(NYSE))
            .flag(BUSY);
    Map<String, Stage<?>> stages = new TreeMap<>();
    stages.put("bars", BARS);
    stages.put("daily", daily);
    stages.put("anomalies", daily.anomalies());
    stages.put("episodes", daily.episodes(BUSY).joinedWithin(bars(2)));
    stages.put("market", BARS.market(total(VOLUME), share(BUSY), tickerOfLargest(VOLUME)));
    stages.put("leaders", BARS.leaderboard(VOLUME.total()).each(CalendarPeriod.MONTH));
    List<Output<?>> outputs = new ArrayList<>();
    stages.forEach(
        (name, stage) -> {
          outputs.add(stage.into(ParquetSink.at(at(name + "-plain"))));
          outputs.add(stage.into(ParquetSink.at(at(name)).byMonth()));
        });
    RunReport report = run(outputs.toArray(Output<?>[]::new));
    for (int i = 0; i < report.outputs().size(); i += 2) {
      assertThat(report.outputs().get(i + 1).rows())
          .as(report.outputs().get(i + 1).sink())
          .isEqualTo(report.outputs().get(i).rows())
          .isPositive();
    }
    assertThat(report.outputs().get(1).sink()).isEqualTo(at("anomalies") + " (Parquet by month)");
    stages.forEach(
        (name, stage) -> {
          String date = stage.plan().schema().firstDate().orElseThrow().name();
          String files = at(name) + "/*.parquet";
          String plain = at(name + "-plain") + "/*.parquet";
          assertThat(query("describe from '%s'", files))
              .as(name)
              .isEqualTo(query("describe from '%s'", plain));
          assertThat(query("from '%s' order by all", files))
              .as(name)
              .isEqualTo(query("from '%s' order by all", plain));
          assertThat(
                  query(
                      "select distinct parse_filename(filename)[:7] from read_parquet('%s',"
                          + " filename = true) where strftime(%s, '%%Y-%%m') <>"
                          + " parse_filename(filename)[:7]",
                      files, date))
              .as(name)
              .isEmpty();
          assertThat(files(name).keySet())
              .as(name)
              .containsExactlyElementsOf(
                  query(
                      "select distinct strftime(%s, '%%Y-%%m') from '%s' order by 1", date, plain));
        });
    assertThat(files("bars").keySet())
        .containsExactly("2020-10", "2020-11", "2020-12", "2021-01", "2021-02");
  }

  @Test
  @DisplayName(
      "the first file of a month has no number, further ones have, also in folders of odd names")
  void names() {
    run(BARS.into(ParquetSink.at(at("bars [1]{2}*")).byMonth()));
    files("bars [1]{2}*")
        .forEach(
            (month, some) -> {
              List<String> expected = new ArrayList<>();
              for (int number = 0; number < some.size(); number++) {
                expected.add(month + (number == 0 ? "" : "-" + number) + ".parquet");
              }
              assertThat(some)
                  .extracting(path -> path.getFileName().toString())
                  .containsExactlyInAnyOrderElementsOf(expected);
            });
  }

  @Test
  @DisplayName("the folder is a source, and a run from a date on reads the files of its months")
  void source() throws IOException {
    run(BARS.into(ParquetSink.at(at("bars")).byMonth()));
    BarsStage source = BarsStage.from(ParquetSource.at(at("bars")));
    assertThat(source.collect(runner())).isEqualTo(PRICES);

    LocalDate december = LocalDate.of(2020, 12, 1);
    InMemorySink<Bar> rows = new InMemorySink<>();
    InMemorySink<Measured<MarketDay>> market = new InMemorySink<>();
    RunReport report =
        run(
            source.from(december).into(rows),
            source.from(december).market(total(VOLUME)).into(market));
    assertThat(rows.rows())
        .isEqualTo(PRICES.stream().filter(bar -> !bar.tradeDate().isBefore(december)).toList())
        .isNotEmpty();
    int files = 0;
    int all = 0;
    long bytes = 0;
    for (Map.Entry<String, List<Path>> month : files("bars").entrySet()) {
      all += month.getValue().size();
      if (month.getKey().compareTo("2020-12") >= 0) {
        files += month.getValue().size();
        for (Path file : month.getValue()) {
          bytes += Files.size(file);
        }
      }
    }
    RunReport.Pruned pruned = report.inputs().get(0).pruned().orElseThrow();
    assertThat(pruned.files()).isEqualTo(files).isLessThan(all);
    assertThat(pruned.filesInAll()).isEqualTo(all);
    assertThat(pruned.bytes()).isEqualTo(bytes);
    assertThat(pruned.rows()).isEqualTo(rows.rows().size());
  }

  @Test
  @DisplayName("without rows there is a file with the columns, and the folder can be read")
  void withoutRows() throws IOException {
    BarsStage none = BARS.from(LocalDate.of(2022, 1, 3));
    RunReport report =
        run(
            none.measure(CLOSE.lagged(1)).into(ParquetSink.at(at("none")).byMonth()),
            none.measure(CLOSE.lagged(1)).into(ParquetSink.at(at("plain"))));
    assertThat(report.outputs().get(0).rows()).isZero();
    assertThat(folder.resolve("none/empty.parquet")).exists();
    try (Stream<Path> entries = Files.list(folder.resolve("none"))) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .filteredOn(name -> !name.matches("[._].*"))
          .containsExactly("empty.parquet");
    }
    assertThat(query("describe from '%s/*.parquet'", at("none")))
        .isEqualTo(query("describe from '%s/*.parquet'", at("plain")));
    assertThat(BarsStage.from(ParquetSource.at(at("none"))).collect(runner())).isEmpty();
  }

  @Test
  @DisplayName("every file names the run that wrote it, as files of a plain folder do")
  void runIds() {
    RunReport report =
        run(
            BARS.into(ParquetSink.at(at("bars")).byMonth()),
            BARS.from(LocalDate.of(2022, 1, 3)).into(ParquetSink.at(at("none")).byMonth()));
    for (String name : List.of("bars", "none")) {
      assertThat(
              query(
                  "select distinct file_name from parquet_kv_metadata('%1$s/*.parquet') where"
                      + " value::varchar like '%%%2$s%%'",
                  at(name), report.runId()))
          .hasSameSizeAs(query("select file from glob('%s/*.parquet')", at(name)))
          .isNotEmpty();
    }
  }
}
