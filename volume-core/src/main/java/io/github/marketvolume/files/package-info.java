/**
 * What lies at a location, before anybody knows what it says: {@link
 * io.github.marketvolume.files.LocalTree} finds the files of this machine, {@link
 * io.github.marketvolume.files.GzipMembers} unpacks them, {@link
 * io.github.marketvolume.files.LineReader} cuts them into lines, and {@link
 * io.github.marketvolume.files.ParquetFooter} reads the columns of a Parquet file.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.files;

import org.jspecify.annotations.NullMarked;
