package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a runner writes, as plain DuckDB reads it, and that it is written whole or not at all. */
public abstract class SinksContract {

  private static final BarsStage BARS =
      BarsStage.from(
          InMemoryBars.of(
              Bars.of(
                  BarSeries.of("A").pricedAt(1.5).volumes(30, 10),
                  BarSeries.of("BRK.B").volumes(20, 0))));

  /** The runner that writes, telling how it goes on. */
  protected abstract Runner runner(ProgressListener listener);

  /** The runner in the words of messages. */
  protected abstract String engine();

  /** A pattern of what reports call the runner. */
  protected abstract String reportedRunner();

  /**
   * How a run is told of that reads and writes one set of bars.
   *
   * @param read what is said of reading them
   * @param bars folders whose rows are those of bars
   * @param others what else is written
   */
  protected abstract List<String> steps(String read, List<String> bars, List<String> others);

  /** What is said of a folder in an object store. */
  protected abstract String objectStoreIsRefused(String location);

  @TempDir private Path folder;

  private Runner runner() {
    return runner(step -> {});
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private RunReport run(Output<?>... outputs) {
    return VolumePipeline.named("test", outputs).run(runner());
  }

  private Map<String, String> content() {
    return FolderContent.of(folder);
  }

  @Test
  @DisplayName("Parquet has the declared columns, types and nulls, in the declared order")
  void parquetSchema() {
    FlaggedStage<Bar> daily =
        BARS.measure(
                VOLUME.mean().over(bars(1)).as("mean_1"), VOLUME.total().over(bars(1)).as("sum"))
            .flag(VOLUME.atLeast(20).as("busy"));
    run(
        daily.into(ParquetSink.at(at("daily"))),
        BARS.market(total(VOLUME).as("total"), largest(CLOSE).as("top"), tickerOfLargest(VOLUME))
            .into(ParquetSink.at(at("market"))),
        BARS.rejected().into(ParquetSink.at(at("rejected"))));
    assertThat(columns("daily"))
        .containsExactly(
            "trade_date DATE",
            "ticker VARCHAR",
            "open DOUBLE",
            "high DOUBLE",
            "low DOUBLE",
            "close DOUBLE",
            "adj_close DOUBLE",
            "volume BIGINT",
            "mean_1 DOUBLE",
            "sum BIGINT",
            "busy BOOLEAN");
    assertThat(columns("market"))
        .containsExactly(
            "trade_date DATE", "total BIGINT", "top DOUBLE", "ticker_of_largest_volume VARCHAR");
    assertThat(columns("rejected"))
        .as("an output without rows has its columns too")
        .containsExactly(
            "origin VARCHAR", "line BIGINT", "rule VARCHAR", "reason VARCHAR", "text VARCHAR");
    assertThat(query("from '%s/*.parquet' order by ticker, trade_date", at("daily")))
        .containsExactly(
            "2020-01-06|A|1.5|1.5|1.5|1.5|1.5|30|null|null|true",
            "2020-01-07|A|1.5|1.5|1.5|1.5|1.5|10|30.0|30|false",
            "2020-01-06|BRK.B|null|null|null|null|null|20|null|null|true",
            "2020-01-07|BRK.B|null|null|null|null|null|null|20.0|20|false");
  }

  private List<String> columns(String name) {
    return query("describe from '%s/*.parquet'", at(name)).stream()
        .map(row -> row.substring(0, row.indexOf('|', row.indexOf('|') + 1)).replace('|', ' '))
        .toList();
  }

  @Test
  @DisplayName("columns may have the names of SQL keywords")
  void columnsNamedLikeKeywords() {
    RunReport report =
        run(
            BARS.measure(
                    VOLUME.mean().over(bars(1)).as("null"),
                    VOLUME.max().over(bars(1)).as("select"),
                    VOLUME.min().over(bars(1)).as("current_date"))
                .into(ParquetSink.at(at("odd"))));
    assertThat(report.outputs().get(0).rows()).isEqualTo(4);
    assertThat(
            query(
                "select \"null\", \"select\", \"current_date\" from '%s/*.parquet' where ticker ="
                    + " 'A' order by trade_date",
                at("odd")))
        .containsExactly("null|null|null", "30.0|30|30");
  }

  @Test
  @DisplayName("partitioned, a ticker has a folder, and the files lack the column")
  void partitioned() throws IOException {
    RunReport report = run(BARS.into(ParquetSink.at(at("bars")).partitionedBy("ticker")));
    try (Stream<Path> entries = Files.list(folder.resolve("bars"))) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .contains("ticker=A", "ticker=BRK.B");
    }
    assertThat(
            query(
                "select trade_date, volume, ticker from read_parquet('%s/*/*.parquet',"
                    + " hive_partitioning = true) order by ticker, trade_date",
                at("bars")))
        .containsExactly(
            "2020-01-06|30|A", "2020-01-07|10|A", "2020-01-06|20|BRK.B", "2020-01-07|null|BRK.B");
    assertThat(report.outputs().get(0).rows()).isEqualTo(4);
  }

