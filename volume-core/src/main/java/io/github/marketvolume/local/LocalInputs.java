package io.github.marketvolume.local;

import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.local.duckdb.MemberFiles;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.membership.GroupFiles;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.run.LocalFiles;
import io.github.marketvolume.run.LocalFiles.FoundFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the sources of a run, each by the way that its class is read in, and closes them. */
final class LocalInputs implements AutoCloseable {

  private final AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters;
  private final LocalFiles files;
  private final Workers workers;
  private final DuckDb databases;
  private final Supplier<Path> temporaryFolders;

  private final List<Input> opened = new ArrayList<>();

  /**
   * No inputs yet.
   *
   * @param files finds files, wherever they are
   * @param temporaryFolders makes folders that last as long as the run
   */
  LocalInputs(
      AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> adapters,
      LocalFiles files,
      Workers workers,
      DuckDb databases,
      Supplier<Path> temporaryFolders) {
    this.adapters = adapters;
    this.files = files;
    this.workers = workers;
    this.databases = databases;
    this.temporaryFolders = temporaryFolders;
  }

  /** Fails unless bars can be read at all, and their groups; says whether it takes a database. */
  boolean requireReadable(BarsNode bars) {
    boolean needsDatabase = requireReadable(bars.source());
    if (bars.grouping().isPresent()
        && bars.grouping().get().table() instanceof Grouping.Files table) {
      files.requireReachable(List.of(table.location()));
      if (table.format() == Grouping.Format.PARQUET) {
        DuckDb.require();
        needsDatabase = true;
      }
    }
    return needsDatabase;
  }

  /** Where tables of groups are read. */
  GroupFiles groupFiles(Consumer<String> warnings) {
    return new MemberFiles(files, warnings, temporaryFolders, () -> databases.open(1));
  }

  private boolean requireReadable(Source<Bar> source) {
    if (source instanceof CsvSource csv) {
      files.requireReachable(csv.locations());
      return false;
    }
    if (source instanceof ParquetSource parquet) {
      files.requireReachable(parquet.locations());
      DuckDb.require();
      return true;
    }
    if (!(source instanceof RowSource)) {
      adapters.requireReadable(source);
    }
    return false;
  }

  /**
   * Opens a source.
   *
   * @param ofFiles what is asked of files whose dates are known
   * @param readings get what is read, each by its rules
   */
  Input open(
      Source<Bar> source,
      ReadRequest request,
      ReadRequest ofFiles,
      RunContext context,
      List<Readings> readings) {
    Input input = input(source, request, ofFiles, context, readings);
    opened.add(input);
    return input;
  }

  private Input input(
      Source<Bar> source,
      ReadRequest request,
      ReadRequest ofFiles,
      RunContext context,
      List<Readings> readings) {
    if (source instanceof CsvSource csv) {
      return new CsvInput(csv, files, context, workers, readings);
    }
    if (source instanceof RowSource<Bar> rows) {
      return new RowInput(rows, request, context, workers, readings);
    }
    if (source instanceof ParquetSource parquet) {
      List<FoundFile> found = files.find(parquet.locations(), true, context::warn);
      return parquet(source, found, parquet.layout(), true, ofFiles, readings);
    }
    LocalInput given = Adapters.open(adapters.of(source), source, request, context);
    if (given instanceof LocalInput.ParquetFiles parquet) {
      DuckDb.require();
      List<String> locations = parquet.files().stream().map(Path::toString).toList();
      List<FoundFile> found = files.find(locations, false, context::warn);
      return parquet(source, found, null, false, ReadRequest.everything(), readings);
    }
    return new CursorInput(
        given instanceof LocalInput.Parts several
            ? several.cursors()
            : List.of(((LocalInput.Rows) given).cursor()),
        BarColumn.fields().stream().filter(request.columns()::contains).toList(),
        source.describe(),
        workers,
        readings);
  }

  private Input parquet(
      Source<Bar> source,
      List<FoundFile> found,
      @Nullable ParquetLayout layout,
      boolean namesFiles,
      ReadRequest request,
      List<Readings> readings) {
    return new ParquetInput(
        found,
        temporaryFolders,
        source.optionalColumns(),
        layout,
        source.describe(),
        namesFiles,
        request,
        () -> databases.open(workers.threads()),
        readings);
  }

  /** Closes all that was opened. */
  @Override
  public void close() {
    opened.forEach(Input::close);
  }
}
