package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.kernel.FlaggedRuns.Run;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FlaggedRunsTest {

  private static List<Run> runs(int within, String rows) {
    return FlaggedRuns.of(0, rows.length(), row -> rows.charAt(row) == 'x', row -> row, within);
  }

  @Test
  void flaggedRowsWithinTheDistance_areOneRun() {
    assertThat(runs(2, "x.x..x....")).containsExactly(new Run(0, 2, false), new Run(5, 5, false));
    assertThat(runs(3, "x.x..x....")).containsExactly(new Run(0, 5, false));
    assertThat(runs(1, "xx.x.....")).containsExactly(new Run(0, 1, false), new Run(3, 3, false));
  }

  @Test
  void aRunThatTheNextRowCouldJoin_isOpen() {
    assertThat(runs(2, "..x")).containsExactly(new Run(2, 2, true));
    assertThat(runs(2, "..x.")).containsExactly(new Run(2, 2, true));
    assertThat(runs(2, "..x..")).containsExactly(new Run(2, 2, false));
    assertThat(runs(1, "..x.")).containsExactly(new Run(2, 2, false));
  }

  @Test
  void rowsOutsideTheRange_doNotExist() {
    assertThat(FlaggedRuns.of(2, 5, row -> row != 3, row -> row, 1))
        .containsExactly(new Run(2, 2, false), new Run(4, 4, true));
    assertThat(FlaggedRuns.of(3, 3, row -> true, row -> row, 1)).isEmpty();
  }

  @Test
  void placesNeedNotBeRows() {
    int[] days = {0, 1, 4, 5};
    assertThat(FlaggedRuns.of(0, 4, row -> row > 0, row -> days[row], 2))
        .containsExactly(new Run(1, 1, false), new Run(2, 3, true));
  }

  /** Two flagged rows are of one run if no gap between them is too wide. */
  @Property(tries = 200, seed = "1")
  void runs_areTheFlaggedRowsBetweenWideGaps(
      @ForAll @Size(max = 40) List<Boolean> flags, @ForAll @IntRange(min = 1, max = 6) int within) {
    List<Run> runs = FlaggedRuns.of(0, flags.size(), flags::get, row -> row, within);
    List<Integer> flagged = new ArrayList<>();
    for (int row = 0; row < flags.size(); row++) {
      if (flags.get(row)) {
        flagged.add(row);
      }
    }
    for (int k = 0; k < flagged.size(); k++) {
      int row = flagged.get(k);
      assertThat(runs).filteredOn(run -> run.first() <= row && row <= run.last()).hasSize(1);
      boolean begins = k == 0 || row - flagged.get(k - 1) > within;
      assertThat(runs.stream().anyMatch(run -> run.first() == row)).isEqualTo(begins);
      boolean ends = k == flagged.size() - 1 || flagged.get(k + 1) - row > within;
      assertThat(runs.stream().anyMatch(run -> run.last() == row)).isEqualTo(ends);
    }
  }

  /** What is closed stays, whatever rows come after. */
  @Property(tries = 200, seed = "2")
  void closedRuns_areThoseOfTheWholeSeries(
      @ForAll @Size(min = 1, max = 40) List<Boolean> flags,
      @ForAll @IntRange(min = 1, max = 6) int within,
      @ForAll @IntRange(max = 39) int cut) {
    int known = Math.min(cut, flags.size());
    List<Run> whole = FlaggedRuns.of(0, flags.size(), flags::get, row -> row, within);
    for (Run run : FlaggedRuns.of(0, known, flags::get, row -> row, within)) {
      if (run.isOpen()) {
        assertThat(whole)
            .anyMatch(later -> later.first() == run.first() && later.last() >= run.last());
      } else {
        assertThat(whole).contains(run);
      }
    }
  }
}
