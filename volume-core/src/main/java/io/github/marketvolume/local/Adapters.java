package io.github.marketvolume.local;

import io.github.marketvolume.engine.Stores;
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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The adapters that a runner knows, by the class of their descriptors, and the object stores, by
 * their schemes. An immutable value.
 */
final class Adapters {

  private final Map<Class<?>, LocalSourceAdapter<?>> sources;
  private final Map<Class<?>, LocalSinkAdapter<?>> sinks;
  private final Map<String, ObjectStore> stores;

  private Adapters(
      Map<Class<?>, LocalSourceAdapter<?>> sources,
      Map<Class<?>, LocalSinkAdapter<?>> sinks,
      Map<String, ObjectStore> stores) {
    this.sources = sources;
    this.sinks = sinks;
    this.stores = stores;
  }

  /** Those that the class path offers. */
  static Adapters installed() {
    Map<Class<?>, LocalSourceAdapter<?>> sources = new LinkedHashMap<>();
    ServiceLoader.load(LocalSourceAdapter.class)
        .forEach(adapter -> sources.put(adapter.descriptorType(), adapter));
    Map<Class<?>, LocalSinkAdapter<?>> sinks = new LinkedHashMap<>();
    ServiceLoader.load(LocalSinkAdapter.class)
        .forEach(adapter -> sinks.put(adapter.descriptorType(), adapter));
    return new Adapters(sources, sinks, Stores.installed());
  }

  Adapters with(LocalSourceAdapter<?> adapter) {
    Map<Class<?>, LocalSourceAdapter<?>> more = new LinkedHashMap<>(sources);
    more.put(adapter.descriptorType(), adapter);
    return new Adapters(more, sinks, stores);
  }

  Adapters with(LocalSinkAdapter<?> adapter) {
    Map<Class<?>, LocalSinkAdapter<?>> more = new LinkedHashMap<>(sinks);
    more.put(adapter.descriptorType(), adapter);
    return new Adapters(sources, more, stores);
  }

  Adapters with(ObjectStore store) {
    Map<String, ObjectStore> more = new LinkedHashMap<>(stores);
    more.put(store.scheme(), store);
    return new Adapters(sources, sinks, more);
  }

  /** The object stores, by scheme. */
  Map<String, ObjectStore> stores() {
    return stores;
  }

  boolean canRead(Source<Bar> source) {
    return sources.containsKey(source.getClass());
  }

  boolean canWrite(Sink<?> sink) {
    return sinks.containsKey(sink.getClass());
  }

  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Source<Bar>> LocalInput open(D source, ReadRequest request, RunContext context) {
    return ((LocalSourceAdapter<D>) sources.get(source.getClass())).open(source, request, context);
  }

  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> StagedOutput stage(
      D sink, List<Path> parquet, Schema<?> schema, RunContext context) {
    return ((LocalSinkAdapter<D>) sinks.get(sink.getClass())).stage(sink, parquet, schema, context);
  }

  /** Lets the sink's adapter say what is wrong before any work is done. */
  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> void check(D sink, Schema<?> schema) {
    LocalSinkAdapter<D> adapter = (LocalSinkAdapter<D>) sinks.get(sink.getClass());
    if (adapter != null) {
      adapter.check(sink, schema);
    }
  }
}
