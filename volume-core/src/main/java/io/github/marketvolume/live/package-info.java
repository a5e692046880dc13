/**
 * Days that arrive: the stages of a plan, computed day by day in this process. A session takes bars
 * as they come, closes days, revises what a correction affects, and has a state that another
 * process goes on from. Its rows are those of a run over all bars, to the last bit.
 */
@NullMarked
@CheckReturnValue
package io.github.marketvolume.live;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
