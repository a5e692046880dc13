package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.kafka.KafkaFeed;
import io.github.marketvolume.kafka.KafkaPosition;
import io.github.marketvolume.kafka.KafkaValue;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a topic, without one. */
class TopicFeedTest {

  private static final LocalDate DAY = LocalDate.parse("2021-02-03");

  /** Records that were given before. */
  private static final class Given implements TopicFeed.Records {

    private final Deque<KafkaFeed.Polled> polls = new ArrayDeque<>();
    private KafkaPosition at = KafkaPosition.parse("bars/ID/");

    Given then(String next, KafkaValue... values) {
      polls.add(new KafkaFeed.Polled(List.of(values), KafkaPosition.parse(next), Optional.empty()));
      return this;
    }

    Given silent(String trouble) {
      polls.add(new KafkaFeed.Polled(List.of(), at, Optional.of(trouble)));
      return this;
    }

    @Override
    public KafkaFeed.Polled poll(Duration atMost) {
      KafkaFeed.Polled polled =
          polls.isEmpty() ? new KafkaFeed.Polled(List.of(), at, Optional.empty()) : polls.remove();
      at = polled.next();
      return polled;
    }

    @Override
    public KafkaPosition end() {
      return KafkaPosition.parse("bars/ID/0:2,1:1");
    }

    @Override
    public void close() {}
  }

  private static KafkaValue bar(int partition, long offset, LocalDate day) {
    return new KafkaValue.Taken(partition, offset, Bar.of("T" + partition, day, 100));
  }

  private static TopicFeed feed(Given given, String... position) {
    return new TopicFeed(
        "bars", given, Optional.of(Basis.SPLIT_ADJUSTED), List.of(position).stream().findFirst());
  }

  @Test
  void position_goesBackToWhatIsPending() {
    TopicFeed feed = feed(new Given().then("bars/ID/0:2,1:1", bar(0, 1, DAY)));
    feed.poll(Duration.ZERO);
    assertThat(feed.position(List.of())).isEqualTo("bars/ID/0:2,1:1 bars/ID/0:2,1:1");
    assertThat(feed.position(List.of(new Feed.Place(0, 1), new Feed.Place(1, 0))))
        .isEqualTo("bars/ID/0:1,1:0 bars/ID/0:2,1:1");
    assertThat(feed.isAtEnd()).isTrue();
  }

  @Test
  void repeatedRecords_areToldFromNewOnes() {
    String position = "bars/ID/0:0 bars/ID/0:2";
    assertThat(TopicFeed.start(position)).isEqualTo("bars/ID/0:0");
    TopicFeed feed = feed(new Given().then("bars/ID/0:1").then("bars/ID/0:2"), position);
    assertThat(feed.isRepeating()).isTrue();
    feed.poll(Duration.ZERO);
    assertThat(feed.isRepeating()).isTrue();
    feed.poll(Duration.ZERO);
    assertThat(feed.isRepeating()).isFalse();
  }

  @Test
  void positionOfFiles_isRefused() {
    assertThatThrownBy(() -> feed(new Given(), "files:done/1/2/a.csv"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the outputs are of other inputs than a topic, at files:done/1/2/a.csv; choose another"
                + " --output");
    assertThatThrownBy(() -> FolderPosition.parse(Optional.of("bars/ID/0:0 bars/ID/0:2")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("the outputs are of other inputs than a folder, at bars/ID/0:0");
  }

  @Test
  void silentBrokers_areToldOnce() {
    TopicFeed feed = feed(new Given().silent("no broker").silent("no broker").then("bars/ID/0:1"));
    assertThat(feed.poll(Duration.ZERO).troubles()).containsExactly("no broker");
    assertThat(feed.poll(Duration.ZERO).troubles()).isEmpty();
    assertThat(feed.poll(Duration.ZERO).troubles()).isEmpty();
  }

  @Test
  void updateThatFails_isTriedAgainWithTheSameBars(@TempDir Path folder) {
    TopicFeed feed =
        feed(
            new Given()
                .then("bars/ID/0:1,1:0", bar(0, 0, DAY))
                .then("bars/ID/0:2,1:0", bar(0, 1, DAY.plusDays(1))));
    StringWriter err = new StringWriter();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<String> updates = new ArrayList<>();
    Watch watch =
        new Watch(
            feed,
            new ClosingRule.ByNextDay(),
            RunStore.at(folder.resolve("state") + ""),
            (engine, bars, store) -> {
              updates.add(bars.rows(null, null).next() + " " + store.position().orElseThrow());
              throw new VolumeException("the disk is full");
            },
            new DayPrinter(MarketShocks.ON_NYSE, nowhere),
            nowhere,
            new PrintWriter(err, true),
            Duration.ofSeconds(60),
            Clock.systemUTC());
    assertThatThrownBy(() -> watch.run(null, false, () -> updates.size() == 2))
        .hasMessage("the disk is full");
    assertThat(err.toString()).contains("sp500: the disk is full; again in 1 s\n");
    assertThat(updates).hasSize(2);
    assertThat(updates.get(0)).contains("2021-02-03").endsWith(" bars/ID/0:1,1:0 bars/ID/0:2,1:0");
    assertThat(updates.get(1)).isEqualTo(updates.get(0));
  }
}
