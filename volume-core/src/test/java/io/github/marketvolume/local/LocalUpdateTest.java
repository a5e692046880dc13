package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.local.UpdatedFolders.FIRST;
import static io.github.marketvolume.local.UpdatedFolders.LAST;
import static io.github.marketvolume.local.UpdatedFolders.corrected;
import static io.github.marketvolume.local.UpdatedFolders.market;
import static io.github.marketvolume.local.UpdatedFolders.stage;
import static io.github.marketvolume.local.UpdatedFolders.with;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates of the outputs of a small market, step by step. */
class LocalUpdateTest {

  private static final LocalDate LAST_BUT_ONE = LAST.minusDays(1);

  @TempDir private Path temp;
  private UpdatedFolders folders;

  @BeforeEach
  void folders() throws IOException {
    folders = new UpdatedFolders(temp.toRealPath());
  }

  private static RunReport.Updated updated(RunReport report) {
    return report.updated().orElseThrow();
  }

  @Test
  @DisplayName("the first update of an empty store is a run over all of the source")
  void firstUpdate() {
    RunReport report = folders.update(market());
    folders.requireThoseOf(market());
    assertThat(updated(report).isPublished()).isTrue();
    assertThat(updated(report).isResumed()).isFalse();
    assertThat(updated(report).added()).isEqualTo(market().size());
    Ledger ledger = folders.ledger();
    assertThat(ledger.lastDay()).contains(LAST);
    assertThat(ledger.states())
        .as("one of April would be within an episode")
        .containsExactly(LocalDate.of(2021, 3, 1), LocalDate.of(2021, 5, 1));
    assertThat(ledger.runs()).extracting(Ledger.Run::id).containsExactly(report.runId());
    assertThat(ledger.files())
        .containsOnlyKeys(
            "anomalies", "bars", "daily", "episodes", "leaders", "market", "rejected");
  }

