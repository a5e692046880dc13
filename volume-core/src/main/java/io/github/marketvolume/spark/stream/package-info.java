/**
 * Streams on Spark: what arrives in a folder, in a topic of Kafka or in any streaming dataset is
 * taken batch by batch by Structured Streaming, and each batch updates the outputs.
 */
@NullMarked
package io.github.marketvolume.spark.stream;

import org.jspecify.annotations.NullMarked;
