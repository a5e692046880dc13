package io.github.marketvolume.local;

import io.github.marketvolume.io.ObjectStore;
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
import io.github.marketvolume.run.Providers;
import java.nio.file.Path;
import java.util.List;

/**
 * The adapters that a runner knows, by the class of their descriptors, and the object stores, by
 * their schemes. An immutable value.
 */
final class Adapters {

  private static final String REMEDY =
      "add the module that has one to the class path, or give it to with(...)";

  private final Providers<Class<?>, LocalSourceAdapter<?>> sources;
  private final Providers<Class<?>, LocalSinkAdapter<?>> sinks;
  private final Providers<String, ObjectStore> stores;

  private Adapters(
      Providers<Class<?>, LocalSourceAdapter<?>> sources,
      Providers<Class<?>, LocalSinkAdapter<?>> sinks,
      Providers<String, ObjectStore> stores) {
    this.sources = sources;
    this.sinks = sinks;
    this.stores = stores;
  }

  /** Those that the class path offers. */
  static Adapters installed() {
    return new Adapters(
        Providers.installed(LocalSourceAdapter.class, LocalSourceAdapter::descriptorType),
        Providers.installed(LocalSinkAdapter.class, LocalSinkAdapter::descriptorType),
        Providers.installed(ObjectStore.class, ObjectStore::scheme));
  }

  Adapters with(LocalSourceAdapter<?> adapter) {
    return new Adapters(sources.with(adapter), sinks, stores);
  }

  Adapters with(LocalSinkAdapter<?> adapter) {
    return new Adapters(sources, sinks.with(adapter), stores);
  }

  Adapters with(ObjectStore store) {
    return new Adapters(sources, sinks, stores.with(store));
  }

  /** The object stores, by scheme. */
  Providers<String, ObjectStore> stores() {
    return stores;
  }

  /** Fails unless there is an adapter for this source. */
  void requireReadable(Source<Bar> source) {
    if (!sources.working().containsKey(source.getClass())) {
      throw sources.missing(none(source.describe(), "reads", source), REMEDY);
    }
  }

  /** Fails unless there is an adapter for this sink. */
  void requireWritable(Sink<?> sink) {
    if (!sinks.working().containsKey(sink.getClass())) {
      throw sinks.missing(none(sink.describe(), "writes", sink), REMEDY);
    }
  }

  private static String none(String described, String does, Object descriptor) {
    return described + ": no local adapter " + does + " a " + descriptor.getClass().getSimpleName();
  }

  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Source<Bar>> LocalInput open(D source, ReadRequest request, RunContext context) {
    return ((LocalSourceAdapter<D>) sources.working().get(source.getClass()))
        .open(source, request, context);
  }

  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> StagedOutput stage(
      D sink, List<Path> parquet, Schema<?> schema, RunContext context) {
    return ((LocalSinkAdapter<D>) sinks.working().get(sink.getClass()))
        .stage(sink, parquet, schema, context);
  }

  /** Lets the sink's adapter say what is wrong before any work is done. */
  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> void check(D sink, Schema<?> schema) {
    LocalSinkAdapter<D> adapter = (LocalSinkAdapter<D>) sinks.working().get(sink.getClass());
    if (adapter != null) {
      adapter.check(sink, schema);
    }
  }
}
