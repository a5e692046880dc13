package example;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.metric.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads CSV and flags busy days, with the library alone. */
public final class Consumer {

  private Consumer() {}

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("prices", ".csv");
    Files.writeString(
        file,
        """
        Date,Symbol,Adj Close,Close,High,Low,Open,Volume
        2020-01-06,AAA,10,10,10,10,10,100
        2020-01-07,AAA,10,10,10,10,10,120
        2020-01-08,AAA,10,10,10,10,10,500
        2020-01-08,BBB,10,10,10,10,10,none
        """);
    BarsStage prices = BarsStage.from(CsvSource.at(file.toString(), CsvLayout.KAGGLE));
    var usual = VOLUME.mean().over(bars(2)).as("usual");
    Flag<io.github.marketvolume.market.Bar> busy = VOLUME.atLeast(300).as("busy");
    long rejected =
        VolumePipeline.named(
                "busy days", prices.measure(usual).flag(busy).into(ConsoleSink.first(10)))
            .run(LocalRunner.create())
            .inputs()
            .get(0)
            .rowsRejected();
    System.out.println("rejected: " + rejected);
    Files.delete(file);
  }
}
