package io.github.marketvolume.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;

/**
 * Made-up prices of as many tickers as a market's score needs, over years with shocks, in a packed
 * CSV file in the kaggle layout.
 */
final class ToyPrices {

  private ToyPrices() {}

  static Path write(Path folder) throws IOException {
    Path file = folder.resolve("prices.csv.gz");
    try (PrintWriter out =
        new PrintWriter(new GZIPOutputStream(Files.newOutputStream(file)), false, UTF_8)) {
      out.println("Date,Symbol,Adj Close,Close,High,Low,Open,Volume");
      for (Bar bar :
          BarsStage.from(
                  SyntheticMarket.standard()
                      .withTickers(MarketShocks.MIN_TICKERS)
                      .between(LocalDate.of(2019, 1, 2), LocalDate.of(2021, 12, 31)))
              .collect(LocalRunner.create())) {
        out.printf(
            "%s,%s,%s,%s,%s,%s,%s,%s%n",
            bar.tradeDate(),
            bar.ticker(),
            bar.adjClose().orElseThrow(),
            bar.close().orElseThrow(),
            bar.high().orElseThrow(),
            bar.low().orElseThrow(),
            bar.open().orElseThrow(),
            bar.volume().isPresent() ? bar.volume().getAsLong() : "");
      }
      out.println("2020-01-06,SYN000001,x,1,1,1,1,1");
    }
    return file;
  }
}
