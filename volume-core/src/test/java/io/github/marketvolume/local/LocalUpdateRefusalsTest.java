package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.local.UpdatedFolders.FIRST;
import static io.github.marketvolume.local.UpdatedFolders.LAST;
import static io.github.marketvolume.local.UpdatedFolders.corrected;
import static io.github.marketvolume.local.UpdatedFolders.market;
import static io.github.marketvolume.local.UpdatedFolders.stage;
import static io.github.marketvolume.local.UpdatedFolders.with;
import static io.github.marketvolume.metric.BarMetrics.TRADES;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.DuckDbQueries;
import io.github.marketvolume.runners.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an update refuses, in one line, and that everything then stays as it was. */
class LocalUpdateRefusalsTest {

  private static final LocalDate LAST_BUT_ONE = LAST.minusDays(1);

  @TempDir private Path temp;
  private Path folder;
  private UpdatedFolders folders;

  @BeforeEach
  void folders() throws IOException {
    folder = temp.toRealPath();
    folders = new UpdatedFolders(folder);
  }

  private ParquetSink parquet(String name) {
    return ParquetSink.at(folders.at(name).toString());
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Fails unless the work is refused with this message, which names the folder {@code DIR}. */
  private void requireRefused(Class<? extends VolumeException> type, String message, Work work) {
    Map<String, String> before = FolderContent.of(folder);
    Throwable refused = catchThrowable(work::run);
    assertThat(refused).isInstanceOf(type).hasMessage(message.replace("DIR", folder.toString()));
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  // ---- plans that cannot be updated ------------------------------------------------------------

  @Test
  @DisplayName("a folder without months")
  void csvFolder() {
    BarsStage prices = stage(market());
    requireRefused(
        InvalidPlanException.class,
        "DIR/bars (CSV) cannot be updated: an update replaces months; write it by"
            + " ParquetSink.at(...).byMonth(), or allow all of the output to be computed again,"
            + " with rebuiltByUpdates()",
        () ->
            folders.update(
                folders.pipeline(prices.into(CsvSink.at(folders.at("bars").toString())))));
    requireRefused(
        InvalidPlanException.class,
        "DIR/bars (Parquet) cannot be updated: an update replaces months; write it by"
            + " ParquetSink.at(...).byMonth(), or allow all of the output to be computed again,"
            + " with rebuiltByUpdates()",
        () -> folders.update(folders.pipeline(prices.into(parquet("bars")))));
  }

  @Test
  @DisplayName("rows that later days change")
  void hindsight() {
    BarsStage prices = stage(market());
    requireRefused(
        InvalidPlanException.class,
        "DIR/ranks (Parquet by month) cannot be updated: rank of volume, largest first, in"
            + " hindsight over the whole series: it looks at later days; leave it out, or allow all"
            + " of the output to be computed again, with rebuiltByUpdates()",
        () ->
            folders.update(
                folders.pipeline(
                    prices
                        .measure(Rank.inHindsight(VOLUME.descending()))
                        .into(parquet("ranks").byMonth()))));
    requireRefused(
        InvalidPlanException.class,
        "DIR/weeks (Parquet by month) cannot be updated: bars of a week are made of several days;"
            + " leave it out, or allow all of the output to be computed again, with"
            + " rebuiltByUpdates()",
        () ->
            folders.update(folders.pipeline(prices.weekly(NYSE).into(parquet("weeks").byMonth()))));
    requireRefused(
        InvalidPlanException.class,
        "DIR/leaders (Parquet) cannot be updated: median of volume of all days takes the value of"
            + " each; leave it out, or allow all of the output to be computed again, with"
            + " rebuiltByUpdates()",
        () ->
            folders.update(
                folders.pipeline(prices.leaderboard(VOLUME.median()).into(parquet("leaders")))));
  }

  @Test
  @DisplayName("values that a source does not say it has, and that are not kept")
  void unstatedColumn() {
    RowSource<Bar> unstated =
        new RowSource<>() {
          @Override
          public Iterator<Bar> rows(ReadRequest request, RunContext context) {
            return market().stream()
                .map(bar -> Bar.builder().from(bar).trades(7).build())
                .iterator();
          }

          @Override
          public String describe() {
            return "bars of its own";
          }
        };
    requireRefused(
        InvalidPlanException.class,
        "trades is not kept for updates of bars of its own, which does not state it; name it in"
            + " optionalColumns()",
        () ->
            folders.update(
                folders.pipeline(
                    BarsStage.from(unstated)
                        .measure(TRADES.lagged(1))
                        .into(parquet("trades").byMonth()))));
  }

  @Test
  @DisplayName("folders of one name")
  void oneName() {
    BarsStage prices = stage(market());
    requireRefused(
        InvalidPlanException.class,
        "DIR/a/daily and DIR/b/daily have one name, by which a ledger tells folders apart; name one"
            + " of them otherwise",
        () ->
            folders.update(
                folders.pipeline(
                    prices.into(parquet("a/daily").byMonth()),
                    prices.into(parquet("b/daily").byMonth()))));
    requireRefused(
        InvalidPlanException.class,
        "DIR/state/bars and DIR/bars have one name, by which a ledger tells folders apart; name one"
            + " of them otherwise",
        () -> folders.update(folders.pipeline(prices.into(parquet("bars").byMonth()))));
  }

  @Test
  @DisplayName("outputs of two sources or sets of rules")
  void twoSources() {
    String message =
        "the outputs of test are of different sources, as-of dates, rules or bases, and an update"
            + " reads one; make a pipeline and a store for each";
    BarsStage prices = stage(market());
    for (BarsStage other :
        List.of(
            stage(market(LAST, LAST)),
            prices.checkedBy(BarRules.standard().tradingOnWeekends()),
            prices.asOf(LAST))) {
      requireRefused(
          InvalidPlanException.class,
          message,
          () ->
              folders.update(
                  folders.pipeline(
                      prices.into(parquet("one").byMonth()),
                      other.into(parquet("two").byMonth()))));
    }
  }

  // ---- inputs ----------------------------------------------------------------------------------

  private static List<Bar> split(List<Bar> bars) {
    return bars.stream()
        .filter(bar -> bar.ticker().is("T6"))
        .map(
            bar ->
                Bar.builder()
                    .from(bar)
                    .close(bar.close().orElseThrow() / 2)
                    .adjClose(bar.adjClose().orElseThrow() / 2)
                    .volume(2 * bar.volume().orElseThrow())
                    .build())
        .toList();
  }

  @Test
  @DisplayName("a part of a ticker that a split has restated, whichever part it is")
  void restatedPart() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    String restated =
        "T6: its bars from %s on count in other shares than those that are kept (closes are 0.5"
            + " times as high, as after a split), and its bar of %s did not come; give its whole"
            + " history";
    requireRefused(
        SourceException.class,
        restated.formatted("2021-05-10", "2021-05-03"),
        () -> folders.update(split(market(LocalDate.of(2021, 5, 10), LAST))));
    requireRefused(
        SourceException.class,
        restated.formatted("2021-04-01", "2021-01-04"),
        () -> folders.update(split(market(LocalDate.of(2021, 4, 1), LAST))));
    requireRefused(
        SourceException.class,
        restated.formatted("2021-01-04", "2021-04-21"),
        () -> folders.update(split(market(FIRST, LocalDate.of(2021, 4, 20)))));
    List<Bar> withAGap = new ArrayList<>(split(market()));
    withAGap.removeIf(bar -> bar.tradeDate().equals(LocalDate.of(2021, 3, 9)));
    requireRefused(
        SourceException.class,
        restated.formatted("2021-01-04", "2021-03-09"),
        () -> folders.update(withAGap));
    folders.update(split(market()));
    folders.requireThoseOf(with(market(FIRST, LAST_BUT_ONE), split(market()).toArray(Bar[]::new)));
  }

  // ---- what is kept is another's, or damaged ---------------------------------------------------

  private VolumePipeline otherPlan(List<Bar> bars) {
    return folders.pipeline(
        stage(bars).measure(VOLUME.mean().over(bars(9))).into(parquet("daily").byMonth()));
  }

  @Test
  @DisplayName("another plan, which rebuilding takes")
  void otherPlan() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    String run = folders.ledger().lastRun().orElseThrow().id();
    requireRefused(
        InvalidPlanException.class,
        "DIR/state is of another plan than this pipeline's, or of other options, by run "
            + run
            + "; rebuild, which computes all outputs again from the kept bars, or give that plan",
        () -> folders.update(otherPlan(market(LAST, LAST))));
    folders.update(otherPlan(market(LAST, LAST)), folders.store().rebuilding());
    UpdatedFolders whole = new UpdatedFolders(folder.resolve("whole"));
    whole.update(
        whole.pipeline(
            stage(market())
                .measure(VOLUME.mean().over(bars(9)))
                .into(ParquetSink.at(whole.at("daily").toString()).byMonth())));
    String rows = "from '%s/*.parquet' order by all";
    assertThat(DuckDbQueries.query(rows, folders.at("daily")))
        .isEqualTo(DuckDbQueries.query(rows, whole.at("daily")))
        .hasSameSizeAs(market());
    folders.update(otherPlan(List.of(corrected(1, LAST, 8))));
    assertThat(folders.ledger().files()).containsOnlyKeys("daily", "bars");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  @DisplayName("an output that is gone, which rebuilding makes again")
  void outputRemoved() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    delete(folders.at("market"));
    requireRefused(
        SourceException.class,
        "DIR/market is not what the ledger of DIR/state tells of: it is not there; rebuild, or put"
            + " it back",
        () -> folders.update(market(LAST, LAST)));
    folders.update(market(LAST, LAST), folders.store().rebuilding());
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("rejected rows that are gone: rebuilding cannot bring them back, and goes on")
  void rejectedRemoved() throws IOException {
    folders.update(with(market(FIRST, LAST_BUT_ONE), Bar.of("T0", LocalDate.of(2999, 1, 4), 7)));
    delete(folders.at("rejected"));
    requireRefused(
        SourceException.class,
        "DIR/rejected is not what the ledger of DIR/state tells of: it is not there; rebuild, or"
            + " put it back",
        () -> folders.update(market(LAST, LAST)));
    folders.update(market(LAST, LAST), folders.store().rebuilding());
    folders.requireThoseOf(market());
    folders.update(List.of(corrected(1, LAST, 8)));
  }

  @Test
  @DisplayName("an output of another run, which rebuilding replaces")
  void outputOfAnotherRun() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    String run = folders.ledger().lastRun().orElseThrow().id();
    String other =
        folders
            .pipeline(stage(market()).into(parquet("daily").byMonth().replacingExisting()))
            .run(LocalRunner.create())
            .runId();
    requireRefused(
        SourceException.class,
        "DIR/daily is not what the ledger of DIR/state tells of: run "
            + other
            + " wrote it, not run "
            + run
            + "; rebuild, or put it back",
        () -> folders.update(market(LAST, LAST)));
    folders.update(market(LAST, LAST), folders.store().rebuilding());
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("kept bars that are gone or of another run, which nothing mends")
  void keptBarsOfAnotherRun() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    delete(folders.at("state/bars"));
    for (RunStore store : List.of(folders.store(), folders.store().rebuilding())) {
      requireRefused(
          SourceException.class,
          "DIR/state/bars is not what the ledger of DIR/state tells of: it is not there; run over"
              + " the whole input again, into an empty store",
          () -> folders.update(market(LAST, LAST), store));
    }
  }

