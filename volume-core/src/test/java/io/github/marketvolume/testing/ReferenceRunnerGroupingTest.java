package io.github.marketvolume.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.runners.GroupingContract;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReferenceRunnerGroupingTest extends GroupingContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }

  @Override
  protected boolean readsFiles() {
    return false;
  }

  @Test
  @DisplayName("files of groups are refused before any work")
  void files() {
    BarsStage prices =
        BarsStage.from(InMemoryBars.of(List.of())).groupedBy(Grouping.csv("sector", "sectors.csv"));
    assertThatThrownBy(() -> prices.collect(runner()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the reference runner cannot read groups from sectors.csv (CSV); run with LocalRunner"
                + " or SparkRunner, or give groups in memory");
  }
}
