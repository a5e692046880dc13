package io.github.marketvolume.local;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.ReportFile;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.KeptFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs and stores that earlier versions of this library left are gone on with by this one; see
 * {@link KeptFiles}. A kept file has all that lay beside each other: outputs, ledger, earlier days,
 * known rejected rows, states and bars.
 */
class KeptStoreTest {

  private static final String NEWEST = "store-1.zip";

  private static final LocalDate FIRST = LocalDate.of(2021, 1, 4);
  private static final LocalDate KEPT_TO = LocalDate.of(2021, 5, 12);
  private static final LocalDate LAST = LocalDate.of(2021, 6, 3);
  private static final LocalDate GAP = LocalDate.of(2021, 5, 6);

  private static final Flag<Bar> SPIKE = VOLUME.atLeast(1_900).as("spike");

  private static final List<String> OUTPUTS =
      List.of("daily", "anomalies", "episodes", "market", "leaders");

  private static final Bar REJECTED = Bar.of("AAA", LocalDate.of(2999, 1, 4), 7);

  @TempDir private Path temp;
  private Path folder;
  private final LocalRunner runner = LocalRunner.create().withThreads(1);

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectories(temp.toRealPath().resolve("out"));
  }

  /** Bars that no library's random numbers are in. */
  private static List<Bar> market(LocalDate from, LocalDate to) {
    List<Bar> bars = new ArrayList<>();
    for (String ticker : List.of("AAA", "BBB", "CCC")) {
      for (LocalDate date : NYSE.sessions(from, to)) {
        bars.add(bar(ticker, date));
      }
    }
    return bars;
  }

  private static Bar bar(String ticker, LocalDate date) {
    long mixed = (date.toEpochDay() * 7_919 + ticker.charAt(0) * 104_729L) % 1_009;
    return Bar.builder()
        .from(Bar.of(ticker, date, 1_000 + mixed))
        .close(50 + mixed / 100.0)
        .adjClose(49 + mixed / 100.0)
        .build();
  }

  private static Bar corrected(String ticker, LocalDate date) {
    return Bar.builder().from(bar(ticker, date)).volume(4_321L).build();
  }

  private RunStore store() {
    return RunStore.at(folder.resolve("state").toString());
  }

  /** What the kept store is of: every kind of output. It must not change. */
  private static VolumePipeline pipeline(List<Bar> of, Path folder) {
    BarsStage prices =
        BarsStage.from(InMemoryBars.of(of))
            .checkedBy(BarRules.standard().expectingSessionsOf(NYSE));
    FlaggedStage<Bar> daily =
        prices
            .measure(
                VOLUME.mean().over(bars(5)),
                VOLUME.standardDeviation().over(bars(21)),
                CLOSE.median().over(sessions(8).on(NYSE)),
                LOG_VOLUME.smoothed(ewma(0.2)).score(),
                Rank.acrossTickers(VOLUME.descending()))
            .flag(SPIKE);
    return VolumePipeline.named(
            "kept",
            daily.into(byMonth(folder, "daily")),
            daily.anomalies().into(byMonth(folder, "anomalies")),
            daily.episodes(SPIKE).joinedWithin(bars(2)).into(byMonth(folder, "episodes")),
            prices
                .market(total(VOLUME), count(SPIKE), tickerOfLargest(VOLUME))
                .measure(total(VOLUME).zScore().over(bars(7)))
                .into(byMonth(folder, "market")),
            prices
                .leaderboard(VOLUME.max(), VOLUME.total(), VOLUME.mean(), SPIKE.count())
                .into(ParquetSink.at(folder.resolve("leaders").toString())),
            prices.rejected().into(ParquetSink.at(folder.resolve("rejected").toString())))
        .reportedTo(ReportFile.at(folder.resolve("run.json").toString()));
  }

  private static ParquetSink byMonth(Path folder, String name) {
    return ParquetSink.at(folder.resolve(name).toString()).byMonth();
  }

  private RunReport.Updated update(List<Bar> bars, RunStore store) {
    return pipeline(bars, folder).update(runner, store).updated().orElseThrow();
  }

  /** What the kept store was given: a run, a day that was missing, and a row that is none. */
  private static List<Bar> firstInput() {
    List<Bar> first = market(FIRST, KEPT_TO.minusDays(1));
    first.removeIf(bar -> bar.tradeDate().equals(GAP));
    first.add(REJECTED);
    return first;
  }

  /** Makes a store as a kept one was made. */
  private void makeStore() {
    update(firstInput(), store());
    update(market(KEPT_TO, KEPT_TO), store().withPosition("offset 17"));
  }

  @Test
  @DisplayName("the states of the newest kept store are what this version writes")
  void newest() throws IOException {
    makeStore();
    KeptFiles.write(NEWEST, zipped(folder));
    Path kept = Files.createDirectories(temp.resolve("kept"));
    unzip(KeptFiles.read(KeptStoreTest.class, NEWEST), kept);
    Path ledger = Path.of("state", "ledger");
    for (LocalDate date : Ledger.find(store()).orElseThrow().states()) {
      Path state = ledger.resolve(date + ".state");
      assertThat(kept.resolve(state)).hasSameBinaryContentAs(folder.resolve(state));
    }
    assertThat(withoutRuns(kept.resolve(ledger).resolve(Ledger.FILE)))
        .isEqualTo(withoutRuns(folder.resolve(ledger).resolve(Ledger.FILE)));
    assertThat(kept.resolve(ledger).resolve("rejected"))
        .hasSameTextualContentAs(folder.resolve(ledger).resolve("rejected"));
  }

  /** A ledger without the names and times of its runs, and the version that wrote it. */
  private static String withoutRuns(Path ledger) throws IOException {
    return Files.readString(ledger)
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "RUN")
        .replaceAll("\"(started_at|library)\" : \"[^\"]+\"", "\"$1\" : \"?\"");
  }

  @ParameterizedTest
  @ValueSource(strings = NEWEST)
  @DisplayName("updates go on from a kept store, and end as a run over all bars")
  void goesOn(String file) throws IOException {
    unzip(KeptFiles.read(KeptStoreTest.class, file), folder);
    Ledger kept = Ledger.find(store()).orElseThrow();
    assertThat(kept.position()).hasValue("offset 17");
    assertThat(kept.state(FIRST)).as("an earlier day").hasValue(Ledger.State.COMPLETE);
    assertThat(kept.state(GAP)).hasValue(Ledger.State.MISSING);
    assertThat(kept.states()).isNotEmpty();

    RunReport.Updated again = update(firstInput(), store());
    assertThat(again.isPublished()).as("bars and rejected rows are known").isFalse();

    RunReport.Updated next = update(market(KEPT_TO.plusDays(1), LAST), store());
    assertThat(next.isResumed()).isTrue();
    List<Bar> all = market(FIRST, LAST);
    all.removeIf(bar -> bar.tradeDate().equals(GAP));
    requireThoseOf(all);

    assertThat(update(market(GAP, GAP), store()).missing()).isEmpty();
    all.addAll(market(GAP, GAP));
    requireThoseOf(all);

    Bar early = corrected("BBB", LocalDate.of(2021, 1, 20));
    assertThat(update(List.of(early), store().withPosition("offset 18")).changed()).isOne();
    all.remove(bar("BBB", LocalDate.of(2021, 1, 20)));
    all.add(early);
    requireThoseOf(all);

    Ledger after = Ledger.find(store()).orElseThrow();
    assertThat(after.position()).hasValue("offset 18");
    assertThat(after.runs()).containsAll(kept.runs().subList(0, 1)).hasSizeGreaterThan(1);
    assertThat(query("select text from '%s/*.parquet'", folder.resolve("rejected")))
        .singleElement()
        .asString()
        .contains("2999-01-04");
  }

  @ParameterizedTest
  @ValueSource(strings = NEWEST)
  @DisplayName("a kept store can be rebuilt, and its states are gone on from without that")
  void rebuilt(String file) throws IOException {
    unzip(KeptFiles.read(KeptStoreTest.class, file), folder);
    Bar may = corrected("CCC", LocalDate.of(2021, 5, 4));
    assertThat(update(List.of(may), store()).isResumed()).isTrue();
    List<Bar> all = market(FIRST, KEPT_TO);
    all.removeIf(bar -> bar.tradeDate().equals(GAP) || bar.equals(bar("CCC", may.tradeDate())));
    all.add(may);
    requireThoseOf(all);
    assertThat(update(market(GAP, GAP), store().rebuilding()).isResumed()).isFalse();
    all.addAll(market(GAP, GAP));
    requireThoseOf(all);
  }

  private void requireThoseOf(List<Bar> bars) throws IOException {
    Path whole = Files.createTempDirectory(temp, "whole");
    pipeline(bars, whole).run(runner);
    for (String name : OUTPUTS) {
      assertThat(query("from '%s/*.parquet' order by all", folder.resolve(name)))
          .as(name)
          .isEqualTo(query("from '%s/*.parquet' order by all", whole.resolve(name)))
          .isNotEmpty();
    }
  }

  private static byte[] zipped(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(withoutFolder(file, folder));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** The bytes of a file; of the report without the place that it names. */
  private static byte[] withoutFolder(Path file, Path folder) throws IOException {
    return file.endsWith("run.json")
        ? Files.readString(file).replace(folder.toString(), "/out").getBytes(UTF_8)
        : Files.readAllBytes(file);
  }

  private static void unzip(byte[] bytes, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        assertThat(file).startsWithRaw(folder);
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
