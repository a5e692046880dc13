/**
 * Runs pipelines in this process, on one machine, without Spark: {@link
 * io.github.marketvolume.local.LocalRunner}.
 */
package io.github.marketvolume.local;
