/**
 * Lets pipelines read and write files in Google Cloud Storage, at {@code gs://} locations.
 *
 * <p>On the class path, {@link io.github.marketvolume.gcp.GcsObjectStore} is found by both runners.
 * In one process it does all that is needed. Spark's tasks read and write by Google's connector for
 * Hadoop, {@code com.google.cloud.bigdataoss:gcs-connector}, classifier {@code shaded}, which is to
 * be added to Spark's class path and has settings of its own ({@code spark.hadoop.fs.gs.*}).
 */
@NullMarked
package io.github.marketvolume.gcp;

import org.jspecify.annotations.NullMarked;
