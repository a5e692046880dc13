package io.github.marketvolume.local;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.rows.ColumnBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes a folder here, and puts its files into an object store when they are complete. */
final class Upload<P> implements TableWriter<P> {

  /** What a folder without rows consists of, where there are no folders without objects. */
  private static final String NOTHING = "_SUCCESS";

  private final TableWriter<P> writer;
  private final Path folder;
  private final ObjectStore store;
  private final String target;
  private final String shown;

  /**
   * An upload.
   *
   * @param writer writes the folder
   * @param target the URI of the folder in the store
   * @param shown what it will be, as the user wrote it
   */
  Upload(TableWriter<P> writer, Path folder, ObjectStore store, String target, String shown) {
    this.writer = writer;
    this.folder = folder;
    this.store = store;
    this.target = target;
    this.shown = shown;
  }

  @Override
  public P prepare(ColumnBatch batch) {
    return writer.prepare(batch);
  }

  @Override
  public void write(P prepared) {
    writer.write(prepared);
  }

  @Override
  public long finish() {
    long rows = writer.finish();
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        String name = folder.relativize(file).toString();
        store.upload(file, target + "/" + name.replace(file.getFileSystem().getSeparator(), "/"));
        Files.delete(file); // so that a run needs room for one output at a time
      }
      if (files.isEmpty()) {
        store.createIfAbsent(target + "/" + NOTHING, new byte[0]);
      }
    } catch (IOException e) {
      throw new SinkException(shown + " cannot be written: " + Failures.reason(target, e), e);
    }
    return rows;
  }

  @Override
  public void close() {
    writer.close();
  }
}
