package io.github.marketvolume.examples;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sp500 synthetic}: writes prices of the synthetic market to a file. */
@Command(
    name = "synthetic",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Writes prices of the SYNTHETIC market as CSV, day by day, in the kaggle layout.",
    description = {
      "",
      "They are what sp500 run goes by without --input, for trying what needs files: updates, and",
      "prices that arrive. The same days have the same prices in every file.",
      ""
    },
    optionListHeading = "Options:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sp500 synthetic --to 2024-11-30 --output history.csv",
      "  sp500 synthetic --from 2024-12-01 --to 2024-12-31 --output 2024-12.csv",
      "  sp500 synthetic --tickers 60 --from 2024-01-01 --to 2024-12-31 --output year.csv"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The file is complete.",
      "1:It could not be written; an earlier one is unchanged.",
      "2:The command cannot run with these options; nothing was done."
    })
final class SyntheticCommand implements Callable<Integer> {

  private static final String HEADER = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "File to write to, which appears when it is complete.")
  private Path output;

  @Option(names = "--tickers", paramLabel = "N", description = "Size of the market (default: 500).")
  private @Nullable Integer tickers;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "First day (default: 2010-01-04).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "Last day (default: 2024-12-31).")
  private @Nullable LocalDate to;

  @Option(names = "--overwrite", description = "Replace an existing file.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SyntheticMarket market = market();
    OutputFolder.requireWritable(output.toAbsolutePath().getParent());
    if (!overwrite || Files.isDirectory(output)) {
      OutputFolder.requireAbsent(output);
    }
    write(market);
    spec.commandLine().getOut().println(output + ": " + market.describe());
    return 0;
  }

  private SyntheticMarket market() {
    SyntheticMarket standard = SyntheticMarket.standard();
    try {
      return standard
          .withTickers(tickers == null ? standard.tickerCount() : tickers)
          .between(from == null ? standard.from() : from, to == null ? standard.to() : to);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void write(SyntheticMarket market) {
    Path whole = output.toAbsolutePath();
    // A name that sp500 watch leaves out.
    Path partial = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      Files.createDirectories(whole.getParent());
      try {
        try (BufferedWriter file = Files.newBufferedWriter(partial)) {
          write(market, file);
        }
        Files.move(
            partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new SinkException(
          output + " could not be written: " + e + "; choose another place with --output", e);
    }
  }

  private static void write(SyntheticMarket market, Writer file) throws IOException {
    file.write(HEADER + "\n");
    List<SyntheticMarket.Series> all =
        IntStream.range(0, market.tickerCount()).parallel().mapToObj(market::series).toList();
    int[] next = new int[all.size()];
    for (LocalDate day : market.from().datesUntil(market.to().plusDays(1)).toList()) {
      for (int ticker = 0; ticker < next.length; ticker++) {
        SyntheticMarket.Series series = all.get(ticker);
        int i = next[ticker];
        if (i < series.size() && series.tradeDate(i).equals(day)) {
          file.write(line(series, i));
          next[ticker]++;
        }
      }
    }
  }

  private static String line(SyntheticMarket.Series series, int i) {
    return series.tradeDate(i)
        + ","
        + series.ticker()
        + ","
        + series.adjClose(i)
        + ","
        + series.close(i)
        + ","
        + series.high(i)
        + ","
        + series.low(i)
        + ","
        + series.open(i)
        + ","
        + series.volume(i)
        + "\n";
  }
}
