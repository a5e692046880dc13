package io.github.marketvolume.kafka;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.runners.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that go to a real broker. */
@FullBuild
@Timeout(120)
class KafkaSinkTest {

  private static final LocalDate FIRST = LocalDate.of(2021, 1, 4);

  @TempDir private static Path shared;

  private static KafkaBroker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    broker = KafkaBroker.start(shared);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @CanIgnoreReturnValue
  private RunReport update(KafkaTopic topic, Bar... bars) {
    BarsStage prices = BarsStage.from(InMemoryBars.of(List.of(bars)));
    return VolumePipeline.named(
            "loud",
            prices.into(ParquetSink.at(folder + "/bars-out").byMonth()),
            prices.measure(LOG_VOLUME).into(KafkaSink.to(topic)))
        .update(LocalRunner.create().withThreads(1), RunStore.at(folder + "/store"));
  }

  /** All messages of a topic, as {@code ID KEY VALUE}. */
  private static List<String> messages(String topic) {
    return broker.records(topic).stream()
        .map(record -> id(record) + " " + record.key() + " " + record.value())
        .toList();
  }

  /** The id of a message. */
  static String id(ConsumerRecord<String, String> record) {
    return new String(record.headers().lastHeader(KafkaSink.ID).value(), UTF_8);
  }

  @Test
  @DisplayName("each row is a JSON object with an id; an update sends the days that change")
  void rows() {
    broker.createTopic("loud", 1);
    KafkaTopic topic = KafkaTopic.at(broker.address(), "loud");
    assertThat(update(topic, Bar.of("AAA", FIRST, 1), Bar.of("B\"B", FIRST, 1)).outputs().get(1))
        .isEqualTo(new RunReport.Written("kafka://" + broker.address() + "/loud (Kafka)", 2));
    assertThat(messages("loud"))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("2021-01-04/AAA AAA {\"trade_date\":\"2021-01-04\",\"ticker\":\"AAA\"")
        .contains("\"open\":null", "\"volume\":1,", "\"log_volume\":0.0");

    update(topic, Bar.of("AAA", FIRST.plusDays(1), 7));
    assertThat(messages("loud")).hasSize(3).last().asString().startsWith("2021-01-05/AAA AAA ");

    update(topic, Bar.of("AAA", FIRST, 2));
    assertThat(messages("loud"))
        .hasSize(6)
        .filteredOn(message -> message.startsWith("2021-01-04/AAA"))
        .last()
        .asString()
        .contains("\"volume\":2,");
  }

  @Test
  @DisplayName("messages that no broker takes fail the update, and no folder changes")
  void refused() {
    broker.createTopic("refused", 1);
    update(KafkaTopic.at(broker.address(), "refused"), Bar.of("AAA", FIRST, 1));
    Map<String, String> before = FolderContent.of(folder);
    KafkaTopic missing = KafkaTopic.at(broker.address(), "missing").with("max.block.ms", "3000");
    assertThatThrownBy(() -> update(missing, Bar.of("AAA", FIRST.plusDays(1), 7)))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("/missing: the messages are not sent, or not all of them: ")
        .hasMessageEndingWith("; run again when the brokers take them");
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }
}
