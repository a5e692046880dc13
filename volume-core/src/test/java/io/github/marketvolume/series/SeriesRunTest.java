package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that is run in pieces, and its state between them. */
class SeriesRunTest {

  private static final Metric<Bar, Long> TOTAL = VOLUME.total().over(bars(2));
  private static final SeriesProgram PROGRAM = new SeriesProgram(List.of(TOTAL));

  private static byte[] state() {
    SeriesRun run = PROGRAM.start();
    run.advance(volumes(1, 2, 3), 0, 3);
    return run.state();
  }

  @Test
  void rowsInPieces_areThoseOfOneCall() {
    SeriesColumns columns = volumes(1, 2, 3, 4);
    SeriesRun run = PROGRAM.start();
    run.advance(columns, 0, 1);
    run.advance(columns, 1, 4);
    assertThat(columns.get(TOTAL)).containsExactly(NaN, NaN, 3, 5);
  }

  @Test
  void resumed_goesOnInColumnsOfItsOwn() {
    SeriesColumns columns = volumes(4, 5);
    PROGRAM.resume(state()).advance(columns, 0, 2);
    assertThat(columns.get(TOTAL)).containsExactly(5, 7);
  }

  @Test
  void rows_countsThoseBeforeTheState() {
    SeriesRun run = PROGRAM.resume(state());
    assertThat(run.rows()).isEqualTo(3);
    run.advance(volumes(4, 5), 0, 2);
    assertThat(run.rows()).isEqualTo(5);
  }

  @Test
  void stateOfAnotherVersion_isRefused() {
    byte[] newer = state();
    newer[0] = 2;
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> PROGRAM.resume(newer))
        .withMessage(
            "the state of a series is of version 2, and this library reads version 1; compute it"
                + " again from the bars");
  }

  @Test
  void stateOfOtherMetrics_isRefused() {
    SeriesProgram other = new SeriesProgram(List.of(VOLUME.total().over(bars(3))));
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> other.resume(state()))
        .withMessage(
            "the state of a series is of other metrics than the plan's; compute it again from the"
                + " bars");
  }

  @Test
  void stateWithMoreBytes_isRefused() {
    byte[] longer = Arrays.copyOf(state(), state().length + 1);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> PROGRAM.resume(longer))
        .withMessage("the state of a series is damaged (bytes are left over); compute it again");
  }

  @Test
  void stateOfAnotherLength_isRefused() {
    byte[] changed = state();
    int lengthOfTheWindow = 1 + Long.BYTES + Long.BYTES + Integer.BYTES - 1;
    changed[lengthOfTheWindow] = 3;
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> PROGRAM.resume(changed))
        .withMessage(
            "the state of a series is damaged (a window of another length); compute it again");
  }

  @Test
  void stateThatIsCutShort_isRefused() {
    for (int length = 0; length < state().length; length++) {
      byte[] cut = Arrays.copyOf(state(), length);
      assertThatExceptionOfType(SourceException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> PROGRAM.resume(cut));
    }
  }

  @Test
  void hindsight_wantsAllRowsInOneCall() {
    SeriesRun run = new SeriesProgram(List.of(Rank.inHindsight(VOLUME.descending()))).start();
    assertThatIllegalStateException()
        .isThrownBy(() -> run.advance(volumes(1, 2, 3), 0, 2))
        .withMessage(
            "rank of volume, largest first, in hindsight over the whole series looks at all rows;"
                + " give them in one call");
    run.advance(volumes(1, 2, 3), 0, 3);
    assertThatIllegalStateException()
        .isThrownBy(() -> run.advance(volumes(1, 2, 3), 0, 3))
        .withMessageEndingWith("looks at all rows; give them in one call");
  }

  @Test
  void hindsight_hasNoState() {
    SeriesRun run = new SeriesProgram(List.of(Rank.inHindsight(VOLUME.descending()))).start();
    assertThatIllegalStateException()
        .isThrownBy(run::state)
        .withMessage(
            "rank of volume, largest first, in hindsight over the whole series is hindsight, and"
                + " has no state that later rows go on from");
  }
}
