package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.local.UpdatedFolders.FIRST;
import static io.github.marketvolume.local.UpdatedFolders.LAST;
import static io.github.marketvolume.local.UpdatedFolders.corrected;
import static io.github.marketvolume.local.UpdatedFolders.market;
import static io.github.marketvolume.local.UpdatedFolders.stage;
import static io.github.marketvolume.local.UpdatedFolders.with;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.Smoothing.span;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.live.LateBar;
import io.github.marketvolume.live.LiveDay;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.live.Outcome;
import io.github.marketvolume.live.Revision;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of other systems complained about when days arrived, and what this library does
 * instead: in updates, and in sessions. The tests of each part go further.
 */
class ReportedComplaintsTest {

  private static final LocalDate LAST_BUT_ONE = LAST.minusDays(1);
  private static final List<LocalDate> SESSIONS = NYSE.sessions(FIRST, LAST);

  /** The session so many before the last one. */
  private static LocalDate sessionBeforeLast(int sessions) {
    return SESSIONS.get(SESSIONS.size() - 1 - sessions);
  }

  @TempDir private Path temp;
  private UpdatedFolders folders;

  @BeforeEach
  void folders() throws IOException {
    folders = new UpdatedFolders(temp.toRealPath());
  }

  // ---- sessions --------------------------------------------------------------------------------

  private static final NumericMetric<Bar, Double> MEAN = VOLUME.mean().over(bars(40)).as("mean");
  private static final NumericMetric<Bar, Double> EMA = VOLUME.smoothed(span(20)).mean().as("ema");

  /** The stages of a session, of some bars. */
  private record Stages(MeasuredStage<Bar> daily, MarketStage market) {

    static Stages of(List<Bar> bars) {
      BarsStage prices = stage(bars);
      return new Stages(prices.measure(MEAN, EMA), prices.market(total(VOLUME)));
    }

    LivePlan plan() {
      return LivePlan.of(daily, market).correctingLast(3);
    }

    /** The rows of a run over the bars, on a day. */
    List<String> ofDay(LocalDate date) {
      List<String> rows = new ArrayList<>();
      LocalRunner runner = LocalRunner.create();
      daily.collect(runner).stream()
          .filter(row -> row.tradeDate().equals(date))
          .forEach(row -> rows.add(text(row)));
      return rows;
    }
  }

  private static String text(Measured<Bar> row) {
    return row.base() + " " + row.get(MEAN) + " " + row.get(EMA);
  }

  private static List<String> texts(List<Measured<Bar>> rows) {
    return rows.stream().map(ReportedComplaintsTest::text).toList();
  }

  private static Optional<Long> volumeOf(LiveDay day, Stages stages) {
    List<Measured<MarketDay>> rows = day.rows(stages.market());
    assertThat(rows).hasSize(1);
    return rows.get(0).get(total(VOLUME));
  }

  private static LiveDay close(LiveSession session, LocalDate date) {
    market(date, date).forEach(bar -> assertThat(session.offer(bar)).isEqualTo(Outcome.TAKEN));
    return session.closeDay(date);
  }

  private final Stages stages = Stages.of(market(FIRST, LAST_BUT_ONE));
  private final LiveSession session = LocalRunner.create().withThreads(1).live(stages.plan());

  private static RunReport.Updated updated(RunReport report) {
    return report.updated().orElseThrow();
  }

  @Nested
  @DisplayName("1: volumes change for hours after the close (polygon-io/issues#151)")
  class VolumesChangeAfterTheClose {

    @Test
    @DisplayName("an update takes each change as a correction")
    void update() {
      folders.update(market());
      for (long volume : new long[] {1_500, 1_600, 1_650}) {
        RunReport report = folders.update(List.of(corrected(2, LAST, volume)));
        assertThat(updated(report).changed()).isOne();
        assertThat(updated(report).added()).isZero();
      }
      folders.requireThoseOf(with(market(), corrected(2, LAST, 1_650)));
    }

    @Test
    @DisplayName("a session revises the closed day each time")
    void session() {
      close(session, LAST);
      for (long volume : new long[] {1_500, 1_600, 1_650}) {
        assertThat(session.offer(corrected(2, LAST, volume))).isEqualTo(Outcome.CORRECTED);
        assertThat(session.revise().of(stages.market())).extracting(Revision::date).contains(LAST);
      }
      assertThat(session.counts()).containsEntry(Outcome.CORRECTED, 3L);
    }
  }

  @Nested
  @DisplayName("2: a revised bar is kept beside the old one (nautilus_trader#897, alpaca-java#166)")
  class RevisedBars {

