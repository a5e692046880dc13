/** What an adapter implements to bring a source or a sink of its own to Spark. */
package io.github.marketvolume.spark.spi;
