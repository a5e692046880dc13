package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.rows.Leaderboard;
import io.github.marketvolume.rows.SmallRows;
import io.github.marketvolume.rows.StageLayout;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.TickerResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The rows of stages, from a run over their bars: as a dataset, for sinks that Spark writes, or as
 * values, for users. What is small, a row a ticker or a row a day, is computed to its end on the
 * driver.
 */
final class StageRows {

  private final SparkSession spark;
  private final BarsRun run;
  private final SmallRows small;

  StageRows(SparkSession spark, BarsRun run, List<PlanNode<?>> outputs) {
    this.spark = spark;
    this.run = run;
    this.small = new Small(outputs);
  }

  /** The rows as a dataset with the columns of the node's schema. */
  <S> Dataset<Row> dataset(PlanNode<S> node) {
    Schema<S> schema = node.schema();
    Optional<StageLayout<S>> layout = layout(node);
    if (layout.isPresent()) {
      StageLayout<S> laidOut = layout.get();
      return toDataset(run.results().flatMap(result -> cells(laidOut.columns(result))), schema);
    }
    if (node instanceof RejectedNode) {
      return toDataset(run.rejected(), schema);
    }
    return dataset(spark, values(node), schema);
  }

  /** Rows that the driver has, few of them, as a dataset. */
  static <S> Dataset<Row> dataset(SparkSession spark, List<S> values, Schema<S> schema) {
    List<Row> rows = new ArrayList<>();
    for (S row : values) {
      rows.add(
          RowFactory.create(
              schema.columns().stream().map(column -> sparkCell(column.valueOn(row))).toArray()));
    }
    return withDates(spark.createDataFrame(rows, typeWithDays(schema)).coalesce(1), schema);
  }

  private <S> Optional<StageLayout<S>> layout(PlanNode<S> node) {
    return StageLayout.of(node, run.metrics(), run.groups());
  }

  private static Iterator<Row> cells(ColumnBatch batch) {
    return IntStream.range(batch.from(), batch.to())
        .mapToObj(
            row -> {
              Object[] cells = new Object[batch.width()];
              for (int k = 0; k < cells.length; k++) {
                cells[k] = batch.cell(k, row);
              }
              return RowFactory.create(cells);
            })
        .iterator();
  }

  private static @Nullable Object sparkCell(@Nullable Object value) {
    return value instanceof LocalDate date ? (Object) Math.toIntExact(date.toEpochDay()) : value;
  }

  private <S> Dataset<Row> toDataset(JavaRDD<Row> rows, Schema<S> schema) {
    return withDates(spark.createDataFrame(rows, typeWithDays(schema)), schema);
  }

  /** The schema's type, with dates as days from 1970-01-01: cheaper to pass to Spark. */
  private static StructType typeWithDays(Schema<?> schema) {
    StructType type = new StructType();
    for (Schema.Column<?> column : schema.columns()) {
      type = type.add(column.name(), dataType(column.type()), column.nullable());
    }
    return type;
  }

  private static DataType dataType(ColumnType type) {
    return switch (type) {
      case DATE -> DataTypes.IntegerType;
      case TEXT -> DataTypes.StringType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
    };
  }

  private static Dataset<Row> withDates(Dataset<Row> rows, Schema<?> schema) {
    return rows.select(
        schema.columns().stream()
            .map(
                column ->
                    column.type() == ColumnType.DATE
                        ? date_from_unix_date(col(column.name())).as(column.name())
                        : col(column.name()))
            .toArray(Column[]::new));
  }

  /** All rows as values, in the order that {@code Runner.collect} promises. */
  <S> List<S> values(PlanNode<S> node) {
    Optional<StageLayout<S>> layout = layout(node);
    List<S> rows = new ArrayList<>();
    if (layout.isPresent()) {
      List<TickerResult> results = new ArrayList<>(run.results().collect());
      results.sort(Comparator.comparing(TickerResult::ticker));
      results.forEach(result -> rows.addAll(layout.get().values(result)));
    } else {
      small.of(node).forEachRemaining(rows::add);
    }
    return rows;
  }

  /** All rows as values, a ticker's at a time, so that they need not all fit into the driver. */
  <S> Iterator<S> stream(PlanNode<S> node) {
    Optional<StageLayout<S>> layout = layout(node);
    if (layout.isEmpty()) {
      return values(node).iterator();
    }
    Iterator<TickerResult> results =
        new Mapped<>(
            run.results()
                .mapToPair(result -> new Tuple2<>(result.ticker(), result))
                .sortByKey()
                .toLocalIterator(),
            Tuple2::_2);
    return new Iterator<>() {
      private Iterator<S> rows = List.<S>of().iterator();

      @Override
      public boolean hasNext() {
        while (!rows.hasNext() && results.hasNext()) {
          rows = layout.get().values(results.next()).iterator();
        }
        return rows.hasNext();
      }

      @Override
      public S next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more rows");
        }
        return rows.next();
      }
    };
  }

  /** The rows of what is small, computed to its end on the driver. */
  private final class Small extends SmallRows {

    Small(List<? extends PlanNode<?>> outputs) {
      super(outputs, run.groups());
    }

    @Override
    protected Iterator<RejectedRow> rejected() {
      return run.rejectedValues().iterator();
    }

    @Override
    protected List<TickerSummary> leaderboard(LeaderboardNode node) {
      return StageRows.leaderboard(run, node);
    }

    @Override
    protected List<DayPass.Day> days(List<Metric<MarketDay, ?>> crossSections) {
      return run.marketDays(crossSections);
    }

    @Override
    protected int firstDay() {
      return run.firstDay();
    }

    @Override
    protected OptionalInt unfinishedDay() {
      return run.unfinishedDay();
    }
  }

  private static List<TickerSummary> leaderboard(BarsRun run, LeaderboardNode node) {
    List<Summary<Bar, ?>> summaries = node.summaries();
    CalendarPeriod each = node.each().orElse(null);
    List<Metric<?, ?>> metrics = run.metrics();
    Volumes volumes = node.bars().volumes();
    GroupTable groups = run.groups();
    return Leaderboard.rank(
        node,
        run.results()
            .flatMap(
                result ->
                    Leaderboard.summarize(summaries, each, result, metrics, volumes, groups)
                        .iterator())
            .collect());
  }
}
