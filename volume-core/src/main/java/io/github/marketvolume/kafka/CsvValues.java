package io.github.marketvolume.kafka;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.CsvBars;
import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values that are lines of CSV without a header. */
final class CsvValues implements ValueReader {

  private final CsvBars bars;
  private final CsvLayout layout;
  private final BarReceiver.Gated gated;

  CsvValues(CsvLayout layout, String header, BarReceiver.Gated gated) {
    this.layout = layout;
    this.gated = gated;
    this.bars = new CsvBars(new CsvFormat(layout.leadingLines(0), true, true), List.of(gated));
    try {
      bars.expect(header);
    } catch (UnfitFileException e) {
      throw new InvalidPlanException("the header \"" + header + "\" " + e.problem(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is read from memory
    }
  }

  @Override
  public void read(byte[] value, String ticker, long offset) {
    byte[] line =
        layout.isUtf8()
            ? value
            : new String(value, Charset.forName(layout.charset())).getBytes(StandardCharsets.UTF_8);
    String problem =
        LineReader.isTooLong(line.length)
            ? "the line has more than 1 MB"
            : hasSeveralLines(line) ? "the value has several lines; send one bar in each" : "";
    if (problem.isEmpty() && bars.readLine(line, ticker, offset)) {
      return;
    }
    problem = problem.isEmpty() ? "the value is blank" : problem;
    gated
        .receiver()
        .rejected(
            offset,
            gated.gate().refuse(StandardRule.ROW_IS_COMPLETE, problem),
            new String(line, StandardCharsets.UTF_8));
  }

  private static boolean hasSeveralLines(byte[] line) {
    for (int i = 0; i < line.length - 1; i++) {
      if (line[i] == '\n') {
        return true;
      }
    }
    return false;
  }
}
