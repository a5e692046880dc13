package io.github.marketvolume.live;

import static io.github.marketvolume.runners.EveryMetric.FIRST;
import static io.github.marketvolume.runners.EveryMetric.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.runners.EveryMetric;
import io.github.marketvolume.runners.KeptFiles;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States that earlier versions of this library wrote are read by this one; see {@link KeptFiles}.
 * Their session has a metric of every kind.
 */
class KeptStateTest {

  private static final String NEWEST = "session-1.state";
  private static final int HISTORY = 70;
  private static final int ARRIVED = 90;

  private static final List<Stage<?>> STAGES =
      EveryMetric.stages(BarsStage.from(InMemoryBars.of(market(0, HISTORY))));

  private static final LivePlan PLAN =
      LivePlan.of(STAGES.toArray(Stage<?>[]::new)).correctingLast(3);

  /** A session that was told of some days, corrections, and what it has not told yet. */
  private static LiveSession session() {
    LiveSession session = LocalRunner.create().withThreads(1).live(PLAN);
    for (int day = HISTORY; day < ARRIVED; day++) {
      market(day, day + 1).forEach(session::offer);
      LiveDay closed = session.closeDay(FIRST.plusDays(day));
      assertThat(closed.isClosed()).isTrue();
    }
    session.offer(Bar.of("AAA", FIRST.plusDays(ARRIVED - 3), 5_000));
    session.offer(Bar.of("AAA", FIRST, 5_000));
    market(ARRIVED, ARRIVED + 1).forEach(session::offer);
    return session;
  }

  @Test
  void newestKeptState_isWhatThisVersionWrites() throws IOException {
    byte[] state = session().state();
    KeptFiles.write(NEWEST, state);
    assertThat(KeptFiles.read(KeptStateTest.class, NEWEST)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = NEWEST)
  void keptState_goesOnAsIfThisVersionHadWrittenIt(String file) throws IOException {
    LiveSession now = session();
    LiveSession kept = LocalRunner.create().live(PLAN, KeptFiles.read(KeptStateTest.class, file));
    assertThat(kept.counts()).isEqualTo(now.counts());
    for (int day = ARRIVED; day < ARRIVED + 10; day++) {
      LocalDate date = FIRST.plusDays(day);
      for (Bar bar : market(day, day + 1)) {
        assertThat(kept.offer(bar)).isEqualTo(now.offer(bar));
      }
      LiveDay expected = now.closeDay(date);
      LiveDay actual = kept.closeDay(date);
      for (Stage<?> stage : STAGES) {
        assertThat(actual.rows(stage)).hasToString(expected.rows(stage).toString());
        assertThat(actual.revisions().of(stage))
            .hasToString(expected.revisions().of(stage).toString());
      }
      assertThat(actual.late()).isEqualTo(expected.late());
    }
  }
}
