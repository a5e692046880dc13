package io.github.marketvolume.files;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that can be read from any byte on, wherever it lies. */
public interface InputFile {

  /** Its path or URI, as it is opened. */
  String location();

  /** Its size in bytes. */
  long length() throws IOException;

  /** Its bytes from {@code offset} on; the caller closes the stream. */
  InputStream open(long offset) throws IOException;

  /** Whether what is stored is packed, so that damage may be met while it is read. */
  default boolean isPacked() {
    return location().endsWith(".gz");
  }

  /**
   * Fails if a path is that of a pipe or a device, which might never end, or be read only once.
   *
   * @throws SourceException if it is
   */
  static void requireNoDevice(Path path) throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new SourceException(
          path + " is a pipe or a device, not a file; write its content to a file, and read that");
    }
  }

  /** Its path or URI, as messages and rejected rows show it. */
  default String shown() {
    return SafeText.redactedLocation(location());
  }

  /** The last part of the location. */
  default String name() {
    return location().substring(location().lastIndexOf('/') + 1);
  }
}
