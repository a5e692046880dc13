package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.GzipMembers;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.files.Utf8Stream;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.NumberForm;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.StandardRule;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads bars from CSV, straight from bytes. Every line is a row by itself, whatever quotes it
 * holds: so a stray quote spoils one row and not its neighbours, every row has a line number, and a
 * large file can be read in parts. One reader reads any number of splits, one after the other.
 */
public final class CsvBars {

  private static final byte[] NO_BYTES = {};

  /** What distinguishes the bytes within a character of UTF-8 from those that begin one. */
  private static final int CONTINUATION_MASK = 0xc0;

  private static final int CONTINUATION = 0x80;
  private static final int MAX_CONTINUATIONS = 3;

  private final CsvFormat format;
  private final CsvLayout layout;
  private final BarReceiver.Gated[] gated;

  /** The gate and the receiver that the row at hand is read for. */
  private BarGate gate;

  private BarReceiver receiver;

  /** Reads dates; null where they are of ISO 8601. */
  private final @Nullable DateTimeFormatter dateFormatter;

  /** Reads numbers; null where they have a decimal point and nothing else. */
  private final @Nullable NumberText numbers;

  private final RawBar bar = new RawBar();

  /** For each cell of a line, what it is; null where the layout does not use it. */
  private @Nullable BarColumn[] columns = {};

  /** How many cells a line has at least. */
  private int fewestCells;

  private byte[] tickerBytes = NO_BYTES;

  /** The ticker of a row whose own cell of the ticker is empty; empty where there is none. */
  private String tickerBeside = "";

  private final Cells cells;

  /**
   * A reader that hands every row to each receiver and counts it at its gate.
   *
   * @param gated at least one; all gates have one as-of date
   */
  public CsvBars(CsvFormat format, List<BarReceiver.Gated> gated) {
    this.format = format;
    this.layout = format.layout();
    this.gated = gated.toArray(BarReceiver.Gated[]::new);
    this.gate = this.gated[0].gate();
    this.receiver = this.gated[0].receiver();
    this.cells = new Cells(layout.delimiter());
    this.dateFormatter =
        layout.datePattern().equals(CsvLayout.ISO_DATE) ? null : layout.dateFormatter(gate.asOf());
    this.numbers =
        layout.numbers().equals(NumberForm.decimalPoint())
            ? null
            : new NumberText(layout.numbers());
  }

  /**
   * Begins to read a split, its file's header first.
   *
   * @throws IOException if the file cannot be read at all
   */
  public Reading open(CsvSplit split, InputFile file) throws IOException {
    return new Reading(split, file);
  }

  /** A split that is being read; its rows go to the receivers. */
  public final class Reading implements Closeable {

    private final CsvSplit split;
    private @Nullable LineReader lines;
    private long remaining;
    private long number;
    private @Nullable String problem;
    private boolean headerFits;
    private long rows;

    private Reading(CsvSplit split, InputFile file) throws IOException {
      this.split = split;
      try {
        LineReader first = new LineReader(opened(file, layout.charset()));
        lines = first;
        CsvHeader header = CsvHeader.read(format, first, file.location());
        headerFits = true;
        if (header == null) {
          return;
        }
        begin(header);
        if (split.start() == 0 && first.consumed() <= split.end()) {
          number = header.lines();
          remaining = split.end() - first.consumed();
        } else {
          first.close();
          below(first.consumed(), file);
        }
      } catch (IOException e) {
        problem = problemOf(e);
      } finally {
        if (problem != null) {
          close();
        }
      }
    }

    /**
     * Opens a split that does not begin with the whole header, and passes over what it has of it.
     *
     * @param end where the header ends
     */
    private void below(long end, InputFile file) throws IOException {
      boolean first = split.start() == 0;
      LineReader within =
          new LineReader(first ? opened(file, layout.charset()) : file.open(split.start() - 1));
      lines = within;
      long start = split.start();
      if (!first) {
        within.passRest(split.end() - split.start() + 1);
        start--;
      }
      while (start + within.consumed() < Math.min(end, split.end()) && within.next()) {
        number++;
      }
      remaining = split.end() - start - within.consumed();
    }

