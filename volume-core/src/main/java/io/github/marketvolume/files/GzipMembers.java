package io.github.marketvolume.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks a gzip file of any number of members, as RFC 1952 defines them. After each member the
 * file ends, another member follows, or nothing but zero bytes follow, with which some tools fill
 * the last block. Anything else is an error, as it is for {@code gzip -t}: the JDK's {@link
 * java.util.zip.GZIPInputStream} takes it for the end of the file, and loses all members from a
 * damaged one on. Headers are read more strictly than {@code gzip -t} does, for a wrong length or
 * flag in one that has no checksum would pass over whole members: an extra field consists of
 * subfields, and names and comments are text.
 */
public final class GzipMembers extends InputStream {

  /** How many bytes every member begins with. */
  private static final int MAGIC_LENGTH = 2;

  private static final int BUFFER = 1 << 16;
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;

  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  /** The time of modification, how hard it was packed, and the system. */
  private static final int BYTES_OF_NO_USE = 6;

  /** The name and the length of a part of an extra field. */
  private static final int SUBFIELD_HEADER = 4;

  private static final int DELETE = 0x7f;

  private static final long UNSIGNED_INT = 0xffffffffL;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 contentChecksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;
  private boolean ended;
  private boolean closed;

  /**
   * Reads the header of the first member.
   *
   * @param in the packed bytes; closed with this stream
   * @throws ZipException if this is no gzip, here and later on
   * @throws EOFException if the bytes end within a member, here and later on
   */
  public GzipMembers(InputStream in) throws IOException {
    this.in = in;
    try {
      int first = nextByte();
      readHeader(first < 0 ? endsEarly() : first);
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  /** A stream in which {@link #isNext} can look ahead. */
  public static PushbackInputStream lookahead(InputStream in) {
    return new PushbackInputStream(in, MAGIC_LENGTH);
  }

  /** Whether what comes next in a stream is gzip, by its first two bytes, which are not used up. */
  public static boolean isNext(PushbackInputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC_LENGTH);
    in.unread(magic);
    return magic.length == MAGIC_LENGTH && magic[0] == (byte) MAGIC_1 && magic[1] == (byte) MAGIC_2;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    try {
      while (!ended) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0) {
          contentChecksum.update(target, offset, count);
          return count;
        }
        if (inflater.finished()) {
          next = limit - inflater.getRemaining();
          readTrailer();
          ended = !beginsNext();
        } else if (inflater.needsInput()) {
          if (!fill()) {
            endsEarly();
          }
          inflater.setInput(buffer, 0, limit);
          next = limit;
        } else {
          throw new ZipException("its gzip stream asks for a dictionary");
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new ZipException(
          e.getMessage() == null ? "its packed content is not valid" : e.getMessage());
    }
  }

  /** Reads the header of a member, whose first byte this is, and gets ready for its content. */
  private void readHeader(int first) throws IOException {
    headerChecksum.reset();
    headerChecksum.update(first);
    if (first != MAGIC_1 || headerByte() != MAGIC_2) {
      throw new ZipException("its gzip stream has bytes that are not gzip");
    }
    if (headerByte() != DEFLATE) {
      throw new ZipException("a gzip header names an unknown method");
    }
    int flags = headerByte();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("a gzip header has unknown flags");
    }
    skipHeader(BYTES_OF_NO_USE);
    if ((flags & EXTRA) != 0) {
      skipExtra(headerShort());
    }
    if ((flags & NAME) != 0) {
      skipHeaderText();
    }
    if ((flags & COMMENT) != 0) {
      skipHeaderText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xffff;
      if (headerShort() != expected) {
        throw new ZipException("a gzip header does not fit its checksum");
      }
    }
    inflater.reset();
    contentChecksum.reset();
    inflater.setInput(buffer, next, limit - next);
    next = limit;
  }

  private int headerByte() throws IOException {
    int value = requireByte();
    headerChecksum.update(value);
    return value;
  }

  private int headerShort() throws IOException {
    int low = headerByte();
    return low | (headerByte() << Byte.SIZE);
  }

  private void skipHeader(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  /** Passes over subfields: two bytes of a name, two of a length, and so many bytes. */
  private void skipExtra(int length) throws IOException {
    int left = length;
    while (left > 0) {
      left -= SUBFIELD_HEADER;
      if (left >= 0) {
        skipHeader(2);
        int content = headerShort();
        left -= content;
        if (left >= 0) {
          skipHeader(content);
        }
      }
    }
    if (left < 0) {
      throw new ZipException("a gzip header has an invalid extra field");
    }
  }

  private void skipHeaderText() throws IOException {
    for (int read = headerByte(); read != 0; read = headerByte()) {
      if ((read < ' ' && read != '\t' && read != '\n' && read != '\r') || read == DELETE) {
        throw new ZipException("a gzip header has a name that is not text");
      }
    }
  }

  private void readTrailer() throws IOException {
    if (littleEndian() != contentChecksum.getValue()
        || littleEndian() != (inflater.getBytesWritten() & UNSIGNED_INT)) {
      throw new ZipException("Corrupt GZIP trailer");
    }
  }

  private long littleEndian() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) requireByte() << shift;
    }
    return value;
  }

  /** Begins the next member; false if there is none. */
  private boolean beginsNext() throws IOException {
    int first = nextByte();
    if (first == 0) {
      requireZeros();
      return false;
    }
    if (first < 0) {
      return false;
    }
    readHeader(first);
    return true;
  }

  private void requireZeros() throws IOException {
    for (int value = nextByte(); value >= 0; value = nextByte()) {
      if (value != 0) {
        throw new ZipException("its gzip stream has bytes that are not gzip");
      }
    }
  }

  private int requireByte() throws IOException {
    int value = nextByte();
    return value < 0 ? endsEarly() : value;
  }

  /** The next packed byte; -1 at the end. */
  private int nextByte() throws IOException {
    return next < limit || fill() ? buffer[next++] & 0xff : -1;
  }

  /** Reads more packed bytes, when all before are used; false at the end. */
  private boolean fill() throws IOException {
    int count;
    do {
      count = in.read(buffer, 0, buffer.length);
    } while (count == 0);
    next = 0;
    limit = Math.max(0, count);
    return count > 0;
  }

  private static int endsEarly() throws EOFException {
    throw new EOFException("the gzip stream ends early");
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      inflater.end();
      in.close();
    }
  }
}