    @Test
    @DisplayName("in an update it replaces the old one, and later rows are computed again")
    void update() {
      folders.update(market());
      LocalDate day = sessionBeforeLast(4);
      String next =
          "select volume_mean_5 from '%s/*.parquet' where ticker = 'T3' and trade_date > '%s'";
      List<String> before = query(next, folders.at("daily"), day);
      folders.update(List.of(corrected(3, day, 77_777)));
      assertThat(query(next, folders.at("daily"), day)).hasSameSizeAs(before).isNotEqualTo(before);
      folders.requireThoseOf(with(market(), corrected(3, day, 77_777)));
    }

    @Test
    @DisplayName("in a session too")
    void session() {
      LocalDate day = sessionBeforeLast(1);
      close(session, LAST);
      session.offer(corrected(3, day, 77_777));
      List<Revision<Measured<Bar>>> revisions = session.revise().of(stages.daily());
      assertThat(revisions).extracting(Revision::date).containsExactly(day, LAST);
      assertThat(revisions.get(1).before().orElseThrow().base())
          .as("the bar of the next day is what it was")
          .isEqualTo(revisions.get(1).after().orElseThrow().base());
      List<Bar> all = with(market(), corrected(3, day, 77_777));
      assertThat(Stages.of(all).ofDay(LAST)).contains(text(revisions.get(1).after().orElseThrow()));
    }
  }

  @Nested
  @DisplayName("3: late rows are dropped in silence (risingwave#23270, ksql#4579, flink#27935)")
  class LateRows {

    @Test
    @DisplayName("an update takes a bar however late it is, and counts it")
    void update() {
      Bar late = corrected(5, FIRST.plusDays(1), 4_321);
      List<Bar> others =
          market().stream()
              .filter(bar -> !bar.tradeDate().equals(late.tradeDate()) || !bar.ticker().is("T5"))
              .toList();
      folders.update(others);
      assertThat(updated(folders.update(List.of(late))).added()).isOne();
      folders.requireThoseOf(with(others, late));
    }

    @Test
    @DisplayName("a session tells a bar that is too late, and every bar is counted as something")
    void session() {
      Bar late = corrected(5, sessionBeforeLast(9), 4_321);
      assertThat(session.offer(late)).isEqualTo(Outcome.LATE);
      assertThat(close(session, LAST).late()).containsExactly(new LateBar(late, LAST_BUT_ONE));
      assertThat(session.counts().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(market(LAST, LAST).size() + 1L);
    }
  }

  @Nested
  @DisplayName("4: a row within the bound of lateness is missing from the output (feldera#3164)")
  class WithinTheBound {

    @Test
    @DisplayName("a session has all bars up to the bound, and none after it")
    void session() {
      List<Bar> few =
          market(FIRST, LAST_BUT_ONE).stream().filter(bar -> !bar.ticker().is("T7")).toList();
      Stages without = Stages.of(few);
      LiveSession late =
          LocalRunner.create()
              .withThreads(1)
              .live(without.plan().startingAfter(sessionBeforeLast(7)));
      for (int before = 6; before > 0; before--) {
        LocalDate day = sessionBeforeLast(before);
        few.stream().filter(bar -> bar.tradeDate().equals(day)).forEach(late::offer);
        assertThat(late.closeDay(day).isClosed()).isTrue();
      }
      List<Bar> counted = new ArrayList<>(few);
      for (Bar bar : market(sessionBeforeLast(4), LAST_BUT_ONE)) {
        if (bar.ticker().is("T7")) {
          boolean isTooLate = bar.tradeDate().equals(sessionBeforeLast(4));
          assertThat(late.offer(bar)).isEqualTo(isTooLate ? Outcome.LATE : Outcome.CORRECTED);
          if (!isTooLate) {
            counted.add(bar);
          }
        }
      }
      assertThat(late.revise().of(without.daily()))
          .filteredOn(revision -> revision.before().isEmpty())
          .extracting(Revision::date)
          .containsExactly(sessionBeforeLast(3), sessionBeforeLast(2), sessionBeforeLast(1));
      counted.addAll(market(LAST, LAST));
      assertThat(texts(close(late, LAST).rows(without.daily())))
          .isEqualTo(Stages.of(counted).ofDay(LAST))
          .hasSize(8);
    }
  }

  @Nested
  @DisplayName("5: streams have no rolling windows (tempo#327)")
  class RollingWindows {

    @Test
    @DisplayName("a session has those of a run")
    void session() {
      assertThat(texts(close(session, LAST).rows(stages.daily())))
          .isEqualTo(Stages.of(market()).ofDay(LAST))
          .hasSize(8)
          .noneMatch(row -> row.contains("Optional.empty"));
    }

    @Test
    @DisplayName("and so has an update")
    void update() {
      folders.update(market(FIRST, LAST_BUT_ONE));
      assertThat(updated(folders.update(market(LAST, LAST))).isResumed()).isTrue();
      folders.requireThoseOf(market());
    }
  }

  @Nested
  @DisplayName(
      "6: an average that is warmed up differs from a running one (QuantConnect/Lean#8623)")
  class WarmUp {