    /**
     * Reads up to {@code limit} lines more. A problem with the whole file may be found after rows
     * were handed on; {@link #verify} finds that a packed file is cut off or damaged without
     * handing any on.
     *
     * @return whether there may be more
     * @throws IOException if the file cannot be read any more
     */
    public boolean read(int limit) throws IOException {
      LineReader from = lines;
      if (from == null) {
        return false; // it could not be unpacked, which is its problem
      }
      try {
        for (int i = 0; problem == null && i < limit; i++) {
          long before = from.consumed();
          if (remaining <= 0 || !from.next()) {
            if (rows == 0 && split.start() == 0 && !from.next()) {
              problem = format.problemWithoutRows();
            }
            return false;
          }
          remaining -= from.consumed() - before;
          number++;
          if (from.isTooLong()) {
            if (!format.quarantinesUnreadable()) {
              throw LineReader.tooLongALine();
            }
            rejectLongLine(from.buffer(), from.start(), number);
            rows++;
          } else if (readRow(from.buffer(), from.start(), from.end(), number)) {
            rows++;
          }
        }
      } catch (IOException e) {
        problem = problemOf(e);
      }
      return problem == null;
    }

    /** How many lines begin in the split, once all are read. */
    public long lines() {
      return number;
    }

    /**
     * Why the file is not what it claims to be, as the rest of a sentence that begins with the
     * file's name; null if it is, as far as it was read.
     */
    public @Nullable String problem() {
      return problem;
    }

    /** Whether the file begins as the layout says; if not, no split of it has rows. */
    public boolean headerFits() {
      return headerFits;
    }

    @Override
    public void close() throws IOException {
      if (lines != null) {
        lines.close();
      }
    }
  }

  /**
   * Whether a file can be unpacked to its end, if it is packed.
   *
   * @return the problem as in {@link Reading#problem}; null if there is none
   */
  public static @Nullable String verify(InputFile file) throws IOException {
    if (!file.isPacked()) {
      return null;
    }
    try (InputStream in = unpacked(file)) {
      in.transferTo(OutputStream.nullOutputStream());
      return null;
    } catch (IOException e) {
      return problemOf(e);
    }
  }

  /** What is wrong with a file, where that can be said of the file itself; else fails again. */
  static String problemOf(IOException e) throws IOException {
    if (e instanceof UnfitFileException unfit) {
      return unfit.problem();
    }
    if (e instanceof EOFException) {
      return "is cut off: its gzip stream ends early";
    }
    if (e instanceof ZipException) {
      return "is damaged: " + e.getMessage();
    }
    throw e;
  }

  /** Makes ready for lines below this header. */
  private void begin(CsvHeader header) {
    columns = header.columns();
    fewestCells = header.fewestCells();
    bar.ticker(header.fileTicker());
    tickerBytes = NO_BYTES;
  }

  /**
   * Reads a block to its end; its rows go to the receivers with lines counted from its start.
   *
   * @return what there was to read
   */
  public BlockRead read(CsvBlocks.Block block) {
    begin(block.header());
    byte[] bytes = block.bytes();
    long number = 0;
    long rows = 0;
    for (int start = 0; start < block.end(); ) {
      int next = lineEnd(bytes, start, block.end());
      number++;
      if (LineReader.isTooLong(next - start)) {
        if (!format.quarantinesUnreadable()) {
          return new BlockRead(number, rows, LineReader.tooLongALine().problem());
        }
        rejectLongLine(bytes, start, number);
        rows++;
      } else {
        int end = next > start && bytes[next - 1] == '\r' ? next - 1 : next;
        rows += readRow(bytes, start, end, number) ? 1 : 0;
      }
      start = next + 1;
    }
    return new BlockRead(number, rows, null);
  }

