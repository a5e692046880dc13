/**
 * Shows the folders of a run, all or none, and finishes or undoes what is left after a crash:
 * {@link io.github.marketvolume.publish.Publication}, over a {@link
 * io.github.marketvolume.publish.LocalStore} or another {@link
 * io.github.marketvolume.publish.Store}.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.publish;

import org.jspecify.annotations.NullMarked;
