/** What a run on one machine holds: in memory as far as that goes, and beyond it in a file. */
@NullMarked
package io.github.marketvolume.memory;

import org.jspecify.annotations.NullMarked;