  /**
   * Where a line's line feed is, or the end. It is a method of its own so that the loop over lines
   * is not as hot as their bytes: a JVM would compile that loop, with all that it calls, within the
   * first file, which costs half a second of a small run's CPU time.
   */
  private static int lineEnd(byte[] bytes, int start, int end) {
    int next = start;
    while (next < end && bytes[next] != '\n') {
      next++;
    }
    return next;
  }

  /**
   * What a block held.
   *
   * @param lines how many lines it has
   * @param rows how many of these are not blank
   * @param problem why the file is not what it claims to be, as in {@link Reading#problem}; null if
   *     it is, as far as the block tells
   */
  public record BlockRead(long lines, long rows, @Nullable String problem) {}

  /** Rejects a line of which this is the beginning. */
  private void rejectLongLine(byte[] line, int start, long number) {
    int most = start + LineReader.KEPT_OF_LONG_LINE - 1;
    int end = most;
    while (end > most - MAX_CONTINUATIONS && (line[end] & CONTINUATION_MASK) == CONTINUATION) {
      end--; // a character is shown whole, or not at all
    }
    for (BarReceiver.Gated each : gated) {
      each.receiver()
          .rejected(
              number,
              each.gate().refuse(StandardRule.ROW_IS_COMPLETE, "the line has more than 1 MB"),
              text(line, start, end) + "…");
    }
  }

  /**
   * Begins rows that come one by one and not from a file, as those of a queue do.
   *
   * @param header the line that would be above them
   * @throws UnfitFileException if it is not a header of the layout
   */
  public void expect(String header) throws IOException {
    LineReader line = new LineReader(new ByteArrayInputStream(header.getBytes(UTF_8)));
    CsvHeader expected = CsvHeader.read(format, line, "");
    if (expected == null) {
      throw new UnfitFileException("is empty");
    }
    begin(expected);
  }

  /**
   * Reads a line by itself.
   *
   * @param ticker the ticker where the line has none; empty for none
   * @param number the number that the receivers are given
   * @return false if it is blank, and no row
   */
  public boolean readLine(byte[] line, String ticker, long number) {
    beside(ticker);
    int end = line.length;
    end = end > 0 && line[end - 1] == '\n' ? end - 1 : end;
    end = end > 0 && line[end - 1] == '\r' ? end - 1 : end;
    return readRow(line, 0, end, number);
  }

  /**
   * Reads a row whose cells were told apart already, in the order of the header.
   *
   * @param texts the cells, empty where missing
   * @param ticker the ticker where the cells have none; empty for none
   * @param number the number that the receivers are given
   * @param whole the row as a rejected one is shown
   */
  public void readCells(String[] texts, String ticker, long number, byte[] whole) {
    beside(ticker);
    cells.take(texts);
    for (BarReceiver.Gated each : gated) {
      gate = each.gate();
      receiver = each.receiver();
      settle(whole, 0, whole.length, number, true);
    }
  }

  private void beside(String ticker) {
    tickerBeside = ticker;
    if (layout.tickerIsFileName()) {
      bar.ticker(ticker);
    }
  }

  /** Reads one line; false if it is blank. */
  private boolean readRow(byte[] line, int start, int end, long number) {
    if (cells.isBlank(line, start, end)) {
      return false;
    }
    boolean isWhole = cells.split(line, start, end);
    for (BarReceiver.Gated each : gated) {
      gate = each.gate();
      receiver = each.receiver();
      settle(line, start, end, number, isWhole);
    }
    return true;
  }

  private void settle(byte[] line, int start, int end, long number, boolean isWhole) {
    Breach breach;
    if (!isWhole) {
      breach = gate.refuse(StandardRule.ROW_IS_COMPLETE, "a quote is not closed");
    } else if (cells.count() > columns.length || cells.count() < fewestCells) {
      breach =
          gate.refuse(
              StandardRule.ROW_IS_COMPLETE,
              "there are " + cells.count() + " cells, and the header has " + columns.length);
    } else {
      breach = readCells();
    }
    if (breach == null) {
      receiver.accepted(bar, number);
    } else {
      receiver.rejected(number, breach, text(line, start, end));
    }
  }

