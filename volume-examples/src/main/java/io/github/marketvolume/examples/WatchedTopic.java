package io.github.marketvolume.examples;

import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.kafka.KafkaFeed;
import io.github.marketvolume.kafka.KafkaPosition;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.kafka.ValueFormat;
import io.github.marketvolume.market.Basis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the topic that the options of {@code sp500 watch} name. */
final class WatchedTopic {

  private static final String SCHEME = "kafka://";
  private static final String AVRO = "avro:";
  private static final String CSV = "csv:";

  private WatchedTopic() {}

  /** Whether an input is a topic. */
  static boolean isOne(String input) {
    return input.startsWith(SCHEME);
  }

  /** Whether values are lines of CSV. */
  static boolean isCsv(@Nullable String values) {
    return values != null && (values.equals("csv") || values.startsWith(CSV));
  }

  /**
   * The topic of the options.
   *
   * @param values how values are written; null for JSON
   * @param properties the file of the client's properties; null for none
   */
  static KafkaTopic of(RunOptions options, @Nullable String values, @Nullable Path properties) {
    KafkaTopic topic =
        KafkaTopic.parse(options.inputs.get(0))
            .values(format(options, values))
            .checkedBy(options.rules());
    return properties == null ? topic : topic.withProperties(properties);
  }

  private static ValueFormat format(RunOptions options, @Nullable String values) {
    if (values == null || values.equals("json")) {
      return ValueFormat.json();
    }
    CsvLayout layout = options.layout().csv().orElse(CsvLayout.KAGGLE);
    if (values.equals("csv")) {
      return ValueFormat.csv(layout);
    }
    if (isCsv(values)) {
      return ValueFormat.csv(layout, values.substring(CSV.length()));
    }
    if (values.startsWith(AVRO)) {
      return ValueFormat.avro(Path.of(values.substring(AVRO.length())));
    }
    throw options.misuse(
        "Invalid value for option '--values': '"
            + values
            + "' is none of json, csv, csv:HEADER and avro:FILE");
  }

  /** A feed of the topic, from a position of the ledger on. */
  static Feed open(KafkaTopic topic, boolean isRaw, Optional<String> position) {
    KafkaFeed feed = KafkaFeed.open(topic, position.map(TopicFeed::start));
    TopicFeed.Records records =
        new TopicFeed.Records() {
          @Override
          public KafkaFeed.Polled poll(Duration atMost) {
            return feed.poll(atMost);
          }

          @Override
          public KafkaPosition end() {
            return feed.end();
          }

          @Override
          public void close() {
            feed.close();
          }
        };
    Basis basis = isRaw ? Basis.RAW : Basis.SPLIT_ADJUSTED;
    return new TopicFeed(topic.describe(), records, Optional.of(basis), position);
  }
}
