package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The bytes of an object, in a file.
 *
 * @param size in bytes
 * @param crc32c Base64 of the big-endian checksum
 * @param md5 Base64 of the digest
 */
public record Content(Path file, long size, String crc32c, String md5) {

  /** Reads {@code file} once to know its checksums. */
  public static Content of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        md5.update(buffer, 0, read);
        size += read;
      }
    }
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] checksum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return new Content(
        file, size, base64.encodeToString(checksum), base64.encodeToString(md5.digest()));
  }
}