  private @Nullable Breach readCells() {
    Arrays.fill(bar.fields, Double.NaN);
    Breach dateBreach = null;
    Breach priceBreach = null;
    Breach volumeBreach = null;
    Breach countBreach = null;
    Breach splitBreach = null;
    for (int i = 0; i < columns.length; i++) {
      BarColumn column = columns[i];
      if (column == null) {
        continue;
      }
      switch (column.unit()) {
        case SYMBOL -> readTicker(i);
        case DATE -> dateBreach = readDate(i);
        case SHARES -> volumeBreach = readVolume(i);
        case COUNT -> countBreach = readWhole(i, column);
        case COEFFICIENT -> splitBreach = readSplitCoefficient(i);
        case PRICE, ADJUSTED_PRICE ->
            priceBreach = priceBreach == null ? readPrice(i, column) : priceBreach;
      }
    }
    Breach numberBreach = priceBreach == null ? volumeBreach : priceBreach;
    numberBreach = numberBreach == null ? countBreach : numberBreach;
    return gate.admit(bar, dateBreach, numberBreach == null ? splitBreach : numberBreach);
  }

  private void readTicker(int i) {
    int length = cells.end(i) - cells.start(i);
    if (length == 0) {
      tickerBytes = NO_BYTES;
      bar.ticker(tickerBeside);
    } else if (length != tickerBytes.length
        || !Arrays.equals(
            cells.bytes(), cells.start(i), cells.end(i), tickerBytes, 0, tickerBytes.length)) {
      tickerBytes = Arrays.copyOfRange(cells.bytes(), cells.start(i), cells.end(i));
      bar.ticker(TextGrammar.ticker(new String(tickerBytes, UTF_8)));
    }
  }

  private @Nullable Breach readDate(int i) {
    if (isMissing(i)) {
      return Breach.of(StandardRule.DATE_IS_PRESENT, "there is no date");
    }
    int day =
        dateFormatter == null
            ? TextGrammar.isoDate(cells.bytes(), cells.start(i), cells.end(i))
            : TextGrammar.date(cells.text(i), dateFormatter);
    if (day == TextGrammar.NOT_A_DATE) {
      return Breach.of(
          StandardRule.DATE_IS_VALID, quoted(i) + notADate(cells.text(i)) + layout.datePattern());
    }
    bar.epochDay(day);
    return null;
  }

  /** Why a text is no date, which may be because it is a time of a computer's clock. */
  private static String notADate(String text) {
    String unit =
        !text.chars().allMatch(Character::isDigit)
            ? ""
            : switch (text.length()) {
              case 10 -> "seconds";
              case 13 -> "milliseconds";
              case 16 -> "microseconds";
              case 19 -> "nanoseconds";
              default -> "";
            };
    return unit.isEmpty()
        ? " is not a date of the form "
        : " is a count of " + unit + " since 1970; write the date of the session in the form ";
  }

  private @Nullable Breach readVolume(int i) {
    if (gate.fractionalVolume() == FractionalVolume.REJECT || isMissing(i)) {
      return readWhole(i, BarColumn.VOLUME);
    }
    double volume =
        numbers == null
            ? TextGrammar.decimal(cells.bytes(), cells.start(i), cells.end(i))
            : numbers.decimal(cells.bytes(), cells.start(i), cells.end(i));
    if (!Double.isNaN(volume)) {
      bar.set(BarColumn.VOLUME, volume);
      return null;
    }
    return gate.condones(StandardRule.VOLUME_IS_INTEGER)
        ? null
        : Breach.of(StandardRule.VOLUME_IS_INTEGER, quoted(i) + " is not a number");
  }

