package io.github.marketvolume.runners;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Files that versions of this library wrote, and that later ones of the same major version read.
 * They lie beside the resources of the test that reads them, are numbered, and are never changed or
 * removed within a major version.
 *
 * <p>Where a test finds that this version writes other bytes than the newest file has, {@code
 * -Dvolume.state.write=FOLDER} makes it write them there: they get the next number, and their name
 * goes into the test beside the earlier ones.
 */
public final class KeptFiles {

  private KeptFiles() {}

  /** The bytes of a kept file. */
  public static byte[] read(Class<?> test, String name) throws IOException {
    try (InputStream file = Objects.requireNonNull(test.getResourceAsStream(name), name)) {
      return file.readAllBytes();
    }
  }

  /** Writes what this version makes of a kept file, if the build is told to. */
  public static void write(String name, byte[] bytes) throws IOException {
    String folder = System.getProperty("volume.state.write");
    if (folder != null) {
      Files.write(Files.createDirectories(Path.of(folder)).resolve(name), bytes);
    }
  }
}
