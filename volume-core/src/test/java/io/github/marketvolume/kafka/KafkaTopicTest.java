package io.github.marketvolume.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics as values, before a broker is asked. */
class KafkaTopicTest {

  private static final KafkaTopic TOPIC = KafkaTopic.at("broker:9092", "bars");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka://broker:9092/bars",
        "kafka://a:1,b.example.com:65535/daily_bars.v2-x",
        "kafka://[::1]:9092/bars"
      })
  @DisplayName("a topic is described as it was named")
  void parsed(String location) {
    assertThat(KafkaTopic.parse(location).describe()).isEqualTo(location);
    assertThat(KafkaTopic.parse(location)).hasToString(location);
  }

  @Test
  @DisplayName("a topic is named by its brokers and its name")
  void named() {
    assertThat(TOPIC.describe()).isEqualTo("kafka://broker:9092/bars");
    assertThat(TOPIC.name()).isEqualTo("bars");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker:9092/bars",
        "kafka://broker:9092",
        "kafka://broker:9092/bars/0",
        "http://a:1/b",
        ""
      })
  @DisplayName("a text that is not the location of a topic is refused")
  void noLocation(String location) {
    assertThatThrownBy(() -> KafkaTopic.parse(location))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "\"" + location + "\" is not the location of a topic; write kafka://HOST:PORT/TOPIC");
  }

  @ParameterizedTest
  @CsvSource({
    "broker,kafka://broker",
    "broker:,kafka://broker:",
    "broker:99999,kafka://broker:99999",
    "user:hunter2@broker:9092,kafka://***@broker:9092",
  })
  @DisplayName("what names no broker is refused, without its credentials")
  void noServer(String server, String shown) {
    assertThatThrownBy(() -> KafkaTopic.at("a:1," + server, "bars"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "\""
                + shown
                + "\" does not name a broker; write HOST:PORT, several with commas between, and"
                + " give credentials by with(...) or withProperties(...)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a?b"})
  @DisplayName("what cannot be the name of a topic is refused")
  void noName(String name) {
    assertThatThrownBy(() -> KafkaTopic.at("broker:9092", name))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "\""
                + name
                + "\" cannot be the name of a topic; it has 1 to 249 letters, digits, dots,"
                + " underscores and hyphens");
  }

  @Test
  @DisplayName("properties are those of a file and those that are given, the last of a name counts")
  void properties() throws IOException {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "# ours\nsecurity.protocol=SSL\nssl.key.password = s3cret\n");
    KafkaTopic topic =
        TOPIC.with("security.protocol", "PLAINTEXT").withProperties(file).with("client.id", "x");
    assertThat(topic.properties())
        .containsOnlyKeys("security.protocol", "ssl.key.password", "client.id")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.key.password", "s3cret");
    assertThat(TOPIC.properties()).isEmpty();
    assertThat(topic.toString() + topic.describe()).doesNotContain("s3cret");
    assertThat(topic.withoutValues("the key 's3cret' of SSL")).isEqualTo("the key '***' of ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap.servers", "group.id", "isolation.level", "auto.offset.reset"})
  @DisplayName("a property that a feed sets itself is refused")
  void ownProperty(String property) throws IOException {
    String message =
        "kafka://broker:9092/bars: a feed sets the property " + property + " itself; leave it out";
    assertThatThrownBy(() -> TOPIC.with(property, "x"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(message);
    Path file = Files.writeString(folder.resolve("own.properties"), property + "=x\n");
    assertThatThrownBy(() -> TOPIC.withProperties(file)).hasMessage(message);
  }

  @Test
  @DisplayName("a file of properties that cannot be read is refused, without its content")
  void noFile() throws IOException {
    Path none = folder.resolve("none.properties");
    assertThatThrownBy(() -> TOPIC.withProperties(none))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("cannot read the properties " + none + ": there is no such file");
    Path wrong = Files.writeString(folder.resolve("wrong.properties"), "a=\\u12x s3cret\n");
    assertThatThrownBy(() -> TOPIC.withProperties(wrong))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("cannot read the properties " + wrong + ": an escape in it is wrong")
        .hasNoCause();
  }
}
