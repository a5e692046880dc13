/**
 * The numerics: push a value, read a result. Pure Java over primitives, no dependency, nothing of
 * the other packages, no allocation per value; every engine runs on these same classes.
 *
 * <ul>
 *   <li>{@link io.github.marketvolume.kernel.SlidingWindow} holds the last rows of one series and
 *       feeds the statistics that were asked for:
 *   <li>{@link io.github.marketvolume.kernel.Moments} (sum, mean, standard deviation),
 *   <li>{@link io.github.marketvolume.kernel.OrderStatistics} (extremes, median, quantiles, MAD),
 *   <li>and any {@link io.github.marketvolume.kernel.WindowKernel} of a user's own.
 *   <li>{@link io.github.marketvolume.kernel.Ewma} remembers the whole past with fading weight,
 *       {@link io.github.marketvolume.kernel.RunningSum} adds it up.
 *   <li>{@link io.github.marketvolume.kernel.HarRegression} says what a series' own past lets
 *       expect, {@link io.github.marketvolume.kernel.Cusum} whether a score has shifted for long,
 *       and {@link io.github.marketvolume.kernel.KindOffsets} what kinds of rows add to it.
 *   <li>{@link io.github.marketvolume.kernel.Scores} say how unusual a value is among others.
 *   <li>{@link io.github.marketvolume.kernel.Ranking} ranks a whole column at once.
 *   <li>{@link io.github.marketvolume.kernel.Arithmetic} combines the numbers of one row, within
 *       {@link io.github.marketvolume.kernel.Limits}.
 * </ul>
 *
 * <p>NaN stands for a missing value or an undefined result here, and in the columns of runners; in
 * files a missing value is null, in Java an empty optional. Nothing is safe for use by several
 * threads at a time: a kernel belongs to one series.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.kernel;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