    @Test
    @DisplayName("what looks back on all the past is carried, not warmed up")
    void carried() {
      List<String> whole = Stages.of(market()).ofDay(LAST);
      assertThat(Stages.of(market(sessionBeforeLast(60), LAST)).ofDay(LAST))
          .as("sixty bars are too few")
          .isNotEqualTo(whole);
      LiveSession other = LocalRunner.create().live(stages.plan(), session.state());
      assertThat(texts(close(other, LAST).rows(stages.daily()))).isEqualTo(whole);
      folders.update(ema(folders, market(FIRST, LAST_BUT_ONE)));
      assertThat(updated(folders.update(ema(folders, market(LAST, LAST)))).isResumed()).isTrue();
      UpdatedFolders run = new UpdatedFolders(folders.at("whole"));
      ema(run, market()).run(LocalRunner.create());
      String rows = "from '%s/*.parquet' order by all";
      assertThat(query(rows, folders.at("ema"))).isEqualTo(query(rows, run.at("ema"))).isNotEmpty();
    }

    private VolumePipeline ema(UpdatedFolders to, List<Bar> bars) {
      return to.pipeline(
          stage(bars).measure(EMA).into(ParquetSink.at(to.at("ema").toString()).byMonth()));
    }
  }

  @Nested
  @DisplayName("7: a batch that comes again is committed twice (paimon#9666, delta#1141)")
  class BatchAgain {

    @Test
    @DisplayName("an update publishes nothing the second time")
    void update() {
      folders.update(market(FIRST, LAST_BUT_ONE));
      folders.update(market(LAST, LAST), folders.store().withPosition("offset 8"));
      Map<String, String> content = FolderContent.of(temp);
      RunReport again =
          folders.update(market(LAST, LAST), folders.store().withPosition("offset 8"));
      assertThat(updated(again).isPublished()).isFalse();
      assertThat(updated(again).repeated()).isEqualTo(8);
      assertThat(FolderContent.of(temp)).isEqualTo(content);
    }

    @Test
    @DisplayName("a session counts no bar twice")
    void session() {
      market(LAST, LAST).forEach(session::offer);
      market(LAST, LAST).forEach(bar -> assertThat(session.offer(bar)).isEqualTo(Outcome.REPEATED));
      LiveDay day = session.closeDay(LAST);
      long shares = market(LAST, LAST).stream().mapToLong(bar -> bar.volume().orElseThrow()).sum();
      assertThat(volumeOf(day, stages)).hasValue(shares);
      market(LAST, LAST).forEach(bar -> assertThat(session.offer(bar)).isEqualTo(Outcome.REPEATED));
      assertThat(session.revise().isEmpty()).isTrue();
    }
  }

