package io.github.marketvolume.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * A file in memory. As with object stores, its streams cannot tell how many bytes they have at
 * hand.
 *
 * @param bytesAtATime the most that one read gives
 */
@SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
public record BytesFile(String location, byte[] bytes, int bytesAtATime) implements InputFile {

  public BytesFile(String location, byte[] bytes) {
    this(location, bytes, Integer.MAX_VALUE);
  }

  public static BytesFile of(String location, String text) {
    return new BytesFile(location, text.getBytes(UTF_8));
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  public static byte[] gzip(String content) {
    return gzip(content.getBytes(UTF_8));
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset) {
    int from = Math.toIntExact(offset);
    return new ByteArrayInputStream(Arrays.copyOfRange(bytes, from, bytes.length)) {
      @Override
      public synchronized int read(byte[] target, int start, int length) {
        return super.read(target, start, Math.min(length, bytesAtATime));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }
}
