package io.github.marketvolume.local;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.publish.Stores;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.rows.StageLayout;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.run.LocalFiles;
import io.github.marketvolume.run.OutputRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a run that become files: a folder of the user's, here or in an object store, or
 * what an adapter takes.
 */
final class FileOutputs {

  private final AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters;
  private final LocalFiles files;
  private final Workers workers;
  private final DuckDb databases;
  private final Spill spill;
  private final Supplier<Path> temporaryFolders;

  /** DuckDB being loaded while the input is read; null where it is not needed. */
  private @Nullable Future<Void> loading;

  /**
   * No outputs yet.
   *
   * @param files knows where files can be written
   * @param spill where rows are kept that are written when all are known
   * @param temporaryFolders makes folders that last as long as the run
   */
  FileOutputs(
      AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters,
      LocalFiles files,
      Workers workers,
      DuckDb databases,
      Spill spill,
      Supplier<Path> temporaryFolders) {
    this.adapters = adapters;
    this.files = files;
    this.workers = workers;
    this.databases = databases;
    this.spill = spill;
    this.temporaryFolders = temporaryFolders;
  }

  /** Fails unless the sink can be written to at all; says whether that takes a database. */
  boolean requireWritable(Sink<?> sink) {
    if (sink instanceof FolderSink folder) {
      requireWritable(folder.location());
      return sink instanceof ParquetSink;
    }
    if (sink instanceof RowSink) {
      return false;
    }
    adapters.requireWritable(sink);
    return true;
  }

  /** Fails unless a folder or file can be written at all. */
  void requireWritable(String location) {
    Stores.requireNoSecret(location);
    files.requireReachable(List.of(location));
  }

  /** Lets the sink's adapter, if it has one, say what is wrong before any work is done. */
  void check(OutputRun<?> output) {
    adapters
        .of(output.sink())
        .ifPresent(adapter -> Adapters.check(adapter, output.sink(), output.schema()));
  }

  /** Begins to load the database, which takes a while, and goes on meanwhile. */
  void load() {
    loading =
        workers.start(
            () -> {
              databases.prepareWriting();
              return null;
            });
  }

  /**
   * Begins to write the files of an output.
   *
   * @param layout how its rows come from the scan; empty if they do not
   */
  <S> FileOutput<S> open(OutputRun<S> output, Optional<StageLayout<S>> layout, RunContext context) {
    String target = output.folder();
    try {
      Path folder =
          target == null || files.isRemote(target)
              ? temporaryFolders.get()
              : Files.createDirectories(Path.of(target));
      TableWriter<?> writer =
          output.sink() instanceof CsvSink csv
              ? new CsvWriter(csv, output.schema(), folder)
              : parquetWriter(output, layout, folder, context.runId());
      return new FileOutput<>(output, layout, placed(writer, folder, output));
    } catch (IOException | UncheckedIOException e) {
      throw Failures.of("LocalRunner", "write " + output.sink().describe(), e);
    }
  }

  /** The writer of an output, whose folder is put into an object store if its target is in one. */
  private <P> TableWriter<P> placed(TableWriter<P> writer, Path folder, OutputRun<?> output) {
    String target = output.folder();
    return output.sink() instanceof FolderSink sink && target != null && files.isRemote(target)
        ? new Upload<>(writer, folder, files.storeOf(target), target, sink.location())
        : writer;
  }

  private <S> TableWriter<?> parquetWriter(
      OutputRun<S> output, Optional<StageLayout<S>> layout, Path folder, String runId) {
    Workers.await(Objects.requireNonNull(loading));
    if (output.sink() instanceof ParquetSink parquet && parquet.isByMonth()) {
      return new MonthWriter(
          databases, workers, output.schema(), folder, parquet.describe(), runId, spill);
    }
    return new ParquetWriter(
        databases,
        workers,
        output.schema(),
        folder,
        output.sink() instanceof ParquetSink parquet ? parquet.partitionColumns() : List.of(),
        output.sink().describe(),
        runId,
        layout.map(StageLayout::keepsEveryBar).orElse(false) ? workers.threads() : 1);
  }

  /** Hands the files of an output over to the adapter that takes them. */
  <S> Void handOn(FileOutput<S> file, RunContext context) {
    OutputRun<S> output = file.output();
    long written = output.rows();
    output.staged(
        Adapters.stage(
            adapters.of(output.sink()).orElseThrow(),
            output.sink(),
            file.files(),
            output.schema(),
            context));
    if (output.rows() != written) {
      throw new SinkException(
          String.format(
              Locale.ROOT,
              "%s: of %,d rows %,d arrived; nothing is published, run it again",
              file.describe(),
              written,
              output.rows()));
    }
    return null;
  }

  /** Writes a folder here, and puts its files into an object store when they are complete. */
  private static final class Upload<P> implements TableWriter<P> {

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
}
