package io.github.marketvolume.intake;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What {@link CsvBars} makes of files, gathered for comparison. */
public final class CsvRows implements BarReceiver {

  static final LocalDate AS_OF = LocalDate.of(2021, 12, 31);

  /** A row let in, with its line in the file. */
  public record Accepted(long line, Bar bar) {}

  /** A row rejected, with its line in the file. */
  public record Rejected(long line, String rule, String reason, String text) {}

  public final List<Accepted> accepted = new ArrayList<>();
  public final List<Rejected> rejected = new ArrayList<>();
  final BarGate gate;
  public String problem;

  private final CsvBars reader;
  private long linesBefore;

  public CsvRows(CsvLayout layout, BarRules rules) {
    gate = new BarGate(rules, AS_OF);
    reader = new CsvBars(new CsvFormat(layout, false, false), List.of(new Gated(gate, this)));
  }

  public CsvRows(CsvFormat format) {
    gate = new BarGate(BarRules.standard(), AS_OF);
    reader = new CsvBars(format, List.of(new Gated(gate, this)));
  }

  static CsvRows of(CsvLayout layout, InputFile file) throws IOException {
    return new CsvRows(layout, BarRules.standard()).read(file);
  }

  /** Reads a whole file as one split. */
  public CsvRows read(InputFile file) throws IOException {
    return readSplits(file, List.of(new CsvSplit(0, file.location(), 0, Long.MAX_VALUE)), 1000);
  }

  /** Reads a whole file by blocks, one after the other. */
  public CsvRows readBlocks(CsvFormat format, InputFile file) throws IOException {
    try (CsvBlocks blocks = new CsvBlocks(format, file)) {
      CsvBlocks.Block first = blocks.next();
      linesBefore = blocks.headerLines();
      for (CsvBlocks.Block block = first; block != null; block = blocks.next()) {
        CsvBars.BlockRead read = reader.read(block);
        problem = problem == null ? read.problem() : problem;
        linesBefore += read.lines();
      }
      problem = problem == null ? blocks.problem() : problem;
    }
    return this;
  }

  /** Reads splits that make up a file, with the lines counted on from one to the next. */
  public CsvRows readSplits(InputFile file, List<CsvSplit> splits, int step) throws IOException {
    linesBefore = 0;
    for (CsvSplit split : splits) {
      try (CsvBars.Reading reading = reader.open(split, file)) {
        while (reading.read(step)) {
          // the rows arrive at this receiver
        }
        problem = problem == null ? reading.problem() : problem;
        linesBefore += reading.lines();
      }
    }
    return this;
  }

  List<Bar> bars() {
    return accepted.stream().map(Accepted::bar).toList();
  }

  @Override
  public void accepted(RawBar bar, long line) {
    accepted.add(new Accepted(linesBefore + line, bar.toBar()));
  }

  @Override
  public void rejected(long line, Breach breach, String text) {
    rejected.add(new Rejected(linesBefore + line, breach.rule(), breach.reason(), text));
  }
}
