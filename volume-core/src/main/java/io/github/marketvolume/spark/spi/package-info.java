/**
 * What an adapter implements to bring a source or a sink of its own to Spark.
 *
 * <p>A descriptor, which is a {@link io.github.marketvolume.io.Source} or {@link
 * io.github.marketvolume.io.Sink}, says what is read or written and where; it is a value without
 * credentials. Its adapter says how: {@link io.github.marketvolume.spark.spi.SparkSourceAdapter}
 * reads it as a dataset, {@link io.github.marketvolume.spark.spi.SparkSinkAdapter} stages a dataset
 * where nobody sees it yet, and shows it once the whole run has succeeded.
 *
 * <p>An adapter is given to a runner by {@code with(...)}. One that has a public constructor
 * without parameters can be found by {@link java.util.ServiceLoader} instead, if its jar names it
 * in {@code META-INF/services}; a runner then has it as soon as the jar is on the class path.
 */
@NullMarked
package io.github.marketvolume.spark.spi;

import org.jspecify.annotations.NullMarked;
