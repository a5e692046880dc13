/**
 * DuckDB in this process: how its databases are opened and left, and how batches of rows become its
 * tables. What a run reads and writes with it is for {@link io.github.marketvolume.local}.
 *
 * <p>Public for the local runner, outside the compatibility promise.
 */
@NullMarked
package io.github.marketvolume.local.duckdb;

import org.jspecify.annotations.NullMarked;
