package io.github.marketvolume.run;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ObjectStore;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The adapters that a runner knows, by the class of their descriptors, and the object stores, by
 * their schemes. An immutable value.
 *
 * @param <S> the runner's source adapters
 * @param <K> its sink adapters
 */
public final class AdapterTable<S, K> {

  private static final String REMEDY =
      "add the module that has one to the class path, or give it to with(...)";

  private final String runner;
  private final Providers<Class<?>, S> sources;
  private final Providers<Class<?>, K> sinks;
  private final Providers<String, ObjectStore> stores;

  private AdapterTable(
      String runner,
      Providers<Class<?>, S> sources,
      Providers<Class<?>, K> sinks,
      Providers<String, ObjectStore> stores) {
    this.runner = runner;
    this.sources = sources;
    this.sinks = sinks;
    this.stores = stores;
  }

  /**
   * Those that the class path offers.
   *
   * @param runner whose they are, in messages
   */
  public static <S, K> AdapterTable<S, K> installed(
      String runner,
      Class<S> source,
      Function<S, Class<?>> typeOfSource,
      Class<K> sink,
      Function<K, Class<?>> typeOfSink) {
    return new AdapterTable<>(
        runner,
        Providers.installed(source, typeOfSource),
        Providers.installed(sink, typeOfSink),
        Providers.installed(ObjectStore.class, ObjectStore::scheme));
  }

  /** These and one more for a source, which takes the place of one for the same descriptors. */
  public AdapterTable<S, K> withSource(S adapter) {
    return new AdapterTable<>(runner, sources.with(adapter), sinks, stores);
  }

  /** These and one more for a sink, which takes the place of one for the same descriptors. */
  public AdapterTable<S, K> withSink(K adapter) {
    return new AdapterTable<>(runner, sources, sinks.with(adapter), stores);
  }

  /** These and one more store, which takes the place of one of the same scheme. */
  public AdapterTable<S, K> withStore(ObjectStore store) {
    return new AdapterTable<>(runner, sources, sinks, stores.with(store));
  }

  /** The object stores, by scheme. */
  public Providers<String, ObjectStore> stores() {
    return stores;
  }

  /** Fails if a source goes on without an end, which a run would wait for. */
  public static void requireEnd(Source<Bar> source) {
    if (source.isEndless()) {
      throw new InvalidPlanException(
          source.describe()
              + " goes on without an end; take it by pipeline.stream(StreamingRunner.on(spark),"
              + " store)");
    }
  }

  /** Fails unless there is an adapter for this source, and the source has an end. */
  public void requireReadable(Source<Bar> source) {
    requireEnd(source);
    if (!sources.working().containsKey(source.getClass())) {
      throw sources.missing(none(source.describe(), "reads", source), REMEDY);
    }
  }

  /** Fails unless there is an adapter for this sink. */
  public void requireWritable(Sink<?> sink) {
    if (!sinks.working().containsKey(sink.getClass())) {
      throw sinks.missing(none(sink.describe(), "writes", sink), REMEDY);
    }
  }

  private String none(String described, String does, Object descriptor) {
    return described
        + ": no "
        + runner
        + " adapter "
        + does
        + " a "
        + descriptor.getClass().getSimpleName();
  }

  /** The adapter for a source that was required to be readable. */
  public S of(Source<Bar> source) {
    return Objects.requireNonNull(sources.working().get(source.getClass()));
  }

  /** The adapter for a sink; empty for what the runner writes by itself. */
  public Optional<K> of(Sink<?> sink) {
    return Optional.ofNullable(sinks.working().get(sink.getClass()));
  }
}
