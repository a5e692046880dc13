package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A folder of temporary files, gone when closed. */
public final class Spool implements AutoCloseable {

  private final Path folder;
  private final AtomicLong files = new AtomicLong();

  public Spool(String prefix) throws IOException {
    this.folder = Files.createTempDirectory(prefix);
  }

  /** A path that no file has yet. */
  public Path newFile(String suffix) {
    return folder.resolve(files.incrementAndGet() + suffix);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
