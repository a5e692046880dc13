package io.github.marketvolume.kafka;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.Set;

/**
 * A topic as the source of a pipeline, for streams: it has no end, so that runs and updates refuse
 * it. Its bars are checked by the rules of the pipeline's stages, not by those of the topic. An
 * immutable value, equal to another source of the same {@link KafkaTopic} object.
 *
 * @param topic the topic; it is read from its oldest record on
 * @param optionalColumns the optional columns that its values have; others are ignored
 */
public record KafkaSource(KafkaTopic topic, Set<BarColumn> optionalColumns) implements Source<Bar> {

  public KafkaSource {
    Arguments.required(topic, "topic");
    Arguments.requiredAll(optionalColumns, "optionalColumns");
    optionalColumns = BarColumn.optional(optionalColumns);
  }

  /** A topic without optional columns. */
  public static KafkaSource of(KafkaTopic topic) {
    return new KafkaSource(topic, Set.of());
  }

  /**
   * The same topic, whose optional columns are read, too.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if a column is not {@linkplain
   *     BarColumn#isOptional optional}
   */
  public KafkaSource having(BarColumn... columns) {
    return new KafkaSource(topic, Set.copyOf(Arguments.list(columns, "columns")));
  }

  @Override
  public boolean isEndless() {
    return true;
  }

  @Override
  public String describe() {
    return topic.describe() + " (Kafka, " + topic.format() + ")";
  }

  @Override
  public String toString() {
    return "KafkaSource[" + describe() + "]";
  }
}
