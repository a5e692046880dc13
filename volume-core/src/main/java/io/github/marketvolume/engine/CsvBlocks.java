package io.github.marketvolume.engine;

import io.github.marketvolume.io.CsvLayout;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a CSV file into blocks of whole lines, so that several threads can parse one file while it
 * is read and unpacked, packed or not.
 */
public final class CsvBlocks implements Closeable {

  private static final int LARGEST_BLOCK = 4 << 20;
  private static final int SMALLEST_BLOCK = 1 << 16;
  private static final int TYPICAL_PACKING = 8;

  /** Some whole lines of a file, below its header. */
  public static final class Block {

    private final CsvHeader header;
    private final byte[] bytes;
    private final int start;
    private final int end;

    private Block(CsvHeader header, byte[] bytes, int start, int end) {
      this.header = header;
      this.bytes = bytes;
      this.start = start;
      this.end = end;
    }

    CsvHeader header() {
      return header;
    }

    byte[] bytes() {
      return bytes;
    }

    int start() {
      return start;
    }

    int end() {
      return end;
    }
  }

  private final InputStream in;
  private final CsvLayout layout;
  private final String fileName;
  private final int blockSize;
  private CsvHeader header;
  private String problem;

  /** What was read of the line that the next block begins with. */
  private byte[] begun = {};

  private boolean exhausted;

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read at all
   */
  public CsvBlocks(CsvLayout layout, InputFile file) throws IOException {
    this.layout = layout;
    this.fileName = file.name();
    long length = file.length() * (file.location().endsWith(".gz") ? TYPICAL_PACKING : 1);
    this.blockSize = (int) Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, length + 1));
    InputStream opened = null;
    try {
      opened = CsvBars.unpacked(file);
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
  public Block next() throws IOException {
    if (problem != null || exhausted) {
      return null;
    }
    try {
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
        if (end == 0) {
          LineReader.requireLine(length);
        }
      }
      begun = Arrays.copyOfRange(bytes, end, length);
      int start = header == null ? readHeader(bytes, end) : 0;
      return new Block(header, bytes, start, end);
    } catch (IOException e) {
      problem = CsvBars.problemOf(e);
      return null;
    }
  }

  /** Reads the first line; says where the next one begins. */
  private int readHeader(byte[] bytes, int end) throws UnfitFileException {
    if (end == 0) {
      throw new UnfitFileException("is empty");
    }
    int lineEnd = 0;
    while (lineEnd < end && bytes[lineEnd] != '\n') {
      lineEnd++;
    }
    header = CsvHeader.parse(layout, CsvBars.text(bytes, 0, lineEnd), fileName);
    return Math.min(lineEnd + 1, end);
  }

  private static int endOfLastLine(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * Why the file is not what it claims to be, as far as it was read, as the rest of a sentence that
   * begins with the file's name; null if it is.
   */
  public String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
