package io.github.marketvolume.local;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.FilesWithoutRows;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.CsvBars;
import io.github.marketvolume.intake.CsvBlocks;
import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.intake.CsvTexts;
import io.github.marketvolume.intake.LayoutDetection;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.StandardRule;
import io.github.marketvolume.run.LocalFiles;
import io.github.marketvolume.run.LocalFiles.FoundFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV files: one thread reads and unpacks blocks, the others parse them. A block is a part of
 * the readings.
 */
final class CsvInput implements Input {

  private static final CsvSplit WHOLE_FILE = new CsvSplit(0, "", 0, Long.MAX_VALUE);

  private final CsvSource source;
  private final CsvFormat format;
  private final RunContext context;
  private final Workers workers;
  private final List<Readings> readings;
  private final List<FoundFile> files;
  private final List<Part> parts = new ArrayList<>();
  private final List<String> filesWithoutRows = new ArrayList<>();

  /** What is being parsed, and where files end, in the order of the input. */
  private final Deque<Parsing> ahead = new ArrayDeque<>();

  /** Where a part of the readings is: its file, and how many lines of it come before. */
  private record Part(FoundFile file, long linesBefore) {}

  /** A block that is being parsed; or, without one, the end of the file. */
  private record Parsing(FileReading file, int part, @Nullable Future<CsvBars.BlockRead> parsed) {}

  /** The file whose texts were fetched again last; null if none was. */
  private @Nullable FoundFile textsOf;

  /** The pass over that file, while it is under way; else null. */
  private @Nullable CsvTexts texts;

  CsvInput(
      CsvSource source,
      LocalFiles files,
      RunContext context,
      Workers workers,
      List<Readings> readings) {
    this.source = source;
    this.context = context;
    this.workers = workers;
    this.readings = readings;
    this.files = files.find(source.locations(), false, context::warn);
    this.format = CsvFormat.of(source, this.files.size());
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
            file.shown() + " cannot be read: " + Failures.reason(file.location(), e), e);
      }
      done += file.length();
      progress.accept((double) done / Math.max(1, all));
    }
    finishParsing(0);
    FilesWithoutRows.tell(filesWithoutRows, files.size(), source.describe(), context::warn);
  }

  /** Waits until no more than so many blocks are ahead. */
  private void finishParsing(int most) {
    while (ahead.size() > most) {
      Parsing next = ahead.remove();
      Future<CsvBars.BlockRead> parsed = next.parsed();
      if (parsed == null) {
        next.file().end();
      } else {
        next.file().add(next.part(), Workers.await(parsed));
      }
    }
  }

  /** A file that is being read. */
  private final class FileReading {

    private final FoundFile file;

    /** Why the file is not what it claims to be, as of {@link CsvBars}; null if it is, so far. */
    private @Nullable String problem;

    private long lines;
    private long rows;

    FileReading(FoundFile file) {
      this.file = file;
    }

    /** Reads the file; its last blocks may still be parsed later. */
    void read() throws IOException {
      problem = source.quarantinesUnreadable() ? CsvBars.verify(file) : null;
      if (problem == null) {
        try (CsvBlocks blocks = new CsvBlocks(format, file)) {
          CsvBlocks.Block first = blocks.next();
          lines = blocks.headerLines();
          for (CsvBlocks.Block block = first; block != null; block = blocks.next()) {
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
      parts.add(new Part(file, 0)); // until the blocks before are parsed, and their lines counted
      ahead.add(new Parsing(this, number, workers.compute(() -> parse(number, block))));
    }

    private CsvBars.BlockRead parse(int number, CsvBlocks.Block block) {
      List<Readings.Part> all = Readings.parts(readings, number, true);
      CsvBars.BlockRead read =
          new CsvBars(format, all.stream().map(Readings.Part::gated).toList()).read(block);
      all.forEach(Readings.Part::finish);
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
        problem = format.problemWithoutRows();
      }
      if (problem != null) {
        refuse();
      } else if (rows == 0) {
        filesWithoutRows.add(file.location());
      }
    }

    /** Fails the run, or counts the whole file as one rejected row. */
    private void refuse() {
      if (!source.quarantinesUnreadable()) {
        throw new SourceException(
            file.shown() + " " + problem + "; mend or remove it, or quarantine unreadable files");
      }
      if (rows > 0) {
        throw new SourceException(
            file.shown() + " " + problem + ", and rows of it were read; mend or remove it");
      }
      int number = parts.size();
      parts.add(new Part(file, 0));
      for (Readings.Part part : Readings.parts(readings, number, true)) {
        Breach breach = part.gate().refuse(StandardRule.FILE_IS_READABLE, "the file " + problem);
        part.rejected(0, breach, "");
        part.finish();
      }
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
    Map<Long, String> fetched = fetchTexts(part, rows);
    List<RejectedRow> located = new ArrayList<>();
    for (Rejection row : rows) {
      long line = CsvSplit.lineOf(row.position());
      located.add(
          Input.rejected(
              part.file().shown(),
              line == 0 ? 0 : part.linesBefore() + line,
              row,
              Objects.requireNonNull(row.text() == null ? fetched.get(line) : row.text())));
    }
    located.sort(BY_PLACE);
    return located;
  }

  /** The texts, by line of the part, of rows that were rejected only after they were bars. */
  private Map<Long, String> fetchTexts(Part part, List<Rejection> rows) {
    long[] wanted =
        rows.stream()
            .filter(row -> row.text() == null)
            .mapToLong(row -> CsvSplit.lineOf(row.position()))
            .sorted()
            .toArray();
    Map<Long, String> fetched = new HashMap<>();
    if (wanted.length > 0) {
      try {
        CsvTexts from = texts(part.file(), part.linesBefore() + wanted[0]);
        for (long line : wanted) {
          fetched.put(line, from.text(part.linesBefore() + line));
        }
      } catch (IOException e) {
        part.file().requireUnchanged();
        throw new SourceException(
            part.file().shown()
                + " cannot be read again: "
                + Failures.reason(part.file().location(), e),
            e);
      }
      part.file().requireUnchanged();
    }
    return fetched;
  }

  /** The texts of a file from a line on: the pass that is under way, where it can be. */
  private CsvTexts texts(FoundFile file, long line) throws IOException {
    CsvTexts open = texts;
    if (open == null || textsOf != file || open.isBeyond(line)) {
      close();
      open = new CsvTexts(WHOLE_FILE, file, source.layout().charset());
      texts = open;
      textsOf = file;
    }
    return open;
  }

  @Override
  public void close() {
    CsvTexts open = texts;
    texts = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It was only read, and all that was wanted of it was found.
      }
    }
  }
}
