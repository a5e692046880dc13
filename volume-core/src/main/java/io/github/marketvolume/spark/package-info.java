/**
 * Runs pipelines on Apache Spark.
 *
 * <p>{@link io.github.marketvolume.spark.SparkRunner} is the runner; {@link
 * io.github.marketvolume.spark.DatasetSource} and {@code SparkRunner.dataset} are the ways from a
 * Spark program into a pipeline and back.
 *
 * <p>How a run goes: tasks read the input and pack checked bars into parcels, many bars of one
 * ticker each; one exchange by ticker brings a ticker's parcels together, and one pass computes all
 * that its series tells. Ranks across tickers take narrow columns to a pass by day and back. What
 * several outputs need is kept between them.
 */
@NullMarked
package io.github.marketvolume.spark;

import org.jspecify.annotations.NullMarked;
