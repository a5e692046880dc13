/**
 * Tools to test a pipeline without an engine: markets to run it on, a slow but obvious runner, and
 * the laws that every pipeline should keep.
 *
 * <ul>
 *   <li>Bars: {@link io.github.marketvolume.testing.BarSeries} writes a few by hand in one line;
 *       {@link io.github.marketvolume.testing.BarArbitraries} makes realistic and nasty ones for
 *       property tests; {@link io.github.marketvolume.testing.SyntheticMarket} makes a whole
 *       market.
 *   <li>{@link io.github.marketvolume.testing.ReferenceRunner} runs a pipeline in plain Java, each
 *       metric directly from its definition; the engines must agree with it.
 *   <li>{@link io.github.marketvolume.testing.Parity} fails a pipeline whose rows differ between
 *       runners.
 *   <li>{@link io.github.marketvolume.testing.Causality} fails a pipeline that looks ahead.
 * </ul>
 */
@NullMarked
package io.github.marketvolume.testing;

import org.jspecify.annotations.NullMarked;
