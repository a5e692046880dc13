/**
 * Runs pipelines in this process, on one machine, without Spark: {@link
 * io.github.marketvolume.local.LocalRunner}.
 */
@NullMarked
package io.github.marketvolume.local;

import org.jspecify.annotations.NullMarked;
