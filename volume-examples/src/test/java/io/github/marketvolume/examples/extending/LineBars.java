package io.github.marketvolume.examples.extending;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;

record LineBars(String file) implements RowSource<Bar> {

  @Override
  public Iterator<Bar> rows(ReadRequest request, RunContext context) {
    try {
      return Files.readAllLines(Path.of(file)).stream().map(LineBars::bar).iterator();
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Bar bar(String line) {
    String[] fields = line.split(" ", 3);
    return Bar.of(fields[1], LocalDate.parse(fields[0]), Long.parseLong(fields[2]));
  }

  @Override
  public String describe() {
    return file + " (lines)";
  }
}
