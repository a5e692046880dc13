package io.github.marketvolume.examples;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The flow of real prices. */
@Tag("full") // in a minute, so that a short build leaves it out
@EnabledIfEnvironmentVariable(
    named = "MARKET_DATA_DIR",
    matches = ".+",
    disabledReason = "needs real prices: set MARKET_DATA_DIR to a folder with sp500_stocks.csv.gz")
class LocalRealCloudFlowTest extends LocalCloudFlowTest {

  @Override
  Path prices() {
    return Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz");
  }
}
