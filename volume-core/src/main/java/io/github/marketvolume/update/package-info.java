/**
 * Updates: what arrived is put together with the bars that are kept, the months that change are
 * computed, and a ledger says what is complete. {@link io.github.marketvolume.update.Update} is the
 * same on every engine.
 *
 * <p>Public for runners, outside the compatibility promise.
 */
@NullMarked
package io.github.marketvolume.update;

import org.jspecify.annotations.NullMarked;
