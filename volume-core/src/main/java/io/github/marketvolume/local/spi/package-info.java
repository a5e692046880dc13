/**
 * What an adapter implements to bring a source or a sink of its own to the local runner.
 *
 * <p>A descriptor, which is a {@link io.github.marketvolume.io.Source} or {@link
 * io.github.marketvolume.io.Sink}, says what is read or written and where; it is a value without
 * credentials. Its adapter says how, in terms of Parquet files or of rows over primitives: {@link
 * io.github.marketvolume.local.spi.LocalSourceAdapter} and {@link
 * io.github.marketvolume.local.spi.LocalSinkAdapter}. No type of the engine appears here.
 *
 * <p>An adapter is given to a runner by {@code with(...)}, or found by {@link
 * java.util.ServiceLoader} if its jar names it in {@code META-INF/services}.
 */
@NullMarked
package io.github.marketvolume.local.spi;

import org.jspecify.annotations.NullMarked;
