package io.github.marketvolume.runners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows of files a runner lets in, and that every other one is accounted for. */
public abstract class QualityContract {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("small").date("d").ticker("t").close("c").volume("v");
  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  @TempDir private Path folder;

  private BarsStage bars(String... lines) throws IOException {
    return BarsStage.from(CsvSource.at(write("a.csv", lines), LAYOUT));
  }

  private String write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "d,t,c,v\n" + String.join("\n", lines) + "\n");
    return file.toString();
  }

  private RunReport.Input counts(BarsStage stage) {
    return VolumePipeline.named("test", stage.into(new InMemorySink<>()))
        .run(runner())
        .inputs()
        .get(0);
  }

  @Test
  @DisplayName("a rejected row carries rule, reason, text, file and line")
  void rejectedRows() throws IOException {
    BarsStage bars = bars("2020-01-06,A,1,5", "2020-01-06,B,x,7", "", "2020-01-06, C ,1,\"1,5\"");
    String file = folder.resolve("a.csv").toString();
    assertThat(bars.rejected().collect(runner()))
        .containsExactly(
            RejectedRow.builder()
                .rule("price-is-number")
                .reason("c \"x\" is not a number")
                .origin(file)
                .line(3)
                .text("2020-01-06,B,x,7")
                .build(),
            RejectedRow.builder()
                .rule("volume-is-integer")
                .reason("v \"1,5\" is not a whole number of at most 15 digits")
                .origin(file)
                .line(5)
                .text("2020-01-06, C ,1,\"1,5\"")
                .build());
    assertThat(counts(bars.checkedBy(BarRules.standard().failingAbove(1))))
        .isEqualTo(
            new RunReport.Input(
                file + " (CSV, small layout)",
                3,
                1,
                0,
                Map.of("price-is-number", 1L, "volume-is-integer", 1L),
                Map.of()));
  }

  @Test
  @DisplayName("bars that conflict across files are all rejected, each with its own raw line")
  void conflictsAcrossFiles() throws IOException {
    String one = write("one.csv", "2020-01-06,A,1,5", "2020-01-06,\"B\",1.0,5");
    String two = write("two.csv", "2020-01-07,A,1,5", "2020-01-06,A,1,6", "2020-01-06,B,1,5.0");
    BarsStage bars = BarsStage.from(CsvSource.at(List.of(two, one), LAYOUT));
    assertThat(bars.rejected().collect(runner()))
        .extracting(row -> row.describe() + " " + row.text().orElseThrow())
        .containsExactly(
            one
                + ":2: 2 bars of A on 2020-01-06 differ (rule bars-do-not-conflict)"
                + " 2020-01-06,A,1,5",
            two
                + ":3: 2 bars of A on 2020-01-06 differ (rule bars-do-not-conflict)"
                + " 2020-01-06,A,1,6");
    assertThat(bars.collect(runner()))
        .as("B is written in two ways, but is the same bar")
        .extracting(bar -> bar.ticker() + " " + bar.tradeDate())
        .containsExactly("A 2020-01-07", "B 2020-01-06");
    assertThat(counts(bars))
        .isEqualTo(
            new RunReport.Input(
                two + ", " + one + " (CSV, small layout)",
                5,
                2,
                1,
                Map.of("bars-do-not-conflict", 2L),
                Map.of()));
  }

  @Test
  @DisplayName("rows of a large file are found in every split, with the line of the whole file")
  void largeFile() throws IOException {
    int rows = 600_000;
    Random random = new Random(42);
    List<Integer> bad = new ArrayList<>();
    StringBuilder text = new StringBuilder("d,t,c,v\r\n");
    LocalDate first = LocalDate.of(1700, 1, 1);
    for (int i = 0; i < rows; i++) {
      boolean isBad = random.nextInt(20_000) == 0;
      if (isBad) {
        bad.add(i + 2);
      }
      text.append(first.plusDays(i % 60_000)).append(",T").append(i / 60_000).append(",1.25,");
      text.append(isBad ? "oops" : i % 3 == 0 ? "7" : "1234567").append(i % 7 == 0 ? "\r\n" : "\n");
    }
    // The same key as the first row, with another volume: the two are in different splits.
    text.append("1700-01-01,T0,1.25,8");
    Path file = folder.resolve("large.csv");
    Files.write(file, text.toString().getBytes(UTF_8));
    assertThat(Files.size(file)).as("three splits and more").isGreaterThan(12L << 20);

    BarsStage bars = BarsStage.from(CsvSource.at(file.toString(), LAYOUT));
    List<RejectedRow> rejected = bars.rejected().collect(runner());
    List<Integer> expected = new ArrayList<>(bad);
    expected.add(0, 2);
    expected.add(rows + 2);
    assertThat(rejected)
        .extracting(row -> Math.toIntExact(row.line().orElseThrow()))
        .isEqualTo(expected);
    assertThat(bad).hasSizeGreaterThan(10);
    List<String> lines = text.toString().lines().toList();
    assertThat(rejected)
        .allSatisfy(
            row ->
                assertThat(row.text())
                    .contains(lines.get(Math.toIntExact(row.line().orElseThrow()) - 1)));
    RunReport.Input counts = counts(bars);
    assertThat(counts.rowsRead()).isEqualTo(rows + 1L);
    assertThat(counts.rowsAccepted()).isEqualTo(rows - 1L - bad.size());
    assertThat(counts.rejectedByRule())
        .isEqualTo(Map.of("volume-is-integer", (long) bad.size(), "bars-do-not-conflict", 2L));
  }

  @Test
  @DisplayName("a line of more than 1 MB fails the run; quarantined, it is one rejected row")
  void largeFileThatBreaksOff() throws IOException {
    StringBuilder text = new StringBuilder("d,t,c,v\n");
    text.append(" ".repeat(1000).concat("\n").repeat(5_000));
    text.append("x".repeat(3 << 20)).append('\n');
    text.append("2020-01-06,A,1,5\n".repeat(400_000));
    Path file = folder.resolve("large.csv");
    Files.writeString(file, text);
    CsvSource source = CsvSource.at(file.toString(), LAYOUT);
    assertThatThrownBy(() -> BarsStage.from(source).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file
                + " has a line of more than 1 MB; mend or remove it, or quarantine unreadable"
                + " files");
    BarsStage others = BarsStage.from(source.quarantiningUnreadableFiles());
    assertThat(others.collect(runner())).hasSize(1);
    assertThat(others.rejected().collect(runner()))
        .extracting(RejectedRow::rule, row -> row.line().orElse(0))
        .containsExactly(tuple("row-is-complete", 5_002L));
  }

  @Test
  @DisplayName("rows read are accepted, rejected or dropped, and rejected() has the rejected ones")
  void countsLaw() throws IOException {
    Random random = new Random(7);
    List<String> files = new ArrayList<>();
    for (int file = 0; file < 4; file++) {
      String[] lines = new String[200];
      for (int i = 0; i < lines.length; i++) {
        lines[i] =
            String.join(
                ",",
                random.nextInt(20) == 0 ? "never" : DAY.plusDays(random.nextInt(60)).toString(),
                random.nextInt(20) == 0 ? "" : "T" + random.nextInt(5),
                random.nextInt(20) == 0 ? "-1" : "1",
                String.valueOf(random.nextInt(4)));
      }
      files.add(write(file + ".csv", lines));
    }
    files.add(Files.writeString(folder.resolve("unfit.csv"), "{}").toString());
    BarsStage bars =
        BarsStage.from(CsvSource.at(files, LAYOUT).quarantiningUnreadableFiles())
            .between(DAY.plusDays(5), DAY.plusDays(40));
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    InMemorySink<Bar> all = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "law",
                bars.rejected().into(rejected),
                BarsStage.from(source(bars))
                    .checkedBy(BarRules.standard().failingAbove(1))
                    .into(all))
            .run(runner());
    for (RunReport.Input input : report.inputs()) {
      assertThat(input.rowsRead())
          .isEqualTo(801)
          .isEqualTo(input.rowsAccepted() + input.rowsRejected() + input.duplicatesDropped());
      assertThat(input.duplicatesDropped()).isPositive();
      assertThat(
              rejected.rows().stream()
                  .collect(Collectors.groupingBy(RejectedRow::rule, Collectors.counting())))
          .isEqualTo(input.rejectedByRule())
          .containsKeys("file-is-readable", "bars-do-not-conflict", "date-is-valid");
      assertThat(all.rows()).hasSize(Math.toIntExact(input.rowsAccepted()));
    }
  }

  private static CsvSource source(BarsStage bars) {
    return (CsvSource) bars.plan().bars().source();
  }

  @Test
  @DisplayName("a relaxed rule keeps the row, without what breaks it, and warns")
  void relaxed() throws IOException {
    BarsStage bars =
        bars("2020-01-06,A,x,5", "2020-01-06,B,-1,-5", "2020-01-06,C,1,12.6", "2020-01-06,D,1,z")
            .checkedBy(
                BarRules.standard()
                    .relaxing(StandardRule.PRICE_IS_NUMBER)
                    .relaxing(StandardRule.PRICE_IS_NOT_NEGATIVE)
                    .relaxing(StandardRule.VOLUME_IS_NOT_NEGATIVE)
                    .relaxing(StandardRule.VOLUME_IS_INTEGER));
    assertThat(bars.collect(runner()))
        .extracting(bar -> bar.ticker() + " " + bar.close() + " " + bar.volume())
        .containsExactly(
            "A OptionalDouble.empty OptionalLong[5]",
            "B OptionalDouble[-1.0] OptionalLong.empty",
            "C OptionalDouble[1.0] OptionalLong.empty",
            "D OptionalDouble[1.0] OptionalLong.empty");
    assertThat(counts(bars).warnedByRule())
        .isEqualTo(
            Map.of(
                "price-is-number", 1L,
                "price-is-not-negative", 1L,
                "volume-is-not-negative", 1L,
                "volume-is-integer", 2L));
    assertThat(counts(bars).rowsRejected()).isZero();
  }

  /** A rule that the library does not have. */
  private record RoundLots(int size) implements BarRule {

    @Override
    public String ruleName() {
      return "volume-is-in-lots-of-" + size;
    }

    @Override
    public Optional<String> violation(Bar bar) {
      return bar.volume().orElse(0) % size == 0
          ? Optional.empty()
          : Optional.of("volume " + bar.volume().getAsLong() + " is no multiple of " + size);
    }
  }

  @Test
  @DisplayName("a user's rule travels to where the rows are read")
  void ownRule() throws IOException {
    BarsStage bars =
        bars("2020-01-06,A,1,500", "2020-01-06,B,1,50")
            .checkedBy(BarRules.standard().and(new RoundLots(100)));
    assertThat(bars.rejected().collect(runner()))
        .extracting(RejectedRow::describe)
        .containsExactly(
            folder.resolve("a.csv")
                + ":3: volume 50 is no multiple of 100 (rule volume-is-in-lots-of-100)");
  }

  @Test
  @DisplayName("the run fails above the fatal share, not at it")
  void fatalShares() throws IOException {
    BarsStage bars = bars("2020-01-06,A,1,x", "2020-01-06,B,1,5", "2020-01-06,C,1,5", "q,D,1,5");
    String file = folder.resolve("a.csv").toString();
    BarRules rules = BarRules.standard();
    assertThat(bars.checkedBy(rules.failingAbove(0.5)).collect(runner())).hasSize(2);
    assertThatThrownBy(() -> bars.checkedBy(rules.failingAbove(0.49)).collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessage(
            file
                + " (CSV, small layout): 2 of 4 rows were rejected, more than the 49 % allowed;"
                + " commonest reason: date-is-valid (1 row), such as "
                + file
                + ":5: d \"q\" is not a date of the form uuuu-MM-dd; mend the input, or raise the"
                + " limit with failingAbove(...)");
    assertThatThrownBy(
            () ->
                bars.checkedBy(
                        rules
                            .relaxing(StandardRule.VOLUME_IS_INTEGER)
                            .failingAbove(StandardRule.VOLUME_IS_INTEGER, 0))
                    .collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessage(
            file
                + " (CSV, small layout): 1 of 4 rows broke rule volume-is-integer, more than the"
                + " 0 % allowed; mend the input, or raise the limit with failingAbove(...)");
  }

  @Test
  @DisplayName("bars after the as-of date are from the future; the default is the day of the run")
  void asOf() throws IOException {
    BarsStage bars = bars("2020-01-06,A,1,5", "2020-01-07,A,1,5", "9999-12-31,A,1,5");
    assertThat(bars.collect(runner())).hasSize(2);
    assertThat(bars.asOf(DAY).rejected().collect(runner()))
        .extracting(RejectedRow::reason)
        .containsExactly(
            "date 2020-01-07 is after 2020-01-06", "date 9999-12-31 is after 2020-01-06");
  }

  @Test
  @DisplayName("a row is not rejected because its date is not published")
  void rejectedOutsideDates() throws IOException {
    BarsStage bars = bars("2020-01-06,A,1,x", "2020-01-08,A,1,x", "2020-01-07,A,1,5");
    BarsStage one =
        bars.between(DAY.plusDays(1), DAY.plusDays(1))
            .checkedBy(BarRules.standard().failingAbove(1));
    assertThat(one.rejected().collect(runner())).hasSize(2);
    assertThat(one.collect(runner())).hasSize(1);
  }

  private static final CsvLayout PRICES =
      CsvLayout.named("prices")
          .date("d")
          .ticker("t")
          .prices("o", "h", "l", "c")
          .volume("v")
          .splitCoefficient("s");

  private BarsStage prices(String... lines) throws IOException {
    Path file = folder.resolve("prices.csv");
    Files.writeString(file, "d,t,o,h,l,c,v,s\n" + String.join("\n", lines) + "\n");
    return BarsStage.from(CsvSource.at(file.toString(), PRICES));
  }

  private RunReport report(BarsStage stage) {
    return VolumePipeline.named("test", stage.into(new InMemorySink<>())).run(runner());
  }

  private static List<String> text(List<Bar> bars) {
    return bars.stream().map(RawBar::toText).toList();
  }

  @Test
  @DisplayName("B12: a price beyond high or low by rounding is accepted and stays in the bar")
  void pricesBeyondTheRangeByRounding() throws IOException {
    BarsStage bars =
        prices(
            "2024-01-02,A,187.1,188.4,183.9,188.40000000000003,5,",
            "2024-01-03,A,183.39999999999998,185.9,183.4,184.3,5,",
            "2024-01-04,A,10,9.9999999999,10,10,5,",
            "2024-01-05,A,10,10,10,10.0000001,5,",
            "2024-01-08,A,9.9999999,10,10,10,5,",
            "2024-01-09,A,,9.9999999,10,,5,");
    assertThat(text(bars.collect(runner())))
        .containsExactly(
            "2024-01-02,A,187.1,188.4,183.9,188.40000000000003,,5",
            "2024-01-03,A,183.39999999999998,185.9,183.4,184.3,,5",
            "2024-01-04,A,10.0,9.9999999999,10.0,10.0,,5");
    assertThat(bars.rejected().collect(runner()))
        .extracting(RejectedRow::rule)
        .containsExactly("close-is-in-range", "open-is-in-range", "high-is-not-below-low");
  }

  @Test
  @DisplayName("a price or coefficient out of range is rejected, or missing if relaxed")
  void outOfRange() throws IOException {
    BarsStage bars =
        prices(
            "2024-01-02,A,,,,1e308,5,",
            "2024-01-03,A,,,,1e-21,5,",
            "2024-01-04,A,,,,1e20,5,1e9",
            "2024-01-05,A,,,,0,5,1e-9",
            "2024-01-08,A,,,,1,5,1e300",
            "2024-01-09,A,,,,1,5,9e-10");
    assertThat(bars.rejected().collect(runner()))
        .extracting(row -> row.rule() + ": " + row.reason())
        .containsExactly(
            "price-is-in-range: close 1.0E308 is outside 1e-20 to 1e20",
            "price-is-in-range: close 1.0E-21 is outside 1e-20 to 1e20",
            "split-coefficient-is-in-range: split coefficient 1.0E300 is outside 1e-9 to 1e9",
            "split-coefficient-is-in-range: split coefficient 9.0E-10 is outside 1e-9 to 1e9");
    BarsStage relaxed =
        bars.checkedBy(
            BarRules.standard()
                .relaxing(StandardRule.PRICE_IS_IN_RANGE)
                .relaxing(StandardRule.SPLIT_COEFFICIENT_IS_IN_RANGE));
    assertThat(text(relaxed.collect(runner())))
        .containsExactly(
            "2024-01-02,A,,,,,,5",
            "2024-01-03,A,,,,,,5",
            "2024-01-04,A,,,,1.0E20,,5,1.0E9",
            "2024-01-05,A,,,,0.0,,5,1.0E-9",
            "2024-01-08,A,,,,1.0,,5",
            "2024-01-09,A,,,,1.0,,5");
    assertThat(counts(relaxed).warnedByRule())
        .isEqualTo(Map.of("price-is-in-range", 2L, "split-coefficient-is-in-range", 2L));
  }

  @Test
  @DisplayName("D02, D06, D07: a bar that states no more than another of its day is dropped")
  void barsThatSayLess() throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "2024-01-02,A,,,,,,",
                "2024-01-02,A,1,2,1,2,7,",
                "2024-01-02,A,,,,2,,1",
                "2024-01-03,A,,,,400,1000,",
                "2024-01-03,A,,,,400,1000,1.0",
                "2024-01-04,A,,,,10.5,100,",
                "2024-01-04,A,,,,,100,",
                "2024-01-05,A,,,,,0,",
                "2024-01-05,A,,,,,,1",
                "2024-01-08,A,,,,,,",
                "2024-01-08,A,,,,,5,",
                "2024-01-08,A,,,,,6,",
                "2024-01-09,A,,,,5,,",
                "2024-01-09,A,,,,,5,",
                "2024-01-10,A,,,,5,5,2",
                "2024-01-10,A,,,,5,5,"));
    for (int turn = 0; turn < 4; turn++) {
      BarsStage bars = prices(lines.toArray(String[]::new)).inBasis(Basis.RAW);
      assertThat(text(bars.collect(runner())))
          .as("turn %d", turn)
          .containsExactly(
              "2024-01-02,A,1.0,2.0,1.0,2.0,,7",
              "2024-01-03,A,,,,400.0,,1000,1.0",
              "2024-01-04,A,,,,10.5,,100",
              "2024-01-05,A,,,,,,,1.0");
      assertThat(bars.rejected().collect(runner()))
          .extracting(RejectedRow::reason)
          .containsExactlyInAnyOrder(
              "2 bars of A on 2024-01-08 differ",
              "2 bars of A on 2024-01-08 differ",
              "2 bars of A on 2024-01-09 differ",
              "2 bars of A on 2024-01-09 differ",
              "2 bars of A on 2024-01-10 differ",
              "2 bars of A on 2024-01-10 differ");
      RunReport.Input counts = counts(bars);
      assertThat(List.of(counts.rowsAccepted(), counts.rowsRejected(), counts.duplicatesDropped()))
          .containsExactly(4L, 6L, 6L);
      Collections.rotate(lines, 5);
    }
  }

  @Test
  @DisplayName("D01: the last of repeated days is kept on demand: by file, then by line")
  void lastOfRepeatedDays() throws IOException {
    String one = write("one.csv", "2020-01-06,A,1,5", "2020-01-06,A,2,5", "2020-01-07,A,1,5");
    String two =
        write(
            "two.csv", "2020-01-07,A,1,6", "2020-01-07,A,,6", "2020-01-07,A,,", "2020-01-08,A,1,5");
    BarsStage bars =
        BarsStage.from(CsvSource.at(List.of(two, one), LAYOUT))
            .checkedBy(BarRules.standard().keepingLastOfRepeatedDays());
    assertThat(text(bars.collect(runner())))
        .containsExactly("2020-01-06,A,,,,2.0,,5", "2020-01-07,A,,,,,,6", "2020-01-08,A,,,,1.0,,5");
    assertThat(bars.rejected().collect(runner())).isEmpty();
    assertThat(counts(bars))
        .isEqualTo(
            new RunReport.Input(
                two + ", " + one + " (CSV, small layout)",
                7,
                3,
                4,
                Map.of(),
                Map.of("bars-do-not-conflict", 2L)));
  }

  @Test
  @DisplayName("the last of repeated days is found across the parts that a large file is read in")
  void lastOfRepeatedDaysInALargeFile() throws IOException {
    StringBuilder text = new StringBuilder("d,t,c,v\n");
    for (int turn = 1; turn <= 300; turn++) {
      for (int day = 0; day < 2_000; day++) {
        text.append(LocalDate.ofEpochDay(day)).append(",A,1.5,").append(turn).append('\n');
      }
    }
    Path file = folder.resolve("large.csv");
    Files.writeString(file, text);
    BarsStage bars =
        BarsStage.from(CsvSource.at(file.toString(), LAYOUT))
            .checkedBy(BarRules.standard().keepingLastOfRepeatedDays());
    assertThat(bars.collect(runner()))
        .hasSize(2_000)
        .allSatisfy(bar -> assertThat(bar.volume()).hasValue(300));
  }

  @Test
  @DisplayName("H02: a split that only rejected rows state is a warning if bars are adjusted")
  void splitsOfRejectedRows() throws IOException {
    BarsStage raw =
        prices(
                "2020-08-27,AAA,,,,400,1000,1",
                "2020-08-31,AAA,,,,100,4000,4",
                "2020-08-31,AAA,,,,100,4001,4",
                "2020-09-01,AAA,,,,100,4000,1",
                "2020-08-31,BBB,,,,x,4000,0.1",
                "2020-09-02,BBB,,,,-1,4000,1",
                "2020-09-03,BBB,,,,1,4000,0",
                "2020-09-02,CCC,,,,1,4000,1",
                "2020-09-03,CCC,,,,1,4000,1",
                "2020-09-04,CCC,,,,1,4000,1",
                "2020-09-07,CCC,,,,1,4000,1")
            .inBasis(Basis.RAW);
    String source = folder.resolve("prices.csv") + " (CSV, prices layout)";
    List<String> warnings =
        List.of(
            source
                + ": 2 rejected rows of AAA on 2020-08-31 carry a split coefficient of 4, which is"
                + " not applied; mend the input, or the bars before that date count in other"
                + " shares",
            source
                + ": a rejected row of BBB on 2020-08-31 carries a split coefficient of 0.1, which"
                + " is not applied; mend the input, or the bars before that date count in other"
                + " shares");
    assertThat(report(raw).warnings()).isEmpty();
    assertThat(report(raw.splitAdjusted()).warnings()).isEqualTo(warnings);
    assertThat(
            VolumePipeline.named(
                    "test",
                    raw.measure(
                            BarMetrics.VOLUME.splitAdjusted().mean().over(RollingWindow.bars(2)))
                        .into(new InMemorySink<>()))
                .run(runner())
                .warnings())
        .isEqualTo(warnings);
    assertThat(report(raw.splitAdjusted().to(LocalDate.of(2020, 8, 30))).warnings()).isEmpty();
  }

  @Test
  @DisplayName("the warning names a few of many splits in rejected rows and counts the rest")
  void manySplitsOfRejectedRows() throws IOException {
    String[] lines = new String[90];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "2020-01-06,T" + (10 + i) + (i < 40 ? ",,,,x,1,2" : ",,,,1,1,2");
    }
    List<String> warnings = report(prices(lines).inBasis(Basis.RAW).splitAdjusted()).warnings();
    assertThat(warnings).hasSize(6);
    assertThat(warnings.get(0)).contains("a rejected row of T10 on 2020-01-06");
    assertThat(warnings.get(5)).endsWith(": 35 more rejected rows carry split coefficients");
  }

  @Test
  @DisplayName("a bar on a weekend is kept with a warning, rejected, or accepted")
  void weekends() throws IOException {
    BarsStage bars = bars("2020-01-03,A,1,5", "2020-01-04,A,1,5", "2020-01-05,A,1,5");
    assertThat(bars.collect(runner())).hasSize(3);
    assertThat(counts(bars).warnedByRule()).isEqualTo(Map.of("date-is-a-weekday", 2L));
    BarRules rules = BarRules.standard();
    assertThat(counts(bars.checkedBy(rules.tradingOnWeekends())).warnedByRule()).isEmpty();
    assertThat(
            bars.checkedBy(rules.rejecting(StandardRule.DATE_IS_A_WEEKDAY))
                .rejected()
                .collect(runner()))
        .extracting(RejectedRow::reason)
        .containsExactly("date 2020-01-04 is a Saturday", "date 2020-01-05 is a Sunday");
  }
}
