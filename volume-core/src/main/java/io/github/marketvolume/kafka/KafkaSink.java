package io.github.marketvolume.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.BarColumn;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows to a topic, each as a JSON object with the columns of its stage; such as anomalies and
 * shocks. An update sends the rows from the first day on that has changed, and episodes that end on
 * it or later.
 *
 * <p><b>At least once.</b> The rows are sent, and acknowledged by all replicas in sync, before the
 * folders of the run are published; a run that fails after that sends them again. The header {@code
 * id} of a message is the same for the same row, {@code DATE/TICKER} with the first date of the row
 * and its ticker, as far as it has them: of two messages with one id the later counts. So give each
 * output a topic of its own. The key is the ticker, so that messages of one ticker stay in order.
 *
 * <p>All rows of a run are held in memory until they are sent. An immutable value, equal to another
 * sink of the same {@link KafkaTopic} object.
 *
 * @param topic the topic, which must exist; its format and rules are not used
 * @param <S> the rows that it takes
 */
public record KafkaSink<S>(KafkaTopic topic) implements RowSink<S> {

  /** The header that has the id of a message. */
  public static final String ID = "id";

  private static final JsonFactory JSON = new JsonFactory();

  public KafkaSink {
    Arguments.required(topic, "topic");
  }

  /**
   * A sink that sends to a topic.
   *
   * @throws io.github.marketvolume.error.MissingDependencyException if Kafka's clients are not on
   *     the class path
   */
  public static <S> KafkaSink<S> to(KafkaTopic topic) {
    OptionalLibraries.requireProducer();
    return new KafkaSink<>(topic);
  }

  /** A message that is yet to be sent. */
  record Message(@Nullable String key, String id, String json) {}

  @Override
  public <T extends S> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
    List<Message> messages = new ArrayList<>();
    rows.forEachRemaining(row -> messages.add(message(row, schema)));
    return new StagedOutput() {
      @Override
      public long rows() {
        return messages.size();
      }

      @Override
      public void publish() {
        Sending.all(topic, messages);
      }

      @Override
      public void close() {
        // nothing was sent before
      }
    };
  }

  private static <T> Message message(T row, Schema<T> schema) {
    @Nullable String ticker = null;
    for (Schema.Column<T> column : schema.columns()) {
      if (column.name().equals(BarColumn.TICKER.columnName())) {
        Object symbol = column.valueOn(row);
        ticker = symbol == null ? null : symbol.toString();
      }
    }
    String date = schema.firstDate().map(column -> String.valueOf(column.valueOn(row))).orElse("");
    String id =
        String.join(
            "/",
            Stream.of(date, ticker == null ? "" : ticker).filter(part -> !part.isEmpty()).toList());
    return new Message(ticker, id, json(row, schema));
  }

  private static <T> String json(T row, Schema<T> schema) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      for (Schema.Column<T> column : schema.columns()) {
        out.writeFieldName(column.name());
        write(out, column.type(), column.valueOn(row));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of text in memory: it never happens
    }
    return text.toString();
  }

  /** Writes a value; a number that JSON has no form for is a text. */
  private static void write(JsonGenerator out, ColumnType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    switch (type) {
      case LONG -> out.writeNumber(((Number) value).longValue());
      case DOUBLE -> out.writeNumber(((Number) value).doubleValue());
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case DATE, TEXT -> out.writeString(value.toString());
    }
  }

  @Override
  public String describe() {
    return topic.describe() + " (Kafka)";
  }

  @Override
  public String toString() {
    return "KafkaSink[" + describe() + "]";
  }
}
