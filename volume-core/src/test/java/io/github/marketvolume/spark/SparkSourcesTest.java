package io.github.marketvolume.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.SourcesContract;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every runner reads, and datasets besides. */
class SparkSourcesTest extends SourcesContract {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final SparkSession SPARK = SparkSessions.shared();
  private static final SparkRunner RUNNER = SparkRunner.on(SPARK);

  @Override
  protected Runner runner(ProgressListener listener) {
    return RUNNER.onProgress(listener);
  }

  @Override
  protected Runner patientRunner() {
    return RUNNER;
  }

  @Override
  protected String engine() {
    return "Spark";
  }

  @Override
  protected String unknownSchemeIsRefused(String location, String scheme) {
    return location
        + ": Hadoop knows no file system for "
        + scheme
        + ":; add the module that has one to Spark's class path, on the driver and the executors";
  }

  @Override
  protected void assertRefused(Source<Bar> source, String message) {
    super.assertRefused(source, message);
    assertThatThrownBy(() -> RUNNER.dataset(BarsStage.from(source)))
        .isInstanceOf(VolumeException.class)
        .hasMessage(message);
  }

  private static Dataset<Row> dataset(DataType number, Object... volumes) {
    StructType type =
        new StructType()
            .add("note", DataTypes.StringType)
            .add("volume", number)
            .add("ticker", DataTypes.StringType)
            .add("trade_date", DataTypes.DateType);
    List<Row> rows =
        Arrays.stream(volumes)
            .map(volume -> RowFactory.create("x", volume, "A", Date.valueOf(DAY)))
            .toList();
    return SPARK.createDataFrame(rows, type);
  }

  static Stream<Arguments> numericTypes() {
    return Stream.of(
        Arguments.of(DataTypes.ShortType, (short) 7),
        Arguments.of(DataTypes.IntegerType, 7),
        Arguments.of(DataTypes.LongType, 7L),
        Arguments.of(DataTypes.FloatType, 7f),
        Arguments.of(DataTypes.DoubleType, 7d),
        Arguments.of(DataTypes.createDecimalType(20, 2), new BigDecimal("7.00")));
  }

  @ParameterizedTest
  @MethodSource("numericTypes")
  @DisplayName("a dataset's volume may be of any numeric type, as long as it is whole")
  void datasetVolumes(DataType type, Object volume) {
    assertThat(BarsStage.from(DatasetSource.of(dataset(type, volume))).collect(RUNNER))
        .containsExactly(Bar.of("A", DAY, 7));
    assertThat(BarsStage.from(DatasetSource.of(dataset(type, (Object) null))).collect(RUNNER))
        .containsExactly(Bar.of("A", DAY, 0));
  }

  @Test
  @DisplayName("a volume that is not whole, infinite or too large is rejected, NaN is missing")
  void datasetVolumesThatAreNone() {
    BarsStage bars =
        BarsStage.from(
                DatasetSource.of(
                    dataset(
                        DataTypes.DoubleType,
                        12.6,
                        Double.POSITIVE_INFINITY,
                        1e15,
                        Double.NaN,
                        -3d)))
            .checkedBy(BarRules.standard().failingAbove(1));
    assertThat(bars.collect(RUNNER)).containsExactly(Bar.of("A", DAY, 0));
    assertThat(bars.rejected().collect(RUNNER))
        .extracting(RejectedRow::describe)
        .containsExactlyInAnyOrder(
            "a Spark dataset: volume 12.6 is not a whole number (rule volume-is-integer)",
            "a Spark dataset: volume is infinite (rule volume-is-integer)",
            "a Spark dataset: volume 1000000000000000 has more than 15 digits (rule"
                + " volume-is-integer)",
            "a Spark dataset: volume -3 is negative (rule volume-is-not-negative)");
  }

