package io.github.marketvolume.spark;

import io.github.marketvolume.engine.Stores;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The adapters that a runner knows, by the class of their descriptors, and the object stores, by
 * their schemes. An immutable value.
 */
final class Adapters {

  private final Map<Class<?>, SparkSourceAdapter<?>> sources;
  private final Map<Class<?>, SparkSinkAdapter<?>> sinks;
  private final Map<String, ObjectStore> stores;

  private Adapters(
      Map<Class<?>, SparkSourceAdapter<?>> sources,
      Map<Class<?>, SparkSinkAdapter<?>> sinks,
      Map<String, ObjectStore> stores) {
    this.sources = sources;
    this.sinks = sinks;
    this.stores = stores;
  }

  /** Those that the class path offers. */
  static Adapters installed() {
    Map<Class<?>, SparkSourceAdapter<?>> sources = new LinkedHashMap<>();
    ServiceLoader.load(SparkSourceAdapter.class)
        .forEach(adapter -> sources.put(adapter.descriptorType(), adapter));
    Map<Class<?>, SparkSinkAdapter<?>> sinks = new LinkedHashMap<>();
    ServiceLoader.load(SparkSinkAdapter.class)
        .forEach(adapter -> sinks.put(adapter.descriptorType(), adapter));
    return new Adapters(sources, sinks, Stores.installed());
  }

  Adapters with(SparkSourceAdapter<?> adapter) {
    Map<Class<?>, SparkSourceAdapter<?>> more = new LinkedHashMap<>(sources);
    more.put(adapter.descriptorType(), adapter);
    return new Adapters(more, sinks, stores);
  }

  Adapters with(SparkSinkAdapter<?> adapter) {
    Map<Class<?>, SparkSinkAdapter<?>> more = new LinkedHashMap<>(sinks);
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
  <D extends Source<Bar>> Dataset<Row> read(
      D source, ReadRequest request, SparkSession spark, RunContext context) {
    return ((SparkSourceAdapter<D>) sources.get(source.getClass()))
        .read(source, request, spark, context);
  }

  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> StagedOutput stage(
      D sink, Dataset<Row> rows, Schema<?> schema, RunContext context) {
    return ((SparkSinkAdapter<D>) sinks.get(sink.getClass())).stage(sink, rows, schema, context);
  }

  /** Lets the sink's adapter say what is wrong before any work is done. */
  @SuppressWarnings("unchecked") // an adapter is stored under the class of its descriptors
  <D extends Sink<?>> void check(D sink, Schema<?> schema) {
    SparkSinkAdapter<D> adapter = (SparkSinkAdapter<D>) sinks.get(sink.getClass());
    if (adapter != null) {
      adapter.check(sink, schema);
    }
  }
}