  @Test
  @DisplayName("a day that is new changes the files of its month, and no other file")
  void nextDay() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    Map<String, Object> before = folders.inodes();
    RunReport report = folders.update(market(LAST, LAST));
    assertThat(updated(report).isResumed()).isTrue();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 5, 1));
    assertThat(updated(report).added()).isEqualTo(8);
    assertThat(updated(report).changed()).isZero();
    Map<String, Object> after = folders.inodes();
    for (String month : List.of("2021-01", "2021-02", "2021-03", "2021-04")) {
      for (String name : List.of("daily", "market", "state/bars")) {
        String file = name + "/" + month + ".parquet";
        assertThat(after.get(file)).as(file).isNotNull().isEqualTo(before.get(file));
      }
    }
    for (String name : List.of("daily", "market", "state/bars")) {
      String file = name + "/2021-05.parquet";
      assertThat(after.get(file)).as(file).isNotNull().isNotEqualTo(before.get(file));
    }
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("the states of the months before stay, so that a later correction goes on from them")
  void statesStay() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    folders.update(market(LAST, LAST));
    assertThat(folders.ledger().states())
        .as("one of April would be within an episode")
        .containsExactly(LocalDate.of(2021, 3, 1), LocalDate.of(2021, 5, 1));
    Bar march = corrected(3, LocalDate.of(2021, 3, 12), 4_444);
    RunReport report = folders.update(List.of(march));
    assertThat(updated(report).isResumed()).isTrue();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 3, 1));
    folders.requireThoseOf(with(market(), march));
  }

  @Test
  @DisplayName("months that begin give states of their own, and the oldest go")
  void nextMonths() {
    LocalDate march = LocalDate.of(2021, 3, 10);
    folders.update(market(FIRST, march));
    RunReport report = folders.update(market(march.plusDays(1), LAST));
    assertThat(updated(report).isResumed()).isTrue();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 3, 1));
    assertThat(folders.ledger().states())
        .as("one of April would be within an episode")
        .containsExactly(LocalDate.of(2021, 3, 1), LocalDate.of(2021, 5, 1));
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("a first day of a month goes on from the state of the month before")
  void firstDayOfAMonth() {
    LocalDate april = LocalDate.of(2021, 4, 30);
    folders.update(market(FIRST, april));
    RunReport report = folders.update(market(LocalDate.of(2021, 5, 3), LocalDate.of(2021, 5, 3)));
    assertThat(updated(report).isResumed()).isTrue();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 5, 1));
    folders.requireThoseOf(market(FIRST, LocalDate.of(2021, 5, 3)));
  }

  @Test
  @DisplayName("of the same input nothing is published, and no file changes")
  void sameInput() {
    folders.update(market());
    Map<String, Object> inodes = folders.inodes();
    Map<String, String> content = FolderContent.of(temp);
    RunReport report = folders.update(market());
    assertThat(updated(report).isPublished()).isFalse();
    assertThat(updated(report).firstMonth()).isEmpty();
    assertThat(updated(report).repeated()).isEqualTo(market().size());
    assertThat(report.toTable()).contains("nothing is new");
    assertThat(report.outputs()).allMatch(output -> output.rows() == 0);
    assertThat(FolderContent.of(temp)).isEqualTo(content);
    assertThat(folders.inodes()).isEqualTo(inodes);
    folders.update(market(LAST, LAST));
    assertThat(folders.inodes()).isEqualTo(inodes);
  }

  @Test
  @DisplayName("a corrected bar of last month goes on from the state before that month")
  void correctionOfLastMonth() {
    folders.update(market());
    Bar april = corrected(2, LocalDate.of(2021, 4, 14), 9_999);
    Map<String, Object> before = folders.inodes();
    RunReport report = folders.update(List.of(april));
    assertThat(updated(report).isResumed()).isTrue();
    assertThat(updated(report).changed()).isOne();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 4, 1));
    folders.requireThoseOf(with(market(), april));
    assertThat(folders.inodes().get("daily/2021-03.parquet"))
        .isEqualTo(before.get("daily/2021-03.parquet"));
    assertThat(folders.ledger().days().get(april.tradeDate()).run()).isEqualTo(report.runId());
    assertThat(folders.ledger().days().get(LAST).run()).isNotEqualTo(report.runId());
  }

  @Test
  @DisplayName("a corrected bar of a month without a state is computed from all kept bars")
  void correctionOfAnEarlyMonth() {
    folders.update(market());
    Bar january = corrected(0, LocalDate.of(2021, 1, 20), 9_500);
    Bar february = corrected(0, LocalDate.of(2021, 2, 20).minusDays(1), 7);
    Map<String, Object> before = folders.inodes();
    RunReport report = folders.update(List.of(february));
    assertThat(updated(report).isResumed()).isFalse();
    assertThat(updated(report).firstMonth()).contains(LocalDate.of(2021, 2, 1));
    folders.requireThoseOf(with(market(), february));
    assertThat(folders.inodes().get("daily/2021-01.parquet"))
        .isEqualTo(before.get("daily/2021-01.parquet"));
    folders.update(List.of(january));
    folders.requireThoseOf(with(market(), january, february));
    assertThat(folders.ledger().states()).hasSize(2);
    assertThat(updated(folders.update(market(LAST, LAST))).isPublished()).isFalse();
  }

  @Test
  @DisplayName("bars before the first kept day are taken too")
  void earlierBars() {
    folders.update(market(LocalDate.of(2021, 3, 15), LAST));
    RunReport report = folders.update(market(FIRST, LocalDate.of(2021, 3, 14)));
    assertThat(updated(report).isResumed()).isFalse();
    folders.requireThoseOf(market());
    assertThat(folders.ledger().days().firstKey()).isEqualTo(FIRST);
  }

  @Test
  @DisplayName("a ticker that is new, and one that no longer trades")
  void tickersComeAndGo() {
    List<Bar> without =
        market(FIRST, LAST_BUT_ONE).stream().filter(bar -> !bar.ticker().is("T3")).toList();
    folders.update(without);
    List<Bar> next = new ArrayList<>(market(LAST, LAST));
    next.removeIf(bar -> bar.ticker().is("T5"));
    folders.update(next);
    List<Bar> all = new ArrayList<>(without);
    all.addAll(next);
    folders.requireThoseOf(all);
  }

  @Test
  @DisplayName("an input without bars changes nothing, and in an empty store makes empty outputs")
  void noBars() {
    assertThat(updated(folders.update(List.of())).isPublished()).isTrue();
    folders.requireThoseOf(List.of());
    assertThat(folders.ledger().lastDay()).isEmpty();
    assertThat(updated(folders.update(List.of())).isPublished()).isFalse();
    folders.update(market());
    folders.requireThoseOf(market());
    assertThat(updated(folders.update(List.of())).isPublished()).isFalse();
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("a session without bars is reported until its bars come")
  void gap() {
    LocalDate gap = LocalDate.of(2021, 4, 20);
    BarRules rules = BarRules.standard().expectingSessionsOf(NYSE);
    List<Bar> bars =
        market(FIRST, LAST_BUT_ONE).stream().filter(bar -> !bar.tradeDate().equals(gap)).toList();
    RunReport first = folders.update(stage(bars).checkedBy(rules), folders.store());
    assertThat(updated(first).missing()).containsExactly(gap);
    assertThat(first.warnings())
        .contains(
            "a day is missing, though the calendar has a session: 2021-04-20; an update with their"
                + " bars completes them");
    assertThat(folders.ledger().state(gap)).contains(Ledger.State.MISSING);
    RunReport next = folders.update(stage(market(LAST, LAST)).checkedBy(rules), folders.store());
    assertThat(updated(next).missing()).containsExactly(gap);
    RunReport filled = folders.update(stage(market(gap, gap)).checkedBy(rules), folders.store());
    assertThat(updated(filled).missing()).isEmpty();
    assertThat(filled.warnings()).isEmpty();
    assertThat(folders.ledger().state(gap)).contains(Ledger.State.COMPLETE);
    folders.requireThoseOf(stage(market()).checkedBy(rules));
  }

  @Test
  @DisplayName("sessions that are skipped before a new day are missing")
  void gapBeforeTheNewDay() {
    BarRules rules = BarRules.standard().expectingSessionsOf(NYSE);
    folders.update(
        stage(market(FIRST, LocalDate.of(2021, 4, 28))).checkedBy(rules), folders.store());
    LocalDate may = LocalDate.of(2021, 5, 4);
    RunReport report = folders.update(stage(market(may, may)).checkedBy(rules), folders.store());
    assertThat(updated(report).missing())
        .containsExactly(
            LocalDate.of(2021, 4, 29), LocalDate.of(2021, 4, 30), LocalDate.of(2021, 5, 3));
  }

  @Test
  @DisplayName("a day with few tickers is incomplete until the others come")
  void partialDay() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    List<Bar> few = market(LAST, LAST).subList(0, 5);
    RunReport report = folders.update(few);
    assertThat(updated(report).partial()).containsExactly(LAST);
    assertThat(folders.ledger().state(LAST)).contains(Ledger.State.PARTIAL);
    assertThat(report.toJson()).contains("\"days_partial\" : [ \"2021-05-20\" ]");
    String warning =
        "a day is incomplete, with fewer bars than nine tenths of the days before: 2021-05-20; an"
            + " update with their bars completes them";
    assertThat(report.warnings()).containsExactly(warning);
    RunReport same = folders.update(few);
    assertThat(updated(same).isPublished()).isFalse();
    assertThat(same.warnings()).as("of an update without anything new").containsExactly(warning);
    RunReport rest = folders.update(market(LAST, LAST));
    assertThat(updated(rest).added()).isEqualTo(3);
    assertThat(updated(rest).repeated()).isEqualTo(5);
    assertThat(updated(rest).partial()).isEmpty();
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("a bar that is not in the input stays, unless the input is said to be complete")
  void absence() {
    folders.update(market());
    List<Bar> may = market(LocalDate.of(2021, 5, 3), LAST);
    List<Bar> fewer =
        may.stream()
            .filter(
                bar ->
                    !(bar.ticker().is("T4") && bar.tradeDate().equals(LocalDate.of(2021, 5, 12))))
            .toList();
    assertThat(updated(folders.update(fewer)).isPublished()).isFalse();
    folders.requireThoseOf(market());
    RunReport report = folders.update(fewer, folders.store().withCompleteInput());
    assertThat(updated(report).removed()).isOne();
    assertThat(report.toTable()).contains("removed bars");
    List<Bar> left = new ArrayList<>(market(FIRST, LocalDate.of(2021, 4, 30)));
    left.addAll(fewer);
    folders.requireThoseOf(left);
    RunReport all = folders.update(market(FIRST, FIRST), folders.store().withCompleteInput());
    assertThat(updated(all).isPublished()).isFalse();
  }

  @Test
  @DisplayName("the last day can be removed")
  void lastDayRemoved() {
    folders.update(market());
    List<Bar> input = new ArrayList<>(market(LAST_BUT_ONE, LAST_BUT_ONE));
    input.add(market(LAST, LAST).get(3));
    RunReport report = folders.update(input, folders.store().withCompleteInput());
    assertThat(updated(report).removed()).isEqualTo(7);
    List<Bar> left = new ArrayList<>(market(FIRST, LAST_BUT_ONE));
    left.add(market(LAST, LAST).get(3));
    folders.requireThoseOf(left);
  }

  @Test
  @DisplayName("months of which all days are removed have no files")
  void monthRemoved() {
    folders.update(market());
    List<Bar> input = new ArrayList<>(market(LocalDate.of(2021, 2, 26), LocalDate.of(2021, 2, 26)));
    input.addAll(market(LocalDate.of(2021, 4, 1), LAST));
    RunReport report = folders.update(input, folders.store().withCompleteInput());
    assertThat(updated(report).removed()).isEqualTo(8 * 23);
    assertThat(folders.at("daily/2021-03.parquet")).doesNotExist();
    LocalDate removed = LocalDate.of(2021, 3, 15);
    assertThat(Ledger.find(folders.store()).orElseThrow().state(removed))
        .isNotEqualTo(Optional.of(Ledger.State.COMPLETE));
    List<Bar> left = new ArrayList<>(market(FIRST, LocalDate.of(2021, 2, 28)));
    left.addAll(market(LocalDate.of(2021, 4, 1), LAST));
    folders.requireThoseOf(left);
  }

  private static List<Bar> halved(List<Bar> bars) {
    return bars.stream()
        .map(
            bar ->
                bar.ticker().is("T6")
                    ? Bar.builder()
                        .from(bar)
                        .close(bar.close().orElseThrow() / 2)
                        .adjClose(bar.adjClose().orElseThrow() / 2)
                        .volume(2 * bar.volume().orElseThrow())
                        .build()
                    : bar)
        .toList();
  }

  @Test
  @DisplayName("a split that restates all of a ticker is taken with the ticker's whole history")
  void wholeHistoryAfterASplit() {
    folders.update(market());
    List<Bar> history = halved(market()).stream().filter(bar -> bar.ticker().is("T6")).toList();
    RunReport report = folders.update(history);
    assertThat(updated(report).changed()).isEqualTo(history.size());
    folders.requireThoseOf(halved(market()));
  }

  private static Path csv(Path file, List<Bar> bars, String... lines) throws IOException {
    List<String> text =
        new ArrayList<>(List.of("Date,Symbol,Adj Close,Close,High,Low,Open,Volume"));
    for (Bar bar : bars) {
      text.add(
          "%s,%s,%s,%s,%s,%s,%s,%s"
              .formatted(
                  bar.tradeDate(),
                  bar.ticker(),
                  bar.close().orElseThrow(),
                  bar.close().orElseThrow(),
                  bar.close().orElseThrow(),
                  bar.close().orElseThrow(),
                  bar.close().orElseThrow(),
                  bar.volume().orElseThrow()));
    }
    text.addAll(List.of(lines));
    return Files.write(file, text);
  }

  private static BarsStage read(Path file) {
    return BarsStage.from(CsvSource.at(file.toString(), CsvLayout.KAGGLE));
  }

  @Test
  @DisplayName("rejected rows add up, each once")
  void rejectedRows() throws IOException {
    Path first =
        csv(temp.resolve("one.csv"), market(FIRST, LAST_BUT_ONE), "2021-05-03,T0,1,1,1,1,1,-5");
    Path second = csv(temp.resolve("two.csv"), market(LAST, LAST), "x,T1,1,1,1,1,1,1");
    RunReport one = folders.update(read(first), folders.store());
    RunReport two = folders.update(read(second), folders.store());
    String rejected = "select line, rule, text from '%s/*.parquet' order by all";
    List<String> both = query(rejected, folders.at("rejected"));
    assertThat(both).hasSize(2).anyMatch(row -> row.contains("-5")).anyMatch(r -> r.contains("x,"));
    assertThat(folders.ledger().files().get("rejected").values())
        .contains(one.runId(), two.runId());
    assertThat(folders.ledger().runs()).extracting(Ledger.Run::rejected).containsExactly(1L, 1L);
    Map<String, String> content = FolderContent.of(temp);
    assertThat(updated(folders.update(read(first), folders.store())).isPublished()).isFalse();
    assertThat(updated(folders.update(read(second), folders.store())).isPublished()).isFalse();
    assertThat(FolderContent.of(temp)).isEqualTo(content);
    Path third = csv(temp.resolve("three.csv"), market(LAST, LAST), "y,T1,1,1,1,1,1,1");
    RunReport only = folders.update(read(third), folders.store());
    assertThat(updated(only).isPublished()).isTrue();
    assertThat(query(rejected, folders.at("rejected"))).hasSize(3).containsAll(both);
    folders.update(read(second), folders.store().rebuilding());
    assertThat(query(rejected, folders.at("rejected"))).hasSize(3).containsAll(both);
  }

  @Test
  @DisplayName("an output that is rebuilt has all of its rows, and the others too")
  void rebuiltOutput() {
    List<Bar> before = market(FIRST, LAST_BUT_ONE);
    folders.update(withHindsight(folders, before));
    RunReport report = folders.update(withHindsight(folders, market(LAST, LAST)));
    assertThat(updated(report).isResumed()).isFalse();
    UpdatedFolders whole = new UpdatedFolders(temp.resolve("whole"));
    withHindsight(whole, market()).run(LocalRunner.create());
    for (String name : List.of("ranked", "mean", "leaders")) {
      String rows = "from '%s/*.parquet' order by all";
      assertThat(query(rows, folders.at(name)))
          .as(name)
          .isEqualTo(query(rows, whole.at(name)))
          .isNotEmpty();
    }
    folders.update(withHindsight(folders, List.of(corrected(1, LocalDate.of(2021, 3, 3), 77))));
    assertThat(query("from '%s/*.parquet'", folders.at("mean"))).hasSize(market().size());
  }

  private static VolumePipeline withHindsight(UpdatedFolders folders, List<Bar> bars) {
    BarsStage prices = stage(bars);
    Output<?> ranked =
        prices
            .measure(Rank.inHindsight(VOLUME.descending()))
            .into(ParquetSink.at(folders.at("ranked").toString()))
            .rebuiltByUpdates();
    return folders.pipeline(
        ranked,
        prices
            .measure(VOLUME.lagged(1))
            .into(ParquetSink.at(folders.at("mean").toString()).byMonth()),
        prices.leaderboard(VOLUME.max()).into(ParquetSink.at(folders.at("leaders").toString())));
  }

  @Test
  @DisplayName("memory gets the rows from the first day on that has changed")
  void memory() {
    folders.update(inMemory(market(FIRST, LAST_BUT_ONE), new InMemorySink<>()));
    InMemorySink<Bar> rows = new InMemorySink<>();
    folders.update(inMemory(market(LAST, LAST), rows));
    assertThat(rows.rows()).containsExactlyInAnyOrderElementsOf(market(LAST, LAST));
  }

  private VolumePipeline inMemory(List<Bar> bars, InMemorySink<Bar> sink) {
    return folders.pipeline(stage(bars).into(sink));
  }

  @Test
  @DisplayName("the position of the input is kept, until an update gives another")
  void position() {
    folders.update(market(FIRST, LAST_BUT_ONE), folders.store().withPosition("offset 17"));
    assertThat(folders.ledger().position()).contains("offset 17");
    folders.update(market(LAST, LAST));
    assertThat(folders.ledger().position()).contains("offset 17");
    folders.update(List.of(corrected(0, LAST, 5)), folders.store().withPosition("offset 18"));
    assertThat(folders.ledger().position()).isEqualTo(Optional.of("offset 18"));
  }

  @Test
  @DisplayName("the report is published with the outputs, and names what the update did")
  void report() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    RunReport report = folders.update(market(LAST, LAST));
    assertThat(Files.readString(folders.at("run.json")))
        .contains("\"run_id\" : \"" + report.runId() + "\"")
        .contains("\"resumed\" : true", "\"first_month\" : \"2021-05\"", "\"bars_added\" : 8");
  }

  /** Bars of a source that says of no optional column that it has it. */
  private record Unstated(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.iterator();
    }

    @Override
    public String describe() {
      return "bars of its own";
    }
  }

  private static BarsStage unstated() {
    return BarsStage.from(
        new Unstated(
            market().stream()
                .map(
                    bar ->
                        Bar.builder()
                            .from(bar)
                            .splitCoefficient(1)
                            .vwap(bar.close())
                            .trades(7)
                            .build())
                .toList()));
  }

  @Test
  @DisplayName("what is not kept of bars makes no correction of them")
  void valuesThatAreNotKept() {
    folders.update(unstated(), folders.store());
    RunReport again = folders.update(unstated(), folders.store());
    assertThat(updated(again).repeated()).isEqualTo(market().size());
    assertThat(updated(again).isPublished()).isFalse();
  }

  @Test
  @DisplayName("bars are kept with all their columns, whatever the outputs take")
  void columnsThatAreKept() throws IOException {
    Path prices = csv(temp.resolve("one.csv"), market());
    folders.update(
        folders.pipeline(
            read(prices)
                .measure(VOLUME.lagged(1))
                .where(isTicker("T1"))
                .into(ParquetSink.at(folders.at("lagged").toString()).byMonth())));
    assertThat(
            query(
                "select count(close), count(volume) from '%s/*.parquet'", folders.at("state/bars")))
        .containsExactly(market().size() + "|" + market().size());
  }
}
