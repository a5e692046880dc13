package io.github.marketvolume.live;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.MarketStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Verdict;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a session says of the bars that it is offered, and of the days that it closes. */
class LiveSessionTest {

  private static final LocalDate MONDAY = LocalDate.of(2020, 3, 9);
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
  private static final LocalDate THURSDAY = MONDAY.plusDays(3);
  private static final Ticker AAA = Ticker.of("AAA");

  private static final NumericMetric<Bar, Double> MEAN = VOLUME.mean().over(bars(2));

  private final LocalRunner runner = LocalRunner.create().withThreads(1);

  private final BarsStage prices =
      BarsStage.from(
          InMemoryBars.of(Bar.of("AAA", MONDAY, 10), Bar.of("AAA", TUESDAY, 20), bbb(MONDAY, 5)));

  private final MeasuredStage<Bar> daily = prices.measure(MEAN);
  private final MarketStage market = prices.market(total(VOLUME));
  private final LivePlan plan = LivePlan.of(daily, market).correctingLast(2);
  private final LiveSession session = runner.live(plan);

  private static Bar bbb(LocalDate date, long volume) {
    return Bar.of("BBB", date, volume);
  }

  private static List<Optional<Long>> totals(List<Measured<MarketDay>> days) {
    return days.stream().map(day -> day.get(total(VOLUME))).toList();
  }