  @Test
  @DisplayName(
      "an output that exists is refused, with nothing changed, unless it is to be replaced")
  void existing() throws IOException {
    run(BARS.into(ParquetSink.at(at("bars"))));
    Files.writeString(folder.resolve("bars/mine.txt"), "mine");
    Map<String, String> before = content();
    for (Output<?> output :
        List.of(BARS.into(ParquetSink.at(at("bars"))), BARS.into(CsvSink.at(at("bars") + "/")))) {
      assertThatThrownBy(() -> run(BARS.into(CsvSink.at(at("new"))), output))
          .isInstanceOf(SinkException.class)
          .hasMessageStartingWith(at("bars"))
          .message()
          .doesNotContain("\n")
          .contains("exists")
          .containsIgnoringCase("replac");
      assertThat(content()).isEqualTo(before);
    }
    Files.delete(folder.resolve("bars/mine.txt"));
    run(BARS.leaderboard(VOLUME.max()).into(CsvSink.at(at("bars")).replacingExisting()));
    assertThat(query("from read_csv('%s/*.csv')", at("bars")))
        .containsExactly("A|30|1", "BRK.B|20|2");
    assertNoLeftovers();
  }

  private void assertNoLeftovers() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  @DisplayName("CSV has texts unchanged, and missing values as empty cells")
  void csvRoundTrip() throws IOException {
    List<String> texts =
        List.of(
            "plain",
            "say \"hi\", twice",
            "\"",
            "  leading and trailing\t ",
            "back\\slash\\",
            "# no comment",
            "quoted, with a\r\rreturn",
            "carriage\rreturn",
            "ÆØÅ 漢字 🙂",
            "'single', ''",
            "a;b|c",
            "null",
            "\\\"");
    Files.writeString(folder.resolve("a.csv"), "d,t,v\n" + String.join("\n", texts) + "\n");
    Files.writeString(folder.resolve("no.csv"), "{}");
    CsvSource source =
        CsvSource.at(folder + "/*.csv", CsvLayout.named("own").date("d").ticker("t").volume("v"))
            .quarantiningUnreadableFiles();
    InMemorySink<RejectedRow> rows = new InMemorySink<>();
    var rejected = BarsStage.from(source).rejected();
    RunReport report = run(rejected.into(CsvSink.at(at("out"))), rejected.into(rows));
    assertThat(rows.rows())
        .extracting(row -> row.text().orElse(null))
        .containsExactlyElementsOf(
            Stream.concat(texts.stream(), Stream.of((String) null)).toList());
    assertThat(
            query(
                "select line, text from read_csv('%s/*.csv', header = true, quote = '\"', escape ="
                    + " '\"', new_line = '\\n', nullstr = '', all_varchar = true, delim = ',',"
                    + " auto_detect = false, columns = {'origin': 'VARCHAR', 'line': 'BIGINT',"
                    + " 'rule': 'VARCHAR', 'reason': 'VARCHAR', 'text': 'VARCHAR'}) order by line"
                    + " nulls last",
                at("out")))
        .containsExactlyElementsOf(
            rows.rows().stream()
                .map(
                    row ->
                        (row.line().isPresent() ? row.line().getAsLong() : null)
                            + "|"
                            + row.text().orElse(null))
                .toList());
    assertThat(report.outputs().get(0).rows()).isEqualTo(texts.size() + 1L);
  }

  @Test
  @DisplayName("a row is one row in CSV, even if a text has several lines")
  void csvTextOfSeveralLines() {
    writeParquet(
        at("bars.parquet"),
        "select date '2020-01-06' trade_date, 'A' || chr(10) || 'B' || chr(13) || chr(10) ticker,"
            + " 7 volume");
    RunReport report =
        run(
            BarsStage.from(ParquetSource.at(at("bars.parquet")))
                .rejected()
                .into(CsvSink.at(at("out"))));
    assertThat(report.outputs().get(0).rows()).isEqualTo(1);
    assertThat(query("select text from read_csv('%s/*.csv', header = true)", at("out")))
        .containsExactly("2020-01-06,A\nB\r\n,,,,,,7");
  }

