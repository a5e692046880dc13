package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A ticker's row in a leaderboard. */
class SummaryRowTest {

  private static final SummaryRow ROW =
      new SummaryRow(
          Ticker.of("A"),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.of(1),
          false,
          List.of(VOLUME.max().as("peak"), CLOSE.mean()),
          Arrays.asList(9L, null));

  @Test
  void get_readsByDefinition() {
    assertThat(ROW.get(VOLUME.max())).contains(9L);
    assertThat(ROW.get(VOLUME.as("shares").max().as("most"))).contains(9L);
  }

  @Test
  void getOfAMissingValue_isEmpty() {
    assertThat(ROW.get(CLOSE.mean())).isEmpty();
  }

  @Test
  void getOfWhatTheLeaderboardLacks_isRefused() {
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> ROW.get(VOLUME.min()))
        .withMessage(
            "this leaderboard has no min_volume (min of volume); add it to leaderboard(...)");
  }
}