  @Test
  @DisplayName(
      "a dataset's row without date or ticker, or with an odd one, is rejected with its text")
  void datasetKeys() {
    StructType type =
        new StructType()
            .add("trade_date", DataTypes.DateType)
            .add("ticker", DataTypes.StringType)
            .add("close", DataTypes.FloatType)
            .add("volume", DataTypes.LongType);
    List<Row> rows =
        List.of(
            RowFactory.create(null, "A", 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), null, 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), "A\nB", 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), "OK", 1.5f, 7L));
    BarsStage bars =
        BarsStage.from(DatasetSource.of(SPARK.createDataFrame(rows, type)))
            .checkedBy(BarRules.standard().failingAbove(1));
    assertThat(bars.rejected().collect(RUNNER))
        .extracting(row -> row.describe() + "|" + row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            "a Spark dataset: there is no date (rule date-is-present)|,A,,,,1.5,,7",
            "a Spark dataset: there is no ticker (rule ticker-is-present)|2020-01-06,,,,,1.5,,7",
            "a Spark dataset: ticker \"A\\u000aB\" is not 1 to 32 visible characters without white"
                + " space (rule ticker-is-valid)|2020-01-06,A\n"
                + "B,,,,1.5,,7");
    assertThat(bars.collect(RUNNER))
        .containsExactly(
            Bar.builder().ticker(Ticker.of("OK")).tradeDate(DAY).close(1.5).volume(7).build());
  }

  static Stream<Arguments> unfitDatasets() {
    return Stream.of(
        Arguments.of("ticker, volume", "column trade_date is missing; it must be of type date"),
        Arguments.of("trade_date, volume", "column ticker is missing; it must be of type string"),
        Arguments.of("trade_date, ticker", "column volume is missing; it must be of type number"),
        Arguments.of(
            "cast(trade_date as string) trade_date, ticker, volume",
            "column trade_date is of type string; it must be of type date"),
        Arguments.of(
            "trade_date, 7 as ticker, volume",
            "column ticker is of type int; it must be of type string"),
        Arguments.of(
            "trade_date, ticker, volume, '12' as high",
            "column high is of type string; it must be of type number"));
  }

  @ParameterizedTest
  @MethodSource("unfitDatasets")
  @DisplayName("columns that are missing or of another type are an error that names them")
  void unfitDatasets(String columns, String problem) {
    Dataset<Row> rows = dataset(DataTypes.LongType, 7L).selectExpr(columns.split(", "));
    assertRefused(DatasetSource.of(rows), "a Spark dataset: " + problem);
  }

  @Test
  @DisplayName("the texts of conflicting rows are fetched in one pass over each file")
  void conflictsAreLocatedInOnePass(@TempDir Path folder) throws IOException {
    int rows = 20_000;
    CsvLayout layout = CsvLayout.named("noted").date("d").ticker("t").volume("v");
    long length = 0;
    for (String name : List.of("a.csv", "b.csv.gz")) {
      StringBuilder text = new StringBuilder("d,t,v,note\n");
      for (int i = 0; i < rows; i++) {
        text.append("2020-01-06,T").append(i).append(name.equals("a.csv") ? ",1," : ",2,");
        text.append("x".repeat(100)).append('\n');
      }
      Path file = folder.resolve(name);
      try (OutputStream raw = Files.newOutputStream(file);
          OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
        out.write(text.toString().getBytes(UTF_8));
      }
      length += Files.size(file);
    }
    var rejected = BarsStage.from(CsvSource.at(folder.toString(), layout)).rejected();
    long before = bytesReadByHadoop();
    List<RejectedRow> found = rejected.collect(RUNNER);
    assertThat(bytesReadByHadoop() - before)
        .as("to be read, and to be read again")
        .isBetween(2 * length, 3 * length);
    assertThat(found).hasSize(2 * rows);
    for (int i = 0; i < rows; i += 1_237) {
      RejectedRow row = found.get(rows + i);
      assertThat(row.origin()).endsWith("/b.csv.gz");
      assertThat(row.line()).hasValue(i + 2L);
      assertThat(row.text().orElseThrow()).startsWith("2020-01-06,T" + i + ",2,x");
    }
  }

  @SuppressWarnings("deprecation") // what takes its place counts no bytes of the local file system
  private static long bytesReadByHadoop() {
    return FileSystem.getAllStatistics().stream()
        .mapToLong(FileSystem.Statistics::getBytesRead)
        .sum();
  }
}
