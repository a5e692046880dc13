package io.github.marketvolume.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of a topic as bars, for those that something else than a {@link KafkaFeed} has read: a
 * stream of Spark, or a consumer of yours. For one thread.
 */
public final class KafkaRecords {

  /** How much of a value a rejected row shows, in characters. */
  private static final int MOST_SHOWN = 1_000;

  private final String origin;
  private final BarGate gate;
  private final ValueReader reader;
  private final List<KafkaValue> values = new ArrayList<>();

  /** Where the record at hand is, and its key; empty for none. */
  private int partition;

  private long offset;
  private String key = "";

  /** None yet, to be checked by the rules of the topic as of today. */
  public KafkaRecords(KafkaTopic topic) {
    this.origin = topic.describe() + " partition ";
    this.gate = new BarGate(topic.rules(), LocalDate.now(ZoneOffset.UTC));
    this.reader = topic.format().open(new BarReceiver.Gated(gate, new Receiver()));
  }

  /**
   * Adds a record.
   *
   * @param inPartition the partition that it is in
   * @param atOffset its offset in the partition, from 0
   * @param keyBytes its key; null for none
   * @param value its value; null for none, which is an error of the record
   */
  public void add(
      int inPartition, long atOffset, byte @Nullable [] keyBytes, byte @Nullable [] value) {
    partition = inPartition;
    offset = atOffset;
    key = keyBytes == null ? "" : new String(keyBytes, UTF_8);
    if (value == null) {
      reject(
          gate.refuse(
              StandardRule.ROW_IS_COMPLETE,
              "there is no value; a deletion is not a bar, send one that corrects the other"),
          "");
    } else {
      reader.read(value, key, offset);
    }
  }

  /** What became of the records, in their order. */
  public List<KafkaValue> values() {
    return List.copyOf(values);
  }

  private void reject(Breach breach, String text) {
    RejectedRow.Builder row =
        RejectedRow.builder()
            .origin(origin + partition)
            .line(offset)
            .rule(breach.rule())
            .reason(breach.reason());
    if (!text.isEmpty()) {
      row.text(text.length() <= MOST_SHOWN ? text : beginningOf(text));
    }
    values.add(new KafkaValue.Rejected(partition, offset, row.build()));
  }

  private static String beginningOf(String text) {
    int end = Character.isHighSurrogate(text.charAt(MOST_SHOWN - 1)) ? MOST_SHOWN - 1 : MOST_SHOWN;
    return text.substring(0, end) + "…";
  }

  /** Takes what a value holds. */
  private final class Receiver implements BarReceiver {

    @Override
    public void accepted(RawBar bar, long line) {
      if (key.isEmpty() || key.equals(bar.ticker())) {
        values.add(new KafkaValue.Taken(partition, offset, bar.toBar()));
      } else {
        Breach breach =
            Breach.of(
                StandardRule.TICKER_IS_VALID,
                "the key \""
                    + Excerpt.of(key)
                    + "\" of the record is not the ticker \""
                    + bar.ticker()
                    + "\" of its value");
        reject(breach, bar.toText());
      }
    }

    @Override
    public void rejected(long line, Breach breach, String text) {
      reject(breach, text);
    }
  }
}
