/**
 * Files and folders wherever Hadoop keeps them.
 *
 * <p>Public for the Spark runner, outside the compatibility promise.
 */
@NullMarked
package io.github.marketvolume.spark.hadoop;

import org.jspecify.annotations.NullMarked;