  /** Takes rows, and fails to publish them if it is told to. */
  private record Unreliable(boolean fails) implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
      return new StagedOutput() {
        @Override
        public long rows() {
          return 0;
        }

        @Override
        public void publish() {
          if (fails) {
            throw new SinkException("the sink does not publish");
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String describe() {
      return "a sink";
    }
  }

  @Nested
  @DisplayName("8: a crash loses a window or emits it again (sql-flow#158, deephaven-core#4442)")
  class CommittedTogether {

    private VolumePipeline pipeline(List<Bar> bars, boolean fails) {
      BarsStage prices = stage(bars);
      return folders.pipeline(
          prices.measure(MEAN).into(ParquetSink.at(folders.at("daily").toString()).byMonth()),
          prices.into(new Unreliable(fails)));
    }

    @Test
    @DisplayName("position, state and outputs of an update are committed together")
    void update() {
      folders.update(
          pipeline(market(FIRST, LAST_BUT_ONE), false), folders.store().withPosition("offset 7"));
      Map<String, String> before = FolderContent.of(temp);
      assertThatThrownBy(
              () ->
                  folders.update(
                      pipeline(market(LAST, LAST), true),
                      folders.store().withPosition("offset 15")))
          .hasMessage("the sink does not publish");
      assertThat(FolderContent.of(temp)).isEqualTo(before);
      assertThat(folders.ledger().position()).hasValue("offset 7");
      folders.update(
          pipeline(market(LAST, LAST), false), folders.store().withPosition("offset 15"));
      assertThat(folders.ledger().position()).hasValue("offset 15");
      assertThat(query("from '%s/*.parquet'", folders.at("daily"))).hasSameSizeAs(market());
    }

    @Test
    @DisplayName("a session that goes on from a saved state gives the same rows again")
    void session() {
      byte[] saved = session.state();
      LiveDay lost = close(session, LAST);
      LiveSession again = LocalRunner.create().live(stages.plan(), saved);
      assertThat(texts(close(again, LAST).rows(stages.daily())))
          .isEqualTo(texts(lost.rows(stages.daily())))
          .isNotEmpty();
    }
  }

  @Nested
  @DisplayName("9: a look-back setting is a guess, and gaps stay (dbt-core#11059, sqlmesh#1819)")
  class LookBackAndGaps {

    @Test
    @DisplayName("what a correction of twelve sessions ago reaches follows from the plan")
    void correction() {
      folders.update(ma(folders, market()));
      LocalDate day = sessionBeforeLast(12);
      folders.update(ma(folders, List.of(corrected(1, day, 50_000))));
      UpdatedFolders whole = new UpdatedFolders(folders.at("whole"));
      ma(whole, with(market(), corrected(1, day, 50_000))).run(LocalRunner.create());
      String rows = "from '%s/*.parquet' order by all";
      assertThat(query(rows, folders.at("ma")))
          .isEqualTo(query(rows, whole.at("ma")))
          .hasSameSizeAs(market());
    }

    private VolumePipeline ma(UpdatedFolders to, List<Bar> bars) {
      return to.pipeline(
          stage(bars).measure(MEAN).into(ParquetSink.at(to.at("ma").toString()).byMonth()));
    }

    @Test
    @DisplayName("the ledger tells of a gap until it is filled")
    void gap() {
      BarRules rules = BarRules.standard().expectingSessionsOf(NYSE);
      LocalDate gap = sessionBeforeLast(12);
      List<Bar> others = market().stream().filter(bar -> !bar.tradeDate().equals(gap)).toList();
      RunReport report = folders.update(stage(others).checkedBy(rules), folders.store());
      assertThat(updated(report).missing()).containsExactly(gap);
      assertThat(folders.ledger().state(gap)).hasValue(Ledger.State.MISSING);
      folders.update(stage(market(gap, gap)).checkedBy(rules), folders.store());
      assertThat(folders.ledger().state(gap)).hasValue(Ledger.State.COMPLETE);
      folders.requireThoseOf(stage(market()).checkedBy(rules));
    }
  }

  @Nested
  @DisplayName(
      "10: an overwrite of partitions appends, or empties a table (chronon#1747, delta#371)")
  class Partitions {

    @Test
    @DisplayName("an update lists the months that stay and those that are new")
    void months() {
      folders.update(market(FIRST, LAST_BUT_ONE));
      String first = folders.ledger().lastRun().orElseThrow().id();
      RunReport report = folders.update(market(LAST, LAST));
      assertThat(folders.ledger().files().get("daily"))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "2021-01.parquet", first,
                  "2021-02.parquet", first,
                  "2021-03.parquet", first,
                  "2021-04.parquet", first,
                  "2021-05.parquet", report.runId()));
      assertThat(
              query(
                  "select count(*), count(distinct (ticker, trade_date)) from '%s/*.parquet'",
                  folders.at("daily")))
          .containsExactly(market().size() + "|" + market().size());
    }

    @Test
    @DisplayName("an input without bars empties nothing")
    void empty() {
      folders.update(market());
      folders.update(List.of());
      folders.update(List.of(), folders.store().withCompleteInput());
      folders.requireThoseOf(market());
    }
  }

  @Nested
  @DisplayName("11: history is not adjusted for a later split (Equibles#2879)")
  class LaterSplits {

    private List<Bar> split(List<Bar> bars) {
      return bars.stream()
          .filter(bar -> bar.ticker().is("T6"))
          .map(
              bar ->
                  Bar.builder()
                      .from(bar)
                      .close(bar.close().orElseThrow() / 4)
                      .adjClose(bar.adjClose().orElseThrow() / 4)
                      .volume(4 * bar.volume().orElseThrow())
                      .build())
          .toList();
    }

    @Test
    @DisplayName("an update follows a ticker's restated history, and refuses a part of it")
    void update() {
      folders.update(market(FIRST, LAST_BUT_ONE));
      assertThatThrownBy(() -> folders.update(split(market(sessionBeforeLast(5), LAST))))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "T6: its bars from 2021-05-13 on count in other shares than those that are kept"
                  + " (closes are 0.25 times as high, as after a split), and its bar of 2021-05-03"
                  + " did not come; give its whole history");
      folders.update(split(market()));
      folders.requireThoseOf(
          with(market(FIRST, LAST_BUT_ONE), split(market()).toArray(Bar[]::new)));
    }

    @Test
    @DisplayName("a session refuses levels that a later split restates")
    void session() {
      Stage<?> adjusted =
          stage(market()).inBasis(Basis.RAW).splitAdjusted().measure(VOLUME.mean().over(bars(5)));
      assertThatThrownBy(() -> LivePlan.of(adjusted))
          .isInstanceOf(InvalidPlanException.class)
          .hasMessage(
              "bars that are adjusted for splits change with later splits, so it is not known when"
                  + " a day is closed; leave it out of a session");
    }
  }
}
