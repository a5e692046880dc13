package io.github.marketvolume.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;

/** Text of another charset as a stream of UTF-8. Bytes that it cannot have become U+FFFD. */
public final class Utf8Stream extends InputStream {

  private static final int CHARACTERS = 1 << 13;

  private final Reader reader;

  /** Has room for the second half of a character beyond those that are read at a time. */
  private final char[] characters = new char[CHARACTERS + 1];

  private ByteBuffer ready = ByteBuffer.allocate(0);

  /** Encodes a text anew; the stream is closed with this one. */
  public Utf8Stream(InputStream in, Charset charset) {
    this.reader = new InputStreamReader(in, charset);
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, ready.remaining());
    ready.get(target, start, count);
    return count;
  }

  /** Makes ready what comes next; false at the end. */
  private boolean fill() throws IOException {
    while (!ready.hasRemaining()) {
      int count = reader.read(characters, 0, CHARACTERS);
      if (count < 0) {
        return false;
      }
      if (count > 0 && Character.isHighSurrogate(characters[count - 1])) {
        int second = reader.read();
        if (second >= 0) {
          characters[count++] = (char) second;
        }
      }
      ready = UTF_8.encode(CharBuffer.wrap(characters, 0, count));
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
