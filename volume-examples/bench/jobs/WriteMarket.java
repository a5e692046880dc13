import io.github.marketvolume.testing.SyntheticMarket;
import io.github.marketvolume.testing.SyntheticMarket.Series;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a synthetic market from 2010-01-04 to 2021-02-05 as one CSV file in the kaggle layout,
 * ticker by ticker: always the same bytes for the same number of tickers, and about 2,690 rows a
 * ticker. It is packed if the name ends in .gz. Arguments: the number of tickers, and the file.
 */
public final class WriteMarket {

  private static final LocalDate FIRST = LocalDate.of(2010, 1, 4);
  private static final LocalDate LAST = LocalDate.of(2021, 2, 5);

  /** Enough to keep all processors busy, and little enough to keep in memory. */
  private static final int TICKERS_A_BATCH = 64;

  private WriteMarket() {}

  public static void main(String[] args) throws IOException {
    SyntheticMarket market =
        SyntheticMarket.standard().withTickers(Integer.parseInt(args[0])).between(FIRST, LAST);
    try (OutputStream file = open(Path.of(args[1]))) {
      file.write("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n".getBytes(StandardCharsets.US_ASCII));
      for (int first = 0; first < market.tickerCount(); first += TICKERS_A_BATCH) {
        int end = Math.min(first + TICKERS_A_BATCH, market.tickerCount());
        List<byte[]> batch =
            IntStream.range(first, end)
                .parallel()
                .mapToObj(ticker -> lines(market.series(ticker)))
                .toList();
        for (byte[] lines : batch) {
          file.write(lines);
        }
      }
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream bytes = Files.newOutputStream(file);
    return new BufferedOutputStream(
        file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes, 1 << 20);
  }

  private static byte[] lines(Series bars) {
    StringBuilder text = new StringBuilder(bars.size() * 80);
    for (int i = 0; i < bars.size(); i++) {
      text.append(bars.tradeDate(i)).append(',').append(bars.ticker()).append(',');
      text.append(bars.adjClose(i)).append(',').append(bars.close(i)).append(',');
      text.append(bars.high(i)).append(',').append(bars.low(i)).append(',');
      text.append(bars.open(i)).append(',').append(bars.volume(i)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
