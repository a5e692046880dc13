/** Bars of weeks and longer periods: when a period ends, and the bar that its days make. */
@NullMarked
@CheckReturnValue
package io.github.marketvolume.period;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
