package io.github.marketvolume.spark;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.runners.DuckDbQueries;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of groups in files on every Spark; {@link SparkGroupingTest} has the rest. */
class SparkMemberFilesTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  private final Runner runner = SparkRunner.on(SparkSessions.shared());

  private List<Measured<MarketDay>> market(Grouping sector) {
    return BarsStage.from(
            InMemoryBars.of(
                Bars.of(BarSeries.of("A").volumes(1, 2, 3), BarSeries.of("B").volumes(4, 5, 6))))
        .groupedBy(sector)
        .market(total(VOLUME))
        .collect(runner);
  }

  @Test
  @DisplayName("CSV and Parquet have what the same table in memory has")
  void files(@TempDir Path folder) throws IOException {
    List<Measured<MarketDay>> expected =
        market(
            Grouping.of(
                "sector",
                List.of(
                    Membership.of("A", "x").to(DAY),
                    Membership.of("A", "y").from(DAY.plusDays(1)),
                    Membership.of("B", "y"))));
    assertThat(expected).hasSize(4);
    Path csv =
        Files.writeString(
            folder.resolve("sectors.csv"),
            """
            ticker,sector,valid_from,valid_to
            A,x,,2020-01-06
            A,y,2020-01-07,
            B,y,,
            """);
    assertThat(market(Grouping.csv("sector", csv.toString()))).isEqualTo(expected);
    String parquet = folder.resolve("sectors.parquet").toString();
    DuckDbQueries.writeParquet(
        parquet, "select * from read_csv('%s', header = true)".formatted(csv));
    assertThat(market(Grouping.parquet("sector", parquet))).isEqualTo(expected);
  }
}
