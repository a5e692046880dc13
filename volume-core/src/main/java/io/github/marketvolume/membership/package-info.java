/**
 * Reads the tables of groups that a run needs, once each, and counts the bars that no table has a
 * group for.
 *
 * <p>This package is public for runners. It is outside the compatibility promise.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.membership;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
