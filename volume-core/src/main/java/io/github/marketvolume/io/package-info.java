/**
 * Where bars come from and where rows go: descriptors that say what and where, never how.
 *
 * <p>A descriptor is a pure value without credentials or engine. The runner, an adapter of the
 * runner's SPI, or the descriptor itself knows how to read or write; the last is the case for a
 * {@link io.github.marketvolume.io.RowSource} or {@link io.github.marketvolume.io.RowSink}, which
 * serve every runner with rows of modest number.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.io;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
