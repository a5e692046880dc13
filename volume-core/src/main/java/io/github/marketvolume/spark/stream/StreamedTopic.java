package io.github.marketvolume.spark.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.kafka.KafkaRecords;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.kafka.KafkaValue;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.RejectedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka, by Spark's connector. Records are made bars by the code of feeds, in tasks, so
 * that each format is read alike, and a rejected record has its partition and offset.
 */
public final class StreamedTopic implements StreamedInput {

  private static final String REASON = "reason";

  private final KafkaTopic topic;
  private final Function<Dataset<Row>, Source<Bar>> source;

  /**
   * A topic.
   *
   * @param topic with the rules that its records are checked by
   * @param source makes a source of a dataset of bars
   */
  public StreamedTopic(KafkaTopic topic, Function<Dataset<Row>, Source<Bar>> source) {
    this.topic = topic;
    this.source = source;
  }

  @Override
  public Dataset<Row> arriving(SparkSession spark) {
    DataStreamReader reader =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", topic.servers())
            .option("kafka.isolation.level", "read_committed")
            .option("subscribe", topic.name())
            .option("startingOffsets", "earliest")
            .option("failOnDataLoss", true);
    topic.properties().forEach((name, value) -> reader.option("kafka." + name, value));
    try {
      return reader.load().select(col("partition"), col("offset"), col("key"), col("value"));
    } catch (Exception e) { // Spark throws one that it does not declare
      if (String.valueOf(e.getMessage()).contains("kafka")) {
        throw new MissingDependencyException(
            topic.describe()
                + ": Spark's connector to Kafka is not there; add org.apache.spark:"
                + "spark-sql-kafka-0-10 of Spark's own version to the class path, as by"
                + " spark-submit --packages",
            e);
      }
      throw e;
    }
  }

  @Override
  public Batch batch(Dataset<Row> rows) {
    Dataset<Row> values =
        rows.mapPartitions(new ToValues(topic.withoutProperties()), Encoders.row(schema()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<RejectedRow> rejected = new ArrayList<>();
    values
        .where(col(REASON).isNotNull())
        .select("origin", "line", "rule", REASON, "text")
        .toLocalIterator()
        .forEachRemaining(row -> rejected.add(rejected(row)));
    rejected.sort(
        Comparator.comparing(RejectedRow::origin).thenComparingLong(row -> row.line().orElse(0)));
    Dataset<Row> bars = values.where(col(REASON).isNull()).select(columns());
    Source<Bar> all = source.apply(bars);
    return new Batch() {
      @Override
      public Optional<Source<Bar>> bars() {
        return Optional.of(all);
      }

      @Override
      public List<RejectedRow> rejected() {
        return rejected;
      }

      @Override
      public void close() {
        values.unpersist(false);
      }
    };
  }

  private static RejectedRow rejected(Row row) {
    RejectedRow.Builder builder =
        RejectedRow.builder()
            .origin(row.getString(0))
            .line(row.getLong(1))
            .rule(row.getString(2))
            .reason(row.getString(3));
    if (!row.isNullAt(4)) {
      builder.text(row.getString(4));
    }
    return builder.build();
  }

  /** The columns of bars, then those of rejected records; a row has the one or the other. */
  private static StructType schema() {
    StructType type =
        new StructType()
            .add(BarColumn.TRADE_DATE.columnName(), DataTypes.IntegerType)
            .add(BarColumn.TICKER.columnName(), DataTypes.StringType);
    for (BarColumn field : BarColumn.fields()) {
      type = type.add(field.columnName(), DataTypes.DoubleType);
    }
    return type.add("origin", DataTypes.StringType)
        .add("line", DataTypes.LongType)
        .add("rule", DataTypes.StringType)
        .add(REASON, DataTypes.StringType)
        .add("text", DataTypes.StringType);
  }

  private static Column[] columns() {
    List<Column> columns = new ArrayList<>();
    String date = BarColumn.TRADE_DATE.columnName();
    columns.add(date_from_unix_date(col(date)).as(date));
    columns.add(col(BarColumn.TICKER.columnName()));
    BarColumn.fields().forEach(field -> columns.add(col(field.columnName())));
    return columns.toArray(Column[]::new);
  }

  /** Makes rows of records; a part's at once. */
  private static final class ToValues implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final KafkaTopic topic;

    ToValues(KafkaTopic topic) {
      this.topic = topic;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> records) {
      return new Iterator<>() {
        private Iterator<Row> rows = List.<Row>of().iterator();

        @Override
        public boolean hasNext() {
          while (!rows.hasNext() && records.hasNext()) {
            rows = some(records);
          }
          return rows.hasNext();
        }

        @Override
        public Row next() {
          return rows.next();
        }
      };
    }

    /** The rows of the next thousands of records. */
    private Iterator<Row> some(Iterator<Row> records) {
      KafkaRecords some = new KafkaRecords(topic);
      for (int left = 10_000; left > 0 && records.hasNext(); left--) {
        Row record = records.next();
        some.add(record.getInt(0), record.getLong(1), bytes(record, 2), bytes(record, 3));
      }
      return some.values().stream().map(ToValues::row).iterator();
    }

    private static byte @Nullable [] bytes(Row record, int column) {
      return (byte[]) record.get(column);
    }

    private static Row row(KafkaValue value) {
      List<@Nullable Object> cells = new ArrayList<>();
      if (value instanceof KafkaValue.Taken taken) {
        Bar bar = taken.bar();
        cells.add((int) bar.tradeDate().toEpochDay());
        cells.add(bar.ticker().symbol());
        for (BarColumn field : BarColumn.fields()) {
          OptionalDouble number = field.numberOn(bar);
          cells.add(number.isPresent() ? number.getAsDouble() : null);
        }
      } else {
        for (int i = 0; i < 2 + BarColumn.fields().size(); i++) {
          cells.add(null);
        }
        RejectedRow row = ((KafkaValue.Rejected) value).row();
        cells.add(row.origin());
        cells.add(row.line().orElse(0L));
        cells.add(row.rule());
        cells.add(row.reason());
        cells.add(row.text().orElse(null));
      }
      while (cells.size() < 2 + BarColumn.fields().size() + 5) {
        cells.add(null);
      }
      return RowFactory.create(cells.toArray());
    }
  }
}
