/**
 * Which group each ticker is in, such as its sector, and when: in memory, in a CSV file or in a
 * Parquet file. Begin with {@link io.github.marketvolume.group.Grouping}.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.group;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
