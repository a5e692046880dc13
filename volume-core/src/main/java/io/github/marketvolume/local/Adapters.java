package io.github.marketvolume.local;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.run.AdapterTable;
import java.nio.file.Path;
import java.util.List;

/** The calls of adapters: each is stored under the class of the descriptors that it takes. */
@SuppressWarnings("unchecked")
final class Adapters {

  private Adapters() {}

  /** Those that the class path offers. */
  static AdapterTable<LocalSourceAdapter<?>, LocalSinkAdapter<?>> installed() {
    return AdapterTable.installed(
        "local",
        (Class<LocalSourceAdapter<?>>) (Class<?>) LocalSourceAdapter.class,
        LocalSourceAdapter::descriptorType,
        (Class<LocalSinkAdapter<?>>) (Class<?>) LocalSinkAdapter.class,
        LocalSinkAdapter::descriptorType);
  }

  static <D extends Source<Bar>> LocalInput open(
      LocalSourceAdapter<?> adapter, D source, ReadRequest request, RunContext context) {
    return ((LocalSourceAdapter<D>) adapter).open(source, request, context);
  }

  static <D extends Sink<?>> StagedOutput stage(
      LocalSinkAdapter<?> adapter,
      D sink,
      List<Path> parquet,
      Schema<?> schema,
      RunContext context) {
    return ((LocalSinkAdapter<D>) adapter).stage(sink, parquet, schema, context);
  }

  /** Lets the sink's adapter say what is wrong before any work is done. */
  static <D extends Sink<?>> void check(LocalSinkAdapter<?> adapter, D sink, Schema<?> schema) {
    ((LocalSinkAdapter<D>) adapter).check(sink, schema);
  }
}