  @Test
  @DisplayName("kept bars that break a rule")
  void keptBarsChanged() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    Path file = folders.at("state/bars/2021-05.parquet");
    Path copy = folder.resolve("copy.parquet");
    DuckDbQueries.writeParquet(
        copy.toString(),
        "select * replace (case when ticker = 'T1' then -volume else volume end as volume) from '"
            + file
            + "'");
    Files.move(copy, file, REPLACE_EXISTING);
    Path manifest = folders.at("state/bars/.marketvolume");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("file=\\d+ (\\S+ 2021-05.parquet)", "file=" + Files.size(file) + " $1"));
    requireRefused(
        SourceException.class,
        "DIR/state/bars is damaged: 13 of its bars break a rule that they kept; run over the whole"
            + " input again",
        () -> folders.update(market(LAST, LAST)));
  }

  private static byte[] overwritten(Path file, int from, String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    System.arraycopy(text.getBytes(UTF_8), 0, bytes, from, text.length());
    Files.write(file, bytes);
    return bytes;
  }

  @Test
  @DisplayName("kept bars that cannot be read")
  void keptBarsDamaged() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    Path file = folders.at("state/bars/2021-05.parquet");
    overwritten(file, (int) Files.size(file) - 4, "none");
    Map<String, String> before = FolderContent.of(folder);
    assertThatThrownBy(() -> folders.update(market(LAST, LAST)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("state/bars/2021-05.parquet")
        .message()
        .hasLineCount(1);
    assertThat(FolderContent.of(folder)).isEqualTo(before);
    Files.writeString(file, "shorter");
    requireRefused(
        InvalidPlanException.class,
        "DIR/state/bars is not replaced: no run wrote what is in 2021-05.parquet; move that"
            + " elsewhere, or choose another folder",
        () -> folders.update(market(LAST, LAST)));
  }

  @Test
  @DisplayName("a state that is damaged or gone, which rebuilding makes again")
  void stateDamaged() throws IOException {
    folders.update(market(FIRST, LAST_BUT_ONE));
    Path state = folders.at("state/ledger/2021-05-01.state");
    byte[] whole = Files.readAllBytes(state);
    overwritten(state, whole.length - 40, "AAAABBBB");
    assertThatThrownBy(() -> folders.update(market(LAST, LAST)))
        .isInstanceOf(SourceException.class)
        .hasMessageMatching(".*/state/ledger/2021-05-01.state is damaged \\(.*\\); rebuild");
    overwritten(state, 100, "?");
    assertThatThrownBy(() -> folders.update(market(LAST, LAST)))
        .isInstanceOf(SourceException.class)
        .hasMessageMatching(".*/state/ledger/2021-05-01.state is damaged \\(.*\\); rebuild");
    folders.update(market(LAST, LAST), folders.store().rebuilding());
    folders.requireThoseOf(market());
    Files.delete(state);
    requireRefused(
        SourceException.class,
        "DIR/state/ledger/2021-05-01.state is not there; rebuild",
        () -> folders.update(List.of(corrected(1, LAST, 8))));
    folders.update(List.of(corrected(1, LAST, 8)), folders.store().rebuilding());
    folders.requireThoseOf(with(market(), corrected(1, LAST, 8)));
  }

  @Test
  @DisplayName("a ledger that is damaged, or a list of rejected rows")
  void ledgerDamaged() throws IOException {
    folders.update(with(market(FIRST, LAST_BUT_ONE), Bar.of("T0", LocalDate.of(2999, 1, 4), 7)));
    assertThat(folders.ledger().lastRun().orElseThrow().rejected()).isOne();
    Path rejected = folders.at("state/ledger/rejected");
    overwritten(rejected, 3, "x");
    requireRefused(
        SourceException.class,
        "DIR/state/ledger/rejected is damaged; run over the whole input again, into an empty store",
        () -> folders.update(market(LAST, LAST)));
    Files.delete(rejected);
    requireRefused(
        SourceException.class,
        "DIR/state/ledger/rejected is not there; run over the whole input again, into an empty"
            + " store",
        () -> folders.update(market(LAST, LAST)));
    Path ledger = folders.at("state/ledger/ledger.json");
    Files.writeString(
        ledger, Files.readString(ledger).replace("\"version\" : 1", "\"version\" : 2"));
    requireRefused(
        SourceException.class,
        "DIR/state/ledger/ledger.json is not a ledger that this library reads (its version is 2,"
            + " not 1); run over the whole input again, into an empty store",
        () -> folders.update(market(LAST, LAST), folders.store().rebuilding()));
  }

  @Test
  @DisplayName("an output that exists, in an empty store")
  void outputThatExists() {
    folders.pipeline(stage(market()).into(parquet("daily").byMonth())).run(LocalRunner.create());
    requireRefused(
        SinkException.class,
        "DIR/daily exists already; replace it with replacingExisting(), or choose another folder",
        () -> folders.update(market()));
  }

  @Test
  @DisplayName("starting over replaces what the sinks allow")
  void startingOver() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    requireRefused(
        SinkException.class,
        "DIR/daily exists already; replace it with replacingExisting(), or choose another folder",
        () -> folders.update(market(LAST, LAST), folders.store().startingOver()));
    VolumePipeline again =
        folders.pipeline(
            stage(market(LAST, LAST)).into(parquet("daily").byMonth().replacingExisting()));
    assertThat(folders.update(again, folders.store().startingOver()).updated()).isEmpty();
    assertThat(folders.ledger().days()).containsOnlyKeys(LAST);
    assertThat(folders.ledger().runs()).hasSize(1);
  }

  // ---- failures --------------------------------------------------------------------------------

  /** When a sink fails. */
  private enum Moment {
    NEVER,
    STAGING,
    PUBLISHING
  }

  /** Fails while it takes rows, or is told to publish. */
  private record Failing(Moment moment, Runnable before) implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
      before.run();
      if (moment == Moment.STAGING) {
        throw new SinkException("the sink takes no rows");
      }
      return new StagedOutput() {
        @Override
        public long rows() {
          return 0;
        }

        @Override
        public void publish() {
          if (moment == Moment.PUBLISHING) {
            throw new SinkException("the sink does not publish");
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String describe() {
      return "a sink that fails";
    }
  }

  private VolumePipeline failing(List<Bar> bars, RowSink<Object> sink) {
    BarsStage prices = stage(bars);
    return folders.pipeline(
        prices.measure(VOLUME.lagged(1)).into(parquet("daily").byMonth()), prices.into(sink));
  }

  @Test
  @DisplayName("a failure while outputs are written or published leaves everything as it was")
  void failure() {
    folders.update(failing(market(FIRST, LAST_BUT_ONE), new Failing(Moment.NEVER, () -> {})));
    requireRefused(
        SinkException.class,
        "the sink takes no rows",
        () -> folders.update(failing(market(LAST, LAST), new Failing(Moment.STAGING, () -> {}))));
    requireRefused(
        SinkException.class,
        "the sink does not publish",
        () ->
            folders.update(failing(market(LAST, LAST), new Failing(Moment.PUBLISHING, () -> {}))));
  }

  @Test
  @DisplayName("an update while another one is at work")
  void twoAtOnce() {
    folders.update(market(FIRST, LAST_BUT_ONE));
    Throwable[] second = new Throwable[1];
    BarsStage prices = stage(market(LAST, LAST));
    RunStore store = folders.store();
    VolumePipeline other =
        folders.pipeline(
            prices.into(
                new Failing(
                    Moment.STAGING,
                    () ->
                        second[0] =
                            catchThrowable(() -> folders.update(market(LAST, LAST), store)))));
    assertThatThrownBy(() -> folders.update(other, store.rebuilding()))
        .hasMessage("the sink takes no rows");
    assertThat(second[0])
        .isInstanceOf(SinkException.class)
        .hasMessageMatching(
            ".*/state/bars: run \\S+ \\(process .*\\) has been writing it since .*; wait until it"
                + " ends");
    folders.update(market(LAST, LAST));
    folders.requireThoseOf(market());
  }
}
