package io.github.marketvolume.spark;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.CsvBars;
import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads splits of CSV files in a task, given their numbers. */
final class CsvParcels implements FlatMapFunction<Iterator<Integer>, Row>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final int LINES_AT_A_TIME = 1 << 16;

  private final CsvFormat format;
  private final List<CsvSplit> splits;
  private final List<BarRules> rules;
  private final LocalDate asOf;
  private final HadoopFiles files;

  CsvParcels(
      CsvFormat format,
      List<CsvSplit> splits,
      List<BarRules> rules,
      LocalDate asOf,
      HadoopFiles files) {
    this.format = format;
    this.splits = List.copyOf(splits);
    this.rules = List.copyOf(rules);
    this.asOf = asOf;
    this.files = files;
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> numbers) {
    Deque<Row> ready = new ArrayDeque<>();
    return new ParcelIterator(ready) {
      private @Nullable SplitReading reading;

      @Override
      boolean advance() {
        if (reading == null) {
          if (!numbers.hasNext()) {
            return false;
          }
          reading = new SplitReading(splits.get(numbers.next()), ready);
        }
        if (!reading.advance()) {
          reading = null;
        }
        return true;
      }
    };
  }

  /** One split that is being read. */
  private final class SplitReading {

    private final CsvSplit split;
    private final InputFile file;
    private final List<Checking> checkings = new ArrayList<>();
    private CsvBars.@Nullable Reading reading;

    SplitReading(CsvSplit split, Deque<Row> ready) {
      this.split = split;
      this.file = files.input(split.location());
      for (BarRules each : rules) {
        checkings.add(
            new Checking(new BarGate(each, asOf), split, new ParcelMaker(ready, checkings.size())));
      }
    }

    /** Reads some lines; false when the split is done. */
    boolean advance() {
      try {
        if (reading == null) {
          String damage = format.quarantinesUnreadable() ? CsvBars.verify(file) : null;
          if (damage != null) {
            finish(0, damage);
            return false;
          }
          reading =
              new CsvBars(format, checkings.stream().map(Checking::gated).toList())
                  .open(split, file);
        }
        if (reading.read(LINES_AT_A_TIME)) {
          return true;
        }
        reading.close();
        finish(reading.lines(), reading.problem());
        return false;
      } catch (IOException e) {
        throw new SourceException(
            file.shown() + " cannot be read: " + Failures.reason(file.location(), e), e);
      }
    }

    private void finish(long lines, @Nullable String problem) throws IOException {
      boolean isQuarantined = problem != null && format.quarantinesUnreadable();
      for (Checking each : checkings) {
        if (isQuarantined) {
          quarantine(each, Objects.requireNonNull(problem));
        }
        each.finish(lines, isQuarantined ? null : problem);
      }
    }

    /** Counts the whole file as one rejected row, once for all its splits. */
    private void quarantine(Checking checking, String problem) throws IOException {
      if (checking.gate().tally().rowsRead() > 0 || mayHaveRowsElsewhere()) {
        throw new SourceException(
            file.shown() + " " + problem + ", and rows of it were read; mend or remove it");
      }
      if (split.start() == 0) {
        Breach breach =
            checking.gate().refuse(StandardRule.FILE_IS_READABLE, "the file " + problem);
        checking.rejected(0, breach, "");
      }
    }

    private boolean mayHaveRowsElsewhere() throws IOException {
      boolean isWholeFile = split.start() == 0 && split.end() >= file.length();
      return !isWholeFile && reading != null && reading.headerFits();
    }
  }
}