  @Test
  void history_isClosed() {
    assertThat(session.lastClosed()).hasValue(TUESDAY);
    assertThat(session.history().orElseThrow().rowsAccepted()).isEqualTo(3);
    assertThat(session.warnings()).isEmpty();
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> session.closeDay(TUESDAY))
        .withMessage(
            "2020-03-10 cannot be closed: 2020-03-10 is closed already; offer corrections, and"
                + " close a later day");
  }

  @Test
  void historyUpToADate_leavesTheRestToBeOffered() {
    LiveSession earlier = runner.live(plan.startingAfter(MONDAY));
    assertThat(earlier.lastClosed()).hasValue(MONDAY);
    assertThat(earlier.offer(Bar.of("AAA", TUESDAY, 20))).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void dayWithBars_isNotLeftOut() {
    session.offer(Bar.of("AAA", WEDNESDAY, 30));
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> session.closeDay(THURSDAY))
        .withMessage(
            "2020-03-12 cannot be closed before 2020-03-11, which has bars; close that day first");
    assertThat(session.openDays()).containsEntry(WEDNESDAY, 1).hasSize(1);
  }

  @Test
  void dayWithoutBars_hasNoRows() {
    LiveDay day = session.closeDay(WEDNESDAY);
    assertThat(day.isClosed()).isTrue();
    assertThat(day.date()).isEqualTo(WEDNESDAY);
    assertThat(day.rows(daily)).isEmpty();
    assertThat(day.rows(market)).isEmpty();
    assertThat(day.revisions().isEmpty()).isTrue();
  }

  @Test
  void barOfADayThatIsOpen_replacesTheOneBefore() {
    assertThat(session.offer(Bar.of("AAA", WEDNESDAY, 30))).isEqualTo(Outcome.TAKEN);
    assertThat(session.offer(Bar.of("AAA", WEDNESDAY, 31))).isEqualTo(Outcome.REPLACED);
    assertThat(session.offer(Bar.of("AAA", WEDNESDAY, 31))).isEqualTo(Outcome.REPEATED);
    assertThat(totals(session.closeDay(WEDNESDAY).rows(market))).containsExactly(Optional.of(31L));
    assertThat(session.counts())
        .containsEntry(Outcome.TAKEN, 1L)
        .containsEntry(Outcome.REPLACED, 1L)
        .containsEntry(Outcome.REPEATED, 1L)
        .containsEntry(Outcome.LATE, 0L);
  }

  @Test
  void correctedBar_revisesItsDayAndThoseAfterIt() {
    session.offer(Bar.of("AAA", WEDNESDAY, 30));
    assertThat(session.closeDay(WEDNESDAY).isClosed()).isTrue();
    assertThat(session.offer(Bar.of("AAA", TUESDAY, 26))).isEqualTo(Outcome.CORRECTED);
    Revisions revisions = session.revise();
    assertThat(revisions.of(market))
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.date()).isEqualTo(TUESDAY);
              assertThat(revision.before().orElseThrow().get(total(VOLUME))).hasValue(20L);
              assertThat(revision.after().orElseThrow().get(total(VOLUME))).hasValue(26L);
            });
    assertThat(revisions.of(daily))
        .extracting(revision -> revision.after().orElseThrow().get(MEAN))
        .containsExactly(Optional.empty(), Optional.of(18.0));
    assertThat(session.closeDay(THURSDAY).revisions().isEmpty()).isTrue();
  }

  @Test
  void barThatComesAfterItsDay_addsARow() {
    assertThat(session.offer(bbb(TUESDAY, 7))).isEqualTo(Outcome.CORRECTED);
    LiveDay day = session.closeDay(WEDNESDAY);
    assertThat(day.revisions().of(daily))
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.before()).isEmpty();
              assertThat(revision.after().orElseThrow().base().ticker().symbol()).isEqualTo("BBB");
            });
  }

  @Test
  void barOfADayBefore_isLate() {
    assertThat(session.closeDay(WEDNESDAY).isClosed()).isTrue();
    assertThat(session.offer(Bar.of("AAA", MONDAY, 11))).isEqualTo(Outcome.LATE);
    assertThat(session.closeDay(THURSDAY).late())
        .containsExactly(new LateBar(Bar.of("AAA", MONDAY, 11), WEDNESDAY));
    assertThat(session.closeDay(THURSDAY.plusDays(1)).late()).isEmpty();
  }

  @Test
  void barThatBreaksARule_isToldWithTheDay() {
    Bar wrong = Bar.builder().ticker(AAA).tradeDate(WEDNESDAY).close(-1).volume(5).build();
    assertThat(session.offer(wrong)).isEqualTo(Outcome.REJECTED);
    assertThat(session.closeDay(WEDNESDAY).rejected())
        .extracting(RejectedRow::describe)
        .containsExactly("offered bars:1: close -1.0 is negative (rule price-is-not-negative)");
  }

  @Test
  void provisionalRows_changeNothing() {
    session.offer(Bar.of("AAA", WEDNESDAY, 30));
    assertThat(session.provisional(daily, AAA, WEDNESDAY))
        .singleElement()
        .satisfies(row -> assertThat(row.get(MEAN)).hasValue(15.0));
    LiveDay soFar = session.provisional(WEDNESDAY);
    assertThat(soFar.isClosed()).isFalse();
    assertThat(totals(soFar.rows(market))).containsExactly(Optional.of(30L));
    session.offer(bbb(WEDNESDAY, 3));
    assertThat(totals(session.closeDay(WEDNESDAY).rows(market))).containsExactly(Optional.of(33L));
    assertThat(session.provisional(daily, Ticker.of("ZZZ"), THURSDAY)).isEmpty();
  }

  @Test
  void provisionalRowsOfOneTicker_compareNoTickers() {
    MeasuredStage<Bar> ranked = prices.measure(Rank.acrossTickers(VOLUME.descending()));
    LiveSession ranking = runner.live(LivePlan.of(ranked, market));
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> ranking.provisional(ranked, AAA, WEDNESDAY))
        .withMessageEndingWith(
            ": not known of one ticker alone; ask for the provisional rows of the day");
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> ranking.provisional(market, AAA, WEDNESDAY))
        .withMessageEndingWith(
            ": not known of one ticker alone; ask for the provisional rows of the day");
  }

  @Test
  void stageOfAnotherPlan_isRefused() {
    LiveDay day = session.closeDay(WEDNESDAY);
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> day.rows(prices))
        .withMessage("the session does not compute this stage; give it to LivePlan.of(...)");
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> day.rows(prices.rejected()))
        .withMessage(
            "rejected rows are told with the day that is closed next; ask it for rejected()");
  }

  @Test
  void state_goesOnWithAllThatWasNotToldYet() {
    assertThat(session.closeDay(WEDNESDAY).isClosed()).isTrue();
    session.offer(Bar.of("AAA", MONDAY, 11));
    session.offer(Bar.of("AAA", TUESDAY, 26));
    session.offer(Bar.builder().ticker(AAA).tradeDate(THURSDAY).close(-1).volume(5).build());
    session.offer(Bar.of("AAA", THURSDAY, 40));
    LiveSession other = runner.live(plan, session.state());
    assertThat(other.lastClosed()).hasValue(WEDNESDAY);
    assertThat(other.counts()).isEqualTo(session.counts());
    assertThat(other.history()).isEmpty();
    LiveDay day = other.closeDay(THURSDAY);
    LiveDay same = session.closeDay(THURSDAY);
    assertThat(day.rows(daily).toString()).isEqualTo(same.rows(daily).toString());
    assertThat(day.late()).isEqualTo(same.late()).hasSize(1);
    assertThat(day.rejected()).isEqualTo(same.rejected()).hasSize(1);
    assertThat(day.revisions().of(market)).hasSize(1);
    assertThat(other.state()).isEqualTo(session.state());
  }

  @Test
  void stateOfAnotherPlan_isRefused() {
    byte[] state = session.state();
    for (LivePlan other :
        List.of(LivePlan.of(daily, market), LivePlan.of(daily).correctingLast(2))) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> runner.live(other, state))
          .withMessage(
              "the state of a session is of another plan; give that plan, or begin a session with"
                  + " the history");
    }
  }

  @Test
  void stateOfAnotherVersion_isRefused() {
    byte[] newer = session.state();
    newer[0] = 2;
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> runner.live(plan, newer))
        .withMessage(
            "the state of a session is of version 2, and this library reads version 1; begin a"
                + " session with the history");
  }

  @Test
  void stateThatIsDamaged_isRefused() {
    byte[] state = session.state();
    for (int length = 0; length < state.length; length += 7) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatExceptionOfType(SourceException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> runner.live(plan, cut));
    }
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> runner.live(plan, Arrays.copyOf(state, state.length + 1)))
        .withMessage(
            "the state of a session is damaged (bytes are left over); begin a session with the"
                + " history");
  }

  /** Fails on a volume of 13. */
  private record Superstitious() implements AnomalyRule<Bar> {

    @Override
    public String name() {
      return "superstitious";
    }

    @Override
    public String describe() {
      return "anything but 13";
    }

    @Override
    public List<NumericMetric<Bar, ?>> inputs() {
      return List.of(VOLUME);
    }

    @Override
    public Verdict judge(double... inputs) {
      if (inputs[0] == 13) {
        throw new IllegalStateException("13");
      }
      return new Verdict(true, inputs[0], 1);
    }
  }

  @Test
  void ruleThatFails_endsTheSession() {
    FlaggedStage<Bar> flagged = prices.flagAnomalies(new Superstitious());
    LiveSession fragile = runner.live(LivePlan.of(flagged));
    byte[] before = fragile.state();
    fragile.offer(Bar.of("AAA", WEDNESDAY, 13));
    assertThatExceptionOfType(ExtensionException.class)
        .isThrownBy(() -> fragile.closeDay(WEDNESDAY))
        .withMessageContaining("AAA")
        .withMessageContaining("2020-03-11");
    for (Supplier<Object> call :
        List.<Supplier<Object>>of(
            fragile::state,
            fragile::revise,
            () -> fragile.offer(bbb(WEDNESDAY, 1)),
            () -> fragile.closeDay(THURSDAY))) {
      assertThatExceptionOfType(VolumeException.class)
          .isThrownBy(call::get)
          .withMessage(
              "the session failed on 2020-03-11; go on from a state that was taken before");
    }
    LiveSession again = runner.live(LivePlan.of(flagged), before);
    again.offer(Bar.of("AAA", WEDNESDAY, 14));
    assertThat(again.closeDay(WEDNESDAY).rows(flagged)).hasSize(1);
    assertThat(Flag.of(new Superstitious()).name()).isNotBlank();
  }
}
