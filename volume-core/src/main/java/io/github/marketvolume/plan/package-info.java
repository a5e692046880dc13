/**
 * The immutable plan under a pipeline, as a runner sees it: one record a step, each able to print
 * itself and to name the columns of its rows.
 *
 * <p>This package is public for runners. It is outside the compatibility promise: pipelines are
 * written with the stages of the root package.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
