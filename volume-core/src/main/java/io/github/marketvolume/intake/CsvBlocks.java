package io.github.marketvolume.intake;

import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into blocks of whole lines, so that several threads can parse one file while it
 * is read and unpacked, packed or not.
 */
public final class CsvBlocks implements Closeable {

  private static final int LARGEST_BLOCK = 4 << 20;
  private static final int SMALLEST_BLOCK = 1 << 16;
  private static final int TYPICAL_PACKING = 8;

  /** Some whole lines of a file, below its header, in the first bytes of an array. */
  public static final class Block {

    private final CsvHeader header;
    private final byte[] bytes;
    private final int end;

    private Block(CsvHeader header, byte[] bytes, int end) {
      this.header = header;
      this.bytes = bytes;
      this.end = end;
    }

    CsvHeader header() {
      return header;
    }

    byte[] bytes() {
      return bytes;
    }

    int end() {
      return end;
    }
  }

  /** Enough of a line that is too long to tell that it is. */
  private static final int KEPT_OF_LONG_LINE = LineReader.MAX_LINE + 1;

  private static final int PASSED_AT_A_TIME = 1 << 16;

  private InputStream in;
  private final CsvFormat format;
  private final String location;
  private final int blockSize;
  private @Nullable CsvHeader header;
  private @Nullable String problem;

  /** What was read of the line that the next block begins with. */
  private byte[] begun = {};

  private boolean exhausted;

  /**
   * Opens a file. Of a line that is too long to be one and is to be rejected, the end is cut off.
   *
   * @throws IOException if it cannot be read at all
   */
  public CsvBlocks(CsvFormat format, InputFile file) throws IOException {
    this.format = format;
    this.location = file.location();
    long length = file.length() * (file.isPacked() ? TYPICAL_PACKING : 1);
    this.blockSize = (int) Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, length + 1));
    InputStream opened = InputStream.nullInputStream();
    try {
      opened = CsvBars.opened(file, format.layout().charset());
    } catch (IOException e) {
      problem = CsvBars.problemOf(e);
    }
    in = opened;
  }

  /**
   * The next block; null when there is none, or the file is not what it claims to be.
   *
   * @throws IOException if the file cannot be read any more
   */
  public @Nullable Block next() throws IOException {
    if (problem != null || exhausted) {
      return null;
    }
    try {
      if (header == null && !readHeader()) {
        return null;
      }
      byte[] bytes = Arrays.copyOf(begun, Math.max(blockSize, 2 * begun.length));
      int length = begun.length;
      int end = 0;
      while (end == 0 && !exhausted) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int searched = length;
        length += in.readNBytes(bytes, length, bytes.length - length);
        exhausted = length < bytes.length;
        end = exhausted ? length : endOfLastLine(bytes, searched, length);
        if (end == 0 && LineReader.isTooLong(length)) {
          if (!format.quarantinesUnreadable()) {
            throw LineReader.tooLongALine();
          }
          bytes =
              Arrays.copyOf(bytes, Math.max(bytes.length, KEPT_OF_LONG_LINE + PASSED_AT_A_TIME));
          length = passLongLine(bytes);
          end = exhausted ? length : endOfLastLine(bytes, KEPT_OF_LONG_LINE, length);
        }
      }
      begun = Arrays.copyOfRange(bytes, end, length);
      return end == 0 ? null : new Block(Objects.requireNonNull(header), bytes, end);
    } catch (IOException e) {
      problem = CsvBars.problemOf(e);
      return null;
    }
  }

  /**
   * Passes over the end of a line that is too long, but for what is enough of it to tell that it
   * is, and reads on behind it.
   *
   * @param bytes begins with the line
   * @return up to where there is something in the bytes
   */
  private int passLongLine(byte[] bytes) throws IOException {
    while (true) {
      int limit = KEPT_OF_LONG_LINE + in.readNBytes(bytes, KEPT_OF_LONG_LINE, PASSED_AT_A_TIME);
      exhausted = limit < KEPT_OF_LONG_LINE + PASSED_AT_A_TIME;
      for (int i = KEPT_OF_LONG_LINE; i < limit; i++) {
        if (bytes[i] == '\n') {
          System.arraycopy(bytes, i, bytes, KEPT_OF_LONG_LINE, limit - i);
          return KEPT_OF_LONG_LINE + limit - i;
        }
      }
      if (exhausted) {
        return KEPT_OF_LONG_LINE;
      }
    }
  }

  /** Reads up to the header; false if there is none. */
  private boolean readHeader() throws IOException {
    LineReader lines = new LineReader(in);
    header = CsvHeader.read(format, lines, location);
    in = lines.rest();
    exhausted = header == null;
    return header != null;
  }

  private static int endOfLastLine(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** How many lines come before the first block, the header's included; 0 if there is no header. */
  public int headerLines() {
    return header == null ? 0 : header.lines();
  }

  /**
   * Why the file is not what it claims to be, as far as it was read, as the rest of a sentence that
   * begins with the file's name; null if it is.
   */
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
