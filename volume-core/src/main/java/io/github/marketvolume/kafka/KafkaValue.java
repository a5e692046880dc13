package io.github.marketvolume.kafka;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;

/** What became of one record of a topic: a bar, or a rejected row that says what is wrong. */
public sealed interface KafkaValue {

  /** The partition that the record is in. */
  int partition();

  /** The record's offset in the partition, from 0. */
  long offset();

  /** A record that is a bar. */
  record Taken(int partition, long offset, Bar bar) implements KafkaValue {}

  /**
   * A record that is no bar, or one that breaks a rule.
   *
   * @param row its origin is the topic and the partition, its line the offset
   */
  record Rejected(int partition, long offset, RejectedRow row) implements KafkaValue {}
}