  private @Nullable Breach readWhole(int i, BarColumn column) {
    if (isMissing(i)) {
      return null;
    }
    long number =
        numbers == null
            ? TextGrammar.wholeNumber(cells.bytes(), cells.start(i), cells.end(i))
            : numbers.wholeNumber(cells.bytes(), cells.start(i), cells.end(i));
    if (number != TextGrammar.NOT_WHOLE) {
      bar.set(column, (double) number);
      return null;
    }
    StandardRule rule = BarGate.ruleOfWhole(column);
    return gate.condones(rule) ? null : Breach.of(rule, quoted(i) + notAWholeNumber(i));
  }

  private String notAWholeNumber(int i) {
    boolean mayHaveThousands =
        numbers == null
            ? TextGrammar.mayHaveThousands(cells.bytes(), cells.start(i), cells.end(i))
            : numbers.mayHaveThousands(cells.bytes(), cells.start(i), cells.end(i));
    return mayHaveThousands
        ? " may be a decimal or have thousands; declare which by the layout's numbers(...)"
        : " is not a whole number of at most 15 digits" + likeTheForm();
  }

  /** What numbers look like, where the layout says more of them than is usual. */
  private String likeTheForm() {
    return numbers == null ? "" : ", like " + layout.numbers().describe();
  }

  private @Nullable Breach readSplitCoefficient(int i) {
    if (isMissing(i)) {
      return null;
    }
    double coefficient =
        numbers == null
            ? TextGrammar.decimal(cells.bytes(), cells.start(i), cells.end(i))
            : numbers.decimal(cells.bytes(), cells.start(i), cells.end(i));
    if (!Double.isNaN(coefficient)) {
      bar.set(BarColumn.SPLIT_COEFFICIENT, coefficient);
      return null;
    }
    return gate.condones(StandardRule.SPLIT_COEFFICIENT_IS_POSITIVE)
        ? null
        : Breach.of(
            StandardRule.SPLIT_COEFFICIENT_IS_POSITIVE, quoted(i) + " is not a number above 0");
  }

  private @Nullable Breach readPrice(int i, BarColumn column) {
    if (isMissing(i)) {
      return null;
    }
    double price =
        numbers == null
            ? TextGrammar.decimal(cells.bytes(), cells.start(i), cells.end(i))
            : numbers.price(cells.bytes(), cells.start(i), cells.end(i));
    if (!Double.isNaN(price)) {
      bar.set(column, price);
      return null;
    }
    return gate.condones(StandardRule.PRICE_IS_NUMBER)
        ? null
        : Breach.of(StandardRule.PRICE_IS_NUMBER, quoted(i) + " is not a number" + likeTheForm());
  }

  private boolean isMissing(int i) {
    return cells.start(i) == cells.end(i)
        || (!layout.missing().isEmpty() && layout.missing().contains(cells.text(i)));
  }

  private String quoted(int i) {
    return layout.headers().get(columns[i]) + " \"" + Excerpt.of(cells.text(i)) + "\"";
  }

  static String text(LineReader lines) {
    return text(lines.buffer(), lines.start(), lines.end());
  }

  static String text(byte[] line, int start, int end) {
    return new String(line, start, end - start, UTF_8);
  }

  /** The text of a file in UTF-8, unpacked. */
  public static InputStream opened(InputFile file, String charset) throws IOException {
    InputStream in = unpacked(file);
    return charset.equals(UTF_8.name()) ? in : new Utf8Stream(in, Charset.forName(charset));
  }

  private static InputStream unpacked(InputFile file) throws IOException {
    PushbackInputStream in = GzipMembers.lookahead(file.open(0));
    try {
      boolean packed = GzipMembers.isNext(in);
      boolean named = file.location().endsWith(".gz");
      if (packed && !named) {
        throw new UnfitFileException("is packed by gzip; name it .gz");
      }
      if (named && !packed) {
        throw new UnfitFileException(
            in.read() < 0 ? "is empty" : "is not packed by gzip, as its name says");
      }
      return packed ? new GzipMembers(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
