/**
 * Where bars come from and where rows go: descriptors that say what and where, never how.
 *
 * <p>A descriptor is a pure value without credentials or engine. How one is read or written is
 * known by the runner, by an adapter of the runner's SPI, or by the descriptor itself where it is a
 * {@link io.github.marketvolume.io.RowSource} or {@link io.github.marketvolume.io.RowSink}, which
 * serve every runner with rows of modest number.
 */
package io.github.marketvolume.io;
