/**
 * One-line words for whatever is thrown, and for whatever is quoted: {@link
 * io.github.marketvolume.failure.Failures} says what, where and what to do, {@link
 * io.github.marketvolume.failure.Excerpt} shortens texts.
 *
 * <p>Public for runners, outside the compatibility promise.
 */
@NullMarked
package io.github.marketvolume.failure;

import org.jspecify.annotations.NullMarked;
