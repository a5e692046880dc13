package io.github.marketvolume.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.runners.DuckDbQueries;
import io.github.marketvolume.runners.PeriodsContract;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPeriodsTest extends PeriodsContract {

  @TempDir private Path folder;

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }

  @Test
  @DisplayName("files tell which week is unfinished")
  void unfinishedWeek_inFiles() {
    BarsStage weeks =
        BarsStage.from(
                InMemoryBars.of(
                    Bars.of(
                        BarSeries.of("A").volumes(1, 2, 3, 4, 5, 6),
                        BarSeries.of("B").volumes(10, 20))))
            .weekly()
            .keepingUnfinished();
    String out = folder.resolve("weeks").toString();
    VolumePipeline.named("weeks", weeks.into(ParquetSink.at(out))).run(runner());
    assertThat(
            DuckDbQueries.query(
                "select ticker, trade_date, volume, is_unfinished from '%s/*.parquet'"
                    + " order by ticker, trade_date",
                out))
        .containsExactly("A|2020-01-10|15|false", "A|2020-01-13|6|true", "B|2020-01-10|30|false");
  }
}
