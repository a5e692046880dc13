package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.market.Bar;
import org.junit.jupiter.api.Test;

class LevelsTest {

  private static final Levels LEVELS = Levels.of("WATCH", 0.55).and("SHOCK", 1.1);

  @Test
  void aScore_hasTheHighestLevelThatItReaches() {
    assertThat(LEVELS.of(0.549)).isEmpty();
    assertThat(LEVELS.of(0.55)).contains("WATCH");
    assertThat(LEVELS.of(1.1)).contains("SHOCK");
    assertThat(LEVELS.of(Double.POSITIVE_INFINITY)).contains("SHOCK");
    assertThat(LEVELS.of(Double.NaN)).isEmpty();
  }

  @Test
  void levels_ascend() {
    assertThatThrownBy(() -> LEVELS.and("LOW", 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level LOW from 1.1 comes after SHOCK from 1.1; give levels ascending");
    assertThatThrownBy(() -> Levels.of(" ", 1))
        .hasMessage("a level \" \" from 1.0 on is not possible; give a name and a number");
  }

  @Test
  void aLevel_isOfRowsWithTheFlagSet() {
    LevelOf<Bar> level = VOLUME.atLeast(0.5).as("busy").level(LEVELS);

    assertThat(level.of(new Verdict(true, 1.2, 0.5))).contains("SHOCK");
    assertThat(level.of(new Verdict(false, 1.2, 0.5))).isEmpty();
    assertThat(level.name()).isEqualTo("level");
    assertThat(level.describe())
        .isEqualTo("level where volume at least 0.5: WATCH from 0.55, SHOCK from 1.1");
    assertThat(level.as("how").definition()).isEqualTo(level.definition());
  }
}
