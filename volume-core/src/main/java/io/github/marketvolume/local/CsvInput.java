package io.github.marketvolume.local;

import io.github.marketvolume.engine.Breach;
import io.github.marketvolume.engine.CsvBars;
import io.github.marketvolume.engine.CsvBlocks;
import io.github.marketvolume.engine.CsvSplit;
import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.engine.LayoutDetection;
import io.github.marketvolume.engine.Rejection;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalFiles.FoundFile;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * Reads CSV files: one thread reads and unpacks blocks, the others parse them. A block is a part of
 * the readings.
 */
final class CsvInput implements Input {

  private static final CsvSplit WHOLE_FILE = new CsvSplit(0, "", 0, Long.MAX_VALUE);

  private final CsvSource source;
  private final Workers workers;
  private final Readings readings;
  private final List<FoundFile> files;
  private final List<Part> parts = new ArrayList<>();

  /** What is being parsed, and where files end, in the order of the input. */
  private final Deque<Parsing> ahead = new ArrayDeque<>();

  /** Where a part of the readings is: its file, and how many lines of it come before. */
  private record Part(FoundFile file, long linesBefore) {}

  /** A block that is being parsed; or, without one, the end of the file. */
  private record Parsing(FileReading file, int part, Future<CsvBars.BlockRead> parsed) {}

  CsvInput(CsvSource source, LocalFiles files, Workers workers, Readings readings) {
    this.source = source;
    this.workers = workers;
    this.readings = readings;
    this.files = files.find(source.locations(), false);
  }

  @Override
  public List<String> files() {
    return files.stream().map(FoundFile::location).toList();
  }

  @Override
  public void read(DoubleConsumer progress) {
    long all = files.stream().mapToLong(FoundFile::length).sum();
    long done = 0;
    for (FoundFile file : files) {
      try {
        new FileReading(file).read();
      } catch (IOException e) {
        file.requireUnchanged();
        throw new SourceException(
            file.location() + " cannot be read: " + Failures.reason(file.location(), e), e);
      }
      done += file.length();
      progress.accept((double) done / Math.max(1, all));
    }
    finishParsing(0);
  }

  /** Waits until no more than so many blocks are ahead. */
  private void finishParsing(int most) {
    while (ahead.size() > most) {
      Parsing next = ahead.remove();
      if (next.parsed() == null) {
        next.file().end();
      } else {
        next.file().add(next.part(), Workers.await(next.parsed()));
      }
    }
  }

  /** A file that is being read. */
  private final class FileReading {

    private final FoundFile file;
    private String problem;
    private long lines = 1;
    private long rows;

    FileReading(FoundFile file) {
      this.file = file;
    }

    /** Reads the file; its last blocks may still be parsed later. */
    void read() throws IOException {
      problem = source.quarantinesUnreadable() ? CsvBars.verify(file) : null;
      if (problem == null) {
        try (CsvBlocks blocks = new CsvBlocks(source.layout(), file)) {
          for (CsvBlocks.Block block = blocks.next(); block != null; block = blocks.next()) {
            parse(block);
          }
          problem = problem == null ? blocks.problem() : problem;
        }
      }
      ahead.add(new Parsing(this, -1, null));
      file.requireUnchanged();
    }

    private void parse(CsvBlocks.Block block) {
      finishParsing(2 * workers.threads() - 1);
      int number = parts.size();
      parts.add(null); // until the blocks before are parsed, and their lines counted
      ahead.add(new Parsing(this, number, workers.compute(() -> parse(number, block))));
    }

    private CsvBars.BlockRead parse(int number, CsvBlocks.Block block) {
      Readings.Part part = readings.part(number, true);
      CsvBars.BlockRead read = new CsvBars(source.layout(), part.gate(), part).read(block);
      part.finish();
      return read;
    }

    void add(int number, CsvBars.BlockRead read) {
      parts.set(number, new Part(file, lines));
      lines += read.lines();
      rows += read.rows();
      problem = problem == null ? read.problem() : problem;
    }

    void end() {
      if (problem == null && rows == 0) {
        problem = "has a header and no rows";
      }
      if (problem != null) {
        refuse();
      }
    }

    /** Fails the run, or counts the whole file as one rejected row. */
    private void refuse() {
      if (!source.quarantinesUnreadable()) {
        throw new SourceException(
            file.location()
                + " "
                + problem
                + "; mend or remove it, or quarantine unreadable files");
      }
      if (rows > 0) {
        throw new SourceException(
            file.location() + " " + problem + ", and rows of it were read; mend or remove it");
      }
      Readings.Part part = readings.part(parts.size(), true);
      parts.add(new Part(file, 0));
      Breach breach = part.gate().refuse(StandardRule.FILE_IS_READABLE, "the file " + problem);
      part.rejected(0, breach, "");
      part.finish();
    }
  }

  @Override
  public Optional<String> file(int part) {
    return Optional.of(parts.get(part).file().location());
  }

  @Override
  public Optional<String> betterLayout(int part) {
    return LayoutDetection.better(source.layout(), parts.get(part).file());
  }

  @Override
  public boolean hasText() {
    return true;
  }

  @Override
  public List<RejectedRow> locate(int partNumber, List<Rejection> rows) {
    Part part = parts.get(partNumber);
    Map<Long, String> texts = fetchTexts(part, rows);
    List<RejectedRow> located = new ArrayList<>();
    for (Rejection row : rows) {
      long line = CsvSplit.lineOf(row.position());
      located.add(
          Input.rejected(
              part.file().location(),
              line == 0 ? 0 : part.linesBefore() + line,
              row,
              row.text() == null ? texts.get(line) : row.text()));
    }
    located.sort(BY_PLACE);
    return located;
  }

  /** The texts, by line of the part, of rows that were rejected only after they were bars. */
  private static Map<Long, String> fetchTexts(Part part, List<Rejection> rows) {
    List<Long> wanted =
        rows.stream()
            .filter(row -> row.text() == null)
            .map(row -> CsvSplit.lineOf(row.position()))
            .sorted()
            .collect(Collectors.toList());
    Map<Long, String> texts = new HashMap<>();
    if (!wanted.isEmpty()) {
      long[] lines = wanted.stream().mapToLong(line -> part.linesBefore() + line).toArray();
      try {
        List<String> found = CsvBars.readText(WHOLE_FILE, part.file(), lines);
        for (int i = 0; i < lines.length; i++) {
          texts.put(wanted.get(i), found.get(i));
        }
      } catch (IOException e) {
        part.file().requireUnchanged();
        throw new SourceException(
            part.file().location()
                + " cannot be read again: "
                + Failures.reason(part.file().location(), e),
            e);
      }
      part.file().requireUnchanged();
    }
    return texts;
  }
}