  @Test
  @DisplayName("CSV has a header, ISO dates and empty cells for what is missing")
  void csvText() throws IOException {
    RunReport report =
        run(
            BARS.flag(VOLUME.atLeast(20).as("busy")).into(CsvSink.at(at("bars"))),
            BARS.rejected().into(CsvSink.at(at("rejected"))));
    assertThat(lines("bars"))
        .containsExactlyInAnyOrder(
            "2020-01-06,A,1.5,1.5,1.5,1.5,1.5,30,true",
            "2020-01-07,A,1.5,1.5,1.5,1.5,1.5,10,false",
            "2020-01-06,BRK.B,,,,,,20,true",
            "2020-01-07,BRK.B,,,,,,,false");
    assertThat(lines("rejected")).isEmpty();
    assertThat(report.outputs()).extracting(RunReport.Written::rows).containsExactly(4L, 0L);
  }

  /** The lines of all files of a folder, without the header that each has. */
  private List<String> lines(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        List<String> text = Files.readAllLines(file);
        assertThat(text).first().asString().matches("trade_date,.*,busy|origin,.*,text");
        lines.addAll(text.subList(1, text.size()));
      }
    }
    return lines;
  }

  @Test
  @DisplayName("the console shows the first rows as a table, once the run has succeeded")
  void console() {
    String shown =
        printed(
            () ->
                run(
                    BARS.leaderboard(VOLUME.max(), CLOSE.mean()).into(ConsoleSink.first(1)),
                    BARS.into(ConsoleSink.first(3))));
    assertThat(shown)
        .isEqualTo(
            """
            ticker  max_volume  mean_close  rank
            A               30      1.5000     1
            trade_date  ticker    open    high     low   close  adj_close  volume
            2020-01-06  A       1.5000  1.5000  1.5000  1.5000     1.5000      30
            2020-01-07  A       1.5000  1.5000  1.5000  1.5000     1.5000      10
            2020-01-06  BRK.B                                                  20
            """);
    assertThat(
            printed(
                () ->
                    assertThatThrownBy(
                            () ->
                                run(
                                    BARS.into(ConsoleSink.first(1)),
                                    BARS.into(new Failing(Moment.PUBLISH))))
                        .isInstanceOf(VolumeException.class)))
        .isEmpty();
  }

  @Test
  @DisplayName("equal outputs are each written")
  void equalOutputs() {
    Output<TickerSummary> top = BARS.leaderboard(VOLUME.max()).into(ConsoleSink.first(1));
    assertThat(printed(() -> assertThat(run(top, top).outputs()).hasSize(2)))
        .isEqualTo(
            """
            ticker  max_volume  rank
            A               30     1
            ticker  max_volume  rank
            A               30     1
            """);
  }

  private static String printed(Runnable work) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private enum Moment {
    STAGE,
    READ,
    PUBLISH,
    CLOSE
  }

  /** A sink that fails at some moment, as a sink of a user's own may. */
  private record Failing(Moment moment) implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
      failAt(Moment.STAGE);
      rows.next();
      failAt(Moment.READ);
      return new StagedOutput() {
        @Override
        public long rows() {
          return 1;
        }

        @Override
        public void publish() {
          failAt(Moment.PUBLISH);
        }

        @Override
        public void close() {
          throw new IllegalStateException("the connection is gone");
        }
      };
    }

    private void failAt(Moment now) {
      if (moment == now) {
        throw new IllegalStateException("the table is locked\nby another");
      }
    }

    @Override
    public String describe() {
      return "a table";
    }
  }

  @ParameterizedTest
  @EnumSource(value = Moment.class, mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
  @DisplayName("if one sink fails at any moment, no output is published")
  void allOrNone(Moment moment) throws IOException {
    InMemorySink<TickerSummary> memory = new InMemorySink<>();
    run(BARS.into(ParquetSink.at(at("old"))), BARS.leaderboard(VOLUME.total()).into(memory));
    Map<String, String> before = content();
    List<TickerSummary> kept = memory.rows();
    assertThatThrownBy(
            () ->
                run(
                    BARS.into(ParquetSink.at(at("old")).replacingExisting()),
                    BARS.leaderboard(VOLUME.max()).into(memory),
                    BARS.into(CsvSink.at(at("new"))),
                    BARS.into(new Failing(moment))))
        .isInstanceOf(VolumeException.class)
        .hasMessage(
            "%s could not %s: the table is locked",
            engine(), moment == Moment.PUBLISH ? "publish" : "write a table");
    assertThat(content()).isEqualTo(before);
    assertThat(memory.rows()).isSameAs(kept);
    assertNoLeftovers();
  }

  @Test
  @DisplayName("a sink that has published and cannot be closed is a warning")
  void closing() {
    RunReport report =
        run(BARS.into(new Failing(Moment.CLOSE)), BARS.into(ParquetSink.at(at("bars"))));
    assertThat(report.warnings())
        .containsExactly("a table could not be closed: the connection is gone");
    assertThat(query("select count(*) from '%s/*.parquet'", at("bars"))).containsExactly("4");
  }

  @Test
  @DisplayName("a run over two sets of bars that fails at the second publishes neither")
  void allOrNoneOverSources() throws IOException {
    BarsStage missing = BarsStage.from(CsvSource.at(at("gone.csv"), CsvLayout.YAHOO));
    assertThatThrownBy(
            () ->
                run(BARS.into(ParquetSink.at(at("one"))), missing.into(ParquetSink.at(at("two")))))
        .isInstanceOf(VolumeException.class)
        .hasMessage(
            "there is no file at %s; give a file, a folder with files, or a glob", at("gone.csv"));
    assertThat(content()).containsOnlyKeys("");
  }

  /** A sink that warns. */
  private record Warning() implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
      context.warn("run " + context.runId() + " as of " + context.asOf());
      return new InMemorySink<T>().stage(rows, schema, context);
    }

    @Override
    public String describe() {
      return "a warning sink";
    }
  }

  @Test
  @DisplayName("the report tells what was read and what is on disk, in the order of the pipeline")
  void report() {
    BarsStage bars = BARS.asOf(LocalDate.of(2020, 1, 6));
    VolumePipeline pipeline =
        VolumePipeline.named(
            "report",
            bars.into(CsvSink.at(at("csv"))),
            bars.rejected().into(ParquetSink.at(at("rejected"))),
            BARS.into(ParquetSink.at(at("all")).partitionedBy("ticker", "trade_date")),
            bars.into(new Warning()));
    List<String> steps = new ArrayList<>();
    RunReport report = pipeline.run(runner(steps::add));
    assertThat(report.outputs())
        .containsExactly(
            new RunReport.Written(at("csv") + " (CSV)", 2),
            new RunReport.Written(at("rejected") + " (Parquet)", 2),
            new RunReport.Written(at("all") + " (Parquet by ticker, trade_date)", 4),
            new RunReport.Written("a warning sink", 2));
    assertThat(query("select count(*) from read_csv('%s/*.csv')", at("csv"))).containsExactly("2");
    assertThat(query("select count(*) from '%s/*.parquet'", at("rejected"))).containsExactly("2");
    assertThat(query("select count(*) from '%s/*/*/*.parquet'", at("all"))).containsExactly("4");
    assertThat(report.inputs()).extracting(RunReport.Input::rowsRead).containsExactly(4L, 4L);
    assertThat(report.rowsRejected()).isEqualTo(2);
    assertThat(report.warnings()).containsExactly("run " + report.runId() + " as of 2020-01-06");
    assertThat(report.phases()).extracting(RunReport.Phase::name).isEqualTo(steps);
    String read = "read and check 4 bars in memory";
    List<String> expected =
        new ArrayList<>(
            steps(
                read,
                List.of(at("csv") + " (CSV)"),
                List.of(at("rejected") + " (Parquet)", "a warning sink")));
    expected.addAll(
        steps(read, List.of(at("all") + " (Parquet by ticker, trade_date)"), List.of()));
    expected.add("publish");
    assertThat(steps).isEqualTo(expected);
    assertThat(report.plan()).isEqualTo(pipeline.explain());
    assertThat(report.runner()).matches(reportedRunner());
  }

  @Test
  @DisplayName("a folder in an object store is refused before any work")
  void objectStore() {
    assertThatThrownBy(
            () -> run(BARS.into(CsvSink.at(at("out"))), BARS.into(ParquetSink.at("s3a://b/out"))))
        .isInstanceOf(VolumeException.class)
        .hasMessage(objectStoreIsRefused("s3a://b/out"));
    assertThat(content()).containsOnlyKeys("");
  }
}
