/**
 * Days one after the other: what stages compute of bars that come in blocks of one day or many, and
 * the state from which the next block goes on. {@link io.github.marketvolume.days.LiveBars} is the
 * engine of sessions and of updates.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.days;

import org.jspecify.annotations.NullMarked;
