package io.github.marketvolume.examples;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@FullBuild // without it the local runner has these
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "needs real prices: set MARKET_DATA_DIR to a folder with sp500_stocks.csv.gz")
class SparkReferenceJobTest extends ReferenceJobContract {

  SparkReferenceJobTest() {
    super("--runner", "spark", "--master", "local[2]");
  }
}
