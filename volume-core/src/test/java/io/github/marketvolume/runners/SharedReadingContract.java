package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.StandardRule;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs of one source read it once, however their dates, bars and rules differ. */
public abstract class SharedReadingContract {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final LocalDate AS_OF = LocalDate.of(2020, 12, 31);
  private static final BarRules LENIENT = BarRules.standard().withoutLimits();

  /** How often each source was read, by its name. */
  private static final Map<String, AtomicInteger> READ = new ConcurrentHashMap<>();

  @TempDir Path folder;

  /** The runner that reads. */
  protected abstract Runner runner();

  /** Whether it reads files. */
  protected boolean readsFiles() {
    return true;
  }

  /** Bars that count how often they are asked for. */
  private record Counted(String name, InMemoryBars bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      READ.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
      return bars.rows(request, context);
    }

    @Override
    public String describe() {
      return name;
    }
  }

  /** Three months of three tickers: a split, a fraction, a conflict, a date in the future. */
  private static List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < 60; day++) {
      for (String ticker : List.of("AAA", "BBB", "CCC")) {
        LocalDate date = DAY.plusDays(day + 2 * (day / 5));
        bars.add(
            Bar.builder()
                .ticker(Ticker.of(ticker))
                .tradeDate(date)
                .close(10 + day % 7)
                .volume(1_000L + 37L * day * ticker.charAt(0) % 911)
                .splitCoefficient(ticker.equals("BBB") && day == 40 ? 4 : 1)
                .build());
      }
    }
    bars.add(bars.get(5));
    bars.add(Bar.builder().from(bars.get(7)).volume(77).build());
    bars.add(Bar.builder().from(bars.get(8)).tradeDate(DAY.plusDays(90)).exactVolume(0.5).build());
    bars.add(Bar.builder().from(bars.get(8)).tradeDate(AS_OF.plusDays(1)).build());
    return bars;
  }

  /** Stages that differ in all that comes after the source, but not in their rules. */
  private static List<Stage<?>> stages(BarsStage all) {
    BarsStage adjusted = all.inBasis(Basis.RAW).splitAdjusted();
    BarsStage february = all.between(LocalDate.of(2020, 2, 1), LocalDate.of(2020, 2, 29));
    return List.of(
        all.measure(VOLUME.mean().over(RollingWindow.bars(5))),
        adjusted.to(LocalDate.of(2020, 3, 2)).measure(CLOSE.lagged(1)),
        february.leaderboard(VOLUME.total()),
        february.measure(Rank.acrossTickers(VOLUME.descending()), VOLUME.total().over(days(9))),
        all.where(isTicker("AAA", "CCC")).market(total(VOLUME)),
        adjusted
            .from(LocalDate.of(2020, 3, 1))
            .where(CLOSE.ratioToMean().over(RollingWindow.bars(3)).atLeast(1))
            .market(total(VOLUME)),
        all.leaderboard(VOLUME.max()).each(CalendarPeriod.MONTH),
        february.rejected());
  }

  private static List<Stage<?>> someStages(BarsStage all) {
    List<Stage<?>> stages = stages(all);
    return List.of(stages.get(1), stages.get(3), stages.get(stages.size() - 1));
  }

  private static <S> Output<S> into(Stage<S> stage, InMemorySink<S> sink) {
    return stage.into(sink);
  }

  private record Run(RunReport report, List<List<?>> rows) {}

  private Run run(List<Stage<?>> stages) {
    List<Output<?>> outputs = new ArrayList<>();
    List<InMemorySink<?>> sinks = new ArrayList<>();
    for (Stage<?> stage : stages) {
      add(stage, outputs, sinks);
    }
    RunReport report = runner().run(new VolumePipeline("shared", outputs));
    List<List<?>> rows = new ArrayList<>();
    sinks.forEach(sink -> rows.add(sink.rows()));
    return new Run(report, rows);
  }

  private static <S> void add(
      Stage<S> stage, List<Output<?>> outputs, List<InMemorySink<?>> sinks) {
    InMemorySink<S> sink = new InMemorySink<>();
    outputs.add(into(stage, sink));
    sinks.add(sink);
  }

  /** Runs the stages together, and requires what each yields alone. */
  private RunReport requireSame(List<Stage<?>> stages) {
    Run together = run(stages);
    for (int i = 0; i < stages.size(); i++) {
      List<?> alone = stages.get(i).collect(runner());
      assertThat(together.rows().get(i)).as(stages.get(i).explain()).isEqualTo(alone);
    }
    return together.report();
  }

  private static BarsStage of(Source<Bar> source) {
    return BarsStage.from(source).asOf(AS_OF).checkedBy(LENIENT);
  }

  @Test
  @DisplayName("other dates, bases and conditions share one reading and its checks")
  void dates() {
    Counted source = new Counted("dates of " + getClass(), InMemoryBars.of(bars()));
    List<Stage<?>> stages = stages(of(source));

    Run run = run(stages);

    assertThat(READ.get(source.name())).hasValue(1);
    assertThat(run.rows()).allSatisfy(rows -> assertThat(rows).isNotEmpty());
    assertThat(run.report().inputs())
        .singleElement()
        .returns((long) bars().size(), RunReport.Input::rowsRead);
    requireSame(stages);
  }

  @Test
  @DisplayName("a leaderboard of each month is an output of its own, and the bars are read once")
  void months() {
    Counted source = new Counted("months of " + getClass(), InMemoryBars.of(bars()));
    List<Stage<?>> stages = new ArrayList<>();
    for (YearMonth month = YearMonth.of(2019, 12);
        month.isBefore(YearMonth.of(2020, 6));
        month = month.plusMonths(1)) {
      stages.add(
          of(source)
              .between(month.atDay(1), month.atEndOfMonth())
              .leaderboard(VOLUME.total(), VOLUME.max()));
    }

    Run run = run(stages);

    assertThat(READ.get(source.name())).hasValue(1);
    assertThat(run.report().phases().stream().filter(phase -> phase.name().startsWith("read")))
        .hasSize(1);
    assertThat(run.rows()).extracting(List::size).containsExactly(0, 3, 3, 3, 0, 0);
    List<TickerSummary> each =
        of(source)
            .leaderboard(VOLUME.total(), VOLUME.max())
            .each(CalendarPeriod.MONTH)
            .collect(runner());
    assertThat(run.rows().stream().flatMap(List::stream).map(SharedReadingContract::cells).toList())
        .isEqualTo(each.stream().map(SharedReadingContract::cells).toList());
  }

  private static List<Object> cells(Object row) {
    TickerSummary summary = (TickerSummary) row;
    return List.of(
        summary.ticker(), summary.rank(), summary.get(VOLUME.total()), summary.get(VOLUME.max()));
  }

  @Test
  @DisplayName("other rules share the reading, each with its own counts")
  void rules() {
    Counted source = new Counted("rules of " + getClass(), InMemoryBars.of(bars()));
    List<Stage<?>> stages = new ArrayList<>();
    for (BarRules rules : rulesToTry()) {
      stages.addAll(someStages(of(source).checkedBy(rules)));
    }

    RunReport report = run(stages).report();

    assertThat(READ.get(source.name())).hasValue(1);
    assertThat(report.inputs())
        .extracting(RunReport.Input::rowsRead)
        .containsExactly(184L, 184L, 184L);
    assertThat(report.inputs())
        .extracting(RunReport.Input::rowsAccepted)
        .containsExactly(179L, 180L, 181L);
    requireSame(stages);
  }

  private static List<BarRules> rulesToTry() {
    return List.of(
        LENIENT,
        LENIENT.fractionalVolume(FractionalVolume.KEEP),
        LENIENT
            .fractionalVolume(FractionalVolume.ROUND)
            .relaxing(StandardRule.DATE_IS_NOT_IN_FUTURE));
  }

  @Test
  @DisplayName("what one set of rules does not accept fails the run of all")
  void failure() {
    BarsStage all = of(InMemoryBars.of(bars()));
    assertThatThrownBy(
            () ->
                run(
                    List.of(
                        all,
                        all.checkedBy(
                            BarRules.standard()
                                .failingAbove(StandardRule.BARS_DO_NOT_CONFLICT, 0)))))
        .isInstanceOf(QualityException.class);
  }

  @Test
  @DisplayName("what is from the future on one day and not on another is read for each")
  void asOf() {
    Counted source = new Counted("as-of dates of " + getClass(), InMemoryBars.of(bars()));
    RunReport report =
        requireSame(List.of(of(source), of(source).asOf(AS_OF.plusDays(1)), of(source).rejected()));
    assertThat(report.inputs()).hasSize(2);
  }

  @Test
  @DisplayName("files are read once as well, whatever the kind")
  void files() {
    assumeThat(readsFiles()).as("reads files").isTrue();
    BarsStage all =
        BarsStage.from(InMemoryBars.of(bars()))
            .inBasis(Basis.RAW)
            .checkedBy(LENIENT.fractionalVolume(FractionalVolume.KEEP));
    String csv = folder.resolve("csv").toString();
    String parquet = folder.resolve("parquet").toString();
    VolumePipeline.named("files", all.into(CsvSink.at(csv)), all.into(ParquetSink.at(parquet)))
        .run(runner());
    CsvLayout layout =
        CsvLayout.named("own")
            .date("trade_date")
            .ticker("ticker")
            .volume("volume")
            .close("close")
            .splitCoefficient("split_coefficient");
    for (Source<Bar> source :
        List.<Source<Bar>>of(CsvSource.at(csv, layout), ParquetSource.at(parquet))) {
      List<Stage<?>> stages = new ArrayList<>();
      for (BarRules rules : rulesToTry()) {
        stages.addAll(someStages(of(source).checkedBy(rules)));
      }
      RunReport report = requireSame(stages);
      assertThat(report.inputs())
          .extracting(RunReport.Input::rowsRead)
          .hasSize(3)
          .containsOnly(181L);
      assertThat(report.phases().stream().filter(phase -> phase.name().startsWith("read")))
          .hasSize(1);
    }
  }

  @Test
  @DisplayName("the explanation says what is read once")
  void explanation() {
    BarsStage all = BarsStage.from(InMemoryBars.of()).checkedBy(LENIENT);
    Function<BarsStage, Output<?>> board =
        stage -> stage.leaderboard(VOLUME.total()).into(new InMemorySink<>());
    VolumePipeline pipeline =
        VolumePipeline.named(
            "boards",
            board.apply(all.to(DAY)),
            board.apply(all.checkedBy(BarRules.standard())),
            board.apply(all.from(DAY)));
    assertThat(pipeline.explain())
        .isEqualTo(
            """
            pipeline boards
              read 0 bars in memory
              check by standard bar rules; no share of rejected rows is fatal
              publish dates to 2020-01-06
                rank tickers by total of volume
                write memory: ticker, total_volume, rank
              take the same checked bars again
              publish dates from 2020-01-06
                rank tickers by total of volume
                write memory: ticker, total_volume, rank
              check by standard bar rules; fatal above 50 % rejected, or all rows of a file, in \
            the same reading
                rank tickers by total of volume
                write memory: ticker, total_volume, rank\
            """);
  }
}
