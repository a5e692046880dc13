/**
 * Bars that arrive by Kafka, read by {@code kafka-clients} alone. A {@link
 * io.github.marketvolume.kafka.KafkaTopic} says where the bars are and how they are written, a
 * {@link io.github.marketvolume.kafka.KafkaFeed} reads them from a {@link
 * io.github.marketvolume.kafka.KafkaPosition} that its caller keeps. Nothing is committed to a
 * broker.
 */
@NullMarked
@CheckReturnValue
package io.github.marketvolume.kafka;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
